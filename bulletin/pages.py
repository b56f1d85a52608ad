"""Which pages there are: the front page, articles, lists, standing pages, each named before it is made."""

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlsplit

from bulletin import dates
from bulletin.addresses import ARCHIVE, EDITIONS, HOME, SEARCH, SITEMAP, TAGS, TOPICS, page_urls, periods
from bulletin.article import Article
from bulletin.figures import Figures, views_of
from bulletin.model import Library, Tag
from bulletin.names import slug
from bulletin.outputs import Page
from bulletin.permalink import up_from
from bulletin.present import tag_link
from bulletin.problem import Place
from bulletin.settings import FILE, Term
from bulletin.views import Link, ListKind, Pager

_SITE = Place(FILE)


def plan_pages(library: Library, figures: Figures | None = None) -> list[Page]:
    """The pages in reading order, each with what `pageviews.Viewer` makes its view from."""
    planner = _PagePlanner(library, figures)
    planner.plan()
    return planner.pages


class _PagePlanner:
    def __init__(self, library: Library, figures: Figures | None) -> None:
        self._library, self._settings, self._figures = library, library.settings, figures
        self._tags = {tag.slug: tag_link(tag) for tag in library.tags}
        self.pages: list[Page] = []

    def plan(self) -> None:
        library = self._library
        self._add("", "home.html", "home", (), _SITE)
        for term, articles in library.categories:
            self._category(term, articles)
            self._articles(articles)
        self._add(TOPICS.url, "topics.html", "topics", library.topics, _SITE)
        for i, (term, articles) in enumerate(library.topics):
            origin = self._settings.place("topics", i)
            self._add(f"{TOPICS.url}{term.slug}/", "topic.html", "topic", (term, articles), origin)
        self._add(TAGS.url, "tags.html", "tags", (), _SITE)
        for tag in library.tags:
            self._tag(tag)
        self._archive()
        if library.editions:
            self._add(EDITIONS.url, "editions.html", "editions", (), _SITE)
        for place, edition in enumerate(library.editions):
            iso = dates.iso(edition.at)
            origin = edition.source.place("number")
            self.pages.append(
                Page(edition.url, "edition.html", "edition", (place,), up_from(edition.url), origin, iso)
            )
        for page in library.pages:
            origin = page.source.place("slug")
            self._add(page.url, "standing.html", "standing", (page,), origin)
        self._add(SITEMAP.url, "sitemap.html", "site_map", (), _SITE)
        up = up_from(SEARCH.url)
        self.pages.append(Page(SEARCH.url, "search.html", "search", (), up, _SITE, is_indexed=False))
        # A host serves this page at any depth, so its addresses begin at the host's root.
        root = urlsplit(self._settings.address).path
        self.pages.append(Page("404.html", "404.html", "not_found", (), root, _SITE, is_indexed=False))

    def _add(self, url: str, template: str, maker: str, parts: tuple[object, ...], origin: Place) -> None:
        self.pages.append(Page(url, template, maker, parts, up_from(url), origin))

    def _articles(self, articles: Sequence[Article]) -> None:
        """The articles of one category, newest first: each knows its neighbours there."""
        count = self._settings.lists.related
        for i, article in enumerate(articles):
            # Older neighbours first: a new article then changes few old pages.
            related = (*articles[i + 1 : i + 1 + count], *articles[max(0, i - count) : i])[:count]
            newer = articles[i - 1] if i else None
            older = articles[i + 1] if i + 1 < len(articles) else None
            tags = tuple([self._tags[slug(name)] for name in article.tags])
            views = views_of(article, self._settings, self._figures)
            self.pages.append(
                Page(
                    article.url,
                    "article.html",
                    "article",
                    (article, related, newer, older, tags, views),
                    "../../",
                    article.source.place("slug"),
                    dates.iso((article.updated or article.moment).at),
                    article.is_public,
                )
            )

    def _category(self, term: Term, articles: tuple[Article, ...]) -> None:
        place = next((i for i, t in enumerate(self._settings.categories) if t is term), -1)
        origin = self._settings.place("categories", place)
        heading = Link(term.title, f"{term.slug}/")
        self._list(
            "category", heading, term.description, (HOME,), articles, self._settings.paging.category, origin
        )

    def _tag(self, tag: Tag) -> None:
        first = tag.articles[0]
        origin = Place(first.path, first.source.place("tags").line)
        self._list(
            "tag", self._tags[tag.slug], "", (HOME, TAGS), tag.articles, self._settings.paging.tag, origin
        )

    def _archive(self) -> None:
        size = self._settings.paging.archive
        years: list[tuple[Link, int, tuple[tuple[Link, int], ...]]] = []
        trail: tuple[Link, ...] = (HOME, ARCHIVE)
        for _, same_year in groupby(periods(self._library.articles), key=lambda p: p.year):
            whole_year, *months = same_year
            year = Link(f"Năm {whole_year.year}", whole_year.url)
            links = tuple((Link(f"Tháng {m.month}", m.url), len(m.articles)) for m in months)
            years.append((year, len(whole_year.articles), links))
            origin = Place(whole_year.articles[0].path)
            self._list("year", year, "", trail, whole_year.articles, size, origin)
            for month in months:
                heading = Link(dates.month_name(month.year, month.month), month.url)
                self._list("month", heading, "", (*trail, year), month.articles, size, origin)
        self._add(ARCHIVE.url, "archive.html", "archive", tuple(years), _SITE)

    def _list(
        self,
        kind: ListKind,
        heading: Link,
        description: str,
        trail: tuple[Link, ...],
        articles: tuple[Article, ...],
        size: int,
        origin: Place,
    ) -> None:
        """A list of articles over as many pages as it needs, at least one."""
        urls = page_urls(heading.url, len(articles), size)
        for i, url in enumerate(urls):
            shown = articles[i * size : (i + 1) * size] if size else articles
            parts = (kind, heading, description, trail, len(articles), shown, _pager(urls, i))
            self._add(url, "list.html", "listing", parts, origin)


def _pager(urls: tuple[str, ...], place: int) -> Pager:
    """Page `place`, from 0, of a list that is spread over `urls`.

    It names the first page, the last and its neighbours: no others are shown, and a long list stays linear.
    """
    wanted = {0, len(urls) - 1, *range(max(0, place - 3), min(len(urls), place + 4))}
    return Pager(
        number=place + 1,
        count=len(urls),
        previous=urls[place - 1] if place else None,
        next=urls[place + 1] if place + 1 < len(urls) else None,
        pages=tuple([(i + 1, urls[i]) for i in sorted(wanted)]),
    )
