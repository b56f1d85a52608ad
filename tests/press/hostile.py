"""Forty articles that mean no good, or were made by programs that mean none either: name -> files of the article."""

import io
import random

from PIL import Image

WORDS = [
    "bản",
    "thôn",
    "đường",
    "cầu",
    "suối",
    "ruộng",
    "nương",
    "trường",
    "lớp",
    "thầy",
    "cô",
    "hộ",
    "nghèo",
    "quỹ",
    "họp",
    "dân",
    "xã",
    "huyện",
    "tỉnh",
    "nước",
    "rừng",
    "trâu",
    "bò",
    "gà",
    "lợn",
    "ngô",
    "lúa",
    "chè",
    "mận",
    "khung",
    "cửi",
    "vòng",
    "xòe",
    "chợ",
    "phiên",
    "ông",
    "bà",
    "anh",
    "chị",
    "em",
    "người",
    "già",
    "trẻ",
    "nhỏ",
    "tiếng",
    "trống",
    "nghe",
    "nhìn",
    "nói",
]


def prose(count: int, seed: int = 1) -> str:
    draw = random.Random(seed)
    sentences = []
    while count > 0:
        length = min(count, draw.randint(6, 22))
        count -= length
        sentences.append(" ".join(draw.choice(WORDS) for _ in range(length)).capitalize() + ".")
    return " ".join(sentences)


def picture(width: int, height: int, mode: str = "RGB", form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    colour = {"RGB": (120, 60, 30), "RGBA": (120, 60, 30, 90), "L": 90, "CMYK": (10, 80, 80, 20)}[mode]
    Image.new(mode, (width, height), colour).save(out, form)
    return out.getvalue()


def table(columns: int, rows: int, cell: str = "ô") -> str:
    head = "| " + " | ".join(f"Cột {i}" for i in range(columns)) + " |\n"
    return head + "|" + "---|" * columns + "\n" + ("| " + " | ".join([cell] * columns) + " |\n") * rows


LONG = "nghiêng" * 43
BODIES: dict[str, str] = {
    "typst-code": '#read("/etc/passwd") #import "@preview/x:1.0.0": * #eval("1+1") $ sum_x $ @ref <label> \\u{41} `raw`',
    "typst-brackets": "] ) } #] #) #} [[ (( {{ // /* comment */ #let x = 1; #show: it => none *đậm* _nghiêng_ = không",
    "typst-import": '#image("../../site.toml") #include "x.typ" #plugin("x.wasm") #json("issue.json") sys.inputs',
    "jinja": "{{ frame.name }} {% include 'x' %} {# #} ${HOME} $(id) `id`",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=x></svg> chữ còn lại",
    "html-unclosed": "<div><b><i>chữ <table><tr><td>ô<td>ô<p>đoạn <ul><li>mục",
    "no-words": "\n\n\n",
    "only-spaces": "&nbsp;" * 200 + " chữ",
    "long-word": f"Một từ {LONG} rất dài, và **{LONG}**.",
    "long-address": "https://bantin.example/" + "a/" * 150 + " xem",
    "headings-skip": "# Một\n\n###### Sáu\n\n## Hai\n\n##### Năm\n\nchữ\n\n###\n\n#### Bốn\n\nchữ",
    "headings-only": "".join(f"{'#' * (i % 5 + 2)} Đề mục {i}\n\n" for i in range(60)),
    "heading-notes": "## Đề mục có chú thích[^1]\n\nchữ[^1]\n\n[^1]: Lời chú.",
    "quotes-nested": "".join("> " * i + f"lời {i}\n" for i in range(1, 60)),
    "lists-nested": "".join("    " * i + f"- mục {i}\n" for i in range(40)),
    "list-empty": "- \n- \n\n1. \n2. \n\nchữ",
    "list-numbers": "9999999. một\n\nchữ\n\n0. không\n\n-5. âm",
    "footnotes-many": "".join(f"chữ[^{i}] " for i in range(120)) + "\n\n" + "".join(f"[^{i}]: chú {i}\n\n" for i in range(120)),
    "footnote-lost": "chữ[^khong]\n\n[^khac]: không ai gọi tới\n",
    "footnote-twice": "chữ[^1] và chữ[^1] và chữ[^1]\n\n[^1]: " + prose(80),
    "footnote-long": "chữ[^1]\n\n[^1]: " + prose(900),
    "footnote-table": "| A[^1] | B |\n|---|---|\n| c[^2] | d |\n\n[^1]: một\n[^2]: hai\n",
    "table-link-head": "| [A](https://a.example/) | B |\n|---|---|\n" + "| c | d |\n" * 80,
    "table-huge": table(6, 700),
    "table-wide": table(30, 12, "chữ dài"),
    "table-long-cell": table(3, 2, prose(600).replace("\n", " ")),
    "table-spans": '<table><tr><td colspan="99" rowspan="50">a</td></tr><tr><td>b</td><td colspan="3">c</td></tr><tr></tr></table>',
    "table-nested": "<table><tr><td><table><tr><td><ul><li>x</li></ul></td></tr></table></td></tr></table>",
    "khmer": "សួស្តី ភូមិ Mường Khơi ខ្មែរ គ្រូបង្រៀន",
    "emoji": "Chúc mừng 🎉🎊👨‍👩‍👧‍👦 năm mới 🇻🇳 ★★★ ♥️ ✓",
    "scripts": "汉字 ไทย العربية עברית 한국어 देवनागरी ᏣᎳᎩ 𝕬",
    "controls": "a\u200b\u200e\u202eb\ufeffc\u00add\u2028e\u2029f \u0301 ếếế",
    "nfd": "Tiê\u0301ng Viê\u0323t tổ hợp: tr\u01a1\u0300i, đường",
    "picture-missing-words": "![Ảnh có mô tả](nho.png)\n\n![](nho.png)\n\nchữ ![trong dòng](nho.png) chữ",
    "picture-tall": "![Ảnh rất cao](cao.jpg \"Chú thích rất dài. " + prose(120) + "\")\n\n![Ảnh rất rộng](rong.jpg)",
    "pictures-many": "".join(f"![Ảnh {i}](a.jpg)\n\n" for i in range(40)) + prose(60),
    "gallery": " ".join(f"![Ảnh {i}](a.jpg)" for i in range(9)) + "\n\n" + " ".join("![Ảnh](cao.jpg)" for _ in range(4)),
    "picture-kinds": "![Trong suốt](trong.png)\n\n![Bốn màu](cmyk.jpg)\n\n![Xám](xam.png)\n\nchữ",
    "boxes": "".join(f"::: hop Khung {i}\n{prose(60, i)}\n:::\n\n::: trich Ông {i}\n{prose(20, i)}\n:::\n\n" for i in range(20)),
    "endless": prose(14_000),
}  # fmt: skip
PICTURES: dict[str, bytes] = {
    "nho.png": picture(1, 1, form="PNG"),
    "a.jpg": picture(900, 600),
    "cao.jpg": picture(200, 3000),
    "rong.jpg": picture(4000, 60),
    "trong.png": picture(400, 300, "RGBA", "PNG"),
    "cmyk.jpg": picture(400, 300, "CMYK"),
    "xam.png": picture(400, 300, "L", "PNG"),
}
TITLES = {
    "typst-code": '#read("/etc/passwd") $x$ *đậm* @a',
    "long-word": f"Tiêu đề {LONG}",
    "emoji": "Tết 🎉",
}


APPROVED = "approved_by: Bà Hạnh\napproved_on: 2026-11-21\n"


def site(name: str, *, columns: int = 0) -> dict[str, str | bytes]:
    """A site with one issue, of this article between two harmless ones."""
    title = TITLES.get(name, f"Bài {name}").replace("'", "''")
    files: dict[str, str | bytes] = {
        "site.toml": '[site]\nname = "Bản tin Tả Lèng"\naddress = "https://bantin.taleng.example/"\n'
        '[[categories]]\nslug = "tin"\ntitle = "Tin tức"\n',
        f"content/tin/{name}/index.md": f"---\ntitle: '{title}'\ndate: 2026-11-20\nissue: 1/2026\n{APPROVED}---\n\n{BODIES[name]}\n",
        "content/tin/truoc.md": f"---\ntitle: Bài trước\ndate: 2026-11-19\nissue: 1/2026\n{APPROVED}---\n\n{prose(150)}\n",
        "content/tin/sau.md": f"---\ntitle: Bài sau\ndate: 2026-11-21\nissue: 1/2026\n{APPROVED}---\n\n{prose(150, 2)}\n",
        "content/ban-tin/so-1.md": f"---\nso: 1\nngay: 22/11/2026\n{f'cot: {columns}' if columns else ''}\n---\n",
    }
    return files | {f"content/tin/{name}/{file}": data for file, data in PICTURES.items()}
