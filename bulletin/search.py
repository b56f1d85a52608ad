"""The search index: which articles are in it, and which files it has.

Only what is published is in the index, whatever a build shows to its editors. The oldest
articles are the index's base, which seldom changes; later ones are in parts that get smaller, so
that a new article costs few small files. Where each part ends follows from the articles' addresses
(docs/decisions/0063).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bulletin.addresses import SEARCH
from bulletin.article import Article, StandingPage, State
from bulletin.fingerprint import Fingerprints
from bulletin.model import Library
from bulletin.outputs import IndexFile
from bulletin.present import Presenter
from bulletin.searchindex import (
    MOST_SHARDS,
    ROOM,
    border,
    digest_of,
    power,
    size_of,
    slots,
    units,
)
from bulletin.searchwords import PARTS

VERSION = 1  # of the files' form; the script in the page asks for it
FOLDER = f"{SEARCH.url}chi-muc/"
CONTENTS = f"{FOLDER}muc-luc.js"
SEGMENTS = "goc", "giua", "gan", "moi"  # the oldest articles, …, the newest
FEWEST, MOST = 96, 512  # articles in a file of titles: a changed title costs little, many files cost time
LONGEST = 100  # letters of a summary there


@dataclass(frozen=True, slots=True)
class Entry:
    """An article or a standing page that can be found."""

    slot: int
    source: Article | StandingPage


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the full-text index: `entries` in the order of their slots, spread over `shards` files."""

    name: str
    entries: tuple[Entry, ...]
    shards: int

    def paths(self, part: int) -> list[str]:
        """Every file with terms of one part of the vocabulary; the last has its syllables."""
        inside = self.shards // PARTS
        shards = range(part * inside, (part + 1) * inside)
        return [*(index_path(self.name, shard) for shard in shards), words_path(self.name, part)]


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """`entries` oldest first; `chunks` are those of each file of titles."""

    entries: tuple[Entry, ...]
    segments: tuple[Segment, ...]
    chunks: tuple[tuple[Entry, ...], ...]
    glossary: tuple[tuple[str, str], ...]

    def files(self) -> list[IndexFile]:
        paths = [CONTENTS, *map(rows_path, range(len(self.chunks)))]
        paths += [path for s in self.segments for path in segment_paths(s.name, s.shards)]
        return list(map(IndexFile, paths))


def rows_path(chunk: int) -> str:
    return f"{FOLDER}bai-{chunk}.js"


def index_path(segment: str, shard: int) -> str:
    return f"{FOLDER}{segment}-{shard}.js"


def words_path(segment: str, part: int) -> str:
    return f"{FOLDER}{segment}-tu-{part}.js"


def segment_paths(name: str, shards: int) -> list[str]:
    return [*(index_path(name, n) for n in range(shards)), *(words_path(name, n) for n in range(PARTS))]


def plan_search(library: Library) -> SearchPlan:
    pages = [page for page in library.pages if page.state is State.PUBLISHED]
    articles = [article for article in reversed(library.articles) if article.is_public]
    sources: list[Article | StandingPage] = [*pages, *articles]
    numbers = slots([source.url for source in sources])
    entries = tuple([Entry(numbers[source.url], source) for source in sources])
    digests = [digest_of(source.url) for source in sources]
    often = units(len(entries))
    borders = [0, *(border(digests, every) for every in often), len(entries)]
    parts = [entries[first:last] for first, last in pairwise(borders)]
    return SearchPlan(
        entries,
        tuple(_segment(name, members) for name, members in zip(SEGMENTS, parts, strict=True) if members),
        tuple(filter(None, (*_chunks(parts[0], size_of(len(entries))), *parts[1:]))),
        tuple(library.glossary.items()),
    )


def _segment(name: str, members: Sequence[Entry]) -> Segment:
    """As many shards as articles, so that what a query asks for stays small."""
    shards = min(MOST_SHARDS, max(PARTS, power(len(members))))
    return Segment(name, tuple(sorted(members, key=lambda e: e.slot)), shards)


def _chunks(base: Sequence[Entry], size: int) -> list[tuple[Entry, ...]]:
    """By their slots, which are below `size`: who comes or goes touches one."""
    count = max(1, len(base) // min(MOST, max(FEWEST, power(size // ROOM // 20))))
    made: list[list[Entry]] = [[] for _ in range(count)]
    for entry in base:
        made[entry.slot * count // size].append(entry)
    return list(map(tuple, made))


def mark(segment: Segment, words: Sequence[bytes]) -> bytes:
    """The digest of all that a segment's files are made from; `words` are digests, in the entries' order."""
    return mark_of(segment.shards, tuple(entry.slot for entry in segment.entries), words)


def mark_of(shards: int, slot_list: tuple[int, ...], words: Sequence[bytes]) -> bytes:
    return Fingerprints().of(VERSION, shards, slot_list, tuple(words))


def script(name: str, value: object) -> bytes:
    """A file of the index. It is a script, because that is all that a page on a disk may load."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # A word may hold half a character that no encoding knows.
    return f'bantinTim("{name}",{data})\n'.encode("utf-8", "replace")


def render_rows(entries: Sequence[Entry], present: Presenter, library: Library, name: str) -> bytes:
    """What is shown of articles, and searched first: a list for each field, which compresses best."""
    categories = {term.slug: i for i, (term, _) in enumerate(library.categories)}
    topics = {term.slug: i for i, (term, _) in enumerate(library.topics)}
    rows = [_row(entry, present, categories, topics) for entry in entries]
    return script(name, list(zip(*rows, strict=True)))


def _row(
    entry: Entry, present: Presenter, categories: Mapping[str, int], topics: Mapping[str, int]
) -> tuple[object, ...]:
    """(slot, address, title, summary, tags, day, category, topic, issue, picture)."""
    source = entry.source
    summary = _short(source.summary)
    if isinstance(source, StandingPage):
        return entry.slot, source.url, source.title, summary, "", 0, -1, -1, "", ""
    cover = present.card(source).cover
    picture = (cover.variants[0][0] if cover.variants else cover.url) if cover else ""
    return (
        entry.slot,
        source.url.removeprefix(f"{source.category.slug}/").removesuffix("/"),
        source.title,
        summary,
        ", ".join(source.tags),
        int(f"{source.at:%Y%m%d}"),
        categories[source.category.slug],
        topics[source.topic.slug] if source.topic else -1,
        source.issue,
        picture.removeprefix("anh/"),
    )


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0].rstrip(" ,;:.–—-") + "…"


def render_contents(
    plan: SearchPlan, library: Library, chunks: Sequence[str], segments: Sequence[str]
) -> bytes:
    """What the page loads first; `chunks` and `segments` are marks, by which a browser knows new files."""
    return script(
        "muc-luc",
        {
            "version": VERSION,
            "count": len(plan.entries),
            "size": size_of(len(plan.entries)),
            "categories": [[term.slug, term.title] for term, _ in library.categories],
            "topics": [[term.slug, term.title] for term, _ in library.topics],
            "glossary": plan.glossary,
            "rows": chunks,
            "segments": [
                [s.name, s.shards, len(s.entries), m] for s, m in zip(plan.segments, segments, strict=True)
            ],
        },
    )
