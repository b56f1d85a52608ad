bantinTim("moi-5","")
