bantinTim("moi-tu-3","chu dong duc goi nguon tin xa")
