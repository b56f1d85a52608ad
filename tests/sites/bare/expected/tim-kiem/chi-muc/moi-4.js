bantinTim("moi-4","họp=2")
