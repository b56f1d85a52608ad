bantinTim("giua-10","bài=C43HB136DH63V\ncô=N\ntrồng=F")
