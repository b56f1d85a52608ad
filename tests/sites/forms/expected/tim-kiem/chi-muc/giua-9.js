bantinTim("giua-9","dung=N\nhọ=N\nvà=N\nvăn=N\nđường=F")
