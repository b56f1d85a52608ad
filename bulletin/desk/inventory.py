"""What there is: every Markdown file of the content and its state, as of a moment.

Reading and giving a meaning is the road's work; what is wrong with a file is what a check finds, but
for what only shows when pictures are made and issues are set.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bulletin.article import Article, State, category_folder
from bulletin.articlereader import ArticleReader
from bulletin.edition import Edition, EditionReader
from bulletin.memory import Memory
from bulletin.model import categories_of
from bulletin.names import slug
from bulletin.packs import DamagedError
from bulletin.problem import Problems, Severity
from bulletin.read import CONTENT, EDITIONS, PAGES, is_markdown, read
from bulletin.recollection import Recollection
from bulletin.request import Listener, Request
from bulletin.settings import Settings, Term
from bulletin.site import build
from bulletin.source import Source, Sources

WRONG = "wrong"  # the state of a file that keeps the site from being built
STATES = (*State, WRONG)
ARTICLE, PAGE, ISSUE = "article", "page", "issue"
_ISSUE = re.compile(r"(?:số\s*)?(\S+)\s*/\s*(\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One file. What could not be found out is empty; `at` is None too for a page without a date."""

    path: str
    kind: str
    state: str  # one of STATES
    title: str = ""
    at: datetime | None = None  # in the site's zone
    expires: datetime | None = None
    category: Term | None = None
    author: str = ""
    issues: tuple[str, ...] = ()  # "11/2026": printed in, or meant for
    url: str = ""
    errors: int = 0
    warnings: int = 0


def inventory(request: Request, settings: Settings, listener: Listener, *, checks: bool) -> tuple[Item, ...]:
    """The newest first, what has no date before it. Raises WorldError.

    `request` is that of a check. Without `checks` nothing is looked for but what dates and categories
    need, and a file has a state if these could be read.
    """
    problems = build(request, listener).problems if checks else ()
    with Memory(request.root, request.output, remember=request.remember) as memory:
        try:
            return _items(request, settings, listener, memory, problems)
        except DamagedError:
            memory.forget()
            return _items(request, settings, listener, memory, problems)


def issue_label(written: str) -> str:
    """ "11/2026" however it is written: "số 11/2026", "2026-11", "011/2026"; else as it is.

    >>> issue_label("Số 11/2026"), issue_label("2026-09"), issue_label("đặc biệt")
    ('11/2026', '9/2026', 'đặc biệt')
    """
    text = re.sub(r"^(\d{4})-(\S+)$", r"\2/\1", written.strip())
    found = _ISSUE.fullmatch(text)
    return f"{found[1].lstrip('0').lower()}/{found[2]}" if found else text


def _items(
    request: Request, settings: Settings, listener: Listener, memory: Memory, problems: Problems
) -> tuple[Item, ...]:
    listener.stage("read")
    recall = Recollection(memory, time.time_ns())
    sources, wrong = read(
        request.root, settings, listener.progress, request.workers, recall.reading, recall.known
    )
    categories = settings.categories or categories_of(sources.articles)
    reader = ArticleReader(settings, categories, request.now)
    articles = recall.known.articles(sources.articles, reader, settings, categories)
    recall.keep_sources()
    pages = [page for source in sources.pages if (page := reader.page(source))]
    read_well = {article.path for article in articles} | {page.path for page in pages}
    broken = sources.broken | {s.path for s in (*sources.articles, *sources.pages)} - read_well
    binder = EditionReader(settings, categories, request.now, articles, broken, future=True)
    editions = [edition for source in sources.editions if (edition := binder.edition(source))]
    issues = _issues(articles, editions)
    items = [
        Item(a.path, ARTICLE, a.state, a.title, a.at, a.expires, a.category, a.author, issues[a.path], a.url)
        for a in articles
    ]
    items += [Item(p.path, PAGE, p.state, p.title, p.begins, p.expires, url=p.url) for p in pages]
    items += [
        Item(e.path, ISSUE, e.state, e.title, e.at, issues=(issue_label(e.label),), url=e.url)
        for e in editions
    ]
    unbound = {s.path for s in sources.editions} - {e.path for e in editions}
    items += _unfit(sources, broken | unbound, categories)
    found = (*problems, *wrong, *reader.problems, *binder.problems)
    listed = {item.path for item in items}
    # A link that leads out, a name that cannot be read: no source, and a mistake all the same.
    unread = {p.place.path for p in found if p.severity is Severity.ERROR and is_markdown(p.place.path)}
    items += [Item(path, _kind(path), WRONG) for path in unread - listed if path.startswith(f"{CONTENT}/")]
    return tuple(sorted(_judged(items, found), key=_newest_first))


def _issues(articles: Iterable[Article], editions: Iterable[Edition]) -> Mapping[str, tuple[str, ...]]:
    """Path of each article -> the issues that print it, and the one that it says it is meant for."""
    made: dict[str, dict[str, None]] = {a.path: {} for a in articles}
    for edition in editions:
        for part in edition.parts:
            made[part.article.path][issue_label(edition.label)] = None
    for article in articles:
        if article.issue:
            made[article.path][issue_label(article.issue)] = None
    return {path: tuple(labels) for path, labels in made.items()}


def _unfit(sources: Sources, paths: Iterable[str], categories: tuple[Term, ...]) -> list[Item]:
    """Files without a meaning, with what can be said of them."""
    known: dict[str, Source] = {s.path: s for s in (*sources.articles, *sources.pages, *sources.editions)}
    terms = {term.slug: term for term in categories}
    items = []
    for path in paths:
        source = known.get(path)
        kind = _kind(path)
        term = terms.get(slug(category_folder(path))) if kind == ARTICLE else None
        title, author = (source.text("title"), source.text("author")) if source else ("", "")
        items.append(Item(path, kind, WRONG, title, category=term, author=author))
    return items


def _kind(path: str) -> str:
    return PAGE if path.startswith(PAGES) else ISSUE if path.startswith(EDITIONS) else ARTICLE


def _judged(items: Iterable[Item], problems: Problems) -> list[Item]:
    """Each with how much is wrong with it; one error is enough for its state."""
    counts = Counter((p.place.path, p.severity) for p in set(problems))
    made = []
    for item in items:
        errors = counts[item.path, Severity.ERROR]
        made.append(
            replace(
                item,
                state=WRONG if errors else item.state,
                errors=errors,
                warnings=counts[item.path, Severity.WARNING],
            )
        )
    return made


def _newest_first(item: Item) -> tuple[bool, float, str]:
    return item.at is not None, -item.at.timestamp() if item.at else 0.0, item.path
