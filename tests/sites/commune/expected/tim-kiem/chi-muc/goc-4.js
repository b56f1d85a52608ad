bantinTim("goc-4","bài=9\ncông=N\ngiúp=K\nhọp=9\nhội=K\nminh đức=K\nminh=K\nmuốn=K\nnháp=9\nthư tệp=N\nthư=N\ntôi=P\ntịch=K\nảnh=K")
