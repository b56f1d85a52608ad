bantinTim("goc-tu-3","chu dong duc goi nguon tin xa")
