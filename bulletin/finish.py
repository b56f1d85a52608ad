"""From the plan to the stage: every output is left as it is, or made and staged."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bulletin.feed import render_feed
from bulletin.fingerprint import Fingerprints
from bulletin.manifest import Entry
from bulletin.memory import Place
from bulletin.outputs import Feed, FileOutput, Left, Output, Page, Sitemap, Static
from bulletin.ownviews import OWN
from bulletin.packs import Packs
from bulletin.pagework import Did, Made, PageWorker, Site, page_worker
from bulletin.pictures import PictureError
from bulletin.plan import collisions
from bulletin.problem import Place as Origin
from bulletin.problem import Problem, error
from bulletin.rows import Raw, Row, problem_rows, problems_of
from bulletin.searchwork import Indexer
from bulletin.sitemap import render_sitemap
from bulletin.staging import stamp_of
from bulletin.store import PictureStore
from bulletin.workers import Cause, Failure, Limit, run_each
from bulletin.write import Stage

FEW = 48  # pages: fewer are made sooner than another process has begun
SECONDS, MEGABYTES = 60.0, 1024  # that one page may cost

Progress = Callable[[int, int], None]


class Finisher:
    """Brings outputs to the stage, and notes how each was left."""

    def __init__(self, site: Site, stage: Stage | None) -> None:
        """Without `stage` everything is made and checked, and nothing is kept."""
        self._site, self._stage = site, stage
        self._prints = Fingerprints()
        self.rows: dict[str, Raw] = {}
        self.problems: list[Problem] = []
        self.files: dict[str, FileOutput | Left] = dict(site.plan.files)

    def pages(self, workers: int, progress: Progress) -> None:
        """Make the pages; afterwards `files` has all that they show."""
        pages = self._site.plan.pages
        for done, made in enumerate(self._made(len(pages), workers), 1):
            page = pages[made.place]
            row = self._site.rows[page.path] if made.did is Did.KEPT else made.row
            if made.brings is None:  # as in the last build
                problems, names = self._site.rows[page.path][7]
                files: Iterable[FileOutput | Left] = [Left(path, Origin(*origin)) for path, *origin in names]
            else:
                problems, files = made.brings
                names = tuple([(file.path, file.origin.path, file.origin.line) for file in files])
            self.problems += problems_of(problems)
            self._note_files(files)
            if row and self._stage:
                if made.did is not Did.KEPT and page.maker in OWN:
                    row = (*row[:7], (problems, names))
                self._adopt(page, row, is_staged=made.did is Did.STAGED)
            progress(done, len(pages))
        self._look_up_lost()

    def _note_files(self, files: Iterable[FileOutput | Left]) -> None:
        """What several pages bring has the first of their origins, whichever worker met it first."""
        for file in files:
            first = self.files.setdefault(file.path, file)
            if first is not file:
                made, other = (file, first) if isinstance(first, Left) else (first, file)
                origin = min(made.origin, other.origin)
                self.files[file.path] = made if made.origin == origin else replace(made, origin=origin)

    def _look_up_lost(self) -> None:
        """From what a file is made that was left as it was, and is not in place any more."""
        lost = {
            file.path for file in self.files.values() if isinstance(file, Left) and not self._is_there(file)
        }
        if not lost:
            return
        worker = PageWorker(self._site)
        for place, page in enumerate(self._site.plan.pages):
            names = self.rows[page.path][7][1] if page.path in self.rows else ()
            if any(path in lost for path, *_ in names):
                self._note_files(worker.files(place))

    def _made(self, count: int, workers: int) -> Iterable[Made]:
        if count <= FEW or workers == 1:
            make = PageWorker(self._site)
            for place in range(count):
                yield _good(make(place))
            return
        limit = Limit(SECONDS, MEGABYTES)
        for place, result in run_each(page_worker, (self._site,), range(count), limit, workers):
            if isinstance(result, Failure):
                page = self._site.plan.pages[place]
                yield Made(place, Did.FAILED, None, (problem_rows((_failed(page, result),)), ()))
            else:
                yield _good(result)

    def index(self, terms: Mapping[bytes, Place], kind: str, workers: int) -> Mapping[bytes, Place]:
        """Make the search index; gives the terms of bodies, of which some were known."""
        if self._stage is None:
            return terms
        indexer = Indexer(self._site, self._stage, self.rows, dict(terms), kind)
        indexer.run(workers)
        return indexer.terms

    def lists(self) -> None:
        """Feeds, sitemaps, and bytes that are there already."""
        packs = Packs(self._site.packs)
        for output in self._site.plan.lists:
            mark = self._prints.of(output)
            if not self._stays(output, mark):
                self._put(output, mark, _text(output, packs))

    def settle_files(self) -> None:
        """Look, before any is made, whether two of the files that pages show want one place."""
        taken = [o for o in self._site.plan.lists if o.path.startswith(("anh/", "tep/"))]
        self.problems += collisions([*taken, *(self.files[path] for path in sorted(self.files))])

    def pictures(self, store: PictureStore, progress: Progress) -> None:
        """Pictures at every size, share cards, documents. Their names tell their bytes."""
        missing = []
        for _, file in sorted(self.files.items()):
            if isinstance(file, Left):
                self._adopt(file, self._site.rows[file.path], is_staged=False)
            elif not self._stays(file, self._file_mark(file)):
                missing.append(file)
        store.fill(missing, progress)
        for file in missing:
            try:
                self._put(file, self._file_mark(file), store.load(file))
            except PictureError as fault:
                name = file.media.path if file.media else file.path
                self.problems.append(error(file.origin, fault.kind, name=name))

    def _file_mark(self, file: FileOutput) -> bytes:
        return self._prints.of(file.path, file.media.digest if file.media else "")

    def _stays(self, output: Output, mark: bytes) -> bool:
        """Whether the file of the last build is in place and still right; then it is adopted."""
        raw = self._site.rows.get(output.path)
        if raw is None or raw[0] != mark or not self._is_there(output):
            return False
        self._adopt(output, raw, is_staged=False)
        return True

    def _is_there(self, output: Output) -> bool:
        """Whether its file is as the last build left it."""
        raw = self._site.rows.get(output.path)
        if self._stage is None or raw is None:
            return False
        return stamp_of(self._stage.staging.final(output.path)) == (raw[1], raw[3])

    def _put(self, output: Output, mark: bytes, data: bytes) -> None:
        if self._stage:
            entry, modified = self._stage.put(output.path, data, output.rank)
            self.rows[output.path] = Row(mark, entry.size, entry.sha256, modified).raw()

    def _adopt(self, output: Output, row: Raw, *, is_staged: bool) -> None:
        assert self._stage  # noqa: S101
        self.rows[output.path] = row
        self._stage.adopt(output.path, Entry(row[1], row[2]), output.rank, is_staged=is_staged)


def _text(output: Feed | Sitemap | Static, packs: Packs) -> bytes:
    match output:
        case Feed():
            return render_feed(output, packs.load)
        case Sitemap():
            return render_sitemap(output)
        case Static():
            return output.data


def _good(result: object) -> Made:
    if isinstance(result, BaseException):
        raise result
    assert isinstance(result, Made)  # noqa: S101
    return result


def _failed(page: Page, failure: Failure) -> Problem:
    """Content cannot do it, only a template; so the page says which article it was."""
    if failure.cause is Cause.BUG:
        raise RuntimeError(failure.detail)
    kind = "page-time" if failure.cause is Cause.TIME else "page-memory"
    return error(page.origin, kind, template=page.template, seconds=int(SECONDS), megabytes=MEGABYTES)
