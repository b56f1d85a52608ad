bantinTim("giua-5","bản=F\ndung=N\nhọ=N\nlò=N\nvà trò=N\nvà=N\nvăn=N\ny z=s2\ny=s2\nđường=F\nđậm=0")
