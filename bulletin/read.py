"""From a site's folder to values: the one stage that reads the disk.

Afterwards every file of `content/` is known: articles and standing pages with their front
matter as strings and their bodies as safe HTML with open references, other files with
their digests. Paths are from the site's root with "/" and NFC, whatever the disk says.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from bulletin.config import missing_settings, parse_settings
from bulletin.files import Found, decode, walk
from bulletin.frontmatter import Field, parse_front, parse_pairs
from bulletin.markup import Body, Converter
from bulletin.media import Media, is_media, read_media
from bulletin.problem import Place, Problem, Problems, Severity, UsageError, WorldError, error, warning
from bulletin.settings import FILE, Settings
from bulletin.workers import Cause, Failure, Limit, run_each

CONTENT = "content"
GLOSSARY = "content/data/viet-tat.yaml"
MEMORY = ".bantin/media.json"
MARKDOWN = (".md", ".markdown")


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


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a site is made from. `broken` are the Markdown files that could not be read."""

    articles: tuple[Source, ...]
    pages: tuple[Source, ...]
    broken: frozenset[str]
    glossary: Mapping[str, str]
    media: Mapping[str, Media]
    others: frozenset[str]  # paths of files of kinds that are not published


Progress = Callable[[int, int], None]  # (files done, files in all)


def read_settings(root: Path) -> tuple[Settings, Problems]:
    """Raises WorldError when `root` is not a folder or the file cannot be read."""
    if not root.is_dir():
        raise UsageError("no-site", folder=root)
    path = root / FILE
    if not path.exists():
        if not (root / CONTENT).is_dir():
            raise UsageError("no-site", folder=root)
        return missing_settings()
    if not path.is_file():
        raise WorldError("cannot-read", path=FILE, why="?")
    text, problem = decode(_bytes(path), FILE)
    return (Settings(), (problem,)) if problem else parse_settings(text)


def read(root: Path, settings: Settings, progress: Progress, workers: int = 0) -> tuple[Sources, Problems]:
    """Read every file of `content/`. Raises WorldError when the folder cannot be read."""
    problems: list[Problem] = []
    found = list(walk(root, CONTENT, problems))
    glossary, wrong = _read_glossary(found, settings)
    problems += wrong
    markdown = [
        f for f in found if f.path.lower().endswith(MARKDOWN) and not f.path.startswith("content/data/")
    ]
    problems += [
        warning(
            Place(f.path),
            "file-not-article",
            name=f"{PurePosixPath(f.path).name.removesuffix('.txt').removesuffix('.md')}.md",
        )
        for f in found
        if f.path.lower().endswith((".txt", ".rtf"))
    ]
    limits = settings.limits
    small = []
    for file in markdown:
        if file.size > limits.file_megabytes * 1_000_000:
            problems.append(error(Place(file.path), "file-too-large", limit=limits.file_megabytes))
        else:
            small.append(file)
    sources: list[Source] = []
    limit = Limit(limits.seconds, limits.megabytes)
    for done, (file, result) in enumerate(run_each(Reader, (dict(glossary),), small, limit, workers), 1):
        progress(done, len(small))
        if isinstance(result, Failure):
            problems.append(_failed(file.path, result, settings))
        else:
            source, wrong = result
            problems += wrong
            if source:
                sources.append(source)
    sources.sort(key=lambda s: s.path)
    read_paths = {s.path for s in sources}
    return Sources(
        articles=tuple(s for s in sources if not s.path.startswith("content/pages/")),
        pages=tuple(s for s in sources if s.path.startswith("content/pages/")),
        broken=frozenset(f.path for f in markdown if f.path not in read_paths),
        glossary=glossary,
        others=frozenset(f.path for f in found if f not in markdown and not is_media(f.path)),
        media=MappingProxyType(
            read_media((f for f in found if is_media(f.path)), root / MEMORY, limits.picture_megapixels)
        ),
    ), tuple(problems)


class Reader:
    """Reads one Markdown file. Made once in each worker process, where the parser lives."""

    def __init__(self, glossary: Mapping[str, str]) -> None:
        self._glossary = glossary
        self._converter = Converter(glossary)

    def __call__(self, file: Found) -> tuple[Source | None, Problems]:
        try:
            data = file.disk.read_bytes()
        except OSError:
            return None, (error(Place(file.path), "file-unreadable"),)
        text, problem = decode(data, file.path)
        if problem:
            return None, (problem,)
        front, problems = parse_front(text, file.path)
        if any(p.severity is Severity.ERROR for p in problems) and not front.fields:
            return None, problems
        photographer = front.fields.get("photographer")
        credit = photographer.value if photographer and isinstance(photographer.value, str) else ""
        try:
            body, wrong = self._converter.convert(front.body, file.path, front.body_line, credit)
        except BaseException:
            self._converter = Converter(self._glossary)  # a parser stopped half way remembers where it was
            raise
        digest = hashlib.sha256(data).hexdigest()
        return Source(file.path, digest, front.fields, body), problems + wrong


def _bytes(disk: Path) -> bytes:
    try:
        return disk.read_bytes()
    except OSError as fault:
        raise WorldError("cannot-read", path=disk.name, why=fault.strerror) from None


def _read_glossary(found: list[Found], settings: Settings) -> tuple[Mapping[str, str], Problems]:
    """Abbreviation -> expansion, in the file's order; read in a worker, like every file of editors."""
    limits = settings.limits
    limit = Limit(limits.seconds, limits.megabytes)
    files = [f for f in found if f.path == GLOSSARY]
    if files and files[0].size > limits.file_megabytes * 1_000_000:
        return {}, (error(Place(GLOSSARY), "file-too-large", limit=limits.file_megabytes),)
    for _, result in run_each(_glossary_reader, (), files, limit):
        return ({}, (_failed(GLOSSARY, result, settings),)) if isinstance(result, Failure) else result
    return {}, ()


def _glossary_reader() -> Callable[[Found], tuple[dict[str, str], Problems]]:
    return _glossary


def _glossary(file: Found) -> tuple[dict[str, str], Problems]:
    try:
        text, problem = decode(file.disk.read_bytes(), GLOSSARY)
    except OSError:
        return {}, (error(Place(GLOSSARY), "file-unreadable"),)
    if problem:
        return {}, (problem,)
    pairs, problems = parse_pairs(text, GLOSSARY)
    terms: dict[str, str] = {}
    wrong = list(problems)
    for short, expansion, line in pairs:
        if short in terms:
            wrong.append(error(Place(GLOSSARY, line), "glossary-twice", term=short))
        elif not short or not expansion:
            wrong.append(error(Place(GLOSSARY, line), "glossary-empty", term=short))
        else:
            terms[short] = expansion
    return terms, tuple(wrong)


def _failed(path: str, failure: Failure, settings: Settings) -> Problem:
    match failure.cause:
        case Cause.TIME:
            return error(Place(path), "body-time", seconds=settings.limits.seconds)
        case Cause.MEMORY:
            return error(Place(path), "body-memory", megabytes=settings.limits.megabytes)
        case Cause.NESTING:
            return error(Place(path), "body-nesting")
        case _:
            last = failure.detail.strip().rsplit("\n", 1)[-1]
            return error(Place(path), "body-failed", detail=last or "process ended")


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
