bantinTim("goc-0","#mục một=9\n618=9\ngiờ ra=K\ngiờ=K\nhai và=9\nhai=9M\nmẫu=9B\nmột=9\nmục một=9\nmục=9E\nngoài công=N\nngoài=N\nngắn=D\nthôn=9\ntệp ngoài=N\ntệp=N\nubnd họp=9\nubnd=9\nvề=1")
