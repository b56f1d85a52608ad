bantinTim("moi-4","bài=C4e2P")
