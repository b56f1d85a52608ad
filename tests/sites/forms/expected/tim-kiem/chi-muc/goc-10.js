bantinTim("goc-10","bài=JHB136DH64U\ncô=N\ntrồng=F")
