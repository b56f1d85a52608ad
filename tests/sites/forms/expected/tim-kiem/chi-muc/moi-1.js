bantinTim("moi-1","")
