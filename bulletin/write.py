"""Bytes into `output/`: what differs is put beside its place and moved in, what is stale goes.

At any moment each file of the site is either old or new, never half. `output/.bantin/` is
ours: a lock, the staging folder, and the manifest of the files that a build wrote. What is
not in the manifest is not ours and is left alone.
"""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bulletin.outputs import Rank
from bulletin.problem import WorldError

STATE = ".bantin"
MANIFEST = "manifest.json"
PATIENCE = 60.0  # seconds to wait for another build


@dataclass(frozen=True, slots=True)
class Written:
    """How many files of the site were written, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class Entry:
    size: int
    sha256: str


class Stage:
    """One build's files on their way into the output folder. Use it as a context: it holds the lock."""

    def __init__(
        self, output: Path, on_wait: Callable[[], None] = lambda: None, patience: float | None = None
    ) -> None:
        self._output, self._on_wait = output, on_wait
        self._patience = PATIENCE if patience is None else patience
        self._state = output / STATE
        self._staging = self._state / "staging"
        self._planned: dict[str, Entry] = {}
        self._staged: list[tuple[Rank, str, Path]] = []
        self._lock: IO[bytes] | None = None
        self._old: Mapping[str, Entry] = {}
        self._knows_its_own = True

    def __enter__(self) -> "Stage":
        with _world(self._output):
            if self._state.is_symlink():
                raise WorldError("output-link", path=self._state)
            # Without a state of ours nothing here is ours; with one whose manifest is lost, all may be.
            is_new = not self._state.exists()
            self._state.mkdir(parents=True, exist_ok=True)
            self._lock = self._locked()
            try:
                if self._staging.exists():
                    shutil.rmtree(self._staging)  # of a build that was killed
                self._staging.mkdir()
                manifest = read_manifest(self._output)
                self._old = manifest or {}
                self._knows_its_own = is_new or manifest is not None
            except BaseException:
                self._lock.close()
                raise
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._staging, ignore_errors=True)
        if self._lock:
            self._lock.close()

    def put(self, path: str, data: bytes, rank: Rank) -> None:
        """Keep `data` for `path`, unless the very same bytes are there already."""
        with _world(self._output):
            self._planned[path] = Entry(len(data), hashlib.sha256(data).hexdigest())
            if not _holds(self._output / path, data):
                staged = self._staging / str(len(self._staged))
                staged.write_bytes(data)
                self._staged.append((rank, path, staged))

    def commit(self) -> Written:
        """Move everything in: what is shown before what shows it; then remove what is stale."""
        with _world(self._output):
            stale = sorted(set(self._old) - set(self._planned))
            if self._staged or stale or self._old != self._planned:
                self._clear_the_way()
                # First the union: whatever happens next, every file of ours is known as ours.
                write_manifest(self._output, {**self._old, **self._planned})
                for _, path, staged in sorted(self._staged):
                    target = self._output / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    _replace(staged, target)
                for path in stale:
                    _remove(self._output, path)
                write_manifest(self._output, self._planned)
            return Written(len(self._staged), len(self._planned) - len(self._staged), len(stale))

    def _clear_the_way(self) -> None:
        """Everything that could stop the moves half way is found before the first of them.

        A stale file of ours may stand where a folder must be, or the other way round, and goes.
        What is not ours is not touched: a foreign file or folder in the way is refused, and so is
        a link among the folders, which would lead the site's files out of the output.
        """
        stale = sorted(set(self._old) - set(self._planned))
        folders = {parent for path in (*self._planned, *stale) for parent in _parents(path)}
        for folder in sorted(folders):
            if (self._output / folder).is_symlink():
                raise WorldError("output-link", path=self._output / folder)
        for path in stale:
            if path in folders or any(parent in self._planned for parent in _parents(path)):
                _remove(self._output, path)
        for folder in sorted(folders):
            if (self._output / folder).is_file():
                raise WorldError("address-in-the-way", path=self._output / folder)
        for _, path, _ in sorted(self._staged):
            target = self._output / path
            if target.is_dir() and not target.is_symlink():
                raise WorldError("address-in-the-way", path=target)
            if self._knows_its_own and path not in self._old and os.path.lexists(target):
                raise WorldError("address-foreign", path=path)

    def _locked(self) -> IO[bytes]:
        """The lock dies with the process, so a killed build never blocks the next."""
        lock = (self._state / "lock").open("a+b")
        end = time.monotonic() + self._patience
        told = False
        while not _try_lock(lock):
            if not told:
                self._on_wait()
                told = True
            if time.monotonic() >= end:
                lock.close()
                raise WorldError("output-busy", folder=self._output)
            time.sleep(0.1)
        return lock


def read_manifest(output: Path) -> Mapping[str, Entry] | None:
    """Path -> what was written there; None when there is none or it cannot be believed."""
    try:
        data = json.loads((output / STATE / MANIFEST).read_bytes())
        files = {path: Entry(int(size), str(digest)) for path, (size, digest) in data["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    # A manifest that was tampered with must not make us remove files elsewhere.
    return files if all(map(_is_inside, files)) else None


def write_manifest(output: Path, files: Mapping[str, Entry]) -> None:
    rows = {path: [entry.size, entry.sha256] for path, entry in sorted(files.items())}
    text = json.dumps({"version": 1, "files": rows}, ensure_ascii=False, indent=0)
    beside = output / STATE / (MANIFEST + ".new")
    beside.write_text(text, encoding="utf-8")
    _replace(beside, output / STATE / MANIFEST)


def _is_inside(path: str) -> bool:
    parts = path.split("/")
    return (
        bool(path)
        and not any(p in ("", ".", "..") or "\\" in p or ":" in p for p in parts)
        and parts[0] != STATE
    )


def _parents(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:n]) for n in range(1, len(parts)))


def _holds(path: Path, data: bytes) -> bool:
    try:
        if path.is_symlink() or path.stat().st_size != len(data):
            return False
        return path.read_bytes() == data
    except OSError as fault:
        if fault.errno in (errno.ENOENT, errno.ENOTDIR, errno.EISDIR):
            return False
        raise


def _replace(source: Path, target: Path) -> None:
    """Rename over `target`. On Windows a reader may hold it open for a moment: try again, a second long."""
    for attempt in range(10):
        try:
            source.replace(target)
        except PermissionError:
            if os.name != "nt" or attempt == 9:
                raise
            time.sleep(0.1)
        else:
            return


def _remove(output: Path, path: str) -> None:
    """Remove a file of ours, and the folders that it leaves empty."""
    target = output / path
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        target.unlink()
    for parent in reversed(list(_parents(path))):
        try:
            (output / parent).rmdir()
        except OSError:
            break


def _try_lock(lock: IO[bytes]) -> bool:
    try:
        if os.name == "nt":  # pragma: no cover  (Windows)
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _world(output: Path) -> Iterator[None]:
    """What the system says no to, in the words of `bulletin.messages`."""
    try:
        yield
    except OSError as fault:
        kinds = {
            errno.ENOSPC: "disk-full",
            errno.EDQUOT: "disk-full",
            errno.EACCES: "no-permission",
            errno.EPERM: "no-permission",
            errno.EROFS: "no-permission",
        }
        path = str(fault.filename or output)
        raise WorldError(
            kinds.get(fault.errno or 0, "cannot-write"), path=path, why=fault.strerror or fault
        ) from fault
