"""Figures in one SQLite file: for one machine, which is nearly always enough.

WAL and synchronous=FULL: when `apply` has returned, a power cut loses nothing of it. Who is remembered
is in memory, and in the file as a row of keys for each second and transaction; each process reads the
rows that others have added before it counts. A table with a row for each reader would be written all
over, and took three times as long. Those rows live half an hour, salts a day; `secure_delete` and the
shortened log make sure of it.
"""

import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from bulletin.counter.definitions import Day, Figures, calendar, figures
from bulletin.counter.rows import Memory, Row, Run, rows_of
from bulletin.counter.store import (
    PAGE_DAYS,
    REMEMBERED,
    Counted,
    FullError,
    Hit,
    Snapshot,
    StoreError,
)

BUSY = 2.0  # seconds that we wait for another program that holds the file
_SCHEMA = """
CREATE TABLE IF NOT EXISTS sums(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS days(day TEXT PRIMARY KEY, visits INTEGER NOT NULL, views INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages(page TEXT PRIMARY KEY, views INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS page_days(day TEXT, page TEXT, views INTEGER NOT NULL, PRIMARY KEY(day, page))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS remembered(id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL,
  seen BLOB NOT NULL, viewed BLOB NOT NULL, gone BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS remembered_at ON remembered(at);
CREATE TABLE IF NOT EXISTS salts(day TEXT PRIMARY KEY, salt BLOB NOT NULL) WITHOUT ROWID;
"""
_ADD = {
    "sums": "INSERT INTO sums VALUES(?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value",
    "pages": "INSERT INTO pages VALUES(?, ?) ON CONFLICT DO UPDATE SET views = views + excluded.views",
    "days": "INSERT INTO days VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET"
    " visits = visits + excluded.visits, views = views + excluded.views",
    "page_days": "INSERT INTO page_days VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET"
    " views = views + excluded.views",
}


class SqliteStore:
    """May be used by several threads, and the file by several processes."""

    def __init__(self, path: Path, *, opening: int = 0, remembered: int = REMEMBERED) -> None:
        self._path, self._opening, self._most = path, opening, remembered
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._memory = Memory()

    # -- hits ---------------------------------------------------------------------------

    def apply(
        self, hits: Sequence[Hit], imported: tuple[int, int] | None = None
    ) -> list[Counted | StoreError]:
        with self._writing() as run:
            self._memory.catch_up(run)
            kept: list[tuple[bool, bool] | StoreError] = []
            for _, same in groupby(hits, key=lambda hit: (hit.at, hit.day)):
                kept += self._second(list(same))
            made = {moment: self._figures(run, *moment) for moment in {(hit.at, hit.day) for hit in hits}}
            views = self.views(list({hit.page for hit in hits if hit.page is not None}))
            for row in zip(("imported", "imported-lines"), imported or (), strict=False):
                run("INSERT OR REPLACE INTO sums VALUES(?, ?)", row)
        return [
            Counted(*what, made[hit.at, hit.day], None if hit.page is None else views.get(hit.page, 0))
            if not isinstance(what, StoreError)
            else what
            for hit, what in zip(hits, kept, strict=True)
        ]

    def _second(self, hits: Sequence[Hit]) -> list[tuple[bool, bool] | StoreError]:
        """Hits of one second of one day. For each whether it is a visit, and a view of its page."""
        at, day, memory = hits[0].at, hits[0].day, self._memory
        row = Row(memory, at, self._most)
        visits = 0
        pages: dict[str, int] = {}
        kept: list[tuple[bool, bool] | StoreError] = []
        for hit in hits:
            is_visit = row.is_new(memory.seen, row.seen, hit.visitor, hit.visitor_across)
            if is_visit is None:
                kept.append(FullError("too many readers at once"))
                continue
            is_view = hit.page is not None and bool(
                row.is_new(memory.viewed, row.viewed, hit.view, hit.view_across)
            )
            visits += is_visit
            if is_view and hit.page is not None:
                pages[hit.page] = pages.get(hit.page, 0) + 1
            kept.append((is_visit, is_view))
        connection = self._open()
        views = sum(pages.values())
        if visits:
            connection.execute(_ADD["sums"], ("visits", visits))
        if visits or views:
            connection.execute(_ADD["days"], (day, visits, views))
        connection.executemany(_ADD["pages"], list(pages.items()))
        connection.executemany(_ADD["page_days"], [(day, page, n) for page, n in pages.items()])
        row.write(connection.execute)
        return kept

    def figures(self, at: int, today: Day) -> Figures:
        with self._reading() as run:
            self._memory.catch_up(run)
            return self._figures(run, at, today)

    def _figures(self, run: Run, at: int, today: Day) -> Figures:
        span = calendar(today)
        days = dict(run("SELECT day, visits FROM days WHERE day BETWEEN ? AND ?", (span.first, span.last)))
        total = _one(run, "SELECT value FROM sums WHERE name = 'visits'")
        return figures(at, today, days, self._memory.seen.online(at), self._opening + total)

    # -- what reports ask ----------------------------------------------------------------

    def views(self, pages: Sequence[str] | None = None) -> Mapping[str, int]:
        with self._reading() as run:
            if pages is None:
                return dict(run("SELECT page, views FROM pages", ()))
            marks = ",".join("?" * len(pages))
            return dict(run(f"SELECT page, views FROM pages WHERE page IN ({marks})", pages))  # noqa: S608

    def days(self, first: Day, last: Day) -> Mapping[Day, tuple[int, int]]:
        with self._reading() as run:
            rows = run("SELECT day, visits, views FROM days WHERE day BETWEEN ? AND ?", (first, last))
            return {day: (visits, views) for day, visits, views in rows}

    def page_days(self, first: Day, last: Day) -> Mapping[str, int]:
        with self._reading() as run:
            rows = "SELECT page, sum(views) FROM page_days WHERE day BETWEEN ? AND ? GROUP BY page"
            return dict(run(rows, (first, last)))

    # -- salts, imports ------------------------------------------------------------------

    def salt(self, day: Day, make: bool) -> bytes | None:
        with self._reading() as run:
            row = run("SELECT salt FROM salts WHERE day = ?", (day,)).fetchone()
        if row is None and make:
            with self._writing() as run:
                run("INSERT INTO salts VALUES(?, ?) ON CONFLICT DO NOTHING", (day, secrets.token_bytes(32)))
                row = run("SELECT salt FROM salts WHERE day = ?", (day,)).fetchone()
        return bytes(row[0]) if row else None

    def destroy_salts(self, kept: frozenset[Day]) -> None:
        with self._writing() as run:
            gone = [(day,) for (day,) in run("SELECT day FROM salts", ()) if day not in kept]
            for day in gone:
                run("DELETE FROM salts WHERE day = ?", day)
            run(
                "DELETE FROM page_days WHERE day NOT IN"
                " (SELECT DISTINCT day FROM page_days ORDER BY day DESC LIMIT ?)",
                (PAGE_DAYS,),
            )
        if gone:  # what is left of them in the log goes too
            with self._reading() as run:
                run("PRAGMA wal_checkpoint(TRUNCATE)", ()).fetchall()

    def imported(self) -> tuple[int, int]:
        with self._reading() as run:
            known = dict(run("SELECT name, value FROM sums WHERE name IN ('imported', 'imported-lines')", ()))
        return known.get("imported", 0), known.get("imported-lines", 0)

    # -- moving --------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        with self._writing() as run:  # one transaction, so one moment
            self._memory.catch_up(run)
            nested: dict[Day, dict[str, int]] = {}
            for day, page, views in run("SELECT day, page, views FROM page_days", ()):
                nested.setdefault(day, {})[page] = views
            return Snapshot(
                days={d: (v, w) for d, v, w in run("SELECT day, visits, views FROM days", ())},
                pages=dict(run("SELECT page, views FROM pages", ())),
                page_days=nested,
                seen=self._memory.seen.latest(),
                viewed=self._memory.viewed.latest(),
                salts={day: bytes(salt) for day, salt in run("SELECT day, salt FROM salts", ())},
                imported=self.imported(),
            )

    def restore(self, snapshot: Snapshot) -> None:
        with self._writing() as run:
            for day, (visits, views) in snapshot.days.items():
                run(_ADD["days"], (day, visits, views))
            for page, views in snapshot.pages.items():
                run(_ADD["pages"], (page, views))
            for day, pages in snapshot.page_days.items():
                for page, views in pages.items():
                    run(_ADD["page_days"], (day, page, views))
            for row in rows_of(snapshot):
                row.write(run)
            for day, salt in snapshot.salts.items():
                run("INSERT OR REPLACE INTO salts VALUES(?, ?)", (day, salt))
            sums = {
                "visits": sum(visits for visits, _ in snapshot.days.values()),
                "imported": snapshot.imported[0],
                "imported-lines": snapshot.imported[1],
            }
            for pair in sums.items():
                run("INSERT OR REPLACE INTO sums VALUES(?, ?)", pair)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
                self._memory = Memory()

    # -- the file ------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[Run]:
        with self._lock:
            try:
                yield self._open().execute
            except (sqlite3.Error, OSError) as fault:
                raise StoreError(str(fault)) from fault

    @contextmanager
    def _writing(self) -> Iterator[Run]:
        """All or nothing; what comes after it finds the store usable again."""
        with self._lock:
            try:
                connection = self._open()
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection.execute
                    connection.execute("COMMIT")
                except BaseException:
                    self._memory = Memory()  # it may know of hits that are not kept
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
            except (sqlite3.Error, OSError) as fault:
                if not _will_pass(fault):
                    self.close()  # a connection that saw the disk fail is not to be trusted
                raise StoreError(str(fault)) from fault

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self._path, timeout=BUSY, isolation_level=None, check_same_thread=False
            )
            try:
                for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                    connection.execute(f"PRAGMA {pragma}")
                connection.execute("PRAGMA journal_size_limit = 16777216")
                connection.executescript(_SCHEMA)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def _one(run: Run, query: str, *values: object) -> int:
    row = run(query, values).fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def _will_pass(fault: BaseException) -> bool:
    """Whether the connection is fine and only the moment is not."""
    said = str(fault)
    return isinstance(fault, sqlite3.OperationalError) and ("locked" in said or "full" in said)
