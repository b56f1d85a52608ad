bantinTim("gan-1","")
