bantinTim("giua-12","x y=s2\nz 1=s2")
