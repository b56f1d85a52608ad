bantinTim("giua-11","cô và=N")
