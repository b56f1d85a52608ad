"""The address of every page, before any page is made: what links are checked against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bulletin.article import Article
from bulletin.model import Library
from bulletin.permalink import page_url
from bulletin.views import Link

HOME = Link("Trang chủ", "")
TOPICS = Link("Chuyên đề", "chuyen-de/")
TAGS = Link("Từ khóa", "tu-khoa/")
ARCHIVE = Link("Lưu trữ", "luu-tru/")
EDITIONS = Link("Các số bản tin", "ban-tin/")
SITEMAP = Link("Sơ đồ trang", "so-do-trang/")
SEARCH = Link("Tìm kiếm", "tim-kiem/")
FEED = "feed.xml"


def addresses(library: Library) -> Iterable[str]:
    """Every page's url, feeds and the sitemap too."""
    paging = library.settings.paging
    yield from ("", TOPICS.url, TAGS.url, ARCHIVE.url, SITEMAP.url, SEARCH.url, FEED, "sitemap.xml")
    yield from (article.url for article in library.articles)
    yield from (page.url for page in library.pages)
    if library.editions:
        yield EDITIONS.url
    yield from (edition.url for edition in library.editions)
    for term, articles in library.categories:
        yield f"{term.slug}/{FEED}"
        yield from page_urls(f"{term.slug}/", len(articles), paging.category)
    for term, _ in library.topics:
        yield f"{TOPICS.url}{term.slug}/"
    for tag in library.tags:
        yield from page_urls(f"{TAGS.url}{tag.slug}/", len(tag.articles), paging.tag)
    for period in periods(library.articles):
        yield from page_urls(period.url, len(period.articles), paging.archive)


def page_urls(folder: str, count: int, size: int) -> tuple[str, ...]:
    """The addresses of a list of `count` things, `size` a page (0: all on one)."""
    pages = max(1, -(-count // size)) if size else 1
    return tuple(page_url(folder, n) for n in range(1, pages + 1))


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a month of it, with its articles, newest first."""

    year: int
    month: int  # 0: the whole year
    articles: tuple[Article, ...]

    @property
    def url(self) -> str:
        return f"{ARCHIVE.url}{self.year}/" + (f"{self.month:02}/" if self.month else "")


def periods(articles: Sequence[Article]) -> Iterable[Period]:
    """Each year, followed by its months, newest first."""
    for year, in_year in groupby(articles, key=lambda a: a.at.year):
        members = tuple(in_year)
        yield Period(year, 0, members)
        for month, in_month in groupby(members, key=lambda a: a.at.month):
            yield Period(year, month, tuple(in_month))
