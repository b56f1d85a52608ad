bantinTim("giua-20","")
