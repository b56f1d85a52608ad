bantinTim("goc-4","bản trồng=F")
