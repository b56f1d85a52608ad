bantinTim("goc-2","bàn xem=9\nbản tin=1\ncho xã=K\nchúng tôi=P\nkhuôn mẫu=9\nphần hai=V\nra chơi=K\nvà nháp=9\nxem tin=1")
