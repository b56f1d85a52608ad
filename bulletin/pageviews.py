"""The view of each page: what a template is given, made from what the plan says the page is made from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import quote

from bulletin import lunar
from bulletin.addresses import ARCHIVE, EDITIONS, FEED, HOME, SEARCH, SITEMAP, TAGS, TOPICS
from bulletin.article import Article, StandingPage
from bulletin.bodyview import BodyView
from bulletin.figures import Figures, figures_view, most_read, views_of
from bulletin.issueviews import IssueViews
from bulletin.model import Library, Tag
from bulletin.names import first_letter, slug, sort_key
from bulletin.outputs import Page, Printed
from bulletin.permalink import whole
from bulletin.present import Presenter, day_of, term_link
from bulletin.printcode import PrintCode
from bulletin.settings import Settings, Term
from bulletin.views import (
    ArchiveView,
    ArticleView,
    CategoryBlock,
    Head,
    HomeView,
    Link,
    ListKind,
    ListView,
    NotFoundView,
    Pager,
    RedirectView,
    SearchView,
    SitemapView,
    StandingView,
    TagIndexView,
    TopicBlock,
    TopicIndexView,
    TopicView,
    View,
)
from bulletin.websearch import web_search


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as its template sees it."""

    head: Head
    view: View


class Viewer:
    """Makes views. A method's name is a page's `maker`, its arguments the page's url and `parts`."""

    def __init__(
        self,
        library: Library,
        present: Presenter,
        figures: Figures | None = None,
        printed: Sequence[Printed] = (),
    ) -> None:
        """`present` notes the files and the problems that the views bring."""
        self._figures = figures
        self._issues = IssueViews(library, present, printed)
        self._library, self._settings = library, library.settings
        self._present = present
        self._tags = {tag.slug: Link(tag.name, f"{TAGS.url}{tag.slug}/") for tag in library.tags}

    def shown(self, page: Page) -> Shown:
        make = getattr(self, page.maker)
        shown: Shown = make(page.url, *page.parts)
        return shown

    def _head(self, title: str, description: str, url: str, section: str = "") -> Head:
        return Head(
            title=title,
            description=description or self._settings.tagline or self._settings.name,
            canonical=whole(self._settings.address, url),
            section=section or url.partition("/")[0],
        )

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

    def article(
        self,
        url: str,
        article: Article,
        related: Sequence[Article],
        newer: Article | None,
        older: Article | None,
    ) -> Shown:
        card, present = self._present.card, self._present
        permalink = whole(self._settings.address, url)
        quoted = quote(permalink, safe="")
        cover = present.cover(article)
        own = card(article)
        view = ArticleView(
            title=article.title,
            url=url,
            permalink=permalink,
            breadcrumbs=(HOME, own.category),
            category=own.category,
            topic=term_link(article.topic, TOPICS.url) if article.topic else None,
            summary=article.summary if "summary" in article.source.fields else "",
            day=own.day,
            updated=day_of(article.updated) if article.updated else None,
            author=article.author,
            author_title=article.author_title,
            source=article.origin,
            cover=cover,
            cover_caption=article.cover.caption if article.cover else "",
            cover_credit=article.cover.credit if article.cover else "",
            video=present.body(article.video, article.path, url) if article.video else BodyView(""),
            body=present.body(article.source.body, article.path, url, has_lead=cover is None),
            headings=article.source.body.headings,
            tags=tuple(self._tags[slug(name)] for name in article.tags),
            share_zalo=f"https://button-share.zalo.me/share_external?d={quoted}",
            code=PrintCode(permalink if self._settings.address != Settings().address else ""),
            share_facebook=f"https://www.facebook.com/sharer/sharer.php?u={quoted}",
            related=tuple(map(card, related)),
            newer=card(newer) if newer else None,
            older=card(older) if older else None,
            issue=article.issue,
            views=views_of(article, self._settings, self._figures),
            is_draft=own.is_draft,
            is_scheduled=own.is_scheduled,
        )
        shared = present.share_card(article)
        head = Head(
            title=article.title,
            description=article.summary or self._settings.tagline,
            canonical=permalink,
            kind="article",
            section=article.category.slug,
            image=whole(self._settings.address, shared) if shared else self._share_image(view),
            image_alt=cover.alt if cover else "",
            feed=_feed_link(own.category),
            previous=older.url if older else None,
            next=newer.url if newer else None,
            published=view.day.iso,
            modified=(view.updated or view.day).iso,
            language=article.language,
            is_indexed=article.is_public,
        )
        return Shown(head, view)

    def _share_image(self, view: ArticleView) -> str | None:
        picture = view.cover or next((p for p in view.body.pictures if p.url), None)
        if picture is None:
            return None
        return picture.url if ":" in picture.url else whole(self._settings.address, picture.url)

    def listing(
        self,
        url: str,
        kind: ListKind,
        heading: Link,
        description: str,
        trail: tuple[Link, ...],
        total: int,
        articles: Sequence[Article],
        place: int,
        urls: tuple[str, ...],
    ) -> Shown:
        """Page `place`, from 0, of a list that is spread over `urls`."""
        pager = Pager(
            number=place + 1,
            count=len(urls),
            previous=urls[place - 1] if place else None,
            next=urls[place + 1] if place + 1 < len(urls) else None,
            pages=_near(urls, place),
        )
        title = f"{heading.label} – Trang {place + 1}/{len(urls)}" if place else heading.label
        head = replace(
            self._head(title, description, url),
            previous=pager.previous,
            next=pager.next,
            feed=_feed_link(heading) if kind == "category" else None,
        )
        cards = tuple(map(self._present.card, articles))
        return Shown(head, ListView(kind, heading.label, description, trail, total, cards, pager))

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

    def standing(self, url: str, page: StandingPage) -> Shown:
        view = StandingView(
            title=page.title,
            summary=page.summary if "summary" in page.source.fields else "",
            breadcrumbs=(HOME,),
            body=self._present.body(page.source.body, page.path, url),
            updated=day_of(page.updated) if page.updated else None,
        )
        return Shown(self._head(page.title, page.summary, url), view)

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

    def redirect(self, url: str, target: str, title: str) -> Shown:
        """An old address; `url` is not shown: readers are sent on."""
        permalink = whole(self._settings.address, target)
        head = Head(title, "", permalink, is_indexed=False)
        return Shown(head, RedirectView(target, permalink, title))


def _first(articles: Sequence[Article], without: set[str], count: int) -> list[Article]:
    return [a for a in articles[: count + len(without)] if a.path not in without][:count]


def _commonest(tags: Sequence[Tag], count: int = 24) -> list[Tag]:
    """The tags of most articles, in their own order."""
    best = sorted(tags, key=lambda tag: (-len(tag.articles), tag.slug))[:count]
    return sorted(best, key=lambda tag: sort_key(tag.name))


def _feed_link(category: Link) -> Link:
    return Link(category.label, f"{category.url}{FEED}")


def _near(urls: tuple[str, ...], place: int) -> tuple[tuple[int, str], ...]:
    """The first, the last and the neighbours: a pager shows no others, and a long list stays linear."""
    wanted = {0, len(urls) - 1, *range(max(0, place - 3), min(len(urls), place + 4))}
    return tuple((i + 1, urls[i]) for i in sorted(wanted))
