bantinTim("giua-tu-2","bai co trong")
