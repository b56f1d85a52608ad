bantinTim("goc-2","")
