"""What the road takes from the memory, and what it leaves there."""

import os
import pickle
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bulletin.known import Known
from bulletin.media import MediaRecall
from bulletin.memory import Memory, Place
from bulletin.model import Library
from bulletin.outputs import Feed
from bulletin.packs import PackWriter
from bulletin.pagework import Site
from bulletin.problem import Problems
from bulletin.request import Request
from bulletin.rows import Raw, problem_rows
from bulletin.source import Recall, stored_place
from bulletin.still import Look, asked, manifest_stamp
from bulletin.tables import Table


class Recollection:
    def __init__(self, memory: Memory, begun: int) -> None:
        """`begun` is when the build began to look, in ns. Raises DamagedError."""
        memory.recall_sources()
        self._memory = memory
        table = memory.sources
        megapixels, media = table.get("media", (0, {}))
        self.reading = Recall(
            rows=table.get("rows", {}),
            glossary=dict(table.get("glossary", ())),
            packs=PackWriter(memory.folder, memory.body_packs()),
            now=begun,
            media=MediaRecall(megapixels, media, begun),
        )
        self._uncrowd_bodies()
        self.known = Known(table.get("mark", b""), table.get("known", {}))
        self.mark: bytes = table.get("reading", b"")
        self.rows: Mapping[str, Raw] = memory.site.get("rows", {})
        self.terms: Mapping[bytes, Place] = memory.site.get("terms", {})

    def keep_sources(self) -> None:
        """Also of a build that fails later: what was read is read."""
        self.mark = os.urandom(16)
        self._memory.keep_sources(self.table(), list(_bodies(self.reading)))

    def _uncrowd_bodies(self) -> None:
        """Before anything is made that says where a body lies. Raises DamagedError."""
        kind, places = self._memory.body_packs(), list(_bodies(self.reading))
        if self._memory.is_crowded(kind, places):
            self.reading.move(self._memory.moved(kind, places))

    def table(self) -> Table:
        return {
            "rows": self.reading.rows,
            "glossary": tuple(self.reading.glossary.items()),  # in order
            "media": (self.reading.media.megapixels, self.reading.media.rows),
            "reading": self.mark,
            "mark": self.known.mark,
            "known": self.known.rows,
        }

    def keep_site(
        self,
        request: Request,
        seen: Look,
        site: Site,
        rows: Mapping[str, Raw],
        terms: Mapping[bytes, Place],
        problems: Problems,
        withheld: Sequence[tuple[str, int]],
    ) -> None:
        since, until = _window(site.library, request.now.timestamp())
        self._memory.site = {
            "asked": asked(request),
            "reading": self.mark,
            "inputs": seen.kept(),
            "manifest": manifest_stamp(request.output),
            "since": since,
            "until": until,
            "problems": problem_rows(problems),
            "withheld": tuple(withheld),
            "rows": dict(rows),
            "terms": dict(terms),
            "segments": _segments(site),
            "shows": _shows(site),
            "again": pickle.dumps(again(site)),
        }
        self.save_site()

    def save_site(self) -> None:
        """Write the memory's table of the site."""
        site = self._memory.site
        site["rows"], views = self._uncrowded(site["rows"])
        kind, terms = self._memory.term_packs(), site["terms"]
        if self._memory.is_crowded(kind, terms.values()):
            moved = self._memory.moved(kind, terms.values())
            terms = site["terms"] = {key: moved[place] for key, place in terms.items()}
        self._memory.keep_site(site, views, terms.values())

    def _uncrowded(self, rows: Mapping[str, Raw]) -> tuple[dict[str, Raw], list[Place]]:
        """The rows with where their views lie, which is one new pack if the old ones are mostly dead."""
        places = [row[5] for row in rows.values() if row[5]]
        kind = self._memory.view_packs()
        if not self._memory.is_crowded(kind, places):
            return dict(rows), places
        moved = self._memory.moved(kind, places)
        made = {path: (*row[:5], moved[row[5]], *row[6:]) if row[5] else row for path, row in rows.items()}
        return made, list(moved.values())


def again(site: Site) -> tuple[Any, ...]:
    """What it takes to render a page again whose body alone is another."""
    feeds = tuple(output for output in site.plan.lists if isinstance(output, Feed))
    settings = site.library.settings
    return settings, site.theme.templates, dict(site.marks), site.plan.frame, site.plan.side, feeds


def _bodies(recall: Recall) -> Iterator[Place]:
    for _, row in recall.rows.values():
        if place := stored_place(row):
            yield place


def _shows(site: Site) -> dict[str, list[str]]:
    """For each source the outputs that show its body."""
    shows: dict[str, list[str]] = defaultdict(list)
    for page in site.plan.pages:
        if page.maker in ("article", "standing"):
            shows[page.parts[0].path].append(page.path)
    for edition in site.library.editions:
        for source in (edition.source, *(part.article.source for part in edition.parts)):
            shows[source.path].append(edition.url)  # no page that can be mended: the issue is set again
    for output in site.plan.lists:
        if isinstance(output, Feed):
            for entry in output.entries:
                shows[entry.source].append(output.path)
    return dict(shows)


def _segments(site: Site) -> list[Table]:
    """Where each source is in the search index."""
    return [
        {
            "name": segment.name,
            "shards": segment.shards,
            "slots": tuple([entry.slot for entry in segment.entries]),
            "paths": tuple([entry.source.path for entry in segment.entries]),
        }
        for segment in site.plan.search.segments
    ]


def _window(library: Library, now: float) -> tuple[float | None, float | None]:
    """The times between which nothing becomes due or expires: the last up to `now`, the first after it."""
    before = [moment for moment in library.turns if moment <= now]
    after = [moment for moment in library.turns if moment > now]
    return max(before, default=None), min(after, default=None)
