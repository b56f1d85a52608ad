bantinTim("giua-8","")
