bantinTim("gan-tu-2","bai")
