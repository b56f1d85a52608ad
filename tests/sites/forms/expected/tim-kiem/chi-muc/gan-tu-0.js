bantinTim("gan-tu-0","")
