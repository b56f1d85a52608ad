bantinTim("giua-23","")
