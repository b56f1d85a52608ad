bantinTim("giua-tu-0","hai mot noi site ve")
