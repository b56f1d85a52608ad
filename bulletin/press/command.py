"""`print ISSUE`: from a site's folder to the files for the printers, in `print/`.

The road's first stages, then the press; the site in `output/` is not touched.
"""

import contextlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bulletin.config import read_settings
from bulletin.edition import FORMATS, Edition, format_name
from bulletin.model import Library, model
from bulletin.names import fold, nearest
from bulletin.press.delivery import NEEDS, SUFFIXES, print_edition
from bulletin.press.materials import is_there
from bulletin.problem import Place, Problem, Problems, Severity, UsageError, WorldError, error, in_order
from bulletin.read import read
from bulletin.request import Listener
from bulletin.settings import FILE, Settings
from bulletin.theme import read_theme

FOLDER = "print"


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """`issue` as typed: a file's name (2026-11) or a number (11/2026). `wanted` are words of `WANTED`."""

    root: Path
    issue: str
    wanted: Sequence[str]
    form: str
    now: datetime
    future: bool = False
    strict: bool = False
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """`files` are (path, what it is for, bytes); none when something in the content was wrong.

    `left` are files of the issue that an earlier run made, and when; also those that could not be replaced.
    """

    problems: Problems
    label: str
    pages: int
    files: tuple[tuple[Path, str, int], ...]
    left: tuple[tuple[Path, datetime], ...] = ()


def run(request: PrintRequest, listener: Listener) -> Delivered:
    """Set one issue and write its files. Raises UsageError, WorldError."""
    form = format_name(request.form) if request.form else ""
    if form is None:
        raise UsageError("bad-format", value=request.form, kinds=", ".join(FORMATS))
    if not is_there():
        raise WorldError("no-press")
    wanted = tuple(NEEDS) if "all" in request.wanted else tuple(request.wanted)
    settings, problems = read_settings(request.root)
    theme, more = read_theme(request.root, settings)
    listener.stage("read")
    sources, wrong = read(request.root, settings, listener.progress, request.workers)
    library, odd = model(sources, settings, request.now, drafts=False, future=request.future)
    problems += (*more, *wrong, *odd)
    edition = find(library, request.issue)
    if edition is None:
        broken = [p for p in problems if _is_in_the_way(p)]
        if broken:  # it may be there, and could not be read
            return Delivered(in_order(broken), request.issue, 0, ())
        known = [e.name for e in (*library.editions, *library.editions_to_come)]
        guess = nearest(request.issue, known) or ", ".join(known[:5])
        raise UsageError("no-issue" if guess else "no-issues", issue=request.issue, guess=guess)
    folder = request.root / FOLDER
    if not edition.parts:
        empty = [p for p in _concerning(edition, problems) if p.kind != "edition-empty"]
        empty += [replace(p, severity=Severity.ERROR) for p in problems if _is_empty(p, edition)]
        return Delivered(in_order(empty), edition.label, 0, (), _left(folder, edition, settings, ()))
    listener.stage("press")
    today = request.now.astimezone(settings.zone).date()
    files, pages, wrong = print_edition(edition, library, theme, wanted, form, today, listener.progress)
    concerned = _concerning(edition, (*problems, *wrong))
    bad = [p for p in concerned if request.strict or p.severity is Severity.ERROR]
    if bad:
        return Delivered(concerned, edition.label, pages, (), _left(folder, edition, settings, ()))
    listener.stage("write")
    written, held = [], []
    for sheets in files:
        path = folder / sheets.name
        if _write(path, sheets.data):
            written.append((path, sheets.purpose, len(sheets.data)))
        else:
            held.append(error(Place(f"{FOLDER}/{sheets.name}"), "print-open"))
    left = _left(folder, edition, settings, [path for path, _, _ in written])
    return Delivered(in_order((*concerned, *held)), edition.label, pages, tuple(written), left)


def find(library: Library, typed: str) -> Edition | None:
    """The issue by its file's name or its number; by the number alone the newest."""
    name = re.sub(r"^so\s+", "", fold(typed).strip().removesuffix(".md").rpartition("ban-tin/")[2])
    editions = sorted((*library.editions, *library.editions_to_come), key=lambda e: e.at, reverse=True)
    for edition in editions:
        if name in (fold(edition.name), fold(edition.label), fold(edition.label).replace("/", "-")):
            return edition
    return next((edition for edition in editions if fold(edition.number) == name), None)


def _is_in_the_way(problem: Problem) -> bool:
    """A mistake in an issue, or in the settings for all, with which it cannot be read."""
    is_own = problem.place.path.startswith("content/ban-tin/") or problem.kind == "edition-format"
    return is_own and problem.severity is Severity.ERROR


def _is_empty(problem: Problem, edition: Edition) -> bool:
    return problem.kind == "edition-empty" and problem.place.path == edition.path


def _left(
    folder: Path, edition: Edition, settings: Settings, made: Sequence[Path]
) -> tuple[tuple[Path, datetime], ...]:
    """The issue's files that are not `made` now; in `print/` they look as good as new."""
    forms = "|".join(form.replace(".", "_") for form in FORMATS)
    name = re.compile(rf"ban-tin-{re.escape(edition.name)}(?:-(?:{forms}))?-(?:{'|'.join(SUFFIXES)})\.pdf")
    try:
        found = sorted(path for path in folder.iterdir() if name.fullmatch(path.name) and path not in made)
        return tuple((path, datetime.fromtimestamp(path.stat().st_mtime, settings.zone)) for path in found)
    except OSError:
        return ()


def _concerning(edition: Edition, problems: Sequence[Problem]) -> Problems:
    """What is wrong with the issue and what is in it; other articles have their own day."""
    paths = {edition.path, FILE, *(part.article.path for part in edition.parts)}
    return in_order(
        p for p in problems if p.place.path in paths or p.place.path.startswith("templates/press/")
    )


def _write(path: Path, data: bytes) -> bool:
    """Beside its place, then moved in: a reader never sees half a file.

    False when the file of an earlier run cannot give way: on Windows a viewer that shows it may forbid that.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        with contextlib.suppress(PermissionError):
            beside.replace(path)
            return True
    except OSError as fault:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise WorldError("cannot-write", path=path, why=fault.strerror or fault) from fault
    with contextlib.suppress(OSError):
        beside.unlink()
    return False
