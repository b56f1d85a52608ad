"""What the made-up news of `corpus` is made of: word lists, and sentences with {slots}.

A slot is a list of LISTS or one of those that `corpus` draws itself: person, many, few,
money, share, tenths, day, year.
"""

# The peers' configurations and the bench theme's site.toml name the same categories.
CATEGORIES = [
    "Thời sự",
    "Chính quyền",
    "Kinh tế",
    "Văn hóa",
    "Giáo dục",
    "Y tế",
    "Quốc phòng an ninh",
    "Nông thôn mới",
]

TOPICS = [
    *("cấp nước", "đường bản", "thủy lợi", "vụ xuân", "vụ mùa", "cây ăn quả", "cây chè", "trồng rừng"),
    *("đàn trâu bò", "nuôi cá", "khuyến nông", "tín dụng", "hộ nghèo", "xuất khẩu lao động", "hợp tác xã"),
    *("chợ phiên", "thu chi", "một cửa", "chữ ký số", "đối thoại", "lấy ý kiến", "đại biểu", "thanh tra"),
    *("tổ hòa giải", "mầm non", "tiểu học", "bán trú", "quỹ khuyến học", "xóa mù chữ", "khám bệnh"),
    *("vắc xin", "thẻ bảo hiểm", "người cao tuổi", "hội xuân", "bóng chuyền", "tủ sách", "bảo tồn"),
    *("dân quân", "chữa cháy", "rác thải"),
]
TAG_PLACES = [" bản Nà Lôm", " bản Co Mạ", " thôn Tân Lập", " phố Chợ"]

AUTHORS = [
    *("Tổ biên tập", "Đài xã", "Hoài Thu", "Đức Kiên", "Bảo Châu", "Phương Thảo"),
    *("Văn phòng xã", "Hội Nông dân", "Đoàn Thanh niên", "Trạm Y tế"),
]

NAMES = [
    ["Lò", "Quàng", "Cầm", "Hoàng", "Nguyễn", "Trần", "Vàng", "Sùng", "Lường", "Đinh"],
    ["Văn", "Thị", "Xuân", "Minh", "Thanh", "Bảo", "Đức", "Ngọc"],
    [
        *("Ánh", "Biên", "Chung", "Diệp", "Giang", "Hiền", "Khôi", "Liên", "Mười", "Nga"),
        *("Oanh", "Pâng", "Quế", "Sáng", "Tươi", "Vinh"),
    ],
]

LISTS = {
    "office": [
        *("Chủ tịch UBND xã", "Phó Chủ tịch UBND xã", "Bí thư Đảng ủy xã", "Phó Chủ tịch HĐND xã"),
        *("Chủ tịch Mặt trận xã", "Bí thư Đoàn xã", "Chủ tịch Hội Phụ nữ xã", "Trưởng Công an xã"),
        *("Chỉ huy trưởng quân sự xã", "Trưởng bản", "Hiệu trưởng nhà trường", "Trạm trưởng Y tế"),
    ],
    "body": [
        *("UBND xã", "HĐND xã", "Mặt trận xã", "Hội Phụ nữ xã", "Hội Nông dân xã", "Đoàn Thanh niên xã"),
        *("Hội Cựu chiến binh xã", "Công an xã", "Ban Chỉ huy quân sự xã", "Trạm Y tế xã", "Hợp tác xã"),
    ],
    "place": [
        *("bản Nà Lôm", "bản Co Mạ", "bản Huổi Cáy", "bản Phiêng Xa", "thôn Tân Lập", "thôn Đồng Tiến"),
        *("phố Chợ", "khu Trung tâm", "đồi Pa Hốc", "nhà văn hóa xã", "sân vận động xã"),
    ],
    "work": [
        *("khơi thông mương phai trước mùa mưa", "đổ bê tông đường vào khu sản xuất", "cấp đổi giấy tờ đất"),
        *("bình xét hộ nghèo và hộ cận nghèo", "tiêm vắc xin lở mồm long móng", "trồng rừng phòng hộ"),
        *("đưa hồ sơ lên cổng dịch vụ công", "dựng nhà cho hộ khó khăn", "kéo điện về các điểm lẻ"),
        *("phân loại rác ngay tại nhà", "đo thị lực cho học sinh", "dọn hành lang an toàn giao thông"),
        *("tập huấn xử lý cháy rừng", "ghép cải tạo vườn tạp"),
    ],
    "outcome": [
        *("về trước hạn hai tuần", "đúng như kế hoạch đầu năm", "được bà con hưởng ứng"),
        *("cao hơn cùng kỳ", "chậm hơn dự kiến vì mưa kéo dài", "không để xảy ra tai nạn"),
        *("giúp nhiều hộ bớt khó khăn", "giảm hẳn so với năm trước"),
    ],
    "crop": ["lúa nương", "ngô lai", "sắn", "chè", "mận", "nhãn", "cà phê", "rau cải", "gừng"],
}

TITLES = [
    "{body} phát động {work} ở {place}",
    "Sơ kết một năm {work}",
    "{place}: {work} {outcome}",
    "Bà con {place} thu {money} từ {crop}",
    "{office} {person} đối thoại với nhân dân {place}",
    "Kế hoạch {work} năm {year}",
    "Họp bàn {work}",
    "{person} và đồi {crop} trên {place}",
]

SENTENCES = [
    "chiều {day}, {body} họp với đại diện các hộ ở {place} để thống nhất cách làm khi {work}.",
    "{office} {person} dự họp và trả lời từng câu hỏi của bà con về kinh phí.",
    "tính đến nay đã có {many} hộ với {many} lao động đăng ký tham gia {work}.",
    "công trình cần {money}, Nhà nước lo vật liệu, phần còn lại {money} do nhân dân góp công và góp đất.",
    "toàn xã hiện có {many} ha {crop}, đạt {share} chỉ tiêu được giao từ đầu năm.",
    "theo {body}, việc này {outcome}, là cơ sở để đặt chỉ tiêu cao hơn cho năm {year}.",
    "gia đình bà {person} ở {place} bán được {money} tiền {crop} chỉ trong một vụ.",
    "ông {person}, {office}, nhắc các bản không chờ đợi mà bắt tay ngay vào {work}.",
    "trung bình mỗi héc-ta {crop} cho {tenths} tấn, cộng cả vùng là {tenths} nghìn tấn.",
    "trong buổi tiếp dân có {few} ý kiến, phần lớn hỏi về tiến độ {work} tại {place}.",
    "những ý kiến chưa trả lời được ngay, {body} hẹn có văn bản gửi về từng bản trước {day}.",
    "số thu của xã trong sáu tháng là {money}, bằng {share} dự toán cả năm.",
    "sắp tới {body} cùng các đoàn thể chia nhau xuống từng bản để {work}.",
    "riêng tại {place}, phần việc này {outcome}.",
    "đã có {share} số hộ được dùng nước sạch quanh năm, hơn năm {year} là {tenths} điểm.",
    "trong {few} bản thì {few} bản làm xong, những bản còn lại hứa hoàn thành chậm nhất vào {day}.",
    "dịp này {body} trao {few} phần quà, mỗi phần 300.000 đồng, cho những gia đình neo người.",
    "nói chuyện với bà con, {office} {person} mong mỗi đảng viên làm trước một bước khi {work}.",
    "hơn {many} ngày công của dân quân và thanh niên đã được huy động để giúp các hộ {work}.",
    "tuyến mương qua {place} dài {tenths} km, lòng rộng 0,8 m, tổng mức đầu tư {money}.",
    "ai còn vướng mắc xin gặp bộ phận một cửa, phòng số 2, vào các buổi sáng trong tuần.",
    "ngân hàng cho {few} tổ vay vốn với tổng số {money}, chủ yếu để mua giống {crop}.",
    "đoàn đã đi {few} nơi, lập biên bản nhắc nhở {few} trường hợp và sẽ trở lại kiểm tra.",
    "ngày hội có {few} đội của các bản với {many} lượt người đến xem và cổ vũ.",
    "tỷ lệ chuyên cần của học sinh đạt {share}, {few} em được khen ở cấp tỉnh.",
    "cuối buổi, đoàn ghé thăm nhà ông {person} ở {place} và gửi hỗ trợ {money}.",
]

MARKED = [
    "Mỗi mô hình được hỗ trợ **{money}**, hạn chót nộp đơn là *{day}*.",
    "Những tin cùng loại có ở [mục CATEGORY](/SLUG/) của bản tin.",
    "**{body}** nhờ các hộ ở *{place}* thu xếp thời gian để {work}.",
    "Mẫu đơn tải về từ [trang của tỉnh](https://example.org/mau-don/{few}), in hai bản.",
    "Ông {person} nói: *việc gì dân bàn thì dân mới làm*, nhất là khi {work}.",
]

ITEMS = ["{body} lo phần {work}, dự trù {money};"]

HEADINGS = [
    *("Việc đã làm được", "Việc còn dang dở", "Tiền ở đâu ra", "Bà con nói gì"),
    *("Từ nay đến cuối năm", "Ai làm việc gì", "Những tấm gương", "Lịch cụ thể"),
]
