bantinTim("giua-5","")
