bantinTim("gan-2","bài=u2P")
