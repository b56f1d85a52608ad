bantinTim("giua-17","")
