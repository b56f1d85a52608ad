bantinTim("giua-14","")
