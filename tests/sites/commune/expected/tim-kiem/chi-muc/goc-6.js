bantinTim("goc-6","")
