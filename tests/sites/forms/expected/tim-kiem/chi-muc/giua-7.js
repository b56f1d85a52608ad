bantinTim("giua-7","nội dung=N")
