bantinTim("muc-luc",{"version":1,"count":1,"size":4,"categories":[["thoi-su","Thời sự"]],"topics":[],"glossary":[],"rows":["2e8a5f5b"],"segments":[["gan",4,1,"28357374"]]})
