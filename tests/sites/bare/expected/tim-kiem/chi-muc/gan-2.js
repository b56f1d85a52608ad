bantinTim("gan-2","họp=2")
