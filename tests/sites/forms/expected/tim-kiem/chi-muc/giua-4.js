bantinTim("giua-4","một=X3\nnội=N\nsite include=s2\nsite=s2")
