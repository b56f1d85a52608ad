"""A Markdown file as read: strings with their lines, a safe body with open references.

Between processes and from build to build it travels as a row of plain values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from bulletin.files import Found
from bulletin.frontmatter import Field
from bulletin.markup.body import Body, Heading, LinkReference, PictureReference
from bulletin.media import Media, MediaRecall
from bulletin.packs import PackWriter, Stored
from bulletin.problem import Place, Problems
from bulletin.rows import problem_rows, problems_of
from bulletin.stamps import Stamp, is_young

MARKDOWN = (".md", ".markdown")
# (digest, fields or None, body, problems) as plain values
FieldRow = tuple[Any, int, str, tuple[int, ...]]
SourceRow = tuple[str, dict[str, FieldRow] | None, tuple[Any, ...], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """A Markdown file as read. `digest` is the SHA-256 of its bytes."""

    path: str
    digest: str
    fields: Mapping[str, Field]
    body: Body

    def text(self, key: str) -> str:
        """What is written for `key`; "" for nothing or a list."""
        field = self.fields.get(key)
        return field.value if field and isinstance(field.value, str) else ""

    def place(self, key: str = "") -> Place:
        """Where `key` stands in the file; line 1 when it is not there."""
        field = self.fields.get(key)
        return Place(self.path, field.line if field else 1)

    def last_place(self) -> Place:
        """The front matter's last key: below it a missing one is to be written."""
        return Place(self.path, max((field.line for field in self.fields.values()), default=1))


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a site is made from. `broken` are the Markdown files that could not be read."""

    articles: tuple[Source, ...]
    pages: tuple[Source, ...]
    broken: frozenset[str]
    glossary: Mapping[str, str]
    media: Mapping[str, Media]
    others: frozenset[str]  # paths of files of kinds that are not published
    editions: tuple[Source, ...] = ()  # printed issues


@dataclass(slots=True)
class Recall:
    """What reading remembers: for each file its stamp and its row. Filled anew by each reading."""

    rows: dict[str, tuple[Stamp | None, SourceRow]] = field(default_factory=dict)
    glossary: Mapping[str, str] = field(default_factory=dict)  # with which the rows were made
    packs: PackWriter | None = None
    now: int = 0  # ns, when reading begins
    media: MediaRecall = field(default_factory=MediaRecall)

    def begin(self, glossary: Mapping[str, str]) -> None:
        if dict(glossary) != dict(self.glossary):
            self.rows = {}
        self.glossary = dict(glossary)

    def move(self, places: Mapping[Any, Any]) -> None:
        """Bodies were copied to other places."""
        self.rows = {path: (seen, _moved(row, places)) for path, (seen, row) in self.rows.items()}

    def note(self, files: Sequence[Found], rows: Mapping[str, object]) -> None:
        """A young file's stamp proves nothing, so it is not remembered; a failure is tried again.

        So is a file that could not be read, which has no digest: the cause may have gone.
        """
        self.rows = {
            file.path: (None if is_young(file.stamp, self.now) else file.stamp, row)
            for file in files
            if isinstance(row := rows[file.path], tuple) and row[0]
        }


def _moved(row: SourceRow, places: Mapping[Any, Any]) -> SourceRow:
    place = stored_place(row)
    return (row[0], row[1], (places[place], *row[2][1:]), row[3]) if place else row


def source_row(source: Source, problems: Problems) -> SourceRow:
    body = source.body
    html = body.html if isinstance(body.html, str) else _place(body.html)
    return (
        source.digest,
        {key: (f.value, f.line, f.written, f.lines) for key, f in source.fields.items()},
        (
            html,
            tuple((r.target, r.line) for r in body.links),
            tuple((r.target, r.line, r.alt, r.focus, r.blur) for r in body.pictures),
            tuple((h.level, h.id, h.text) for h in body.headings),
            body.excerpt,
            body.has_video,
        ),
        problem_rows(problems),
    )


def failed_row(digest: str, problems: Problems) -> SourceRow:
    """A file of which nothing can be used but what is wrong with it."""
    return digest, None, (), problem_rows(problems)


def source_of(path: str, row: SourceRow) -> tuple[Source | None, Problems]:
    digest, fields, body, wrong = row
    problems = problems_of(wrong)
    if fields is None:
        return None, problems
    html, links, pictures, headings, excerpt, has_video = body
    made = Body(
        html if isinstance(html, str) else Stored(*html),
        tuple([LinkReference(*r) for r in links]) if links else (),
        tuple([PictureReference(*r) for r in pictures]) if pictures else (),
        tuple([Heading(*h) for h in headings]) if headings else (),
        excerpt,
        has_video,
    )
    return Source(path, digest, Fields(fields), made), problems


def face(row: SourceRow) -> object:
    """All of a row but the words of its body: what other pages, and the page's own frame, can show of it."""
    _, fields, body, problems = row
    return fields, body[1:], problems


def stored_place(row: SourceRow) -> tuple[bytes, str, int, int] | None:
    """Where the body lies, if it lies in a pack."""
    return row[2][0] if row[2] and not isinstance(row[2][0], str) else None


def _place(stored: Stored) -> tuple[bytes, str, int, int]:
    return stored.digest, stored.pack, stored.offset, stored.length


class Fields(Mapping[str, Field]):
    """Fields by key, made from a row when they are asked for."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Mapping[str, FieldRow]) -> None:
        self._rows = rows

    def __getitem__(self, key: str) -> Field:
        return Field(*self._rows[key])

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def get(self, key: str, default: Any = None) -> Any:
        row = self._rows.get(key)
        return Field(*row) if row else default

    def __iter__(self) -> Any:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def stem(path: str) -> str:
    """The name an address is made from: a file's without its endings, a bundle's folder.

    >>> stem("content/tin/2026-11-20-le-hoi/index.md")
    '2026-11-20-le-hoi'
    """
    pure = PurePosixPath(path)
    name = pure.name
    while name.lower().endswith(MARKDOWN):
        name = name[: name.rindex(".")]
    return pure.parent.name if name.lower() == "index" else name
