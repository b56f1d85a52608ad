bantinTim("goc-13","include x=s2\ntên xa=N")
