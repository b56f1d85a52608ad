"""The view of each page: what a template is given, made from what the plan says the page is made from,
and, where the page is of the whole site, from the library."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bulletin import lunar
from bulletin.addresses import ARCHIVE, EDITIONS, FEED, HOME, SEARCH, SITEMAP, TAGS, TOPICS
from bulletin.article import Article
from bulletin.figures import Figures, figures_view, most_read
from bulletin.issueviews import IssueViews
from bulletin.model import Library, Tag
from bulletin.names import first_letter, sort_key
from bulletin.outputs import Page, Printed
from bulletin.ownviews import OWN, OwnViews, Shown, head_of
from bulletin.present import Presenter, day_of, tag_link, term_link
from bulletin.settings import Term
from bulletin.views import (
    ArchiveView,
    CategoryBlock,
    Head,
    HomeView,
    Link,
    NotFoundView,
    SearchView,
    SitemapView,
    TagIndexView,
    TopicBlock,
    TopicIndexView,
    TopicView,
)
from bulletin.websearch import web_search


class Viewer:
    """Makes views. A method's name is a page's `maker`, its arguments the page's url and `parts`.

    Pages that no part of the library shapes but their own are `OwnViews`' to make.
    """

    def __init__(
        self,
        library: Library,
        present: Presenter,
        figures: Figures | None = None,
        printed: Sequence[Printed] = (),
    ) -> None:
        """`present` notes the files and the problems that the views bring."""
        self._figures = figures
        self._own = OwnViews(library.settings, present)
        self._issues = IssueViews(library, present, printed)
        self._library, self._settings = library, library.settings
        self._present = present
        self._tags = {tag.slug: tag_link(tag) for tag in library.tags}

    def shown(self, page: Page) -> Shown:
        make = getattr(self._own if page.maker in OWN else self, page.maker)
        shown: Shown = make(page.url, *page.parts)
        return shown

    def _head(self, title: str, description: str, url: str, section: str = "") -> Head:
        return head_of(self._settings, title, description, url, section)

    def home(self, url: str) -> Shown:
        library, sizes = self._library, self._settings.home
        featured = [a for a in library.articles if a.is_featured]
        lead = (featured or list(library.articles[:1]))[:1]
        beside = featured[1 : 1 + sizes.featured]
        shown = {a.path for a in (*lead, *beside)}
        card = self._present.card
        blocks = (
            CategoryBlock(
                term_link(term), term.description, tuple(map(card, _first(articles, shown, sizes.block)))
            )
            for term, articles in library.categories
        )
        newest = max((t for t in library.topics if t[1]), key=lambda t: t[1][-1].at, default=None)
        newest_day = library.articles[0].moment if library.articles else None
        view = HomeView(
            updated=day_of(replace(newest_day, has_time=False)) if newest_day else None,
            lunar=lunar.words(lunar.lunar(newest_day.at.date())) if newest_day and sizes.lunar else "",
            lead=card(lead[0]) if lead else None,
            featured=tuple(map(card, beside)),
            latest=tuple(map(card, _first(library.articles, shown, sizes.latest))),
            blocks=tuple(block for block in blocks if block.cards),
            topic=self._topic_block(*newest) if newest else None,
            videos=tuple([c for c in map(card, library.articles[:50]) if c.has_video][:3]),
            most_read=tuple(map(card, most_read(library, self._figures))),
            figures=figures_view(self._figures, self._settings.zone),
            edition=self._issues.newest,
        )
        head = self._head(self._settings.name, "", url, section="home")
        return Shown(replace(head, description=self._settings.tagline), view)

    def _topic_block(self, term: Term, articles: Sequence[Article]) -> TopicBlock:
        link = term_link(term, TOPICS.url)
        return TopicBlock(link, term.description, len(articles), tuple(map(self._present.card, articles)))

    def topics(self, url: str, *topics: tuple[Term, tuple[Article, ...]]) -> Shown:
        blocks = tuple(self._topic_block(term, articles) for term, articles in topics)
        return Shown(self._head(TOPICS.label, "", url), TopicIndexView(blocks, (HOME,)))

    def topic(self, url: str, term: Term, articles: Sequence[Article]) -> Shown:
        head = self._head(term.title, term.description, url)
        return Shown(head, TopicView(self._topic_block(term, articles), (HOME, TOPICS)))

    def tags(self, url: str) -> Shown:
        counted = [(self._tags[tag.slug], len(tag.articles)) for tag in self._library.tags]
        groups = tuple(
            (letter, tuple(members))
            for letter, members in groupby(counted, key=lambda item: first_letter(item[0].label))
        )
        return Shown(self._head(TAGS.label, "", url), TagIndexView(groups, (HOME,)))

    def archive(self, url: str, *years: tuple[Link, int, tuple[tuple[Link, int], ...]]) -> Shown:
        return Shown(self._head(ARCHIVE.label, "", url), ArchiveView(years, (HOME,)))

    def editions(self, url: str) -> Shown:
        return Shown(*self._issues.index(self._head(EDITIONS.label, "", url)))

    def edition(self, url: str, place: int) -> Shown:
        edition = self._library.editions[place]
        head = self._head(self._issues.title(edition), edition.summary, url)
        return Shown(*self._issues.page(place, head))

    def site_map(self, url: str) -> Shown:
        library = self._library
        pages = sorted(library.pages, key=lambda p: sort_key(p.title))
        view = SitemapView(
            pages=(HOME, *(Link(page.title, page.url) for page in pages)),
            categories=tuple((term_link(term), len(articles)) for term, articles in library.categories),
            topics=tuple((term_link(term, TOPICS.url), len(articles)) for term, articles in library.topics),
            lists=(TOPICS, TAGS, ARCHIVE, *self._issues_index(), SEARCH, Link("RSS", FEED)),
            latest=tuple(map(self._present.card, library.articles[:20])),
            breadcrumbs=(HOME,),
        )
        return Shown(self._head(SITEMAP.label, "", url), view)

    def search(self, url: str) -> Shown:
        library = self._library
        view = SearchView(
            categories=tuple(term_link(term) for term, articles in library.categories if articles),
            topics=tuple(term_link(term, TOPICS.url) for term, articles in library.topics if articles),
            tags=tuple(self._tags[tag.slug] for tag in _commonest(library.tags)),
            lists=(TAGS, ARCHIVE, TOPICS, *self._issues_index(), SITEMAP),
            breadcrumbs=(HOME,),
            web=web_search(self._settings.search.web, self._settings.address),
        )
        return Shown(replace(self._head(SEARCH.label, "", url), is_indexed=False), view)

    def _issues_index(self) -> tuple[Link, ...]:
        return (EDITIONS,) if self._library.editions else ()

    def not_found(self, url: str) -> Shown:
        categories = tuple(term_link(term) for term, _ in self._library.categories)
        count = min(5, self._settings.lists.sidebar)
        latest = tuple(map(self._present.card, self._library.articles[:count]))
        head = replace(self._head("Không tìm thấy trang", "", url), is_indexed=False)
        return Shown(head, NotFoundView(latest, categories))


def _first(articles: Sequence[Article], without: set[str], count: int) -> list[Article]:
    return [a for a in articles[: count + len(without)] if a.path not in without][:count]


def _commonest(tags: Sequence[Tag], count: int = 24) -> list[Tag]:
    """The tags of most articles, in their own order."""
    best = sorted(tags, key=lambda tag: (-len(tag.articles), tag.slug))[:count]
    return sorted(best, key=lambda tag: sort_key(tag.name))
