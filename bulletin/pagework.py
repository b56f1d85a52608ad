"""One page from plan to staging: its view, its fingerprint, and what that leaves to do.

Runs in worker processes. A page whose fingerprint is that of the last build and whose file is
in place is left alone; where only a shared part changed, that is exchanged in the file as it
is; everything else is rendered.
"""

import copyreg
import hashlib
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import IntEnum
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from bulletin import views
from bulletin.bodyview import BodyView, PictureView
from bulletin.fingerprint import Fingerprints
from bulletin.markup.body import Heading
from bulletin.model import Library
from bulletin.outputs import FileOutput, Page
from bulletin.packs import DamagedError, Packs, PackWriter, Stored
from bulletin.pageviews import Shown, Viewer
from bulletin.plan import Plan, presenter
from bulletin.printcode import PrintCode
from bulletin.problem import Place, Problem, WorldError
from bulletin.render import Renderer, Text, environment
from bulletin.rows import Raw, Row, problem_rows, row_of
from bulletin.theme import Theme
from bulletin.views import ArticleView, Card, EditionView, StandingView
from bulletin.write import Staging, stamp_of, world_error


def _pickle_quickly(kind: type) -> None:
    """Pickle a dataclass as a call with its fields: half the time of what dataclasses do by themselves."""
    names = [f.name for f in fields(kind)]
    getter = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    copyreg.pickle(kind, lambda value: (kind, getter(value)))


for _kind in (*vars(views).values(), Page, Shown, BodyView, PictureView, Stored, Place, Heading, PrintCode):
    if isinstance(_kind, type) and is_dataclass(_kind):
        _pickle_quickly(_kind)


class Did(IntEnum):
    FAILED = 0
    CHECKED = 1  # made, and nothing was to be kept
    KEPT = 2  # the file is in place, and what is remembered of it holds
    SAME = 3  # made anew, and the very same is in place
    STAGED = 4


class Made(NamedTuple):
    """What came of page number `place`; `row` where it is SAME or STAGED."""

    place: int
    did: Did
    row: Raw | None
    problems: Raw  # as in `rows.problem_rows`: that travels fast
    files: tuple[FileOutput, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """All that pages are made from, and where they go."""

    library: Library
    theme: Theme
    plan: Plan
    packs: Path
    kind: str  # of the packs of views
    staging: Staging | None  # None: pages are made and checked, and nothing is kept
    rows: Mapping[str, Raw]
    marks: Mapping[str, bytes]  # of templates and what they show of the frame


Fault = WorldError | DamagedError  # for the whole build: handed back as a value, raised by who asked


def page_worker(site: Site) -> Callable[[int], Made | Fault]:
    return PageWorker(site)


class PageWorker:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._present = presenter(site.library, site.theme)
        self._viewer = Viewer(site.library, self._present, site.plan.figures, site.plan.printed)
        self._renderer = Renderer(environment(site.theme.templates), site.plan.frame, site.plan.side)
        self._prints = page_prints()
        self._packs, self._views = Packs(site.packs), PackWriter(site.packs, site.kind)

    def __call__(self, place: int) -> Made | Fault:
        try:
            return self._made(place)
        except (WorldError, DamagedError) as fault:
            return fault
        except OSError as fault:
            staging = self._site.staging
            return world_error(fault, staging.output if staging else self._site.packs)

    def _made(self, place: int) -> Made:
        page, present = self._site.plan.pages[place], self._present
        shown = self._viewer.shown(page)
        files, problems = tuple(present.files.values()), tuple(present.problems)
        present.files.clear()
        present.problems.clear()
        done = self._kept(page, shown)
        if isinstance(done, Problem):
            return Made(place, Did.FAILED, None, problem_rows((*problems, done)), files)
        return Made(place, *done, problem_rows(problems), files)

    def _kept(self, page: Page, shown: Shown) -> tuple[Did, Raw | None] | Problem:
        """Do what is left to do."""
        staging, path = self._site.staging, page.path
        mark = fingerprint(self._prints, page, shown, self._site.marks)
        raw = self._site.rows.get(path)
        if staging and raw and raw[0] == mark:
            old = row_of(raw)
            slots = self._renderer.current(old.slots)
            if isinstance(slots, Problem):
                return slots
            if stamp_of(staging.final(path)) == (old.size, old.modified):
                if slots == old.slots:
                    return Did.KEPT, None
                if data := self._as_it_was(path, old):
                    return self._staged(path, self._renderer.exchanged(data, old.slots), mark, old.view)
        text = self._renderer.render(page.template, loaded(shown, self._packs), page.up)
        if isinstance(text, Problem):
            return text
        if staging is None:
            return Did.CHECKED, None
        view = None
        if isinstance(shown.view, ArticleView | StandingView):
            again = replace(page, parts=())  # what the view was made from is not needed again
            view = self._views.put(pickle.dumps((again, shown), pickle.HIGHEST_PROTOCOL))
        return self._staged(path, text, mark, view)

    def _as_it_was(self, path: str, old: Row) -> bytes | None:
        assert self._site.staging  # noqa: S101
        with open(self._site.staging.final(path), "rb", buffering=0) as stream:  # noqa: PTH123  # for every page
            data = stream.read()
        return data if hashlib.sha256(data).hexdigest() == old.sha256 else None

    def _staged(self, path: str, text: Text, mark: bytes, view: Stored | None) -> tuple[Did, Raw]:
        assert self._site.staging  # noqa: S101
        entry, modified, is_staged = self._site.staging.put(path, text.data)
        row = Row(mark, entry.size, entry.sha256, modified, text.slots, view)
        return Did.STAGED if is_staged else Did.SAME, row.raw()


def page_prints() -> Fingerprints:
    """What many views hold, and a presenter makes once for all of them, is digested once."""
    return Fingerprints(Card)


def fingerprint(prints: Fingerprints, page: Page, shown: Shown, marks: Mapping[str, bytes]) -> bytes:
    """The digest of everything that the page's own part is made from."""
    return prints.of(shown.head, shown.view, page.up, marks.get(page.template))


def loaded(shown: Shown, packs: Packs) -> Shown:
    """The same with its body's text. Raises DamagedError."""
    view = shown.view
    if isinstance(view, ArticleView | StandingView) and isinstance(view.body.html, Stored):
        return replace(shown, view=replace(view, body=view.body.loaded(packs.load)))
    if isinstance(view, EditionView):
        return replace(shown, view=replace(view, foreword=view.foreword.loaded(packs.load)))
    return shown
