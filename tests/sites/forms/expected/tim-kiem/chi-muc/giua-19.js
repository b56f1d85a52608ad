bantinTim("giua-19","cô và=N")
