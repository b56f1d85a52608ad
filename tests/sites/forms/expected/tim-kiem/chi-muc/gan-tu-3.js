bantinTim("gan-tu-3","")
