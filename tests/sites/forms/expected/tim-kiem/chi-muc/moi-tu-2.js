bantinTim("moi-tu-2","bai")
