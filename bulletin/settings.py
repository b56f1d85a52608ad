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
class Limits:
    """What one file may cost; beyond it the file is a problem, not the build."""

    seconds: int = 10
    megabytes: int = 512  # of memory, while one file is converted
    file_megabytes: int = 2  # size of one Markdown file
    picture_megapixels: int = 60


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
    limits: Limits = Limits()
    # Where a term or a badge stands, for problems found later: ("categories", 0) -> line.
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict, compare=False)

    def place(self, *path: str | int) -> Place:
        return Place(FILE, self.lines.get(path, 0))
