"""Views that no bulletin has all at once: every part of the theme in every state it can be in."""

from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from bulletin.bodyview import BodyView, PictureView
from bulletin.hosting import PAGE_POLICY
from bulletin.markup import Converter
from bulletin.printcode import PrintCode
from bulletin.settings import Publisher
from bulletin.theme import Theme
from bulletin.views import (
    ArticleView,
    BadgeView,
    Card,
    CategoryBlock,
    CounterView,
    Day,
    EditionCard,
    EditionView,
    FiguresView,
    Frame,
    Link,
    ListKind,
    ListView,
    NavItem,
    Pager,
    Side,
    TopicBlock,
)
from bulletin.websearch import web_search

SHAPES = {
    "ngang": (960, 640),
    "doc": (600, 900),
    "vuong": (700, 700),
    "toan-canh": (1600, 400),
    "nho": (160, 120),
}
LONG = (
    "Từ tờ giấy khai sinh phải đi về năm mươi tư cây số đường núi đến phiên một cửa lưu động "
    "mở hai tuần một lần dưới bóng cây gạo ở sân điểm trường Tả Lèng"
)
SUMMARY = (
    "Kết quả sơ bộ sau 24 cuộc họp dân: 104 hộ thoát nghèo, 18 hộ rơi vào nghèo. "
    "Danh sách được niêm yết đến hết ngày 30/11."
)
NEWS, DREAMS = Link("Tin tức – Sự kiện", "tin-tuc-su-kien/"), Link("Chắp cánh ước mơ", "chap-canh-uoc-mo/")
WEB = web_search("bing", "https://bantin.example/")
FIGURES = FiguresView(128, 1_342, 128, 36_204, 4_131_618, "2026-11-24T07:55:00+07:00", "07:55, 24/11/2026")
HOME, OUTSIDE = (
    Link("Trang chủ", ""),
    Link("Cổng thông tin của tỉnh", "https://tinh.example/", is_external=True),
)

FIGURES = FiguresView(61, 74, 310, 1618, 126618, "2026-11-24T08:05:00+07:00", "08:05, 24/11/2026")


def write_pictures(folder: Path) -> None:
    """A picture of each shape, with a frame and a cross, so that one sees what is cut."""
    (folder / "anh").mkdir(parents=True, exist_ok=True)
    for number, (name, (width, height)) in enumerate(SHAPES.items()):
        colour = ("#8fb0a3", "#d9a066", "#7d80bd", "#c98b78", "#9a9a7a")[number]
        image = Image.new("RGB", (width, height), colour)
        draw = ImageDraw.Draw(image)
        draw.rectangle((8, 8, width - 9, height - 9), outline="#fffdf8", width=6)
        draw.line((0, 0, width, height), fill="#fffdf8", width=3)
        draw.line((0, height, width, 0), fill="#fffdf8", width=3)
        image.save(folder / "anh" / f"{name}.jpg", quality=70)
        image.save(folder / "anh" / f"{name}.webp", quality=70)


def picture(shape: str = "ngang", alt: str = "Hình mẫu") -> PictureView:
    width, height = SHAPES[shape]
    name = f"anh/{shape}"
    choices = ((f"{name}.webp", width),)
    return PictureView(f"{name}.jpg", width, height, choices, alt, (), "tone-41 focus-2-2", f"{name}.jpg")


def day(number: int = 23, month: int = 11) -> Day:
    iso, day = f"2026-{month:02}-{number:02}T08:30:00+07:00", f"{number:02}"
    in_year, of_year = f"{day}/{month:02}", f"{month:02}/2026"
    return Day(iso, f"{day}/{of_year}", f"Thứ Hai, ngày {day}/{of_year} | 08:30 GMT+7", of_year, in_year, day)


CARD = Card("Rà soát hộ nghèo năm 2026, còn 431 hộ", "bai/", NEWS, day(), SUMMARY, picture(), "Thu Trang")
CARDS = {
    "có ảnh": CARD,
    "không ảnh": replace(CARD, cover=None),
    "tên dài": replace(CARD, title=LONG, cover=picture("vuong")),
    "tên dài, không ảnh": replace(CARD, title=LONG, cover=None),
    "ảnh dọc, video": replace(CARD, title="Gặt", cover=picture("doc"), has_video=True),
    "không ảnh, video": replace(CARD, cover=None, has_video=True),
    "bản nháp": replace(CARD, is_draft=True),
    "chưa đến ngày": replace(CARD, cover=None, is_scheduled=True),
    "ảnh toàn cảnh, không tóm tắt": replace(CARD, cover=picture("toan-canh"), summary="", author=""),
}
ALL = tuple(CARDS.values())
BLOCKS = {count: CategoryBlock(NEWS, "Việc trong xã.", ALL[:count]) for count in (0, 1, 4)}
TOPICS = {
    count: TopicBlock(
        Link("Chắp cánh ước mơ 2026", "chuyen-de/a/"), "Năm phần, đọc lần lượt.", count, ALL[:count]
    )
    for count in (0, 1, 5)
}


def pager(number: int, count: int) -> Pager:
    urls = [f"trang-{n}/" if n > 1 else "" for n in range(1, count + 1)]
    before = urls[number - 2] if number > 1 else None
    after = urls[number] if number < count else None
    return Pager(number, count, before, after, tuple(enumerate(urls, 1)))


PAGERS = tuple(
    pager(*place) for place in ((1, 1), (1, 2), (2, 2), (1, 12), (2, 12), (4, 12), (6, 12), (12, 12))
)


def listing(kind: ListKind, number: int = 1, count: int = 1, cards: tuple[Card, ...] = ALL) -> ListView:
    days = (day(28 - i * 27 // 40, 11 if kind == "month" else 12 - i // 5) for i in range(40))
    dated = tuple(replace(card, day=day) for card, day in zip(cards, days, strict=False))
    headings = {"category": NEWS.label, "tag": "giảm nghèo", "year": "Năm 2026", "month": "Tháng 11/2026"}
    heading = headings[kind]
    about = "Việc vừa diễn ra." if kind == "category" else ""
    return ListView(kind, heading, about, (HOME,), len(cards) * count, dated, pager(number, count))


LISTS = {kind: listing(kind) for kind in ("category", "tag", "year", "month")}


def bodies() -> dict[str, BodyView]:
    """The words of bodies.md, a body for each of its parts; pictures are named by their shapes."""
    found: dict[str, BodyView] = {}
    text = (Path(__file__).parent / "bodies.md").read_text("utf-8")
    for part in text.split("\n=== ")[1:]:
        name, _, words = part.partition("\n")
        body, problems = Converter({"MTTQ": "Mặt trận Tổ quốc"}).convert(words, "content/mau.md")
        assert not problems, problems
        pictures = tuple(picture(Path(ref.target).stem, ref.alt) for ref in body.pictures)
        found[name] = BodyView(body.html, tuple(ref.target for ref in body.links), pictures)
    return found


def article(**changes: object) -> ArticleView:
    """An article that has everything."""
    words = "\n\n".join(f"## Phần {n}\n\nMột đoạn văn." for n in range(1, 6))
    body, _ = Converter().convert(words, "content/a.md")
    film, _ = Converter().convert("https://youtu.be/abcdefghijk", "content/a.md")
    view = ArticleView(
        title=LONG,
        url="bai/",
        permalink="https://bantin.example/bai/",
        code=PrintCode("https://bantin.example/bai/"),
        breadcrumbs=(HOME, NEWS),
        category=NEWS,
        topic=TOPICS[5].link,
        summary=SUMMARY,
        day=day(),
        updated=day(24),
        author="Lường Thị Hạnh",
        author_title="Chủ tịch Ủy ban MTTQ Việt Nam xã",
        source="Văn phòng HĐND và UBND xã",
        cover=picture("doc"),
        cover_caption="Ảnh dọc làm ảnh bìa.",
        cover_credit="Minh Đức",
        video=BodyView(film.html, (film.links[0].target,)),
        body=BodyView(body.html),
        headings=body.headings,
        tags=tuple(Link(name, "tu-khoa/a/") for name in ("giảm nghèo", "Tả Lèng", "quỹ vì người nghèo")),
        share_zalo="https://zalo.example/",
        share_facebook="https://facebook.example/",
        related=ALL[:5],
        newer=CARD,
        older=CARDS["tên dài"],
        issue="11/2026",
        views=1_618,
    )
    return replace(view, **changes)  # type: ignore[arg-type]


BARE: dict[str, object] = dict.fromkeys(("summary", "author", "author_title", "source", "issue"), "") | {
    "title": "Gặt", "topic": None, "updated": None, "cover": None, "video": BodyView(""),
    "headings": (), "tags": (), "related": (), "newer": None, "older": None,
}  # fmt: skip


def frame(theme: Theme) -> Frame:
    """A frame that has everything."""
    labels = (
        "Trang chủ", "Giới thiệu", "Tin tức – Sự kiện", "Chắp cánh ước mơ", "Thi đua – Khen thưởng",
        "Hoạt động Mặt trận", "Gương sáng", "Văn hóa – Đời sống", "Chuyên đề", "Liên hệ",
    )  # fmt: skip
    badge = theme.assets["badges/ipv6-ready.svg"].url
    return Frame(
        name="Bản tin Mường Khơi",
        tagline="Tiếng nói của nhân dân xã Mường Khơi",
        base_url="https://bantin.example/",
        language="vi",
        publisher=Publisher(
            body="Ủy ban MTTQ Việt Nam xã Mường Khơi",
            governing="Ủy ban MTTQ Việt Nam xã Mường Khơi, tỉnh Vân Sơn",
            responsible="Bà Lường Thị Hạnh, Chủ tịch Ủy ban MTTQ Việt Nam xã",
            licence="Số 05/GP-SVHTTDL ngày 12 tháng 01 năm 2026",
            address="Thôn Bình Minh, xã Mường Khơi, tỉnh Vân Sơn",
            phone="0200 000 101",
            email="bantin@muongkhoi.example",
            notice="Ghi rõ nguồn khi phát hành lại thông tin từ trang này",
        ),
        navigation=tuple(NavItem(Link(label, f"{n}/"), str(n)) for n, label in enumerate(labels)),
        badges=(BadgeView("IPv6 Ready", badge, "Huy hiệu mẫu", "https://chung-nhan.example/"),),
        social=(OUTSIDE,),
        login=Link("Đăng nhập", "dang-nhap/"),
        counter=CounterView("https://thong-ke.example/", "", ("https://bantin.example",), True, True),
        stylesheets=(*theme.named("css/*.css"), "patterns.css"),
        scripts=theme.named("js/*.js"),
        search_stylesheets=theme.named("search/*.css"),
        search_scripts=theme.named("search/*.js"),
        icon=theme.assets["icon.svg"].url,
        bar_colours=theme.bar_colours,
        policy=PAGE_POLICY,
        logo=PictureView(theme.assets["icon.svg"].url, 0, 0, (), "Bản tin Mường Khơi"),
    )


def bare(full: Frame) -> Frame:
    """A frame that has nothing but a name."""
    return replace(
        full, tagline="", publisher=Publisher(), navigation=full.navigation[:2], badges=(),
        social=(), login=None, counter=None, logo=None,
    )  # fmt: skip


def side() -> Side:
    links = (TOPICS[5].link, Link("Đường, nước và bốn ô trống", "chuyen-de/b/"))
    return Side(latest=ALL, topics=links)


ISSUE = EditionCard("Số 11/2026", "Con chữ lên bản", "ban-tin/2026-11/", day(), 2026, picture("doc"), 16, "ban-tin/2026-11/so.pdf", "1,4 MB")  # fmt: skip
BARE_ISSUE = EditionCard("Số 9/2026", "", "ban-tin/2026-9/", day(30, 9), 2026, None, 0, "", "")


def edition(**changes: object) -> EditionView:
    made = EditionView(
        ISSUE, "11", "https://bantin.example/ban-tin/2026-11/", (Link("Trang chủ", ""),),
        BodyView("<p>Số này nói về con chữ và đường lên bản.</p>"),
        (("Chắp cánh ước mơ", ALL[:2]), ("Tin tức", ALL[2:5])), None, BARE_ISSUE,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]
