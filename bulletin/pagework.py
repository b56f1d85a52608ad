"""One page from plan to staging: its sight, its view, its fingerprint, and what that leaves to do.

Runs in worker processes. A page of its own whose sight is that of the last build needs no view;
another's fingerprint tells whether its view is the same. If either is and the file is in place,
it is left alone, and where only a shared part changed, that is exchanged in the file as it is.
Everything else is rendered.
"""

import copyreg
import hashlib
import pickle
from collections.abc import Callable, Iterable, Mapping
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
from bulletin.ownviews import OWN, Shown, Sights
from bulletin.packs import DamagedError, Packs, PackWriter, Stored
from bulletin.pageviews import Viewer
from bulletin.plan import Plan, presenter
from bulletin.printcode import PrintCode
from bulletin.problem import Place, Problem, WorldError
from bulletin.render import Renderer, Text, environment
from bulletin.rows import Raw, Row, problem_rows, row_of
from bulletin.staging import Staging, read_quickly, stamp_of
from bulletin.theme import Theme
from bulletin.views import ArticleView, Card, EditionView, StandingView
from bulletin.write import world_error


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
    KEPT = 2  # the file is in place, and all that is remembered of it holds
    SAME = 3  # the very same is in place; there is more to remember of it
    STAGED = 4


class Made(NamedTuple):
    """What came of page number `place`."""

    place: int
    did: Did
    row: Raw | None  # where it is SAME or STAGED; without what its view brings
    brings: tuple[Raw, tuple[FileOutput, ...]] | None  # problems and files; None: what is remembered


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
    sights: Sights


Fault = WorldError | DamagedError  # for the whole build: handed back as a value, raised by who asked


def page_worker(site: Site) -> Callable[[int], Made | Fault]:
    return PageWorker(site)


class PageWorker:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._present = presenter(site.library, site.theme)
        self._present.problems.clear()  # those of the library as a whole are the plan's to tell
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
        page, present, site = self._site.plan.pages[place], self._present, self._site
        raw = site.rows.get(page.path) if site.staging else None
        old = row_of(raw) if raw else None
        sight = site.sights.page(page, site.marks.get(page.template)) if page.maker in OWN else b""
        if old and sight and old.sight == sight and (done := self._left(page.path, old, sight)):
            return Made(place, *done, None)
        shown = self._viewer.shown(page)
        problems, files = tuple(present.problems), tuple(present.files.values())
        present.files.clear()
        present.problems.clear()
        mark = fingerprint(self._prints, page, shown, site.marks)
        if old and old.fingerprint == mark and (done := self._left(page.path, old, sight)):
            return Made(place, *done, (problem_rows(problems), files))
        made = self._rendered(page, shown, Row(mark, 0, "", 0, sight=sight))
        if isinstance(made, Problem):
            return Made(place, Did.FAILED, None, (problem_rows((*problems, made)), files))
        return Made(place, *made, (problem_rows(problems), files))

    def files(self, place: int) -> Iterable[FileOutput]:
        """What the view of a page brings."""
        self._present.files.clear()
        self._viewer.shown(self._site.plan.pages[place])
        return self._present.files.values()

    def _left(self, path: str, old: Row, sight: bytes) -> tuple[Did, Raw | None] | None:
        """Leave the page's own part as it is; None where its file is gone or a shared part has a fault."""
        staging = self._site.staging
        assert staging  # noqa: S101
        slots = self._renderer.current(old.slots)
        if isinstance(slots, Problem) or stamp_of(staging.final(path)) != (old.size, old.modified):
            return None
        if slots == old.slots:
            return (Did.KEPT, None) if sight == old.sight else (Did.SAME, old._replace(sight=sight).raw())
        data = read_quickly(staging.final(path))
        if hashlib.sha256(data).hexdigest() != old.sha256:
            return None
        return self._staged(path, self._renderer.exchanged(data, old.slots), old._replace(sight=sight))

    def _rendered(self, page: Page, shown: Shown, row: Row) -> tuple[Did, Raw | None] | Problem:
        """Make the page; `row` is what is to be remembered besides."""
        text = self._renderer.render(page.template, loaded(shown, self._packs), page.up)
        if isinstance(text, Problem):
            return text
        if self._site.staging is None:
            return Did.CHECKED, None
        if isinstance(shown.view, ArticleView | StandingView):
            again = replace(page, parts=())  # what the view was made from is not needed again
            view = self._views.put(pickle.dumps((again, shown), pickle.HIGHEST_PROTOCOL))
            row = row._replace(view=view)
        return self._staged(page.path, text, row)

    def _staged(self, path: str, text: Text, row: Row) -> tuple[Did, Raw]:
        assert self._site.staging  # noqa: S101
        entry, modified, is_staged = self._site.staging.put(path, text.data)
        row = row._replace(size=entry.size, sha256=entry.sha256, modified=modified, slots=text.slots)
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
