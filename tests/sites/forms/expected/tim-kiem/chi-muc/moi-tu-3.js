bantinTim("moi-tu-3","")
