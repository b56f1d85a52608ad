bantinTim("goc-0","hai=W3\nmột=W3\nnội=N\nsite include=s2\nsite=s2\nvề=F")
