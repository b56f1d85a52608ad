bantinTim("giua-4","bản trồng=F")
