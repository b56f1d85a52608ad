bantinTim("goc-1","ubnd bàn=9\nvề bản=1")
