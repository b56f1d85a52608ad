bantinTim("giua-7","họ tên=N\nlò văn=N\nvăn nam=N")
