bantinTim("giua-16","")
