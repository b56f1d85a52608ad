"""What a template sees: finished values, already worded, with every address made.

Nothing here can reach back into the library. The view of a page is therefore the whole
of what the page is made from, and its digest is the page's fingerprint.

Addresses (`url`) are paths below the site's root without a leading slash: "" is the front
page, "chap-canh-uoc-mo/den-truong/" an article. A template writes `{{ up }}{{ card.url }}`;
`up` leads from the page being made to the root ("./", "../", "../../"; in 404.html, which a
host serves at any depth, the absolute address), so the site works in any folder of a host
and straight from a disk.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from bulletin.bodyview import BodyView, PictureView
from bulletin.markup.body import Heading
from bulletin.printcode import PrintCode
from bulletin.settings import Publisher
from bulletin.websearch import WebSearch

ListKind = Literal["category", "tag", "year", "month"]


class SafeHtml(Protocol):
    """What a template shows without escaping."""

    def __html__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Link:
    """`url` is below the root, unless `is_external`: then it is a whole address."""

    label: str
    url: str
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class NavItem:
    link: Link
    key: str  # equals `PageHead.section` on the pages that belong to it


@dataclass(frozen=True, slots=True)
class Day:
    """A moment in words, in the site's time zone."""

    iso: str  # 2026-11-23T08:30:00+07:00
    short: str  # 23/11/2026
    long: str  # Thứ Hai, ngày 23/11/2026 | 08:30 GMT+7
    month: str  # 11/2026
    in_year: str  # 23/11
    in_month: str  # 23


@dataclass(frozen=True, slots=True)
class Card:
    """An article as lists show it."""

    title: str
    url: str
    category: Link
    day: Day
    summary: str
    cover: PictureView | None
    author: str
    has_video: bool = False
    is_draft: bool = False  # only with --drafts
    is_scheduled: bool = False  # only with --future


@dataclass(frozen=True, slots=True)
class Pager:
    """Pages are counted from 1. `pages` are all of them, as (number, url)."""

    number: int
    count: int
    previous: str | None  # url
    next: str | None
    pages: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class CounterView:
    """Whom a page's script tells that it is read. Without `address` and `goatcounter`: nobody."""

    address: str  # whole, ends with "/"
    goatcounter: str  # whole, ends with "/"
    origins: tuple[str, ...]  # pages from elsewhere, such as a preview, are not told of
    is_private: bool  # readers whose browsers ask for it are not told of
    has_views: bool  # articles show theirs


@dataclass(frozen=True, slots=True)
class FiguresView:
    """Thống kê truy cập, as they were at the build's last look."""

    today: int
    yesterday: int
    week: int
    month: int
    total: int
    iso: str  # 2026-11-24T08:05:00+07:00
    moment: str  # 08:05, 24/11/2026


@dataclass(frozen=True, slots=True)
class BadgeView:
    """A trust badge: `image` is a url below the root, `url` a whole address; px, or 0 when not known."""

    title: str
    image: str
    alt: str
    url: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of the site shares."""

    name: str
    tagline: str
    base_url: str  # ends with "/"
    language: str
    publisher: Publisher
    navigation: tuple[NavItem, ...]
    badges: tuple[BadgeView, ...]
    social: tuple[Link, ...]
    login: Link | None
    counter: CounterView | None
    stylesheets: tuple[str, ...]  # urls below the root
    scripts: tuple[str, ...]
    search_stylesheets: tuple[str, ...]  # of the search page alone
    search_scripts: tuple[str, ...]
    icon: str | None
    bar_colours: tuple[str, str]  # of the browser's own bar, by day and by night
    policy: str  # Content-Security-Policy
    logo: PictureView | None


@dataclass(frozen=True, slots=True)
class Side:
    """What changes with every new article and stands beside every page: only shared templates see it."""

    latest: tuple[Card, ...]
    topics: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What `<head>` says of one page."""

    title: str
    description: str
    canonical: str  # whole address
    kind: str = "website"  # og:type
    section: str = ""  # key of the navigation item that is current
    image: str | None = None  # whole address
    image_alt: str = ""
    feed: Link | None = None  # this category's own feed
    structured: SafeHtml | str = ""  # JSON-LD, safe inside <script type="application/ld+json">
    previous: str | None = None  # url
    next: str | None = None  # url
    language: str = ""  # of the page, when it is not the site's
    is_indexed: bool = True
    published: str = ""  # ISO, articles only
    modified: str = ""


@dataclass(frozen=True, slots=True)
class ArticleView:
    title: str
    url: str
    permalink: str  # whole address
    code: PrintCode  # the same for paper; false when the site has no address
    breadcrumbs: tuple[Link, ...]  # without the article itself
    category: Link
    topic: Link | None
    summary: str
    day: Day
    updated: Day | None
    author: str
    author_title: str
    source: str
    cover: PictureView | None
    cover_caption: str
    cover_credit: str  # the photographer's name, without "Ảnh:"
    video: BodyView  # the front matter's video as a player; false when there is none
    body: BodyView
    headings: tuple[Heading, ...]
    tags: tuple[Link, ...]
    share_zalo: str  # whole addresses
    share_facebook: str
    related: tuple[Card, ...]  # Tin khác
    newer: Card | None
    older: Card | None
    issue: str  # số bản tin, e.g. 11/2026
    views: int | None  # Lượt xem, at the build's last look
    is_draft: bool = False
    is_scheduled: bool = False


@dataclass(frozen=True, slots=True)
class CategoryBlock:
    link: Link
    description: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class EditionCard:
    """A printed issue as lists show it. Without `pdf` it has not been set: no cover, no pages, no size."""

    label: str  # Số 11/2026
    title: str
    url: str
    day: Day
    year: int
    cover: PictureView | None
    pages: int
    pdf: str  # url
    size: str  # of the PDF, in words: 1,4 MB


@dataclass(frozen=True, slots=True)
class HomeView:
    """`lead` and `featured` (Tin nổi bật) are not repeated in `latest`."""

    updated: Day | None  # the newest article's
    lunar: str  # the same day by the moon; "" unless the settings ask for it
    lead: Card | None
    featured: tuple[Card, ...]
    latest: tuple[Card, ...]
    blocks: tuple[CategoryBlock, ...]
    topic: "TopicBlock | None"  # the topic with the newest article
    videos: tuple[Card, ...]
    most_read: tuple[Card, ...]  # Đọc nhiều nhất
    figures: FiguresView | None
    edition: EditionCard | None  # the newest printed issue


@dataclass(frozen=True, slots=True)
class TopicBlock:
    link: Link
    description: str
    count: int
    cards: tuple[Card, ...]  # in reading order


@dataclass(frozen=True, slots=True)
class ListView:
    """A category, a tag, a year or a month: a heading and one page of cards."""

    kind: ListKind
    heading: str
    description: str
    breadcrumbs: tuple[Link, ...]
    total: int
    cards: tuple[Card, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class TopicIndexView:
    topics: tuple[TopicBlock, ...]
    breadcrumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TopicView:
    topic: TopicBlock
    breadcrumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TagIndexView:
    """`groups` are (first letter, ((link, number of articles), …)) in Vietnamese order."""

    groups: tuple[tuple[str, tuple[tuple[Link, int], ...]], ...]
    breadcrumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """`years` are (link, number, ((month link, number), …)), newest first."""

    years: tuple[tuple[Link, int, tuple[tuple[Link, int], ...]], ...]
    breadcrumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class StandingView:
    """A standing page: Giới thiệu, Liên hệ."""

    title: str
    summary: str
    breadcrumbs: tuple[Link, ...]
    body: BodyView
    updated: Day | None


@dataclass(frozen=True, slots=True)
class EditionView:
    """A printed issue: its cover, what is in it, and the PDF."""

    edition: EditionCard
    number: str
    permalink: str  # whole address
    breadcrumbs: tuple[Link, ...]
    foreword: BodyView
    sections: tuple[tuple[str, tuple[Card, ...]], ...]  # name, articles in printing order
    newer: EditionCard | None
    older: EditionCard | None


@dataclass(frozen=True, slots=True)
class EditionIndexView:
    """`years` are (year, issues), newest first."""

    years: tuple[tuple[int, tuple[EditionCard, ...]], ...]
    breadcrumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SitemapView:
    """Sơ đồ trang, for people."""

    pages: tuple[Link, ...]
    categories: tuple[tuple[Link, int], ...]
    topics: tuple[tuple[Link, int], ...]
    lists: tuple[Link, ...]  # tags, archive, feeds
    latest: tuple[Card, ...]
    breadcrumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class NotFoundView:
    latest: tuple[Card, ...]
    categories: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RedirectView:
    """An old address: `target` is a url below the root, `permalink` the whole address."""

    target: str
    permalink: str
    title: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page before a word is typed, and all of it where no script runs."""

    categories: tuple[Link, ...]
    topics: tuple[Link, ...]
    tags: tuple[Link, ...]  # the commonest
    lists: tuple[Link, ...]  # pages with everything on them
    breadcrumbs: tuple[Link, ...]
    web: WebSearch | None = None  # where no script runs


View = (
    ArticleView
    | HomeView
    | ListView
    | TopicIndexView
    | TopicView
    | TagIndexView
    | ArchiveView
    | StandingView
    | EditionView
    | EditionIndexView
    | SitemapView
    | SearchView
    | NotFoundView
    | RedirectView
)
