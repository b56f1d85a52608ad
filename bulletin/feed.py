"""An Atom feed: RFC 4287. The whole text of each article, so that a portal can take it over."""

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bulletin import dates
from bulletin.addresses import EDITIONS, FEED
from bulletin.article import Article
from bulletin.edition import Edition
from bulletin.model import Library
from bulletin.outputs import Entry, Feed
from bulletin.packs import Stored
from bulletin.permalink import whole
from bulletin.present import Presenter
from bulletin.problem import Place
from bulletin.settings import FILE, Settings

_PLACE = re.compile(r'(<a (?:[^<>]*? )?href=")#')
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plan_feeds(library: Library, present: Presenter) -> Iterable[Feed]:
    """The site's feed and one of each category."""
    settings = library.settings
    yield _feed(FEED, settings.name, settings.tagline, "", library.articles, library, present)
    for term, articles in library.categories:
        title = f"{term.title} – {settings.name}"
        yield _feed(
            f"{term.slug}/{FEED}", title, term.description, f"{term.slug}/", articles, library, present
        )


def _feed(
    path: str,
    title: str,
    subtitle: str,
    url: str,
    articles: Sequence[Article],
    library: Library,
    present: Presenter,
) -> Feed:
    settings = library.settings
    # Printed issues stand among the articles of the whole site's feed.
    listed: list[Article | Edition] = [*articles, *(library.editions if path == FEED else ())]
    listed.sort(key=lambda one: (-one.at.timestamp(), one.path))
    entries = tuple(_plan_entry(one, settings, present) for one in listed[: settings.lists.feed])
    return Feed(
        path=path,
        title=title,
        subtitle=subtitle,
        permalink=whole(settings.address, url),
        self_address=whole(settings.address, path),
        language=settings.language,
        # A feed must say when it changed; an empty one never did.
        updated=max((e.updated for e in entries), default="1970-01-01T00:00:00Z"),
        author=settings.publisher.body or settings.name,
        entries=entries,
        origin=Place(FILE),
    )


def _plan_entry(article: Article | Edition, settings: Settings, present: Presenter) -> Entry:
    base = settings.address
    body = present.body(article.source.body, article.path, article.url)
    if isinstance(article, Edition):
        return Entry(
            source=article.path,
            title=f"{settings.name}, số {article.label}",
            permalink=whole(base, article.url),
            published=dates.iso(article.at),
            updated=dates.iso(article.at),
            author=settings.publisher.body,
            summary=article.summary,
            content=replace(body, up=base),
            categories=(EDITIONS.label,),
        )
    return Entry(
        source=article.path,
        title=article.title,
        permalink=whole(base, article.url),
        published=dates.iso(article.at),
        updated=dates.iso((article.updated or article.moment).at),
        author=article.author,
        summary=article.summary,
        content=replace(body, up=base),
        categories=(article.category.title, *article.tags),
    )


def render_feed(feed: Feed, load: Callable[[Stored], bytes]) -> bytes:
    """Raises what `load` raises, which gives the text of a body."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(feed.language)}>',
        f"<id>{_text(feed.self_address)}</id>",
        f"<title>{_text(feed.title)}</title>",
        *([f"<subtitle>{_text(feed.subtitle)}</subtitle>"] if feed.subtitle else []),
        f"<updated>{feed.updated}</updated>",
        f"<author><name>{_text(feed.author)}</name></author>",
        f'<link rel="alternate" type="text/html" href={_quoted(feed.permalink)}/>',
        f'<link rel="self" type="application/atom+xml" href={_quoted(feed.self_address)}/>',
    ]
    for entry in feed.entries:
        lines += _entry(replace(entry, content=entry.content.loaded(load)))
    return "\n".join([*lines, "</feed>", ""]).encode()


def _entry(entry: Entry) -> list[str]:
    return [
        "<entry>",
        f"<id>{_text(entry.permalink)}</id>",
        f"<title>{_text(entry.title)}</title>",
        f"<published>{entry.published}</published>",
        f"<updated>{entry.updated}</updated>",
        *([f"<author><name>{_text(entry.author)}</name></author>"] if entry.author else []),
        f'<link rel="alternate" type="text/html" href={_quoted(entry.permalink)}/>',
        *(f"<category term={_quoted(_clean(name))}/>" for name in entry.categories),
        *([f"<summary>{_text(entry.summary)}</summary>"] if entry.summary else []),
        f'<content type="html">{_text(_content(entry))}</content>',
        "</entry>",
    ]


def _content(entry: Entry) -> str:
    """The article's HTML; its notes lead to the page, since one id may stand in several entries."""
    return _PLACE.sub(lambda found: f"{found[1]}{entry.permalink}#", entry.content.__html__())


def _text(text: str) -> str:
    return html.escape(_clean(text), quote=False)


def _quoted(text: str) -> str:
    """As an attribute. `xml.sax` could do it too, and brings a client of HTTP along with every start."""
    escaped = html.escape(text, quote=False).replace('"', "&quot;")
    return '"' + escaped.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;") + '"'


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write."""
    return _NOT_XML.sub("", text)
