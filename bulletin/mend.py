"""The short way, for the commonest change: the words of a body, and nothing that another page shows.

A file whose front matter, links, pictures, headings and summary are what they were can change no
page but those that show its body. These are rendered again from the views that were remembered.
"""

import os
import pickle
import stat
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from bulletin.feed import render_feed
from bulletin.files import Found
from bulletin.fingerprint import Fingerprints, digest
from bulletin.memory import Memory
from bulletin.outputs import Feed, Page, Rank
from bulletin.ownviews import Shown
from bulletin.packs import Packs, PackWriter, Stored
from bulletin.pagework import fingerprint, loaded, page_prints
from bulletin.problem import Problem
from bulletin.read import read_rows
from bulletin.recollection import Recollection
from bulletin.reindex import Reindexer
from bulletin.render import Renderer, environment
from bulletin.request import Listener, Outcome, Request
from bulletin.rows import Raw, Row
from bulletin.source import SourceRow, face, stored_place
from bulletin.stamps import Stamp, stamp
from bulletin.still import Look, manifest_stamp, outcome_again
from bulletin.workers import Failure
from bulletin.write import Stage


def mend(request: Request, listener: Listener, memory: Memory, seen: Look) -> Outcome | None:
    """Put the new words into the pages that show them; None when the whole road must be gone.

    Raises WorldError, DamagedError.
    """
    if not request.write:
        return None
    listener.stage("read")
    recall = Recollection(memory, seen.begun)
    old = recall.reading.rows
    if memory.site["reading"] != memory.sources.get("reading"):
        return None  # another build has read since: what is new to it need not be on these pages
    again = pickle.loads(memory.site["again"])  # noqa: S301  # sealed: we wrote it ourselves
    files = plain_files(request, seen.edited, old, again[0].limits.file_megabytes)
    if files is None:
        return None
    rows = read_rows(files, recall.reading.glossary, again[0], recall.reading, listener.progress, 1)
    recall.reading.rows = {**old, **recall.reading.rows}
    changed: dict[str, tuple[Stored, Stored]] = {}
    for path, row in rows.items():
        before = old[path][1]
        if isinstance(row, Failure) or row[1] is None or face(row) != face(before):
            return None
        if row[0] != before[0] or request.ahead:  # a page that is ahead has the time of its file to be noted
            was, now = before[2][0], row[2][0]
            if isinstance(was, str) or isinstance(now, str):  # a body without words lies nowhere
                return None
            changed[path] = Stored(*was), Stored(*now)
    with Stage(request.output, listener.waiting) as stage:
        listener.stage("render")
        mender = _Mender(memory, stage, again, changed, recall.reading.rows)
        outputs = mender.outputs()
        is_whole = request.ahead <= {path for path, _ in outputs}
        if not is_whole or not all(mender.exchange(*output) for output in outputs):
            return None
        if not mender.index():
            return None
        outcome = outcome_again(request, memory)
        if outcome.written is None:
            return outcome
        listener.stage("write")
        stage.keep_others()
        written = stage.commit()
        recall.keep_sources()
        memory.site = {**memory.site, **mender.table(), "inputs": seen.kept(), "reading": recall.mark}
        memory.site["manifest"] = manifest_stamp(request.output)
        recall.save_site()
    return replace(outcome, written=written, is_mended=True)


def plain_files(
    request: Request, paths: Collection[str], old: Mapping[str, object], megabytes: int
) -> list[Found] | None:
    """The files of edited articles; None if one of them is nothing that was read as it is now."""
    files = []
    for path in sorted(paths):
        disk = request.root / path
        try:
            status = os.lstat(disk)
        except OSError:  # gone since it was seen
            return None
        is_plain = stat.S_ISREG(status.st_mode) and status.st_size <= megabytes * 1_000_000
        if path not in old or not is_plain:
            return None
        files.append(Found(path, disk, status.st_size, stamp(status)))
    return files


class _Mender:
    def __init__(
        self,
        memory: Memory,
        stage: Stage,
        again: tuple[Any, ...],
        changed: Mapping[str, tuple[Stored, Stored]],
        sources: Mapping[str, tuple[Stamp | None, SourceRow]],
    ) -> None:
        """`changed`: a source's path -> where its body lay, and where it lies now."""
        self._settings, self._folders, self._marks, self._frame, self._side, feeds = again
        self._site, self._stage, self._changed, self._sources = memory.site, stage, changed, sources
        self._feeds: dict[str, Feed] = {feed.path: feed for feed in feeds}
        self._rows: dict[str, Raw] = dict(self._site["rows"])
        self._renderer = Renderer(environment(self._folders), self._frame, self._side)
        self._prints = page_prints()
        self._packs = Packs(memory.folder)
        self._views = PackWriter(memory.folder, memory.view_packs())
        self._reindexer = Reindexer(memory, self._rows)

    def outputs(self) -> list[tuple[str, str]]:
        """Every output to make, with a changed source that it shows: a page shows one."""
        shows = self._site["shows"]
        return sorted({path: source for source in self._changed for path in shows.get(source, ())}.items())

    def exchange(self, path: str, source: str) -> bool:
        """Make one output anew with the new words; False when that takes more than is remembered."""
        if path in self._feeds:
            self._feed(path)
            return True
        row = self._rows.get(path)
        view = row[5] if row else None
        if view is None:
            return False
        page, shown = pickle.loads(self._packs.load(Stored(*view)))  # noqa: S301  # under the table's seal
        body, (was, now) = shown.view.body, self._changed[source]
        if body.html != was:
            return False
        shown = replace(shown, view=replace(shown.view, body=replace(body, html=now)))
        return self._page(page, shown)

    def _page(self, page: Page, shown: Shown) -> bool:
        text = self._renderer.render(page.template, loaded(shown, self._packs), page.up)
        if isinstance(text, Problem):
            return False
        mark = fingerprint(self._prints, page, shown, self._marks)
        entry, modified = self._stage.put(page.path, text.data, page.rank)
        view = self._views.put(pickle.dumps((page, shown), pickle.HIGHEST_PROTOCOL))
        # Its sight is another now; what its view brings is not.
        row = Row(mark, entry.size, entry.sha256, modified, text.slots, view, b"", self._rows[page.path][7])
        self._rows[page.path] = row.raw()
        return True

    def _feed(self, path: str) -> None:
        entries = []
        for entry in self._feeds[path].entries:
            # Bodies that did not change may have been copied to another pack since.
            if place := stored_place(self._sources[entry.source][1]):
                entry = replace(entry, content=replace(entry.content, html=Stored(*place)))
            entries.append(entry)
        feed = self._feeds[path] = replace(self._feeds[path], entries=tuple(entries))
        file, modified = self._stage.put(path, render_feed(feed, self._packs.load), Rank.LIST)
        mark = Fingerprints().of(feed)
        self._rows[path] = Row(mark, file.size, file.sha256, modified).raw()

    def index(self) -> bool:
        """Bring the search index up to the new words; False when that takes the whole road."""
        keys = {path: _body_key(row) for path, (_, row) in self._sources.items()}
        return self._reindexer.exchange(self._stage, self._changed, keys)

    def table(self) -> dict[str, Any]:
        """What is to be remembered from now on."""
        feeds = tuple(self._feeds.values())
        again = (self._settings, self._folders, self._marks, self._frame, self._side, feeds)
        return {"rows": self._rows, "terms": self._reindexer.terms, "again": pickle.dumps(again)}


def _body_key(row: SourceRow) -> bytes:
    place = stored_place(row)
    return place[0] if place else digest(row[2][0].encode() if row[2] else b"")
