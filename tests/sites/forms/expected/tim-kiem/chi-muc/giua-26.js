bantinTim("giua-26","")
