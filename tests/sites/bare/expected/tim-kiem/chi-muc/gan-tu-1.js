bantinTim("gan-tu-1","")
