bantinTim("goc-14","")
