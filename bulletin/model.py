"""From what was written to what is meant: dates, categories, states, each decided once.

Before: strings with their lines. After: a `Library` of articles that may be published now.
Drafts, articles of the future and expired ones are in `withheld` and nowhere else.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bulletin.article import Article, ArticleReader, StandingPage, State, category_folder
from bulletin.media import Media
from bulletin.names import slug, sort_key
from bulletin.problem import Place, Problems, warning
from bulletin.read import Source, Sources
from bulletin.settings import Settings, Term


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


def model(
    sources: Sources, settings: Settings, now: datetime, *, drafts: bool, future: bool
) -> tuple[Library, Problems]:
    """Give the sources their meaning as of `now` (aware). Pure; every mistake is a problem."""
    categories = settings.categories or _categories_of(sources.articles)
    reader = ArticleReader(settings, categories, now)
    read_articles = [article for source in sources.articles if (article := reader.article(source))]
    problems = reader.problems
    shown = (
        {State.PUBLISHED} | ({State.DRAFT} if drafts else set()) | ({State.SCHEDULED} if future else set())
    )
    articles = sorted(
        (a for a in read_articles if a.state in shown), key=lambda a: (-a.at.timestamp(), a.path)
    )
    standing = [page for source in sources.pages if (page := reader.page(source))]
    pages = [page for page in standing if page.state in shown]
    tags, wrong = _tags(articles)
    read_well = {a.path for a in read_articles} | {p.path for p in standing}
    failed = {s.path for s in (*sources.articles, *sources.pages)} - read_well
    return Library(
        settings=settings,
        articles=tuple(articles),
        pages=tuple(pages),
        categories=tuple(
            (term, members)
            for term in categories
            # A folder whose articles are all held back is nobody's business yet.
            if (members := tuple(a for a in articles if a.category is term)) or settings.categories
        ),
        topics=tuple(
            (term, tuple(a for a in reversed(articles) if a.topic is term)) for term in settings.topics
        ),
        tags=tags,
        sources=sources.articles,
        withheld=MappingProxyType(
            {a.path: a.state for a in read_articles if a.state not in shown}
            | {p.path: p.state for p in standing if p.state not in shown}
        ),
        broken=sources.broken | failed,
        media=sources.media,
        others=sources.others,
    ), (*problems, *wrong)


def _categories_of(articles: Iterable[Source]) -> tuple[Term, ...]:
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
