"""Who is remembered, as rows of keys in the SQLite file: a row for each second and transaction.

Before it counts a process does again, in their order, what the rows of others say.
"""

import sqlite3
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bulletin.counter.definitions import VISIT
from bulletin.counter.remembered import Remembered
from bulletin.counter.store import Snapshot

Run = Callable[[str, Sequence[Any]], sqlite3.Cursor]


class Memory:
    """Who is remembered, as far as this process has read the rows."""

    def __init__(self) -> None:
        self.seen, self.viewed = Remembered(), Remembered()
        self.read = 0  # the last row's id

    def catch_up(self, run: Run) -> None:
        """Do again what other processes did, in their order."""
        rows = run("SELECT id, at, seen, viewed, gone FROM remembered WHERE id > ? ORDER BY id", (self.read,))
        for number, at, seen, viewed, gone in rows:
            self.forget(at)
            for key in _keys(gone):
                self.seen.drop(key)
                self.viewed.drop(key)
            for keys, remembered in ((seen, self.seen), (viewed, self.viewed)):
                for key in _keys(keys):
                    remembered.note(key, at)
            self.read = number

    def forget(self, at: int) -> None:
        self.seen.forget(at)
        self.viewed.forget(at)


class Row:
    """What one transaction has to remember of one second."""

    def __init__(self, memory: Memory, at: int, most: int) -> None:
        self.seen, self.viewed, self._gone = array("q"), array("q"), array("q")
        self._memory, self._at, self._most = memory, at, most
        memory.forget(at)

    def is_new(self, known: Remembered, noted: "array[int]", key: int, across: int | None) -> bool | None:
        """Whether nobody remembers `key`, which is remembered from now on; None when there is no room."""
        is_known = key in known
        if not is_known and across is not None and across in known:
            is_known = True
            known.drop(across)
            self._gone.append(across)
        if not is_known and len(known) >= self._most:
            return None
        known.note(key, self._at)
        noted.append(key)
        return not is_known

    def write(self, run: Run) -> None:
        run("DELETE FROM remembered WHERE at <= ? OR at >= ?", (self._at - VISIT, self._at + VISIT))
        row = (self._at, self.seen.tobytes(), self.viewed.tobytes(), self._gone.tobytes())
        made = run("INSERT INTO remembered(at, seen, viewed, gone) VALUES(?, ?, ?, ?)", row)
        self._memory.read = int(made.lastrowid or 0)


def _keys(blob: bytes) -> "array[int]":
    keys = array("q")
    keys.frombytes(blob)
    return keys


def rows_of(snapshot: Snapshot) -> Iterator[Row]:
    """A snapshot's remembered keys as rows, a second each."""
    parts: dict[int, tuple[list[int], list[int]]] = {}
    for which, latest in enumerate((snapshot.seen, snapshot.viewed)):
        for key, at in latest.items():
            parts.setdefault(at, ([], []))[which].append(key)
    for at, (seen, viewed) in sorted(parts.items()):
        row = Row(Memory(), at, 0)
        row.seen.extend(seen)
        row.viewed.extend(viewed)
        yield row
