bantinTim("moi-tu-1","")
