bantinTim("goc-11","cô và=N")
