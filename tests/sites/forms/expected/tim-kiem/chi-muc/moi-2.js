bantinTim("moi-2","")
