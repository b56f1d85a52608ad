"""Where a build's files wait until all are there, and how they come there: by the way of every page."""

import errno
import hashlib
import os
import stat
import time
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from bulletin.locking import is_open_elsewhere
from bulletin.manifest import STATE, Entry

RESTING = 60.0  # seconds for which a file that was put aside may still be read, where nobody can tell


@dataclass(frozen=True, slots=True)
class Staging:
    """Where files wait until all are there; workers put theirs in too.

    For an output where nothing is yet it has the output's folders, which then move in whole;
    otherwise it is one flat folder.
    """

    output: Path
    is_fresh: bool

    @property
    def folder(self) -> Path:
        return self.output / STATE / "staging"

    def place(self, path: str) -> str:
        """Where the file for `path` waits."""
        name = path if self.is_fresh else blake2b(path.encode(), digest_size=16).hexdigest()
        return f"{self.output}{os.sep}{STATE}{os.sep}staging{os.sep}{name}"

    def final(self, path: str) -> str:
        """Where it will be."""
        return f"{self.output}{os.sep}{path}"

    def put(self, path: str, data: bytes) -> tuple[Entry, int, bool]:
        """Keep `data` unless `output` holds the very same.

        Gives its entry, its file's time in ns and whether it was kept. The time stays what it
        is when the file is moved in. Raises OSError.
        """
        entry = Entry(len(data), hashlib.sha256(data).hexdigest())
        target = self.final(path)
        if not self.is_fresh and (stamp := stamp_of(target)):
            size, modified = stamp
            if size == len(data) and _holds(target, data):
                return entry, modified, False
        return entry, write_new(self.place(path), data), True


def write_new(path: str, data: bytes) -> int:
    """A file at `path`, folders and all; its time in ns. Raises OSError. Every page comes by here.

    What lies there is the last but one state of the same page: its place on the disk is used again,
    unless somebody keeps that state (a backup of hard links), or may still be reading it: a server that
    sends a file slowly has it open long after it was put aside.
    """
    file = _opened(path)
    with open(file, "wb", buffering=0) as stream:  # noqa: PTH123
        status = os.fstat(file)
        if status.st_nlink == 1 and not (status.st_size and _is_read(file, status)):
            left = memoryview(data)
            while left:
                left = left[stream.write(left) :]
            if status.st_size > len(data):
                os.ftruncate(file, len(data))
            return os.fstat(file).st_mtime_ns
    os.unlink(path)  # noqa: PTH108
    return write_new(path, data)


def _is_read(file: int, status: os.stat_result) -> bool:
    """Whether somebody may still be reading what was put aside."""
    is_open = is_open_elsewhere(file)
    return time.time() - status.st_ctime < RESTING if is_open is None else is_open


_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def _opened(path: str) -> int:
    try:
        return os.open(path, _CREATE, 0o666)
    except FileNotFoundError:
        folder = path.rpartition(os.sep)[0]
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        except FileExistsError:  # another worker was first
            pass
        return os.open(path, _CREATE, 0o666)


def stamp_of(path: Path | str) -> tuple[int, int] | None:
    """Size and time in ns of a regular file; None when there is none, or a link."""
    try:
        status = os.lstat(path)
    except OSError as fault:
        if fault.errno in (errno.ENOENT, errno.ENOTDIR):
            return None
        raise
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


def _holds(path: str, data: bytes) -> bool:
    return read_quickly(path) == data


def read_quickly(path: str) -> bytes:
    """A file's bytes. Its owner need not have noted when it was read, which takes longer than to read it."""
    try:
        file = os.open(path, _READ | getattr(os, "O_NOATIME", 0))
    except PermissionError:
        file = os.open(path, _READ)
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123
        return stream.read()
