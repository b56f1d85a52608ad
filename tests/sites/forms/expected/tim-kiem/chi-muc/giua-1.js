bantinTim("giua-1","")
