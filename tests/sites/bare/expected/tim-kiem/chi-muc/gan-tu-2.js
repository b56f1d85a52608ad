bantinTim("gan-tu-2","hop")
