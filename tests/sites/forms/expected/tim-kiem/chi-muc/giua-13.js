bantinTim("giua-13","bản=F\nlò=N\nvà trò=N\ny z=s2\ny=s2\nđậm=0")
