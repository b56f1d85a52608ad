"""The address of every page, before any page is made: what links are checked against."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from bulletin.article import Article
from bulletin.model import Library
from bulletin.permalink import page_url
from bulletin.views import Link

HOME = Link("Trang chủ", "")
TOPICS = Link("Chuyên đề", "chuyen-de/")
TAGS = Link("Từ khóa", "tu-khoa/")
ARCHIVE = Link("Lưu trữ", "luu-tru/")
SITEMAP = Link("Sơ đồ trang", "so-do-trang/")
FEED = "feed.xml"


def addresses(library: Library) -> Iterable[str]:
    """Every page's url, feeds and the sitemap too."""
    paging = library.settings.paging
    yield from ("", TOPICS.url, TAGS.url, ARCHIVE.url, SITEMAP.url, FEED, "sitemap.xml")
    yield from (article.url for article in library.articles)
    yield from (page.url for page in library.pages)
    for term, articles in library.categories:
        yield f"{term.slug}/{FEED}"
        yield from page_urls(f"{term.slug}/", len(articles), paging.category)
    for term, _ in library.topics:
        yield f"{TOPICS.url}{term.slug}/"
    for tag in library.tags:
        yield from page_urls(f"{TAGS.url}{tag.slug}/", len(tag.articles), paging.tag)
    for url, articles in periods(library.articles):
        yield from page_urls(url, len(articles), paging.archive)


def page_urls(folder: str, count: int, size: int) -> tuple[str, ...]:
    """The addresses of a list of `count` things, `size` a page (0: all on one)."""
    pages = max(1, -(-count // size)) if size else 1
    return tuple(page_url(folder, n) for n in range(1, pages + 1))


def periods(articles: Sequence[Article]) -> Iterable[tuple[str, tuple[Article, ...]]]:
    """(url, articles) of each year, followed by those of its months, newest first."""
    for year, in_year in groupby(articles, key=lambda a: a.at.year):
        members = tuple(in_year)
        yield f"{ARCHIVE.url}{year}/", members
        for month, in_month in groupby(members, key=lambda a: a.at.month):
            yield f"{ARCHIVE.url}{year}/{month:02}/", tuple(in_month)
