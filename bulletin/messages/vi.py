"""The sentences in Vietnamese. Same keys and blanks as in `en`."""

MESSAGES: dict[str, tuple[str, str]] = {
    # --- settings ---
    "settings-none": (
        "chưa có tệp site.toml, nên bản tin dùng các thiết lập mặc định",
        "Chép tệp site.toml mẫu vào thư mục của bản tin rồi sửa tên, địa chỉ và chuyên mục.",
    ),
    "settings-syntax": (
        "không đọc được site.toml từ dòng này: {text}",
        'Mỗi dòng là khóa = "giá trị", chữ đặt trong dấu nháy kép thẳng; xem lại dấu nháy, dấu bằng và dấu ngoặc vuông.',
    ),
    "settings-key": (
        "không có thiết lập nào tên là “{key}”",
        "Xóa dòng này, hoặc xem tên đúng trong sổ tay.",
    ),
    "settings-key-guess": ("không có thiết lập nào tên là “{key}”", "Có phải là “{guess}”?"),
    "settings-text": ("“{key}” phải là một dòng chữ", 'Viết giá trị trong dấu nháy kép, ví dụ: {key} = "…".'),
    "settings-number": (
        "“{key}” phải là một số nguyên không âm",
        "Viết số không có dấu nháy, ví dụ: {key} = 10.",
    ),
    "settings-flag": (
        "“{key}” phải là true hoặc false",
        "Viết {key} = true (có) hoặc {key} = false (không).",
    ),
    "settings-missing": ("{table} còn thiếu “{key}”", 'Thêm một dòng: {key} = "…".'),
    "settings-table": (
        "“{name}” phải là một bảng",
        "Viết [{name}] trên một dòng riêng, các khóa ở những dòng dưới.",
    ),
    "settings-repeated": (
        "“{name}” phải là các bảng lặp lại",
        "Viết [[{name}]], với hai dấu ngoặc vuông, trước mỗi mục.",
    ),
    "settings-zone": (
        "không có múi giờ nào tên là “{zone}”",
        'Ở Việt Nam, viết time_zone = "Asia/Ho_Chi_Minh".',
    ),
    "settings-address": (
        "“{address}” không phải địa chỉ trang web đầy đủ",
        'Viết cả phần đầu, ví dụ: address = "https://bantin.xa.vn/".',
    ),
    "settings-slug": (
        "“{slug}” không dùng làm đường dẫn được",
        "Chỉ dùng chữ thường không dấu, số và gạch nối, ví dụ: “{guess}”.",
    ),
    "settings-slug-twice": ("đường dẫn “{slug}” đã có ở dòng {line}", "Đặt cho mỗi mục một đường dẫn riêng."),
    "settings-reserved": (
        "“{slug}” là đường dẫn mà bản tin dùng cho việc khác",
        "Chọn một tên khác, ví dụ: “tin-{slug}”.",
    ),
    "navigation-broken": (
        "mục trong thanh điều hướng dẫn tới “{to}”, nhưng bản tin không có trang đó",
        "Sửa lại “to”, hoặc viết địa chỉ đầy đủ nếu là trang khác.",
    ),
    "theme-colour": ("“{value}” không phải là một màu", 'Viết mã màu sáu chữ số, ví dụ: {key} = "#a1381a".'),
    "theme-contrast": (
        "màu {colour} khó đọc cạnh màu {other}: độ tương phản {ratio}, cần ít nhất 4,5",
        'Dùng màu gần nhất đọc được: {key} = "{guess}".',
    ),
    "theme-font": (
        "“{value}” không phải là tên phông chữ",
        'Viết tên phông có trên máy người đọc, ví dụ: {key} = "Georgia, serif".',
    ),
    "asset-missing": ("không có tệp “{name}” trong thư mục assets", "Chép tệp vào assets, hoặc sửa lại tên."),
    # --- files ---
    "file-encoding": (
        "có ký tự không đọc được ở dòng này",
        "Lưu lại tệp với mã UTF-8 (trong Notepad: Save as, Encoding: UTF-8).",
    ),
    "file-too-large": (
        "tệp lớn hơn {limit} MB",
        "Tách thành nhiều bài, hoặc bỏ phần dán nhầm (ví dụ ảnh dán thẳng vào bài).",
    ),
    "file-outside": (
        "đây là liên kết tới một nơi ngoài thư mục của bản tin, nên không được đọc",
        "Chép tệp thật vào đây thay cho liên kết.",
    ),
    "file-unreadable": ("không đọc được tệp này", "Xem lại quyền truy cập, hoặc chép lại tệp."),
    "file-twice": ("có hai tệp trùng tên, chỉ khác cách lưu dấu tiếng Việt", "Đổi tên hoặc xóa một tệp."),
    "folder-deep": ("thư mục lồng quá sâu", "Đưa bài lên gần thư mục chuyên mục hơn."),
    "folder-link": ("thư mục này là một liên kết, nên không được đọc", "Chép thư mục thật vào đây."),
    "glossary-twice": ("chữ viết tắt “{term}” có hai lần", "Giữ lại một dòng."),
    "glossary-empty": (
        "chữ viết tắt “{term}” chưa có lời giải thích",
        "Viết theo mẫu: UBND: Ủy ban nhân dân.",
    ),
    # --- front matter ---
    "front-missing": (
        "bài không có phần đầu (tiêu đề, ngày đăng…)",
        "Bắt đầu tệp bằng một dòng ---, rồi title: … và date: …, rồi lại một dòng ---.",
    ),
    "front-unclosed": (
        "phần đầu của bài không có dòng kết thúc",
        "Thêm một dòng --- ngay dưới dòng cuối của phần đầu.",
    ),
    "front-not-keys": (
        "phần đầu của bài không phải các dòng “khóa: giá trị”",
        "Viết mỗi dòng theo mẫu title: Tiêu đề của bài.",
    ),
    "front-character": (
        "phần đầu của bài có ký tự điều khiển không nhìn thấy được",
        "Xóa các dòng ấy và gõ lại bằng tay.",
    ),
    "front-colon": (
        "dấu hai chấm trong giá trị làm dòng này không đọc được: {text}",
        'Đặt cả giá trị trong dấu nháy kép, ví dụ: title: "Thông báo: họp dân".',
    ),
    "front-tab": ("dòng này bắt đầu bằng phím Tab: {text}", "Thay phím Tab bằng dấu cách."),
    "front-sign": (
        "giá trị không được bắt đầu bằng ký hiệu như vậy: {text}",
        "Đặt cả giá trị trong dấu nháy kép.",
    ),
    "front-hash": (
        "phần sau dấu # ở dòng này bị coi là ghi chú và bỏ đi: {text}",
        "Nếu dấu # là của giá trị, đặt cả giá trị trong dấu nháy kép; nếu là ghi chú, thêm dấu cách sau dấu #.",
    ),
    "front-bracket": (
        "dấu ngoặc mở ra mà không đóng lại: {text}",
        "Thêm dấu ngoặc đóng ở cuối dòng, hoặc đặt cả giá trị trong dấu nháy kép.",
    ),
    "front-quote": (
        "dấu nháy mở ra mà không đóng lại: {text}",
        "Thêm dấu nháy ở cuối giá trị, hoặc bỏ dấu nháy ở đầu.",
    ),
    "front-yaml": (
        "không đọc được phần đầu của bài từ dòng này: {text}",
        "Viết mỗi dòng theo mẫu “khóa: giá trị”; giá trị có ký hiệu lạ thì đặt trong dấu nháy kép.",
    ),
    "front-toml": (
        "không đọc được phần đầu của bài (dạng TOML) từ dòng này",
        'Viết mỗi dòng theo mẫu title = "Tiêu đề".',
    ),
    "front-json": (
        "không đọc được phần đầu của bài (dạng JSON) từ dòng này",
        "Xem lại dấu phẩy giữa các dòng và dấu nháy kép quanh chữ.",
    ),
    "front-key": ("không có mục nào tên là “{key}”", "Xóa dòng này, hoặc xem tên đúng trong sổ tay."),
    "front-key-guess": ("không có mục nào tên là “{key}”", "Có phải là “{guess}”?"),
    "front-key-twice": ("mục “{key}” đã có ở dòng {line}", "Giữ lại một dòng."),
    "front-nested": (
        "giá trị của “{key}” không phải là một dòng chữ",
        "Viết giá trị trên cùng một dòng với “{key}:”.",
    ),
    "front-list": (
        "“{key}” chỉ nhận một giá trị, không nhận danh sách",
        "Bỏ dấu ngoặc vuông hoặc dấu gạch đầu dòng.",
    ),
    # --- meaning ---
    "title-missing": ("bài chưa có tiêu đề", "Thêm vào phần đầu một dòng: title: Tiêu đề của bài."),
    "title-empty": ("tiêu đề còn để trống", "Viết tiêu đề của bài sau title:."),
    "date-missing": ("bài chưa có ngày đăng", "Thêm vào phần đầu một dòng, ví dụ: date: 23/11/2026 08:30."),
    "date-wrong": (
        "“{date}” ở mục “{name}” không phải là một ngày",
        "Viết ngày trước, ví dụ: 23/11/2026, hoặc 23/11/2026 08:30.",
    ),
    "updated-before-date": ("ngày cập nhật sớm hơn ngày đăng, nên bị bỏ qua", "Sửa lại một trong hai ngày."),
    "expires-before-date": (
        "bài hết hạn trước khi được đăng, nên sẽ không bao giờ hiện ra",
        "Sửa lại ngày hết hạn.",
    ),
    "category-missing": (
        "bài chưa có chuyên mục",
        "Đưa tệp vào thư mục của chuyên mục, hoặc thêm một dòng category: ….",
    ),
    "category-unknown": (
        "không có chuyên mục nào tên là “{name}”",
        "Có phải là “{guess}”? Tên các chuyên mục có trong site.toml.",
    ),
    "category-folder": (
        "thư mục “{name}” không phải là chuyên mục nào trong site.toml",
        "Có phải là “{guess}”? Đưa bài vào đúng thư mục, hoặc thêm chuyên mục vào site.toml.",
    ),
    "topic-unknown": (
        "không có chuyên đề nào tên là “{name}”",
        "Thêm chuyên đề vào site.toml, hoặc bỏ dòng này.",
    ),
    "topic-guess": ("không có chuyên đề nào tên là “{name}”", "Có phải là “{guess}”?"),
    "flag-wrong": ("“{value}” ở mục “{name}” không phải là có hay không", "Viết “có” hoặc “không”."),
    "language-wrong": (
        "“{value}” không phải là mã ngôn ngữ",
        "Viết mã hai chữ cái, ví dụ: vi, en; nếu là tiếng Việt thì bỏ dòng này.",
    ),
    "alias-wrong": (
        "“{address}” không phải là địa chỉ cũ trên trang này",
        "Viết phần sau tên miền, ví dụ: /tin-tuc/bai-cu.html.",
    ),
    "slug-wrong": (
        "“{slug}” không dùng làm đường dẫn được",
        "Chỉ dùng chữ thường không dấu, số và gạch nối, ví dụ: “{guess}”.",
    ),
    "page-deep": ("trang này nằm quá sâu", "Đặt tệp ngay trong content/pages."),
    "tag-spelling": ("từ khóa “{tag}” nơi khác viết là “{usual}”", "Viết giống nhau ở mọi bài."),
    "cover-no-alt": (
        "ảnh bìa “{name}” chưa có lời mô tả cho người không nhìn thấy ảnh",
        "Thêm một dòng cover_alt: tả điều thấy trong ảnh.",
    ),
    "cover-remote": (
        "ảnh bìa “{address}” nằm trên trang khác",
        "Tải ảnh về, đặt cạnh bài, rồi viết tên tệp ảnh.",
    ),
    "picture-missing": (
        "không tìm thấy ảnh “{target}”",
        "Đặt tệp ảnh cạnh bài và viết đúng tên, cả chữ hoa chữ thường.",
    ),
    "picture-missing-guess": ("không tìm thấy ảnh “{target}”", "Có phải là “{guess}”?"),
    "picture-kind": ("“{name}” không phải là ảnh", "Dùng ảnh JPG, PNG, WebP, AVIF, TIFF hoặc GIF."),
    "picture-broken": (
        "tệp ảnh “{name}” bị hỏng hoặc không phải là ảnh",
        "Chép lại ảnh từ máy ảnh hay điện thoại, hoặc lưu lại thành JPG.",
    ),
    "picture-heic": (
        "“{name}” là ảnh HEIC của điện thoại, mà máy này chưa đọc được",
        "Lưu lại thành JPG, hoặc cài thêm gói pillow-heif.",
    ),
    "picture-svg": (
        "“{name}” là hình SVG, không được dùng trong bài vì có thể chứa mã",
        "Lưu lại thành PNG, hoặc đặt hình vào thư mục assets.",
    ),
    "picture-focus": (
        "“{value}” không phải là một điểm trong ảnh",
        "Viết hai số từ 0 đến 100, ví dụ: 50 30 (giữa ảnh, hơi cao).",
    ),
    "picture-blur": (
        "“{value}” không phải là vùng cần làm mờ",
        "Viết bốn số phần trăm: trái, trên, rộng, cao, ví dụ: 40 10 20 25; nhiều vùng cách nhau bằng dấu chấm phẩy.",
    ),
    "picture-too-large": ("ảnh “{name}” quá lớn", "Thu nhỏ ảnh trước, ví dụ còn 4.000 điểm ảnh chiều ngang."),
    "address-unknown": (
        "bản tin này không có gì ở địa chỉ “{address}”",
        "Nếu máy chủ có sẵn thì không sao; nếu không, sửa lại địa chỉ.",
    ),
    "address-twice": (
        "địa chỉ “{address}” đã là của {other}",
        "Đổi tên tệp, hoặc thêm một dòng slug: … khác cho bài này.",
    ),
    "address-folder": (
        "địa chỉ “{address}” trùng với thư mục mà {other} cần",
        "Đổi tên tệp hoặc địa chỉ này.",
    ),
    "link-broken": (
        "liên kết tới “{target}” không dẫn tới đâu",
        "Viết đường dẫn tới tệp của bài, ví dụ: ../chap-canh-uoc-mo/den-truong.md.",
    ),
    "link-broken-guess": ("liên kết tới “{target}” không dẫn tới đâu", "Có phải là “{guess}”?"),
    "link-outside": (
        "liên kết “{target}” dẫn ra ngoài thư mục của bản tin",
        "Chép tệp vào trong content rồi sửa lại liên kết.",
    ),
    "link-withheld": (
        "liên kết tới “{target}”, nhưng bài đó hiện không đăng, nên chỉ còn chữ",
        "Bài đó là bản nháp, chưa tới ngày hoặc đã hết hạn; bỏ liên kết nếu không cần nữa.",
    ),
    "body-time": (
        "xử lý bài này lâu quá {seconds} giây nên phải dừng",
        "Tìm đoạn dán từ nơi khác có nhiều ký hiệu lạ (như <!-- hay `</`) và bỏ đi.",
    ),
    "body-memory": (
        "bài này cần nhiều hơn {megabytes} MB bộ nhớ nên phải dừng",
        "Tìm đoạn dán từ nơi khác có nhiều ký hiệu lạ và bỏ đi.",
    ),
    "body-nesting": ("các phần lồng vào nhau quá nhiều tầng", "Bỏ bớt dấu > hoặc danh sách lồng nhau."),
    "body-failed": (
        "bộ đọc Markdown không đọc được bài này ({detail})",
        "Bỏ từng đoạn có ký hiệu lạ cho tới khi đọc được, và báo cho người giữ phần mềm.",
    ),
    # --- found by trials ---
    "front-long": (
        "giá trị của “{key}” dài quá {limit} chữ cái",
        "Viết ngắn lại, và đưa phần dài vào thân bài.",
    ),
    "front-full-colon": (
        "dòng này dùng dấu hai chấm kiểu khác: {text}",
        "Xóa dấu hai chấm rồi gõ lại bằng bàn phím thường.",
    ),
    "front-no-space": (
        "sau dấu hai chấm thiếu một dấu cách: {text}",
        "Thêm một dấu cách ngay sau dấu hai chấm.",
    ),
    "front-indent": ("dòng này thụt vào: {text}", "Xóa các dấu cách ở đầu dòng."),
    "front-inner-quote": (
        "dấu nháy thẳng đóng lại giữa chừng: {text}",
        "Bên trong giá trị, dùng dấu nháy cong “ ” thay cho dấu nháy thẳng, rồi đặt cả giá trị trong một cặp nháy kép thẳng.",
    ),
    "front-no-colon": (
        "dòng này thiếu dấu hai chấm: {text}",
        "Viết theo mẫu “khóa: giá trị”; nếu là phần tiếp của dòng trên thì nối lên cuối dòng trên.",
    ),
    "file-not-article": (
        "tệp này không được đọc, vì không có đuôi .md",
        "Nếu là bài viết, đổi tên thành “{name}” (bật hiện đuôi tệp trong Windows để thấy cả tên).",
    ),
    "file-name": ("tên tệp có ký tự không đọc được", "Đổi tên tệp, chỉ dùng chữ, số và dấu gạch nối."),
    "media-unreadable": ("không đọc được tệp “{name}”", "Xem lại quyền truy cập, hoặc chép lại tệp."),
    "media-kind": (
        "“{name}” có ở đó, nhưng loại tệp này không đăng được",
        "Đăng được ảnh, phim .mp4 .webm, và tài liệu .pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .zip .mp3.",
    ),
    "link-plain": ("“{target}” thiếu phần đầu của địa chỉ", "Viết {guess}."),
    "address-reserved": (
        "“{slug}” là đường dẫn mà bản tin dùng cho việc khác",
        "Đổi tên tệp hoặc thư mục, hoặc thêm một dòng duong_dan: … khác.",
    ),
    "address-foreign": (
        "trong thư mục trang web đã có tệp {path} không do bản tin làm ra",
        "Dời tệp ấy đi nơi khác rồi chạy lại; tệp cần giữ trên trang thì đặt trong assets/root.",
    ),
    "address-in-the-way": (
        "{path} đang chiếm chỗ của một thư mục hay tệp mà trang web cần",
        "Dời nó đi nơi khác rồi chạy lại.",
    ),
    "settings-link": (
        "“{value}” không phải là địa chỉ dùng được",
        "Viết địa chỉ đầy đủ (https://…), hoặc địa chỉ trên trang này bắt đầu bằng dấu /.",
    ),
    "settings-language": ("“{value}” không phải là mã ngôn ngữ", 'Viết language = "vi".'),
    "settings-email": ("“{value}” không phải là địa chỉ thư điện tử", "Viết theo mẫu: ten@xa.vn."),
    # --- templates ---
    "template-syntax": (
        "mẫu trang viết sai cú pháp; Jinja báo: “{detail}”",
        "Sửa dòng này, hoặc xóa tệp để dùng lại mẫu có sẵn.",
    ),
    "template-missing": (
        "không có mẫu trang “{name}”",
        "Thêm tệp vào thư mục templates, hoặc bỏ chỗ gọi nó.",
    ),
    "template-name": (
        "mẫu trang gọi “{name}”, nhưng trang này không có gì tên như vậy",
        "Các tên dùng được có trong docs/templates.md.",
    ),
    "template-name-guess": (
        "mẫu trang gọi “{name}”, nhưng trang này không có gì tên như vậy",
        "Có phải là “{guess}”?",
    ),
    "template-failed": (
        "mẫu trang không dùng được; Jinja báo: “{detail}”",
        "Sửa dòng này, hoặc xóa tệp để dùng lại mẫu có sẵn.",
    ),
    # --- the world ---
    "no-site": ("không có thư mục {folder}", "Viết đúng thư mục của bản tin sau --site."),
    "cannot-read": (
        "không đọc được {path} ({why})",
        "Xem lại quyền truy cập, hoặc đóng chương trình đang mở tệp này.",
    ),
    "cannot-write": (
        "không ghi được {path} ({why})",
        "Xem lại thư mục output, hoặc đóng chương trình đang mở tệp này.",
    ),
    "no-permission": ("không có quyền ghi {path}", "Chọn thư mục khác bằng --output, hoặc xin quyền ghi."),
    "disk-full": ("ổ đĩa đã đầy khi ghi {path}", "Xóa bớt tệp rồi chạy lại; trang cũ vẫn còn dùng được."),
    "output-busy": ("một lần dựng khác đang ghi vào {folder}", "Đợi lần ấy xong rồi chạy lại."),
    "output-link": (
        "{path} là một liên kết dẫn ra ngoài, nên không ghi vào",
        "Xóa liên kết đó rồi chạy lại.",
    ),
    "output-not-folder": ("{folder} không phải là thư mục", "Chọn một thư mục khác bằng --output."),
    "output-is-site": (
        "không thể đặt trang web vào {folder}, vì ở đó có bài viết hoặc thiết lập của bản tin",
        "Chọn một thư mục riêng bằng --output.",
    ),
    "bad-base-url": (
        "“{address}” không phải địa chỉ trang web đầy đủ",
        "Viết cả phần đầu, ví dụ: --base-url https://bantin.xa.vn/.",
    ),
    "bad-epoch": (
        "SOURCE_DATE_EPOCH là “{value}”, không phải số giây",
        "Bỏ biến này, hoặc đặt một số nguyên.",
    ),
    "no-tests": (
        "bản cài đặt này không có các bài kiểm thử",
        "Chạy python3 build.py test trong thư mục mã nguồn.",
    ),
    "internal": (
        "chương trình gặp lỗi của chính nó ({detail})",
        "Chạy lại với --debug và gửi những gì hiện ra cho người giữ phần mềm.",
    ),
    # --- markup ---
    "box-unclosed": (
        "khung “:::” mở ở dòng này không có dòng đóng",
        "Thêm một dòng chỉ có “:::” ở cuối phần cần đóng khung.",
    ),
    "box-stray": (
        "dòng “:::” này không đóng khung nào",
        "Xóa dòng này, hoặc thêm dòng mở khung ở phía trên, ví dụ: ::: hop Lưu ý.",
    ),
    "box-nested": (
        "khung “::: {name}” nằm trong khung mở ở dòng {opened}",
        "Khung không lồng vào nhau được: thêm một dòng “:::” để đóng khung trước rồi hãy mở khung này.",
    ),
    "box-unknown": (
        "không có loại khung nào tên là “{name}”",
        "Có ba loại: hop (khung ghi chú), trich (trích dẫn), ky-ten (người ký cuối bài).",
    ),
    "box-unknown-guess": (
        "không có loại khung nào tên là “{name}”",
        "Có phải là “{guess}”? Có ba loại: hop (khung ghi chú), trich (trích dẫn), ky-ten (người ký cuối bài).",
    ),
    "box-in-html": (
        "khung “:::” này mở hoặc đóng ở giữa một đoạn HTML",
        "Đưa các dòng “:::” ra ngoài thẻ HTML, trước và sau chúng để một dòng trống.",
    ),
    "box-colons": (
        "dòng “{text}” chỉ có hai dấu hai chấm nên không phải là khung",
        "Viết đủ ba dấu: “{mend}”.",
    ),
    "box-empty": (
        "khung “:::” mở ở dòng này không có chữ nào",
        "Viết nội dung giữa dòng mở và dòng đóng khung, hoặc xóa cả hai dòng.",
    ),
    "link-empty": (
        "liên kết “{text}” chưa có địa chỉ",
        "Viết địa chỉ vào ngoặc tròn: [{text}](địa chỉ), hoặc bỏ dấu liên kết.",
    ),
    "link-no-words": (
        "liên kết tới “{target}” không có chữ để bấm vào",
        "Viết chữ vào ngoặc vuông: [chữ]({target}).",
    ),
    "link-lost": (
        "địa chỉ của liên kết “{text}” không dùng được nên đã bị bỏ, chỉ còn chữ",
        "Dùng địa chỉ bắt đầu bằng https://, hoặc tên một tệp của bản tin.",
    ),
    "link-refused": (
        "địa chỉ “{target}” không được dùng trong bài nên đã bị bỏ",
        "Dùng địa chỉ bắt đầu bằng https://, hoặc tên một tệp của bản tin.",
    ),
    "link-on-disk": (
        "“{target}” là tệp trên máy của bạn, người đọc không mở được",
        "Chép tệp vào thư mục của bài rồi chỉ viết tên tệp.",
    ),
    "link-mail": ("“{target}” không phải địa chỉ thư điện tử", "Viết theo mẫu: mailto:ten@example.vn."),
    "link-phone": ("“{target}” không phải số điện thoại", "Viết theo mẫu: tel:0912345678."),
    "picture-empty": ("ảnh “{text}” chưa có tên tệp", "Viết tên tệp vào ngoặc tròn: ![{text}](anh.jpg)."),
    "picture-lost": (
        "địa chỉ của ảnh “{text}” không dùng được nên ảnh đã bị bỏ",
        "Đặt tệp ảnh vào thư mục của bài rồi viết tên tệp: ![{text}](anh.jpg).",
    ),
    "picture-in-text": (
        "ảnh được dán thẳng vào bài (data:…) nên đã bị bỏ",
        "Lưu ảnh thành tệp .jpg hoặc .png trong thư mục của bài rồi viết ![mô tả ảnh](ten-anh.jpg).",
    ),
    "picture-no-alt": (
        "ảnh “{name}” chưa có lời mô tả",
        "Viết một câu tả ảnh vào ngoặc vuông cho người không nhìn thấy ảnh, ví dụ: ![Các em nhận quà Trung thu]({name}).",
    ),
    "picture-placeholder-alt": (
        "lời mô tả “{alt}” không nói ảnh “{name}” chụp gì",
        "Thay bằng một câu tả ảnh, ví dụ: ![Các em nhận quà Trung thu]({name}).",
    ),
    "picture-remote": (
        "ảnh “{target}” nằm ở trang web khác nên chỉ hiện thành liên kết “Xem ảnh”",
        "Nếu được phép dùng ảnh, tải về thư mục của bài rồi viết tên tệp.",
    ),
    "picture-unclosed": (
        "ảnh thiếu dấu nháy hoặc dấu ngoặc đóng nên không hiện đúng: {text}",
        'Thêm cho đủ dấu nháy và ngoặc ở cuối: ![mô tả ảnh](anh.jpg "chú thích").',
    ),
    "picture-caption-lost": (
        "chú thích “{caption}” không hiện, vì ảnh “{name}” nằm giữa một câu chữ",
        "Để ảnh thành một đoạn riêng: một dòng trống ở trên, một dòng trống ở dưới.",
    ),
    "place-missing": (
        "liên kết “{target}” dẫn tới một chỗ không có trong bài",
        "Xem lại chữ sau dấu #; đề mục “Kết quả đạt được” có địa chỉ là #ket-qua-dat-duoc.",
    ),
    "place-missing-guess": (
        "liên kết “{target}” dẫn tới một chỗ không có trong bài",
        "Có phải là “#{guess}”?",
    ),
    "footnote-missing": (
        "dấu [^{label}] không có chú thích nào",
        "Thêm ở cuối bài một dòng: [^{label}]: nội dung chú thích.",
    ),
    "footnote-unused": (
        "chú thích [^{label}] không được nhắc đến trong bài",
        "Đặt dấu [^{label}] vào chỗ cần chú thích, hoặc xóa chú thích này.",
    ),
    "frame-dropped": (
        "khung nhúng “{target}” đã bị bỏ",
        "Chỉ nhúng được video YouTube; bản đồ và thứ khác hãy viết thành liên kết.",
    ),
    "tag-dropped": (
        "thẻ <{tag}> không được dùng trong bài nên đã bị bỏ",
        "Xóa thẻ này; nếu là video thì dán địa chỉ YouTube trên một dòng riêng.",
    ),
    "video-remote": (
        "tệp “{target}” nằm ở trang web khác nên chỉ hiện thành liên kết",
        "Tải tệp về thư mục của bài, hoặc đưa video lên YouTube rồi dán địa chỉ.",
    ),
    "video-unknown": (
        "“{target}” không phải video mà bản tin phát được",
        "Dùng địa chỉ YouTube, ví dụ https://youtu.be/…, hoặc tên tệp .mp4, .webm trong thư mục của bài.",
    ),
    "marks-left": (
        "dấu định dạng còn sót lại trên trang: {text}",
        "Viết dấu sát vào chữ, không chừa khoảng trống: **chữ đậm**, [chữ](địa chỉ); trong thẻ HTML các dấu này không có tác dụng.",
    ),
    "link-unclosed": (
        "liên kết thiếu dấu đóng ngoặc nên hiện nguyên trên trang: {text}",
        "Thêm dấu “)” vào cuối địa chỉ: [chữ](địa chỉ).",
    ),
    "table-unread": (
        "các dòng này không thành bảng, vì thiếu dòng |---|---| hoặc dòng ấy không đủ số cột: {text}",
        "Ngay dưới dòng đầu của bảng, không để dòng trống, viết dòng: {rule}",
    ),
    "text-legacy": (
        "đoạn này gõ bằng phông chữ cũ (.VnTime, mã TCVN3) nên trên mạng không đọc được: {text}",
        "Bôi đen đoạn này, bấm Ctrl+C; bấm Ctrl+Shift+F6 mở bảng chuyển mã của UniKey, chọn nguồn TCVN3, đích Unicode, đánh dấu vào ô Clipboard, bấm chuyển mã, rồi dán lại.",
    ),
    # --- end of markup ---
}

WORDS: dict[str, str] = {
    "error": "lỗi",
    "warning": "cảnh báo",
    "fatal": "không làm được",
    "counts": "{errors} lỗi, {warnings} cảnh báo.",
    "held-back": "Chưa đăng: {words}.",
    "held-draft": "{count} bản nháp",
    "held-scheduled": "{count} bài hẹn ngày",
    "held-expired": "{count} bài hết hạn",
    "strict-failed": "Cảnh báo được coi là lỗi vì có --strict.",
    "nothing-written": "Không ghi gì cả; trang đã dựng lần trước vẫn nguyên.",
    "done": "Xong trong {seconds} giây: ghi {written} tệp, giữ nguyên {unchanged}, xóa {removed}. Mở {output} để xem.",
    "checked": "Kiểm tra xong trong {seconds} giây: không có lỗi.",
    "more-like-it": "… và {count} cảnh báo nữa cùng loại với: {example} (xem đủ bằng --json)",
    "progress": "{stage}: {done}/{total}",
    "waiting": "Một lần dựng khác đang chạy; đang đợi…",
    "interrupted": "Đã dừng theo lệnh của bạn; trang đã dựng lần trước vẫn dùng được.",
    "stage-read": "Đọc bài",
    "stage-model": "Hiểu nội dung",
    "stage-plan": "Lập kế hoạch",
    "stage-pictures": "Làm ảnh",
    "stage-render": "Dựng trang",
    "stage-write": "Ghi trang",
    "description": "Dựng bản tin của xã thành trang web từ các bài viết trong thư mục content.",
    "epilog": "Không ghi lệnh nào thì là build; {program} build --help kể các tùy chọn. Kết thúc bằng 0: tốt; 1: bài viết có lỗi; 2: gõ sai lệnh; 3: máy không cho làm.",
    "commands": "các lệnh",
    "arg-command": "LỆNH",
    "arg-folder": "THƯ-MỤC",
    "arg-moment": "THỜI-ĐIỂM",
    "help-build": "dựng trang web vào thư mục output",
    "help-check": "kiểm tra mọi thứ như build nhưng không ghi gì",
    "help-test": "chạy các bài kiểm thử của phần mềm",
    "help-site": "thư mục của bản tin (mặc định: thư mục có build.py)",
    "help-output": "nơi đặt trang web (mặc định: thư mục output của bản tin)",
    "help-drafts": "đăng cả bản nháp, để xem thử",
    "help-future": "đăng cả bài chưa tới ngày, để xem thử",
    "help-base-url": "địa chỉ trang web, thay cho địa chỉ trong site.toml",
    "help-now": "coi thời điểm này là bây giờ, ví dụ 2026-11-24T08:00+07:00",
    "help-strict": "coi cảnh báo là lỗi",
    "help-json": "in từng vấn đề thành một dòng JSON, cuối cùng là phần tổng kết",
    "help-quiet": "chỉ in các vấn đề",
    "help-timings": "in thời gian của từng công đoạn",
    "help-workers": "số tiến trình đọc bài (mặc định: theo số nhân của máy)",
    "help-debug": "in đủ chi tiết khi chương trình gặp lỗi của chính nó",
    "help-lang": "ngôn ngữ của các thông báo: vi hoặc en",
    "usage-error": "Gõ sai lệnh",
    "see-help": "Gõ {program} --help để xem cách dùng.",
    "unknown-words": "không hiểu “{words}”",
    "argparse-usage": "cách dùng: ",
    "argparse-options": "tùy chọn",
    "argparse-positional": "đối số",
    "argparse-help": "in phần trợ giúp này",
    "argparse-version": "in số phiên bản",
    "argparse-one": "cần một giá trị",
    "argparse-argument": "tùy chọn %(argument_name)s: %(message)s",
    "argparse-value": "giá trị %(value)r không đúng",
    "argparse-choice": "%(value)r không có trong các lựa chọn %(choices)s",
}
