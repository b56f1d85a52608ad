bantinTim("giua-12","")
