bantinTim("goc-tu-2","anh bai cong giup hoi hop minh muon nhap thu tich toi")
