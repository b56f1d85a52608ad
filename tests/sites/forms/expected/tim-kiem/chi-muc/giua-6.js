bantinTim("giua-6","đường về=F")
