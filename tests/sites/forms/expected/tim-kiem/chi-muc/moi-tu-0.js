bantinTim("moi-tu-0","")
