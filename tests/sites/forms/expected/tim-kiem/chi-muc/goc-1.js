bantinTim("goc-1","")
