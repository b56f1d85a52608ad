"""From what was written to what is meant: dates, categories, states, each decided once.

Before: strings with their lines. After: a `Library` of articles that may be published now.
Drafts, articles of the future and expired ones are in `withheld` and nowhere else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from bulletin.article import Article, StandingPage, State, category_folder
from bulletin.articlereader import ArticleReader
from bulletin.edition import Edition, EditionReader
from bulletin.known import Known
from bulletin.media import Media
from bulletin.names import slug, sort_key
from bulletin.problem import Place, Problems, warning
from bulletin.settings import Settings, Term
from bulletin.source import Source, Sources


@dataclass(frozen=True, slots=True)
class Tag:
    slug: str
    name: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Articles newest first; two of one moment by path. Topics in reading order, oldest first."""

    settings: Settings
    articles: tuple[Article, ...]
    pages: tuple[StandingPage, ...]
    categories: tuple[tuple[Term, tuple[Article, ...]], ...]
    topics: tuple[tuple[Term, tuple[Article, ...]], ...]
    tags: tuple[Tag, ...]  # in Vietnamese order
    sources: tuple[Source, ...]  # every article as read, published or not
    withheld: Mapping[str, State]  # path -> why it is not published
    others: frozenset[str]  # paths of files of kinds that are not published
    broken: frozenset[str]  # paths of files that failed; a link to one is no mistake of its own
    media: Mapping[str, Media]
    turns: tuple[float, ...]  # POSIX times at which something becomes due or expires
    editions: tuple[Edition, ...] = ()  # printed issues, newest first
    editions_to_come: tuple[Edition, ...] = ()  # drafts, and those whose day has not come
    glossary: Mapping[str, str] = field(default_factory=dict)  # abbreviation -> what it stands for


def model(
    sources: Sources,
    settings: Settings,
    now: datetime,
    *,
    drafts: bool,
    future: bool,
    known: Known | None = None,
) -> tuple[Library, Problems]:
    """Give the sources their meaning as of `now` (aware); every mistake is a problem.

    `known` has the meaning of sources that were read before, and is filled with that of these.
    """
    categories = settings.categories or categories_of(sources.articles)
    reader = ArticleReader(settings, categories, now)
    read_articles = (known or Known()).articles(sources.articles, reader, settings, categories)
    problems = reader.problems
    shown = (
        {State.PUBLISHED} | ({State.DRAFT} if drafts else set()) | ({State.SCHEDULED} if future else set())
    )
    articles = sorted(
        (a for a in read_articles if a.state in shown), key=lambda a: (-a.at.timestamp(), a.path)
    )
    members = _by_category(articles)
    standing = [page for source in sources.pages if (page := reader.page(source))]
    pages = [page for page in standing if page.state in shown]
    tags, wrong = _tags(articles)
    read_well = {a.path for a in read_articles} | {p.path for p in standing}
    failed = {s.path for s in (*sources.articles, *sources.pages)} - read_well
    binder = EditionReader(settings, categories, now, read_articles, sources.broken | failed, future=future)
    editions = sorted(
        (edition for source in sources.editions if (edition := binder.edition(source))),
        key=lambda e: (-e.at.timestamp(), e.path),
    )
    all_read: list[Article | StandingPage | Edition] = [*read_articles, *standing, *editions]
    return Library(
        settings=settings,
        articles=tuple(articles),
        pages=tuple(pages),
        # A folder whose articles are all held back is nobody's business yet.
        categories=tuple(
            (term, tuple(members[term.slug]))
            for term in categories
            if members[term.slug] or settings.categories
        ),
        topics=tuple(
            (term, tuple(a for a in reversed(articles) if a.topic is term)) for term in settings.topics
        ),
        tags=tags,
        sources=sources.articles,
        withheld=MappingProxyType({one.path: one.state for one in all_read if one.state not in shown}),
        broken=sources.broken | failed,
        media=sources.media,
        others=sources.others,
        turns=_turns(read_articles, standing, editions, _tomorrow(now, settings)),
        editions=tuple(e for e in editions if e.state in shown),
        editions_to_come=tuple(e for e in editions if e.state not in shown),
        glossary=sources.glossary,
    ), (*problems, *wrong, *binder.problems)


def _by_category(articles: Iterable[Article]) -> Mapping[str, Sequence[Article]]:
    members: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        members[article.category.slug].append(article)
    return members


def _turns(
    articles: Iterable[Article],
    pages: Iterable[StandingPage],
    editions: Iterable[Edition],
    tomorrow: datetime,
) -> tuple[float, ...]:
    """The moments, as POSIX times, at which the site may become another without an edit."""
    moments = [moment for article in articles for moment in (article.at, article.expires)]
    moments += [moment for page in pages for moment in (page.begins, page.expires)]
    moments += [moment for edition in editions for moment in (edition.at, tomorrow)]
    return tuple([moment.timestamp() for moment in moments if moment])


def _tomorrow(now: datetime, settings: Settings) -> datetime:
    """The day's end: what an issue's imprint says of its licence is true for the day."""
    day = now.astimezone(settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def categories_of(articles: Iterable[Source]) -> tuple[Term, ...]:
    """Without [[categories]] each folder of content/ is one, named as most of its articles name it."""
    names: dict[str, Counter[str]] = {}
    folders: dict[str, str] = {}  # slug -> the folder's name, accents and all
    for source in articles:
        folder = category_folder(source.path)
        field = source.fields.get("category")
        name = field.value if field and isinstance(field.value, str) else ""
        if folder and slug(folder):
            folders.setdefault(slug(folder), folder)
            names.setdefault(slug(folder), Counter())[name] += bool(name) and slug(name) == slug(folder)

    def title(key: str, counted: Counter[str]) -> str:
        best = max(counted.items(), key=lambda item: (item[1], item[0]))
        if best[1]:
            return best[0]
        folder = folders[key]
        return folder.capitalize() if slug(folder) != folder else key.replace("-", " ").capitalize()

    return tuple(Term(key, title(key, counted)) for key, counted in sorted(names.items()))


def _tags(articles: Iterable[Article]) -> tuple[tuple[Tag, ...], Problems]:
    """Tags by address; of two spellings the commoner names the tag, then the first in order."""
    members: dict[str, dict[str, Article]] = {}
    spellings: dict[str, Counter[str]] = {}
    for article in articles:
        for name in article.tags:
            key = slug(name)
            members.setdefault(key, {})[article.path] = article
            spellings.setdefault(key, Counter())[name] += 1
    named = {
        key: min(counted, key=lambda name: (-counted[name], sort_key(name)))
        for key, counted in spellings.items()
    }
    problems = tuple(
        warning(
            Place(article.path, article.source.place("tags").line),
            "tag-spelling",
            tag=name,
            usual=named[slug(name)],
        )
        for article in articles
        for name in article.tags
        if name.lower() != named[slug(name)].lower()
    )
    tags = (Tag(key, named[key], tuple(members[key].values())) for key in members)
    return tuple(sorted(tags, key=lambda tag: sort_key(tag.name))), problems
