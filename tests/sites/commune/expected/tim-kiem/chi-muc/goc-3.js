bantinTim("goc-3","bàn=9\nbản=1\ncho chúng=P\ncho=K5\nchúng=P\nchơi=K\nhộ=9\nkhuôn=9\nlò thị=K\nlò=K\nphần=V\nra=K\nthích1=9\nthị mẫu=K\nthị=K\nvà=9\nvăn=N\nxem bài=9\nxem thư=N\nxem=18E")
