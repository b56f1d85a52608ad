bantinTim("giua-18","cô=N\ntrồng=F")
