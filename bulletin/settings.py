"""The site's settings as values, with their defaults. `config` reads them from `site.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bulletin.problem import Place

FILE = "site.toml"
# Addresses that the generator itself makes; a category of that name would be hidden by them.
RESERVED = frozenset(
    {
        "assets",
        "anh",
        "tep",
        "chuyen-de",
        "tu-khoa",
        "luu-tru",
        "so-do-trang",
        "tim-kiem",
        "ban-tin",
        "pages",
        "data",
    }
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, as the masthead and the foot of every page name it. Empty: not shown."""

    body: str = ""  # the publishing body (cơ quan xuất bản), under the name
    governing: str = ""  # Cơ quan chủ quản
    responsible: str = ""  # Chịu trách nhiệm nội dung
    licence: str = ""  # Giấy phép
    address: str = ""  # Địa chỉ
    phone: str = ""  # Điện thoại
    email: str = ""  # Thư điện tử
    notice: str = ""  # Ghi rõ nguồn khi phát hành lại thông tin từ trang này


@dataclass(frozen=True, slots=True)
class Badge:
    """A trust badge: `image` is a file of assets/, `url` a whole address."""

    title: str
    image: str
    alt: str
    url: str


@dataclass(frozen=True, slots=True)
class Term:
    """A category or a topic as the site names it; `slug` is its folder and address."""

    slug: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation or a social link: `to` is `/path/` on this site or a whole address."""

    label: str
    to: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Look:
    """A commune's own colours (#rrggbb) and fonts (as in CSS). Empty: the theme's."""

    accent: str = ""  # kickers, links under the pointer, rules
    panel: str = ""  # the navigation, the topic box, the foot of the page
    paper: str = ""  # the page's ground by day
    ink: str = ""  # text by day
    heading_font: str = ""
    text_font: str = ""


@dataclass(frozen=True, slots=True)
class Paging:
    """How many cards a page of each kind of list shows."""

    category: int = 12
    tag: int = 24
    archive: int = 50


@dataclass(frozen=True, slots=True)
class Home:
    latest: int = 6  # cards under "Tin mới nhất"
    featured: int = 3  # cards beside the lead
    block: int = 4  # cards in each category's block
    lunar: bool = False  # the lunar date beside the date


@dataclass(frozen=True, slots=True)
class Lists:
    sidebar: int = 10  # "Tin mới nhất" beside every page
    related: int = 5  # "Tin khác" under an article
    feed: int = 20  # entries of a feed


@dataclass(frozen=True, slots=True)
class Pictures:
    avif: bool = False  # a second, smaller form of each picture, which takes longer to make
    share_cards: bool = True  # a picture of each article for Zalo and Facebook
    cache_megabytes: int = 2000  # of derived pictures kept; the oldest unused go first


@dataclass(frozen=True, slots=True)
class Counter:
    """Thống kê truy cập. Without `address`, `goatcounter` and `store` nothing is counted or shown."""

    address: str = ""  # where the counter answers: a whole address, or /path/ on the site's own host
    store: str = ""  # a file, seen from site.toml, or redis://…; "": a file of the counter's own
    goatcounter: str = ""  # the address of a GoatCounter, instead of our own counter
    opening_balance: int = 0  # what "Tổng lượt truy cập" begins with
    do_not_track: bool = True  # readers whose browsers ask for it are not counted
    article_views: bool = False  # "Lượt xem" in articles
    most_read: int = 0  # articles in "Đọc nhiều nhất" on the front page
    sitemap: str = ""  # where the counter finds it, when not at the site's address
    allowed_origins: tuple[str, ...] = ()  # whose pages may count, besides the site's own
    trusted_proxies: tuple[str, ...] = ()  # whose X-Forwarded-For is believed
    ignored_addresses: tuple[str, ...] = ()  # of the office: not counted
    per_minute: int = 60  # hits of one reader; 0: any number

    @property
    def is_on(self) -> bool:
        return bool(self.address or self.goatcounter or self.store)

    @property
    def has_script(self) -> bool:
        return bool(self.address or self.goatcounter)


@dataclass(frozen=True, slots=True)
class Search:
    web: str = ""  # a search of the web for readers without script: a name or an address, see `websearch`


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; beyond it the file is a problem, not the build."""

    seconds: int = 10
    megabytes: int = 512  # of memory, while one file is converted
    file_megabytes: int = 2  # size of one Markdown file
    picture_megapixels: int = 60


APPROVALS = ("none", "remind", "required")


@dataclass(frozen=True, slots=True)
class Printing:
    """The printed issue: its form, what its imprint says unless an issue says otherwise, and the limits.

    Lengths in mm. The limits are today's rules for bulletins, not ours: they are here to be changed.
    """

    format: str = "a5"  # a5, a4, 13x19, 14.5x20.5, 19x27
    columns: int = 0  # 1 or 2; 0: by the format and the length of an article
    responsible: str = ""  # Chịu trách nhiệm xuất bản; empty: publisher.responsible
    editors: str = ""  # Ban biên tập
    layout: str = ""  # Trình bày
    licence: str = ""  # Giấy phép; empty: publisher.licence
    licence_until: str = ""  # its last day
    printer: str = ""  # Nơi in
    run: int = 0  # copies
    period: str = ""  # Kỳ hạn xuất bản
    deposit: str = ""  # Nộp lưu chiểu
    approval: str = "remind"  # of articles without one: "none" says nothing, "required" prints nothing
    creep: float = 0.0  # mm that pages move to the fold for each sheet around them
    widest: int = 190
    tallest: int = 270
    most_pages: int = 64
    licence_days: int = 30  # before the licence ends it is time to say so
    least_ppi: int = 150  # pixels per inch of a picture as printed
    ppi: int = 300
    screen_ppi: int = 160  # of pictures in the PDF on the site
    seconds: int = 60  # that the engine may take for an issue
    megabytes: int = 2500  # of memory that it may take


KINDS = ("folder", "ftp", "ftps", "ftps-implicit", "sftp", "s3", "rsync", "git")


@dataclass(frozen=True, slots=True)
class Destination:
    """`[publish.NAME]`: where the site is put. Passwords are never here."""

    name: str = ""
    kind: str = ""  # one of KINDS
    host: str = ""  # for s3 the whole address of a host other than Amazon's
    port: int = 0  # 0: the usual one
    user: str = ""  # for s3 the access key's id
    folder: str = ""  # on the host; for "folder" seen from site.toml
    key: str = ""  # file of a private ssh key, seen from site.toml
    bucket: str = ""  # s3
    region: str = ""  # s3
    repository: str = ""  # git
    branch: str = ""  # git; "": gh-pages
    address: str = ""  # where readers find it; "": the site's address
    connections: int = 0  # side by side; 0: as suits the kind
    releases: int = 0  # kept to go back to, and switched at once (folder, sftp); 0: file by file
    delete_percent: int = 20  # of the files there that a publishing may remove without --yes


@dataclass(frozen=True, slots=True)
class Settings:
    """`categories` empty: the folders of content/ are the categories."""

    name: str = "Bản tin"
    tagline: str = ""
    address: str = "http://localhost/"  # ends with "/"
    language: str = "vi"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Ho_Chi_Minh"))
    publisher: Publisher = Publisher()
    categories: tuple[Term, ...] = ()
    topics: tuple[Term, ...] = ()
    navigation: tuple[Entry, ...] = ()
    badges: tuple[Badge, ...] = ()
    social: tuple[Entry, ...] = ()
    login: Entry | None = None
    logo: str = ""  # a file of assets/
    theme: Look = Look()
    paging: Paging = Paging()
    home: Home = Home()
    lists: Lists = Lists()
    pictures: Pictures = Pictures()
    counter: Counter = Counter()
    search: Search = Search()
    limits: Limits = Limits()
    printing: Printing = Printing()
    publish: tuple[Destination, ...] = ()
    # Where a term or a badge stands, for problems found later: ("categories", 0) -> line.
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict, compare=False)

    def place(self, *path: str | int) -> Place:
        return Place(FILE, self.lines.get(path, 0))
