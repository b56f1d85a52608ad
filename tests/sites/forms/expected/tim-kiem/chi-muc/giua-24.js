bantinTim("giua-24","x y=s2")
