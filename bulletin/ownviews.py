"""The views of pages of their own: an article, a page of a list, a standing page, an old address.

Whatever such a page shows is among its `parts`, in the settings, or what the site answers to references
of the articles in its parts. The digest of these, its *sight*, says without a view that it would be the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from bulletin.addresses import FEED, HOME, TOPICS
from bulletin.article import Article, StandingPage
from bulletin.bodyview import BodyView
from bulletin.fingerprint import Fingerprints
from bulletin.outputs import Page
from bulletin.permalink import whole
from bulletin.present import Presenter, day_of, term_link
from bulletin.printcode import PrintCode
from bulletin.settings import Settings
from bulletin.views import (
    ArticleView,
    Head,
    Link,
    ListKind,
    ListView,
    Pager,
    RedirectView,
    StandingView,
    View,
)

OWN = frozenset({"article", "listing", "standing", "redirect"})  # makers


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as its template sees it."""

    head: Head
    view: View


class Sights(Fingerprints):
    """Digests of what pages of their own are made from; an article among it counts as its likeness."""

    def __init__(self, site: bytes, likenesses: Mapping[str, bytes]) -> None:
        """`site` is the digest of what all of them are made from; likenesses are by the article's path."""
        super().__init__(Link)
        self._site, self._likenesses = site, likenesses

    def page(self, page: Page, mark: bytes | None) -> bytes:
        """`mark` is that of the page's template."""
        return self.made_from(mark, page.url, page.maker, page.up, page.parts)

    def made_from(self, *values: object) -> bytes:
        return self.of(self._site, *values)

    def _plain(self, value: Any) -> Any:
        if isinstance(value, Article | StandingPage):
            return self._likenesses[value.path]
        return super()._plain(value)


class OwnViews:
    """Makes them. It has no library: what is not in a page's parts cannot be on the page."""

    def __init__(self, settings: Settings, present: Presenter) -> None:
        self._settings, self._present = settings, present

    def article(
        self,
        url: str,
        article: Article,
        related: Sequence[Article],
        newer: Article | None,
        older: Article | None,
        tags: tuple[Link, ...],
        views: int | None,
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
            tags=tags,
            share_zalo=f"https://button-share.zalo.me/share_external?d={quoted}",
            code=PrintCode(permalink if self._settings.address != Settings().address else ""),
            share_facebook=f"https://www.facebook.com/sharer/sharer.php?u={quoted}",
            related=tuple(map(card, related)),
            newer=card(newer) if newer else None,
            older=card(older) if older else None,
            issue=article.issue,
            views=views,
            is_draft=own.is_draft,
            is_scheduled=own.is_scheduled,
        )
        neighbours = older.url if older else None, newer.url if newer else None
        return Shown(self._article_head(article, view, neighbours), view)

    def _article_head(
        self, article: Article, view: ArticleView, neighbours: tuple[str | None, str | None]
    ) -> Head:
        """`neighbours`: the addresses of the older article and of the newer one."""
        shared = self._present.share_card(article)
        return Head(
            title=article.title,
            description=article.summary or self._settings.tagline,
            canonical=view.permalink,
            kind="article",
            section=article.category.slug,
            image=whole(self._settings.address, shared) if shared else self._share_image(view),
            image_alt=view.cover.alt if view.cover else "",
            feed=_feed_link(view.category),
            previous=neighbours[0],
            next=neighbours[1],
            published=view.day.iso,
            modified=(view.updated or view.day).iso,
            language=article.language,
            is_indexed=article.is_public,
        )

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
        pager: Pager,
    ) -> Shown:
        """One page of a list that may be spread over several."""
        is_first, count = pager.number == 1, pager.count
        title = heading.label if is_first else f"{heading.label} – Trang {pager.number}/{count}"
        head = replace(
            head_of(self._settings, title, description, url),
            previous=pager.previous,
            next=pager.next,
            feed=_feed_link(heading) if kind == "category" else None,
        )
        cards = tuple(map(self._present.card, articles))
        return Shown(head, ListView(kind, heading.label, description, trail, total, cards, pager))

    def standing(self, url: str, page: StandingPage) -> Shown:
        view = StandingView(
            title=page.title,
            summary=page.summary if "summary" in page.source.fields else "",
            breadcrumbs=(HOME,),
            body=self._present.body(page.source.body, page.path, url),
            updated=day_of(page.updated) if page.updated else None,
        )
        return Shown(head_of(self._settings, page.title, page.summary, url), view)

    def redirect(self, url: str, target: str, title: str) -> Shown:
        """An old address; `url` is not shown: readers are sent on."""
        permalink = whole(self._settings.address, target)
        head = Head(title, "", permalink, is_indexed=False)
        return Shown(head, RedirectView(target, permalink, title))


def head_of(settings: Settings, title: str, description: str, url: str, section: str = "") -> Head:
    return Head(
        title=title,
        description=description or settings.tagline or settings.name,
        canonical=whole(settings.address, url),
        section=section or url.partition("/")[0],
    )


def _feed_link(category: Link) -> Link:
    return Link(category.label, f"{category.url}{FEED}")
