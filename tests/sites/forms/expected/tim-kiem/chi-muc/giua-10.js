bantinTim("giua-10","đường về=F")
