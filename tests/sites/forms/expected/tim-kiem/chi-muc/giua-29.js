bantinTim("giua-29","include x=s2")
