bantinTim("goc-8","")
