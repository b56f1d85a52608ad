bantinTim("giua-13","include x=s2\ntên xa=N")
