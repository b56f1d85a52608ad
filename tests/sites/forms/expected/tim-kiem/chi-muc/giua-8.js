bantinTim("giua-8","bản trồng=F")
