bantinTim("goc-5","bài hai=9\ncông văn=N\nmuốn giúp=K\nnháp khuôn=9\ntịch hội=K")
