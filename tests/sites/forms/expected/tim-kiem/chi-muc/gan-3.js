bantinTim("gan-3","")
