bantinTim("goc-6","đường về=F")
