"""Bytes into `output/`: what differs is put beside its place and moved in, what is stale goes.

At any moment each file of the site is either old or new, never half. `output/.bantin/` is
ours: a lock, the staging folder, and the manifest of the files that a build wrote. What is
not in the manifest is not ours and is left alone.
"""

import contextlib
import errno
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from bulletin.exchange import exchange
from bulletin.locking import try_lock
from bulletin.manifest import STATE, Entry, parents, read_manifest, replace, write_manifest
from bulletin.outputs import Rank
from bulletin.ownfiles import is_link, open_lock
from bulletin.problem import WorldError
from bulletin.request import Written
from bulletin.staging import Staging

PATIENCE = 60.0  # seconds to wait for another build


class Stage:
    """One build's files on their way into the output folder. Use it as a context: it holds the lock."""

    def __init__(
        self, output: Path, on_wait: Callable[[], None] = lambda: None, patience: float | None = None
    ) -> None:
        self._output, self._on_wait = output, on_wait
        self._patience = PATIENCE if patience is None else patience
        self._state = output / STATE
        self.staging = Staging(output, is_fresh=False)
        self._planned: dict[str, Entry] = {}
        self._staged: list[tuple[Rank, str]] = []
        self._missing: set[str] = set()  # folders that are to be made
        self._replaced: set[str] = set()  # files that are there
        self._lock: IO[bytes] | None = None
        self._old: Mapping[str, Entry] = {}
        self._knows_its_own = True

    def __enter__(self) -> "Stage":
        with _world(self._output):
            for own in (self._state, self.staging.folder):
                if is_link(own):
                    raise WorldError("output-link", path=own)
            # Without a state of ours nothing here is ours; with one whose manifest is lost, all may be.
            is_new = not self._state.exists()
            self._state.mkdir(parents=True, exist_ok=True)
            self._lock = self._locked()
            try:
                manifest = read_manifest(self._output)
                self._old = manifest or {}
                self._knows_its_own = is_new or manifest is not None
                is_empty = not any(entry.name != STATE for entry in self._output.iterdir())
                self.staging = Staging(self._output, is_fresh=not self._old and is_empty)
                if self.staging.is_fresh:
                    shutil.rmtree(self.staging.folder, ignore_errors=True)  # of a build that was killed
                self.staging.folder.mkdir(exist_ok=True)
            except BaseException:
                self._lock.close()
                raise
        return self

    def __exit__(self, *_: object) -> None:
        if self.staging.is_fresh:
            shutil.rmtree(self.staging.folder, ignore_errors=True)
        if self._lock:
            self._lock.close()

    def put(self, path: str, data: bytes, rank: Rank) -> tuple[Entry, int]:
        """Keep `data` for `path`, unless the very same bytes are there already; the file's time in ns too."""
        with _world(self._output):
            entry, modified, is_staged = self.staging.put(path, data)
        self.adopt(path, entry, rank, is_staged=is_staged)
        return entry, modified

    def adopt(self, path: str, entry: Entry, rank: Rank, *, is_staged: bool) -> None:
        """Take over a file that a worker staged, or one that is in place as it is."""
        self._planned[path] = entry
        if is_staged:
            self._staged.append((rank, path))

    def keep_others(self) -> None:
        """What was written before and is not planned now stays as it is."""
        self._planned = {**self._old, **self._planned}

    def commit(self) -> Written:
        """Move everything in: what is shown before what shows it; then remove what is stale."""
        with _world(self._output):
            stale = sorted(set(self._old) - set(self._planned))
            if self._staged or stale or self._old != self._planned:
                self._clear_the_way(stale)
                if not self._planned.keys() <= self._old.keys():
                    # First the union: whatever happens next, every file of ours is known as ours.
                    write_manifest(self._output, {**self._old, **self._planned})
                self._move_in()
                for path in stale:
                    _remove(self._output, path)
                write_manifest(self._output, self._planned)
                if stale and not self.staging.is_fresh:
                    self._tidy()
            return Written(len(self._staged), len(self._planned) - len(self._staged), len(stale))

    def _move_in(self) -> None:
        """Rename each file over its place; into an output where nothing is yet, whole folders."""
        if self.staging.is_fresh:
            ranks: dict[str, tuple[bool, Rank]] = {}
            for rank, path in self._staged:
                top, inner, _ = path.partition("/")
                ranks[top] = min(ranks.get(top, (not inner, rank)), (not inner, rank))
            for top, _ in sorted(ranks.items(), key=lambda item: (item[1], item[0])):
                replace(self.staging.place(top), self.staging.final(top))
            return
        moves = [path for _, path in sorted(self._staged)]
        for folder in sorted({path.rpartition("/")[0] for path in moves} & self._missing):
            (self._output / folder).mkdir(parents=True, exist_ok=True)
        for path in moves:
            place, final = self.staging.place(path), self.staging.final(path)
            if path in self._replaced and exchange(place, final):
                continue
            try:
                replace(place, final)
            except FileNotFoundError:  # its folder went with the last stale file in it
                Path(final).parent.mkdir(parents=True)
                replace(place, final)

    def _tidy(self) -> None:
        """Let go what was put aside for pages that are no more."""
        names = {os.path.basename(self.staging.place(path)) for path in self._planned}  # noqa: PTH119
        with contextlib.suppress(OSError), os.scandir(self.staging.folder) as entries:
            for name in [entry.name for entry in entries if entry.name not in names]:
                (self.staging.folder / name).unlink()

    def _clear_the_way(self, stale: Sequence[str]) -> None:
        """Everything that could stop the moves half way is found before the first of them.

        A stale file of ours may stand where a folder must be, or the other way round, and goes.
        What is not ours is not touched: a foreign file or folder in the way is refused, and so is
        a link among the folders, which would lead the site's files out of the output.
        """
        moved = sorted(path for _, path in self._staged)
        folders = sorted(_folders((*moved, *stale)))
        final = self.staging.final
        kinds = {folder: _kind(final(folder)) for folder in folders}
        self._missing = {folder for folder, kind in kinds.items() if kind != stat.S_IFDIR}
        for folder in folders:
            if kinds[folder] == stat.S_IFLNK:
                raise WorldError("output-link", path=self._output / folder)
        for path in stale:
            if path in kinds or any(parent in self._planned for parent in parents(path)):
                _remove(self._output, path)
        for folder in folders:
            if kinds[folder] not in (0, stat.S_IFDIR) and _kind(final(folder)):
                raise WorldError("address-in-the-way", path=self._output / folder)
        for path in moved:
            kind = _kind(final(path))
            if kind == stat.S_IFREG:
                self._replaced.add(path)
            if kind == stat.S_IFDIR:
                raise WorldError("address-in-the-way", path=self._output / path)
            if kind and self._knows_its_own and path not in self._old:
                raise WorldError("address-foreign", path=path)

    def _locked(self) -> IO[bytes]:
        """The lock dies with the process, so a killed build never blocks the next."""
        lock = open_lock(self._state / "lock")
        end = time.monotonic() + self._patience
        told = False
        while not try_lock(lock):
            if not told:
                self._on_wait()
                told = True
            if time.monotonic() >= end:
                lock.close()
                raise WorldError("output-busy", folder=self._output)
            time.sleep(0.1)
        return lock


def _folders(paths: Iterable[str]) -> set[str]:
    """All that the files lie in."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _kind(path: str) -> int:
    """The kind of what is there, as in `stat.S_IFMT`; 0 for nothing."""
    try:
        return stat.S_IFMT(os.lstat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _remove(output: Path, path: str) -> None:
    """Remove a file of ours, and the folders that it leaves empty."""
    target = output / path
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        target.unlink()
    for parent in reversed(list(parents(path))):
        try:
            (output / parent).rmdir()
        except OSError:
            break


@contextlib.contextmanager
def _world(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise world_error(fault, output) from fault


def world_error(fault: OSError, output: Path) -> WorldError:
    """What the system says no to, in the words of `bulletin.messages`."""
    kinds = {
        errno.ENOSPC: "disk-full",
        errno.EDQUOT: "disk-full",
        errno.EACCES: "no-permission",
        errno.EPERM: "no-permission",
        errno.EROFS: "no-permission",
    }
    path = str(fault.filename or output)
    return WorldError(kinds.get(fault.errno or 0, "cannot-write"), path=path, why=fault.strerror or fault)
