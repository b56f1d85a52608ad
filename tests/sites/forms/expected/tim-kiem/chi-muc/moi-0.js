bantinTim("moi-0","")
