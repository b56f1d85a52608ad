bantinTim("giua-3","về bản=F")
