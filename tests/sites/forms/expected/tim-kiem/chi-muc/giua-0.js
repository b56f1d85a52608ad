bantinTim("giua-0","hai=X3\nvề=F")
