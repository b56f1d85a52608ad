"""The files of the search index, made in worker processes as pages are.

First the terms of every body that is new, and the files of titles; then, where a segment's
articles or their terms are others than in the last build, its files, a part of the vocabulary
at a time: what is in memory at once is a quarter of what the index holds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bulletin.fingerprint import digest
from bulletin.manifest import Entry as FileEntry
from bulletin.memory import Place, place_of
from bulletin.outputs import Rank
from bulletin.packs import DamagedError, Packs, PackWriter, Stored
from bulletin.pagework import Fault, Site
from bulletin.plan import presenter
from bulletin.present import Presenter
from bulletin.problem import WorldError
from bulletin.rows import Raw, Row
from bulletin.search import (
    CONTENTS,
    MOST,
    VERSION,
    Entry,
    SearchPlan,
    mark,
    render_contents,
    render_rows,
    rows_path,
    script,
    segment_paths,
)
from bulletin.searchindex import Postings
from bulletin.searchwords import PARTS, Extractor
from bulletin.staging import stamp_of
from bulletin.workers import Failure, Limit, run_each
from bulletin.write import Stage, world_error

BATCH = 64  # bodies whose terms are found at once
FEW = 48  # bodies: the terms of fewer are found sooner than another process has begun
SECONDS, MEGABYTES = 120.0, 1024  # that one job may take


class Put(NamedTuple):
    """A file as a worker left it."""

    path: str
    entry: FileEntry
    modified: int
    is_staged: bool


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Job: find the terms of bodies."""

    bodies: tuple[Stored | str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Titles:
    """Job: make the file of titles number `chunk`."""

    chunk: int


@dataclass(frozen=True, slots=True, eq=False)
class Shards:
    """Job: make a segment's files for one part of the vocabulary; `places` have the terms of its entries."""

    segment: int
    part: int
    places: tuple[Place, ...]


# Jobs are told apart by identity: what they hold is long to compare.
Job = Terms | Titles | Shards
Done = list[Place] | list[Put]


def body_key(entry: Entry) -> bytes:
    html = entry.source.source.body.html
    return html.digest if isinstance(html, Stored) else digest(html.encode())


class IndexWorker:
    def __init__(self, site: Site, kind: str) -> None:
        """`kind` is that of the packs of terms."""
        self._site, self._plan = site, site.plan.search
        self._packs, self._terms = Packs(site.packs), PackWriter(site.packs, kind)
        self._extractor = Extractor()

    @cached_property
    def _present(self) -> Presenter:
        return presenter(self._site.library, self._site.theme)

    def __call__(self, job: Job) -> Done | Fault:
        try:
            match job:
                case Terms():
                    return [self._found(body) for body in job.bodies]
                case Titles():
                    return self._titles(job.chunk)
                case Shards():
                    return self._shards(job)
        except (WorldError, DamagedError) as fault:
            return fault
        except OSError as fault:
            staging = self._site.staging
            return world_error(fault, staging.output if staging else self._site.packs)

    def _found(self, body: Stored | str) -> Place:
        html = body if isinstance(body, str) else self._packs.load(body).decode()
        return place_of(self._terms.put(self._extractor.terms(html)))

    def _titles(self, chunk: int) -> list[Put]:
        path = rows_path(chunk)
        data = render_rows(self._plan.chunks[chunk], self._present, self._site.library, f"bai-{chunk}")
        return [self._put(path, data)]

    def _shards(self, job: Shards) -> list[Put]:
        segment = self._plan.segments[job.segment]
        postings = Postings()
        for entry, place in zip(segment.entries, job.places, strict=True):
            line = self._packs.load(Stored(*place)).split(b"\n", job.part + 1)[job.part]
            postings.add(entry.slot, line.decode())
        texts = postings.shards(len(segment.entries), segment.shards)
        *paths, last = segment.paths(job.part)
        first = job.part * len(paths)
        made = [
            self._put(path, script(f"{segment.name}-{first + i}", texts.get(first + i, "")))
            for i, path in enumerate(paths)
        ]
        return [*made, self._put(last, script(f"{segment.name}-tu-{job.part}", " ".join(postings.words)))]

    def _put(self, path: str, data: bytes) -> Put:
        assert self._site.staging  # noqa: S101
        return Put(path, *self._site.staging.put(path, data))


@dataclass(slots=True)
class Indexer:
    """Brings the index to the stage. `rows` are notes of how files were left; `terms` is filled."""

    site: Site
    stage: Stage
    rows: dict[str, Raw]
    terms: dict[bytes, Place]  # the terms of a body by its digest
    kind: str

    def run(self, workers: int) -> None:
        plan = self.site.plan.search
        known, self.terms = self.terms, {}
        new: dict[bytes, Stored | str] = {}
        keys = {entry.slot: body_key(entry) for entry in plan.entries}
        for entry in plan.entries:
            key = keys[entry.slot]
            if key in known:
                self.terms[key] = known[key]
            else:
                new[key] = entry.source.source.body.html
        marks = {Titles(chunk): self._mark_of_titles(chunk) for chunk in range(len(plan.chunks))}
        jobs = [job for job, made in marks.items() if not self._stay([rows_path(job.chunk)], made)]
        bodies = list(new)
        batches = [bodies[start : start + BATCH] for start in range(0, len(bodies), BATCH)]
        extractions = [Terms(tuple(map(new.__getitem__, batch))) for batch in batches]
        done = dict(self._done([*jobs, *extractions], workers))
        for batch, extraction in zip(batches, extractions, strict=True):
            self.terms.update(zip(batch, done[extraction], strict=True))  # type: ignore[arg-type]
        for job in jobs:
            for put in done[job]:
                self._adopt(put, marks[job])  # type: ignore[arg-type]
        segments = self._segments(plan, keys, workers)
        chunks = [self.rows[rows_path(chunk)][2][:8] for chunk in range(len(plan.chunks))]
        data = render_contents(plan, self.site.library, chunks, [m.hex()[:8] for m in segments])
        self._adopt(Put(CONTENTS, *self.stage.staging.put(CONTENTS, data)), b"")

    def _mark_of_titles(self, chunk: int) -> bytes:
        """The digest of all that a file of titles is made from."""
        plan, library = self.site.plan.search, self.site.library
        terms = [[term.slug for term, _ in named] for named in (library.categories, library.topics)]
        return self.site.sights.made_from(VERSION, plan.chunks[chunk], terms)

    def _segments(self, plan: SearchPlan, keys: Mapping[int, bytes], workers: int) -> list[bytes]:
        marks: list[bytes] = []
        jobs: dict[Job, bytes] = {}
        for number, segment in enumerate(plan.segments):
            places = tuple([self.terms[keys[entry.slot]] for entry in segment.entries])
            made = mark(segment, [place[0] for place in places])
            marks.append(made)
            if not self._stay(segment_paths(segment.name, segment.shards), made):
                jobs.update({Shards(number, part, places): made for part in range(PARTS)})
        for job, puts in self._done(list(jobs), workers):
            for put in puts:
                self._adopt(put, jobs[job])  # type: ignore[arg-type]
        return marks

    def _stay(self, paths: Sequence[str], made: bytes) -> bool:
        """Whether all of the files are in place and still right; then they are adopted."""
        staging = self.stage.staging
        for path in paths:
            row = self.site.rows.get(path)
            if row is None or row[0] != made or stamp_of(staging.final(path)) != (row[1], row[3]):
                return False
        for path in paths:
            row = self.site.rows[path]
            self._adopt(Put(path, FileEntry(row[1], row[2]), row[3], is_staged=False), made)
        return True

    def _adopt(self, put: Put, made: bytes) -> None:
        self.rows[put.path] = Row(made, put.entry.size, put.entry.sha256, put.modified).raw()
        self.stage.adopt(put.path, put.entry, Rank.LIST, is_staged=put.is_staged)

    def _done(self, jobs: Sequence[Job], workers: int) -> Iterable[tuple[Job, Done]]:
        if workers == 1 or sum(map(_size, jobs)) <= FEW:
            make = IndexWorker(self.site, self.kind)
            for job in jobs:
                yield job, _good(make(job))
            return
        limit = Limit(SECONDS, MEGABYTES)
        for job, result in run_each(index_worker, (self.site, self.kind), jobs, limit, workers, chunk=1):
            yield job, _good(result)


def _size(job: Job) -> int:
    """In how many bodies one could find the terms meanwhile, about."""
    match job:
        case Terms():
            return len(job.bodies)
        case Titles():
            return MOST // 32
        case Shards():
            return len(job.places) // 16


def index_worker(site: Site, kind: str) -> Callable[[Job], Done | Fault]:
    return IndexWorker(site, kind)


def _good(result: Done | Fault | Failure) -> Done:
    if isinstance(result, Failure):
        raise RuntimeError(f"{result.cause}: {result.detail}")
    if isinstance(result, BaseException):
        raise result
    return result
