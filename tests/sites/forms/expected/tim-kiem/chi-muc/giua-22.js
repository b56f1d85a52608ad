bantinTim("giua-22","bài=C43HB136DH63V")
