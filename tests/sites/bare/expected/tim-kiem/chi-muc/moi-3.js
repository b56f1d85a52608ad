bantinTim("moi-3","")
