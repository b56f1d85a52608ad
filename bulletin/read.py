"""From a site's folder to values: the one stage that reads the disk.

Afterwards every file of `content/` is known: articles and standing pages with their front
matter as strings and their bodies as safe HTML with open references, other files with
their digests. Paths are from the site's root with "/" and NFC, whatever the disk says.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from bulletin.articlereader import ArticleReader
from bulletin.files import Found, decode, walk
from bulletin.frontmatter import EDITION_KEYS, KEYS, parse_front, parse_pairs
from bulletin.known import Known, MeaningRow, meaning_row
from bulletin.markup import Converter
from bulletin.media import is_media, read_media
from bulletin.packs import PackWriter
from bulletin.problem import Place, Problem, Problems, Severity, error, warning
from bulletin.settings import Settings
from bulletin.source import (
    MARKDOWN,
    Recall,
    Source,
    SourceRow,
    Sources,
    failed_row,
    source_of,
    source_row,
)
from bulletin.workers import Cause, Failure, Limit, run_each

CONTENT = "content"
GLOSSARY = "content/data/viet-tat.yaml"
EDITIONS = "content/ban-tin/"
PAGES = "content/pages/"
_NO_TIME = datetime.max.replace(tzinfo=UTC)


Progress = Callable[[int, int], None]  # (files done, files in all)


def read(
    root: Path,
    settings: Settings,
    progress: Progress,
    workers: int = 0,
    recall: Recall | None = None,
    known: Known | None = None,
) -> tuple[Sources, Problems]:
    """Read every file of `content/`. Raises WorldError when the folder cannot be read.

    What an article means is found out along with it, and put into `known`, if the settings name
    the categories; where the folders do, it takes all articles to know them.
    """
    recall, known = recall or Recall(), known or Known()
    problems: list[Problem] = []
    found = list(walk(root, CONTENT, problems))
    glossary, wrong = _read_glossary(found, settings)
    problems += wrong
    markdown = [f for f in found if is_markdown(f.path)]
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
    rows = read_rows(small, glossary, settings, recall, progress, workers, known)
    sources: list[Source] = []
    for path, row in rows.items():
        if isinstance(row, Failure):
            problems.append(_failed(path, row, settings))
        else:
            source, wrong = source_of(path, row)
            problems += wrong
            if source:
                sources.append(source)
    read_paths = {s.path for s in sources}
    return Sources(
        articles=tuple(s for s in sources if not s.path.startswith((PAGES, EDITIONS))),
        pages=tuple(s for s in sources if s.path.startswith(PAGES)),
        editions=tuple(s for s in sources if s.path.startswith(EDITIONS)),
        broken=frozenset(f.path for f in markdown if f.path not in read_paths),
        glossary=glossary,
        others=frozenset(f.path for f in found if not is_markdown(f.path) and not is_media(f.path)),
        media=MappingProxyType(
            read_media((f for f in found if is_media(f.path)), recall.media, limits.picture_megapixels)
        ),
    ), tuple(problems)


def is_markdown(path: str) -> bool:
    return path.lower().endswith(MARKDOWN) and not path.startswith("content/data/")


def read_rows(
    files: Sequence[Found],
    glossary: Mapping[str, str],
    settings: Settings,
    recall: Recall,
    progress: Progress,
    workers: int = 0,
    known: Known | None = None,
) -> dict[str, SourceRow | Failure]:
    """Each file as read, by path and in order; only those that changed since `recall` are read."""
    rows: dict[str, SourceRow | Failure] = {}
    unsure: list[tuple[Found, str]] = []
    recall.begin(glossary)
    for file in files:
        before = recall.rows.get(file.path)
        if before and before[0] == file.stamp:
            rows[file.path] = before[1]
        else:
            unsure.append((file, before[1][0] if before else ""))
    limit = Limit(settings.limits.seconds, settings.limits.megabytes)
    done = len(rows)
    with_meaning = settings if known and settings.categories else None
    if known and with_meaning:
        known.begin(settings, settings.categories)
    arguments = (dict(glossary), recall.packs, with_meaning)
    for (file, _), result in run_each(Reader, arguments, unsure, limit, workers):
        done += 1
        progress(done, len(files))
        if isinstance(result, Failure):
            rows[file.path] = result
        elif result is None:  # its bytes are those that were read before
            rows[file.path] = recall.rows[file.path][1]
        else:
            rows[file.path], meaning = result
            if known and meaning:
                known.rows[file.path] = meaning
    if unsure:
        rows = {file.path: rows[file.path] for file in files}
    recall.note(files, rows)
    return rows


class Reader:
    """Reads one Markdown file. Made once in each worker process, where the parser lives."""

    def __init__(
        self,
        glossary: Mapping[str, str],
        packs: PackWriter | None = None,
        settings: Settings | None = None,
    ) -> None:
        """Bodies go into `packs`; without, they stay in the rows. With `settings` meanings are found too."""
        self._glossary, self._packs = glossary, packs
        self._converter = Converter(glossary)
        # What is noted of a meaning does not depend on the moment.
        self._meaning = ArticleReader(settings, settings.categories, _NO_TIME) if settings else None

    def __call__(self, item: tuple[Found, str]) -> tuple[SourceRow, MeaningRow | None] | None:
        """The file as read, and what it means; None when its digest is the one that came with it."""
        file, known = item
        try:
            with open(file.disk, "rb", buffering=0) as stream:  # noqa: PTH123  # for every file
                data = stream.read()
        except OSError:
            return failed_row("", (error(Place(file.path), "file-unreadable"),)), None
        digest = hashlib.sha256(data).hexdigest()
        if digest == known:
            return None
        source, problems = self._source(file, data, digest)
        if source is None:
            return failed_row(digest, problems), None
        meaning = None
        if self._meaning and not file.path.startswith((PAGES, EDITIONS)):
            meaning = meaning_row(source, self._meaning)
        return source_row(source, problems), meaning

    def _source(self, file: Found, data: bytes, digest: str) -> tuple[Source | None, Problems]:
        text, problem = decode(data, file.path)
        if problem:
            return None, (problem,)
        keys = EDITION_KEYS if file.path.startswith(EDITIONS) else KEYS
        front, problems = parse_front(text, file.path, keys)
        if any(p.severity is Severity.ERROR for p in problems) and not front.fields:
            return None, problems
        photographer = front.fields.get("photographer")
        credit = photographer.value if photographer and isinstance(photographer.value, str) else ""
        try:
            body, wrong = self._converter.convert(front.body, file.path, front.body_line, credit)
        except BaseException:
            self._converter = Converter(self._glossary)  # a parser stopped half way remembers where it was
            raise
        if self._packs and isinstance(body.html, str) and body.html:
            body = replace(body, html=self._packs.put(body.html.encode()))
        return Source(file.path, digest, front.fields, body), problems + wrong


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
