bantinTim("giua-6","")
