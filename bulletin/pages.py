"""Every page of the site with its view: the front page, articles, lists, standing pages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from urllib.parse import quote, urlsplit

from bulletin import dates, lunar, structured
from bulletin.addresses import ARCHIVE, FEED, HOME, SITEMAP, TAGS, TOPICS, page_urls, periods
from bulletin.article import Article, StandingPage
from bulletin.bodyview import BodyView
from bulletin.model import Library
from bulletin.names import first_letter, slug, sort_key
from bulletin.outputs import Page
from bulletin.permalink import up_from, whole
from bulletin.present import Presenter, day_of, term_link
from bulletin.problem import Place
from bulletin.settings import FILE, Term
from bulletin.views import (
    ArchiveView,
    ArticleView,
    CategoryBlock,
    Frame,
    Head,
    HomeView,
    Link,
    ListKind,
    ListView,
    NotFoundView,
    Pager,
    SitemapView,
    StandingView,
    TagIndexView,
    TopicBlock,
    TopicIndexView,
    TopicView,
    View,
)

_SITE = Place(FILE)


def plan_pages(library: Library, frame: Frame, present: Presenter) -> list[Page]:
    """The pages in reading order; `present` notes the files and problems that they bring."""
    planner = _PagePlanner(library, frame, present)
    planner.plan()
    return planner.pages


class _PagePlanner:
    def __init__(self, library: Library, frame: Frame, present: Presenter) -> None:
        self._library, self._settings = library, library.settings
        self._frame, self._present = frame, present
        self._tags = {tag.slug: tag for tag in library.tags}
        self.pages: list[Page] = []

    def plan(self) -> None:
        self._home()
        for term, articles in self._library.categories:
            self._category(term, articles)
            self._articles(articles)
        self._topic_pages()
        self._tag_pages()
        self._archive_pages()
        for page in self._library.pages:
            self._standing(page)
        self._site_map()
        self._not_found()

    def _add(self, url: str, template: str, view: View, head: Head, origin: Place) -> None:
        self.pages.append(Page(url, template, head, view, up_from(url), origin))

    def _head(
        self, title: str, description: str, url: str, trail: Sequence[Link] = (), section: str = ""
    ) -> Head:
        permalink = whole(self._settings.address, url)
        facts = [structured.breadcrumbs(self._frame, trail, title, permalink)] if trail else []
        return Head(
            title=title,
            description=description or self._settings.tagline or self._settings.name,
            canonical=permalink,
            section=section or url.partition("/")[0],
            structured=structured.json_ld(*facts)
            if facts
            else structured.json_ld(structured.web_site(self._frame)),
        )

    def _home(self) -> None:
        library, sizes = self._library, self._settings.home
        featured = [a for a in library.articles if a.is_featured]
        lead = (featured or list(library.articles[:1]))[:1]
        beside = featured[1 : 1 + sizes.featured]
        shown = {a.path for a in (*lead, *beside)}
        rest = [a for a in library.articles if a.path not in shown]
        card = self._present.card
        blocks = (
            CategoryBlock(
                term_link(term), term.description, tuple(map(card, self._first(articles, shown, sizes.block)))
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
            latest=tuple(map(card, rest[: sizes.latest])),
            blocks=tuple(block for block in blocks if block.cards),
            topic=self._topic_block(*newest) if newest else None,
            videos=tuple([c for c in map(card, library.articles[:50]) if c.has_video][:3]),
        )
        head = replace(
            self._head(self._settings.name, "", "", section="home"), description=self._settings.tagline
        )
        self._add("", "home.html", view, head, _SITE)

    @staticmethod
    def _first(articles: Sequence[Article], without: set[str], count: int) -> list[Article]:
        return [a for a in articles[: count + len(without)] if a.path not in without][:count]

    def _articles(self, articles: Sequence[Article]) -> None:
        """The articles of one category, newest first: each knows its neighbours there."""
        count = self._settings.lists.related
        for i, article in enumerate(articles):
            # Older neighbours first: a new article then changes few old pages.
            related = [*articles[i + 1 : i + 1 + count], *articles[max(0, i - count) : i]][:count]
            newer = articles[i - 1] if i else None
            older = articles[i + 1] if i + 1 < len(articles) else None
            self._article(article, related, newer, older)

    def _article(
        self, article: Article, related: Sequence[Article], newer: Article | None, older: Article | None
    ) -> None:
        card, present = self._present.card, self._present
        permalink = whole(self._settings.address, article.url)
        trail = (HOME, term_link(article.category))
        cover = present.cover(article)
        own = card(article)
        view = ArticleView(
            title=article.title,
            url=article.url,
            permalink=permalink,
            breadcrumbs=trail,
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
            video=present.body(article.video, article.path, article.url) if article.video else BodyView(""),
            body=present.body(article.source.body, article.path, article.url, has_lead=cover is None),
            headings=article.source.body.headings,
            tags=tuple(self._tag_link(name) for name in article.tags),
            share_zalo=f"https://button-share.zalo.me/share_external?d={quote(permalink, safe='')}",
            share_facebook=f"https://www.facebook.com/sharer/sharer.php?u={quote(permalink, safe='')}",
            related=tuple(map(card, related)),
            newer=card(newer) if newer else None,
            older=card(older) if older else None,
            issue=article.issue,
            is_draft=own.is_draft,
            is_scheduled=own.is_scheduled,
        )
        shared = present.share_card(article)
        image = whole(self._settings.address, shared) if shared else self._share_image(view)
        language = article.language or self._settings.language
        facts = (
            structured.news_article(self._frame, view, image, language),
            structured.breadcrumbs(self._frame, trail, article.title, permalink),
        )
        head = Head(
            title=article.title,
            description=article.summary or self._settings.tagline,
            canonical=permalink,
            kind="article",
            section=article.category.slug,
            image=image,
            image_alt=cover.alt if cover else "",
            feed=self._feed_link(article.category),
            structured=structured.json_ld(*facts),
            previous=older.url if older else None,
            next=newer.url if newer else None,
            published=view.day.iso,
            modified=(view.updated or view.day).iso,
            language=article.language,
            is_indexed=not (own.is_draft or own.is_scheduled),
        )
        self._add(article.url, "article.html", view, head, article.source.place("slug"))

    def _share_image(self, view: ArticleView) -> str | None:
        picture = view.cover or next((p for p in view.body.pictures if p.url), None)
        if picture is None:
            return None
        return picture.url if ":" in picture.url else whole(self._settings.address, picture.url)

    def _tag_link(self, name: str) -> Link:
        tag = self._tags[slug(name)]
        return Link(tag.name, f"{TAGS.url}{tag.slug}/")

    def _category(self, term: Term, articles: Sequence[Article]) -> None:
        origin = self._settings.place("categories", self._index(term))
        feed = self._feed_link(term)
        self._list(
            "category",
            f"{term.slug}/",
            term.title,
            term.description,
            (HOME,),
            articles,
            self._settings.paging.category,
            origin,
            lambda head: replace(head, feed=feed),
        )

    def _index(self, term: Term) -> int:
        return next((i for i, t in enumerate(self._settings.categories) if t is term), -1)

    @staticmethod
    def _feed_link(term: Term) -> Link:
        return Link(term.title, f"{term.slug}/{FEED}")

    def _list(
        self,
        kind: ListKind,
        folder: str,
        heading: str,
        description: str,
        trail: tuple[Link, ...],
        articles: Sequence[Article],
        size: int,
        origin: Place,
        adjust: Callable[[Head], Head] = lambda head: head,
    ) -> None:
        """A list of articles over as many pages as it needs, at least one."""
        urls = page_urls(folder, len(articles), size)
        for i, url in enumerate(urls):
            pager = Pager(
                number=i + 1,
                count=len(urls),
                previous=urls[i - 1] if i else None,
                next=urls[i + 1] if i + 1 < len(urls) else None,
                pages=tuple(enumerate(urls, 1)),
            )
            cards = tuple(map(self._present.card, articles[i * size : (i + 1) * size] if size else articles))
            title = heading if i == 0 else f"{heading} – Trang {i + 1}/{len(urls)}"
            head = adjust(self._head(title, description, url, trail))
            head = replace(head, previous=pager.previous, next=pager.next)
            view = ListView(kind, heading, description, trail, len(articles), cards, pager)
            self._add(url, "list.html", view, head, origin)

    def _topic_block(self, term: Term, articles: Sequence[Article]) -> TopicBlock:
        link = term_link(term, TOPICS.url)
        return TopicBlock(link, term.description, len(articles), tuple(map(self._present.card, articles)))

    def _topic_pages(self) -> None:
        blocks = [self._topic_block(term, articles) for term, articles in self._library.topics]
        head = self._head(TOPICS.label, "", TOPICS.url, (HOME,))
        self._add(TOPICS.url, "topics.html", TopicIndexView(tuple(blocks), (HOME,)), head, _SITE)
        trail = (HOME, TOPICS)
        for i, block in enumerate(blocks):
            head = self._head(block.link.label, block.description, block.link.url, trail)
            origin = self._settings.place("topics", i)
            self._add(block.link.url, "topic.html", TopicView(block, trail), head, origin)

    def _tag_pages(self) -> None:
        tags = self._library.tags
        counted = [(tag, (Link(tag.name, f"{TAGS.url}{tag.slug}/"), len(tag.articles))) for tag in tags]
        groups = tuple(
            (letter, tuple(entry for _, entry in members))
            for letter, members in groupby(counted, key=lambda item: first_letter(item[0].name))
        )
        head = self._head(TAGS.label, "", TAGS.url, (HOME,))
        self._add(TAGS.url, "tags.html", TagIndexView(groups, (HOME,)), head, _SITE)
        for tag, (link, _) in counted:
            origin = Place(tag.articles[0].path, tag.articles[0].source.place("tags").line)
            self._list(
                "tag", link.url, tag.name, "", (HOME, TAGS), tag.articles, self._settings.paging.tag, origin
            )

    def _archive_pages(self) -> None:
        size = self._settings.paging.archive
        years: list[tuple[Link, int, tuple[tuple[Link, int], ...]]] = []
        for _, same_year in groupby(periods(self._library.articles), key=lambda p: p.year):
            whole_year, *months = same_year
            year = Link(f"Năm {whole_year.year}", whole_year.url)
            links = tuple((Link(f"Tháng {m.month}", m.url), len(m.articles)) for m in months)
            years.append((year, len(whole_year.articles), links))
            origin = Place(whole_year.articles[0].path)
            trail: tuple[Link, ...] = (HOME, ARCHIVE)
            self._list("year", year.url, year.label, "", trail, whole_year.articles, size, origin)
            for month in months:
                heading = dates.month_name(month.year, month.month)
                self._list("month", month.url, heading, "", (*trail, year), month.articles, size, origin)
        head = self._head(ARCHIVE.label, "", ARCHIVE.url, (HOME,))
        self._add(ARCHIVE.url, "archive.html", ArchiveView(tuple(years), (HOME,)), head, _SITE)

    def _standing(self, page: StandingPage) -> None:
        view = StandingView(
            title=page.title,
            summary=page.summary if "summary" in page.source.fields else "",
            breadcrumbs=(HOME,),
            body=self._present.body(page.source.body, page.path, page.url),
            updated=day_of(page.updated) if page.updated else None,
        )
        head = self._head(page.title, page.summary, page.url, (HOME,))
        self._add(page.url, "standing.html", view, head, page.source.place("slug"))

    def _site_map(self) -> None:
        library = self._library
        view = SitemapView(
            pages=(
                HOME,
                *(
                    Link(page.title, page.url)
                    for page in sorted(library.pages, key=lambda p: sort_key(p.title))
                ),
            ),
            categories=tuple((term_link(term), len(articles)) for term, articles in library.categories),
            topics=tuple((term_link(term, TOPICS.url), len(articles)) for term, articles in library.topics),
            lists=(TOPICS, TAGS, ARCHIVE, Link("RSS", FEED)),
            latest=tuple(map(self._present.card, library.articles[:20])),
            breadcrumbs=(HOME,),
        )
        self._add(
            SITEMAP.url, "sitemap.html", view, self._head(SITEMAP.label, "", SITEMAP.url, (HOME,)), _SITE
        )

    def _not_found(self) -> None:
        """A host serves this page at any depth, so its addresses begin at the host's root."""
        categories = tuple(term_link(term) for term, _ in self._library.categories)
        view = NotFoundView(self._frame.latest[:5], categories)
        head = replace(self._head("Không tìm thấy trang", "", "404.html"), is_indexed=False)
        root = urlsplit(self._settings.address).path
        self.pages.append(Page("404.html", "404.html", head, view, root, _SITE))
