bantinTim("goc-7","1 618=9\n1=9\nchú thích1=9\nchú=9\nchủ tịch=K\nchủ=K\ngọi cho=K5\ngọi=K5\nnguồn=9\ntin ngắn=D\ntin=1C\nxã=K\nđông=9\nđức=K")
