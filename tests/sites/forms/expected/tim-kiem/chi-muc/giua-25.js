bantinTim("giua-25","tên xa=N")
