bantinTim("giua-tu-3","include nam ten tro x xa z")
