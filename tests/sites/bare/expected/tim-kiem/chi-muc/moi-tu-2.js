bantinTim("moi-tu-2","hop")
