bantinTim("giua-31","1=s2\nxa=N\nz=s2")
