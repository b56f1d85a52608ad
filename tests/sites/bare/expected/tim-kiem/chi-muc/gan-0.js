bantinTim("gan-0","")
