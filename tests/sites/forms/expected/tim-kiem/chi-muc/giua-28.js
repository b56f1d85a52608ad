bantinTim("giua-28","z 1=s2")
