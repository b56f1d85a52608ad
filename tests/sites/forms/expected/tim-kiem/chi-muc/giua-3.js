bantinTim("giua-3","nội dung=N\nvề bản=F")
