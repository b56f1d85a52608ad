bantinTim("moi-6","")
