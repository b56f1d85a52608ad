bantinTim("giua-30","")
