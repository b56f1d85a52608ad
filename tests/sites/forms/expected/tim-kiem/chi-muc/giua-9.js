bantinTim("giua-9","")
