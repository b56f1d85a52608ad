bantinTim("goc-tu-1","ban cho choi chung ho khuon lo phan ra thi va van xem")
