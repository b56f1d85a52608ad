bantinTim("giua-11","lò văn=N\nvăn nam=N")
