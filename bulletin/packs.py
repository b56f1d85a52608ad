"""Many small texts in few large files: converted bodies, and the views of pages.

A worker appends to a pack of its own and hands on only where a text lies; whoever needs the
text reads it from there and checks its digest. A pack is never changed, only added to by the
one process that made it.
"""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from bulletin.fingerprint import digest


class DamagedError(Exception):
    """What is remembered cannot be read back; without it the site can still be built."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A text in a pack. Two are equal when their texts are, wherever they lie."""

    digest: bytes
    pack: str = field(compare=False)
    offset: int = field(compare=False)  # bytes
    length: int = field(compare=False)


class PackWriter:
    """Appends to one new pack in `folder`, which is made with the first text."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder, self._kind = folder, kind
        self._pid = 0
        self._name, self._file, self._offset = "", -1, 0

    def put(self, data: bytes) -> Stored:
        if self._pid != os.getpid():  # the first time, or in a fork
            self._pid = os.getpid()
            self._name = f"{self._kind}-{self._pid}-{time.time_ns():x}.pack"
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self._file, self._offset = os.open(self._folder / self._name, flags, 0o600), 0
        left = memoryview(data)
        while left:
            left = left[os.write(self._file, left) :]
        made = Stored(digest(data), self._name, self._offset, len(data))
        self._offset += len(data)
        return made

    def __del__(self) -> None:
        if self._file >= 0:
            os.close(self._file)


class Packs:
    """Reads what is stored in the packs of `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, int] = {}

    def load(self, stored: Stored) -> bytes:
        """Raises DamagedError."""
        try:
            file = self._files.get(stored.pack)
            if file is None:
                if "/" in stored.pack or "\\" in stored.pack:
                    raise DamagedError(stored.pack)
                flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
                file = self._files[stored.pack] = os.open(self._folder / stored.pack, flags)
            data = _read(file, stored.length, stored.offset)
        except OSError:
            raise DamagedError(stored.pack) from None
        if digest(data) != stored.digest:
            raise DamagedError(stored.pack)
        return data

    def __del__(self) -> None:
        for file in self._files.values():
            os.close(file)


def _read(file: int, length: int, offset: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(file, length, offset)
    os.lseek(file, offset, os.SEEK_SET)  # pragma: no cover  (Windows)
    return os.read(file, length)  # pragma: no cover  (Windows)
