bantinTim("goc-tu-2","bai co trong")
