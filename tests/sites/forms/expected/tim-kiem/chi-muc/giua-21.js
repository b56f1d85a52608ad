bantinTim("giua-21","")
