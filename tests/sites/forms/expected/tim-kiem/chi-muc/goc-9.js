bantinTim("goc-9","")
