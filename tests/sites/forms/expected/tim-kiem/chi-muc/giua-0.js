bantinTim("giua-0","hai=X3\nmột=X3\nnội=N\nsite include=s2\nsite=s2\nvề=F")
