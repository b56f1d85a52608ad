"""A page's view with the new words of its file, made from the view that was remembered.

For what the page says of itself: titles, summaries, names, headings, the body. Whatever takes the rest of
the site to know, such as a new address, another day, a picture or a link that was not there, is refused.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bulletin.article import Article, Cover, StandingPage
from bulletin.articlereader import ArticleReader
from bulletin.bodyview import BodyView
from bulletin.markup.body import Body
from bulletin.ownviews import Shown, head_of
from bulletin.settings import Settings, Term
from bulletin.source import Source
from bulletin.views import ArticleView, Head, StandingView

Item = TypeVar("Item", Article, StandingPage)


def reworded(shown: Shown, was: Source, now: Source, settings: Settings, moment: datetime) -> Shown | None:
    """The page of `was` with what `now` says; None when it takes a build to know. `moment` is the build's."""
    match shown.view:
        case ArticleView() as view:
            own = (Term(view.category.url.strip("/"), view.category.label),)
            reader = ArticleReader(settings, settings.categories or own, moment)
            body, articles = _body(view.body, was.body, now.body), _meanings(reader, reader.article, was, now)
            return _article(shown.head, view, body, *articles, settings) if body and articles else None
        case StandingView() as page:
            reader = ArticleReader(settings, settings.categories, moment)
            body, pages = _body(page.body, was.body, now.body), _meanings(reader, reader.page, was, now)
            return _standing(page, body, *pages, settings) if body and pages else None
    return None


def _meanings(
    reader: ArticleReader, read: Callable[[Source], Item | None], was: Source, now: Source
) -> tuple[Item, Item] | None:
    """Both meanings; None where one has none, or where another mistake is to be told."""
    before, wrong = read(was), [(problem.kind, problem.values) for problem in reader.problems]
    reader.problems.clear()
    after = read(now)
    is_told = [(problem.kind, problem.values) for problem in reader.problems] == wrong
    return (before, after) if before and after and is_told else None


def _body(view: BodyView, was: Body, now: Body) -> BodyView | None:
    """None where a picture or a link is new; where they stand in the file does not matter."""
    known = {link.target: url for link, url in zip(was.links, view.links, strict=True)}
    pictures = [[replace(picture, line=0) for picture in body.pictures] for body in (was, now)]
    is_known = all(link.target in known for link in now.links) and was.has_video == now.has_video
    if not is_known or pictures[0] != pictures[1]:
        return None
    return replace(view, html=now.html, links=tuple(known[link.target] for link in now.links))


def _article(
    head: Head, view: ArticleView, body: BodyView, was: Article, now: Article, settings: Settings
) -> Shown | None:
    cover, is_named = now.cover, was.source.text("category") == now.source.text("category")
    alike = replace(
        now,
        source=was.source,
        title=was.title,
        summary=was.summary,
        author=was.author,
        author_title=was.author_title,
        origin=was.origin,
        approved_by=was.approved_by,
        approved_on=was.approved_on,
        cover=_like(was, now),
        video=was.video if was.source.text("video") == now.source.text("video") else now.video,
    )
    if alike != was or not is_named:
        return None
    alt = cover.alt if cover else ""
    view = replace(
        view,
        title=now.title,
        summary=now.summary if "summary" in now.source.fields else "",
        author=now.author,
        author_title=now.author_title,
        source=now.origin,
        cover=replace(view.cover, alt=alt) if view.cover else None,
        cover_caption=cover.caption if cover else "",
        cover_credit=cover.credit if cover else "",
        headings=now.source.body.headings,
        body=body,
    )
    head = replace(
        head,
        title=now.title,
        description=now.summary or settings.tagline,
        image_alt=alt if view.cover else head.image_alt,
    )
    return Shown(head, view)


def _like(was: Article, now: Article) -> Cover | None:
    """The cover with the words of the old one: these are the page's own."""
    if was.cover is None or now.cover is None:
        return now.cover
    old = was.cover
    return replace(now.cover, alt=old.alt, caption=old.caption, credit=old.credit)


def _standing(
    view: StandingView, body: BodyView, was: StandingPage, now: StandingPage, settings: Settings
) -> Shown | None:
    if replace(now, source=was.source, title=was.title, summary=was.summary) != was:
        return None
    summary = now.summary if "summary" in now.source.fields else ""
    view = replace(view, title=now.title, summary=summary, body=body)
    return Shown(head_of(settings, now.title, now.summary, now.url), view)
