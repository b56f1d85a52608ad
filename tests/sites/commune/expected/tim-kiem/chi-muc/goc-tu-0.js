bantinTim("goc-tu-0","gio hai mau mot muc ngan ngoai tep thon ubnd ve")
