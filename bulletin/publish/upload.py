"""A publishing in its order: claim, say what will be touched, put, remove, say what is there now.

At any moment the site that readers see is whole, and the host's record names no file as there that may
not be.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bulletin.manifest import Entry
from bulletin.problem import WorldError
from bulletin.publish.claim import Claim, Pace
from bulletin.publish.comparison import UNKNOWN, Changes, compare, emptied, turns
from bulletin.publish.record import (
    HEAD,
    DamagedRecordError,
    Record,
    base_bytes,
    closed,
    head_bytes,
    opened,
    parse,
)
from bulletin.publish.remote import Remote, Upload
from bulletin.publish.state import State

# As much at once as takes a moment on a slow line: between two of these we show that we live.
MOST_FILES, MOST_BYTES = 500, 8_000_000

Tell = Callable[[int, int], None]  # (bytes done, bytes in all)


@dataclass(frozen=True, slots=True)
class Known:
    """What we know of the host. `foreign`: files in the place of ours that we did not put there."""

    record: Record
    is_recorded: bool
    foreign: tuple[str, ...] = ()
    resumed: int = 0  # files that had arrived when a publishing was cut


def look(remote: Remote, state: State, local: Mapping[str, Entry], *, thorough: bool = False) -> Known:
    """Ask the host. Without a record that can be believed, what lies there is asked for."""
    record = _recorded(remote, state)
    if record is None:
        return _listed(remote, state, local)
    if record.is_open:
        record, resumed = _resumed(record, state)
    else:
        resumed = 0
    if thorough:
        record = _looked_over(record, remote.listing())
    return Known(record, is_recorded=True, resumed=resumed)


def _recorded(remote: Remote, state: State) -> Record | None:
    head = remote.read(HEAD)
    if head is None:
        return None

    def fetch(name: str) -> bytes | None:
        data = state.base(name)
        if data is None:
            data = remote.read(name)
            if data is not None:
                state.keep_base(name, data)
        return data

    try:
        return parse(head, fetch)
    except DamagedRecordError:
        return None


def _listed(remote: Remote, state: State, local: Mapping[str, Entry]) -> Known:
    """Everything that may be ours is unknown: it is put again."""
    there = remote.listing()
    own = state.record()
    before = own.files if own else {}
    files = {path: UNKNOWN for path in there if path in local or path in before}
    foreign = tuple(sorted(path for path in there if path in local and path not in before))
    return Known(Record(files), is_recorded=False, foreign=foreign)


def _resumed(record: Record, state: State) -> tuple[Record, int]:
    """What had arrived from here, if the publishing that was cut was ours."""
    arrived = state.journal.arrived(record.token)
    files = {**record.files}
    for path, entry in arrived.items():
        if entry == UNKNOWN:
            files.pop(path, None)
        elif path in files:
            files[path] = entry
    return replace(record, files=files), len(arrived)


def _looked_over(record: Record, there: Mapping[str, int]) -> Record:
    """What somebody has changed by hand is unknown again; what is gone is to be put."""
    files = {
        path: entry if there[path] == entry.size else UNKNOWN
        for path, entry in record.files.items()
        if path in there
    }
    return replace(record, files=files)


@dataclass(frozen=True, slots=True)
class Job:
    """One publishing: `output` as its manifest `local` says, to `remote`, which holds `known`."""

    output: Path
    local: Mapping[str, Entry]
    known: Known
    moment: str  # ISO, of the run
    until: float | None  # when the next article becomes due or expires

    @property
    def changes(self) -> Changes:
        return compare(self.local, self.known.record.files)


def is_needed(state: State, job: Job) -> bool:
    """Whether there is anything to do: files, a record to close, a claim of a run that was cut at its end."""
    known = job.known
    is_as_here = job.changes.is_empty and known.is_recorded and not known.record.is_open
    return not is_as_here or state.journal.is_begun


def upload(
    remote: Remote,
    state: State,
    job: Job,
    tell: Tell,
    on_wait: Callable[[str], None],
    pace: Pace | None = None,
) -> Record:
    """Do it. Raises WorldError; then the next run goes on from where this one stopped."""
    if remote.is_whole:
        record = _put_whole(remote, job, tell)
    else:
        with state.alone() as name, _held(Claim(remote, name, on_wait, pace)) as claim:
            record = _put_in_order(remote, state, job, tell, claim)
    state.keep_record(record)
    state.journal.end()
    return record


@contextmanager
def _held(claim: Claim) -> Iterator[Claim]:
    """The claim is given back also when the host has refused something, so that nobody waits for us."""
    try:
        claim.take()
        yield claim
    except WorldError as fault:
        if fault.kind not in ("publish-lost", "publish-busy"):
            claim.give_back()
        raise
    claim.release()


def _put_in_order(remote: Remote, state: State, job: Job, tell: Tell, claim: Claim) -> Record:
    before = job.known.record
    is_again = before.is_open and bool(state.journal.arrived(before.token))
    token = before.token if is_again else secrets.token_hex(12)
    _refuse_if_moved(remote, job)
    changes = job.changes
    touched = dict.fromkeys((*changes.puts, *changes.removed), UNKNOWN)
    record = opened(before, token, touched)
    with state.journal as journal:
        journal.begin(token)
        _say(remote, record, before.base_name)
        files = _Files(job, changes.size, tell)
        for group in turns(changes):
            for part in files.parts(group):
                claim.beat()
                remote.put([files.upload(path) for path in part], _noting(files, journal.note))
        claim.beat()
        remote.remove(changes.removed, lambda path, _: journal.note(path, UNKNOWN))
        remote.tidy(emptied(changes.removed, job.local))
        claim.check()
        ended = closed(record, job.local, job.moment)
        _say(remote, ended, record.base_name)
        _drop_bases(remote, {before.base_name, record.base_name}, ended)
    return ended


def _put_whole(remote: Remote, job: Job, tell: Tell) -> Record:
    changes, before = job.changes, job.known.record
    files = _Files(job, changes.size, tell)
    remote.put([files.upload(path) for path in changes.puts], _noting(files, lambda *_: None))
    if changes.removed:
        remote.remove(changes.removed, lambda *_: None)
        remote.tidy(emptied(changes.removed, job.local))
    record = closed(before, job.local, job.moment)
    _say(remote, record, before.base_name)
    _drop_bases(remote, {before.base_name}, record)
    remote.finish(job.moment)
    return record


def _say(remote: Remote, record: Record, base_there: str) -> None:
    """The base first: a head must never name one that is not there."""
    if record.base_name != base_there:
        data = base_bytes(record)
        remote.put([Upload(record.base_name, lambda: data)], lambda *_: None)
    head = head_bytes(record)
    remote.put([Upload(HEAD, lambda: head)], lambda *_: None)


def _drop_bases(remote: Remote, before: set[str], record: Record) -> None:
    if old := sorted(before - {record.base_name, ""}):
        remote.remove(old, lambda *_: None)


def _refuse_if_moved(remote: Remote, job: Job) -> None:
    """Somebody may have published between our look and our claim."""
    head = remote.read(HEAD)
    before = job.known.record
    if head is None and not job.known.is_recorded:
        return
    if job.known.is_recorded and head is not None:
        try:
            now = parse(head, lambda name: base_bytes(before) if name == before.base_name else None)
        except DamagedRecordError:
            now = None
        if now and (now.token, now.published) == (before.token, before.published):
            return
    elif not job.known.is_recorded:  # what lies there is damaged, as before
        return
    raise WorldError("publish-overtaken")


class _Files:
    """The files of `output/` on their way, each as the manifest says or not at all."""

    def __init__(self, job: Job, size: int, tell: Tell) -> None:
        self._job, self._size, self._tell = job, size, tell
        self._sent = 0

    def upload(self, path: str) -> Upload:
        source = self._job.output / path
        entry = self.entry(path)

        def load() -> bytes:
            try:
                data = source.read_bytes()
            except OSError:
                data = b""
            if hashlib.sha256(data).hexdigest() != entry.sha256:
                raise WorldError("publish-changed-meanwhile", path=path)
            return data

        return Upload(path, load, source)

    def entry(self, path: str) -> Entry:
        return self._job.local[path]

    def sent(self, size: int) -> None:
        self._sent += size
        self._tell(self._sent, self._size)

    def parts(self, group: Sequence[str]) -> Sequence[Sequence[str]]:
        parts: list[list[str]] = [[]]
        size = 0
        for path in group:
            length = self.entry(path).size
            if parts[-1] and (len(parts[-1]) >= MOST_FILES or size + length > MOST_BYTES):
                parts.append([])
                size = 0
            parts[-1].append(path)
            size += length
        return parts


def _noting(files: _Files, note: Callable[[str, Entry], None]) -> Callable[[str, int], None]:
    def done(path: str, size: int) -> None:
        note(path, files.entry(path))
        files.sent(size)

    return done
