bantinTim("moi-7","")
