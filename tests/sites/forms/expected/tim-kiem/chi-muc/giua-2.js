bantinTim("giua-2","")
