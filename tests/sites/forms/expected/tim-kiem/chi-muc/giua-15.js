bantinTim("giua-15","họ tên=N")
