bantinTim("giua-tu-1","ban dam dung duong ho lo va van y")
