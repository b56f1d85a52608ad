"""A page put in its place before the build that is due: an editor who looks on sees the words at once.

Only the article's own page, and only what that says of itself (`rewording`). The build follows, is told
which pages are there already (`Request.ahead`), makes them again where something is still missing, as
in the sidebar a new title, and sees to lists, feeds, the search index and what is remembered.
"""

import gc
import pickle
from collections.abc import Collection
from datetime import datetime

from bulletin.exchange import exchange
from bulletin.manifest import replace as move
from bulletin.memory import Memory, Place
from bulletin.mend import plain_files
from bulletin.packs import DamagedError, Packs, Stored
from bulletin.read import read_rows
from bulletin.render import Renderer, Text, environment
from bulletin.request import Request
from bulletin.rewording import reworded
from bulletin.source import Recall, Source, SourceRow, source_of
from bulletin.staging import Staging, stamp_of
from bulletin.still import asked, is_now
from bulletin.tables import Table
from bulletin.workers import Failure


class Ahead:
    """What the last build left, in memory. Good until the next build; until then it does not change."""

    def __init__(self, request: Request, packs: Packs, sources: Table, site: Table) -> None:
        self._request, self._packs, self._site = request, packs, site
        self._rows: dict[str, tuple[object, SourceRow]] = sources["rows"]
        self._glossary = dict(sources["glossary"])
        self._settings, folders, _, frame, side, feeds = pickle.loads(site["again"])  # noqa: S301  # sealed
        self._feeds = frozenset(feed.path for feed in feeds)
        self._renderer = Renderer(environment(folders), frame, side)

    def show(self, request: Request, paths: Collection[str]) -> frozenset[str] | None:
        """Put the pages of the changed files in place, and name them; None when it takes a build to see.

        `paths` are from the site's root. Raises OSError.
        """
        files = plain_files(request, paths, self._rows, self._settings.limits.file_megabytes)
        if not files or asked(request) != asked(self._request) or not is_now(self._site, request.now):
            return None
        rows = read_rows(files, self._glossary, self._settings, Recall(), _silent, 1)
        pages: dict[str, bytes] = {}
        for path, row in rows.items():
            made = None if isinstance(row, Failure) else self._pages(path, row, request.now)
            if made is None:
                return None
            pages.update(made)
        staging = Staging(request.output, is_fresh=False)
        for path, data in pages.items():
            *_, is_staged = staging.put(path, data)
            if is_staged and not exchange(staging.place(path), staging.final(path)):
                move(staging.place(path), staging.final(path))
        return frozenset(pages)

    def _pages(self, path: str, row: SourceRow, moment: datetime) -> dict[str, bytes] | None:
        """The pages that show the file, each as bytes."""
        (was, wrong), (now, more) = source_of(path, self._rows[path][1]), source_of(path, row)
        is_told = [(p.kind, p.values) for p in wrong] == [(p.kind, p.values) for p in more]
        if was is None or now is None or not is_told or not now.body.html:
            return None
        final = Staging(self._request.output, is_fresh=False).final
        made: dict[str, bytes] = {}
        for place in self._site["shows"].get(path, ()):
            if place in self._feeds:
                continue
            note = self._site["rows"].get(place)
            data = self._page(note[5], was, now, moment) if note and note[5] else None
            if data is None or stamp_of(final(place)) is None:
                return None
            made[place] = data
        return made

    def _page(self, view: Place, was: Source, now: Source, moment: datetime) -> bytes | None:
        try:
            page, shown = pickle.loads(self._packs.load(Stored(*view)))  # noqa: S301  # sealed
        except DamagedError:
            return None
        if shown.view.body.html != was.body.html:
            return None
        anew = reworded(shown, was, now, self._settings, moment)
        text = self._renderer.render(page.template, anew, page.up) if anew else None
        return text.data if isinstance(text, Text) else None


def _silent(done: int, total: int) -> None:
    """Nobody is to be told how far a page is."""


def recall(request: Request) -> Ahead | None:
    """What a build of `request` left; None when nothing is remembered, or another build is at it."""
    with Memory(request.root, request.output) as memory:
        try:
            memory.recall_sources()
            site, sources = memory.site, memory.sources
            if not site or site["reading"] != sources.get("reading"):
                return None
            made = Ahead(request, Packs(memory.folder), sources, site)
        except DamagedError:
            return None
    gc.freeze()  # a collection need not look at all this again
    return made
