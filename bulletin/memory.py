"""What a build remembers for the next: `.bantin/memory/`, which may be deleted at any time.

Two tables and the packs that they point into. `sources` holds every Markdown file as it was
read, and what is known of the files beside them; `site-…`, one for each output folder, what was
asked, what was found and how every output was left. Where a build changes little of a table, that
is written beside it (`….more`). All are sealed and belong to one version of the program: anything
damaged, old or foreign is as good as not there. One build at a time has the memory; another does without.
"""

import contextlib
import marshal
import os
import tempfile
import time
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from bulletin import stamps
from bulletin.locking import try_lock
from bulletin.ownfiles import open_lock, own_folder, write_own
from bulletin.packs import Packs, PackWriter, Stored
from bulletin.seal import own_seal
from bulletin.tables import Table, change, changed

FOLDER = ".bantin/memory"
SLACK = 32_000_000  # bytes of packs that may be dead beyond as many as are alive
MOST_PACKS = 64

Place = tuple[bytes, str, int, int]  # a `Stored`, as a table holds it


class Memory:
    """One site's memory for builds into one output. Use it as a context: it holds the lock."""

    def __init__(self, root: Path, output: Path, *, remember: bool = True) -> None:
        self._root, self.folder = root, root / FOLDER
        self._output = blake2b(str(output).encode("utf-8", "replace"), digest_size=6).hexdigest()
        self._seal = own_seal() if remember else None
        self._lock: IO[bytes] | None = None
        self._spare: tempfile.TemporaryDirectory[str] | None = None
        self._code: bytes = b""
        self._is_forgotten = False
        self._written: dict[str, tuple[bytes, Table]] = {}  # whole tables, each with a mark of its own
        self.sources: Table = {}
        self.site: Table = {}

    def __enter__(self) -> "Memory":
        if self._seal:
            with contextlib.suppress(OSError):
                lock = open_lock(own_folder(self._root, FOLDER) / "lock")
                if try_lock(lock):
                    self._lock = lock
                else:
                    lock.close()
        if self._lock:
            self._code = _code()
            self.site = self._read(f"site-{self._output}")
        else:
            self._spare = tempfile.TemporaryDirectory(prefix="bantin-", ignore_cleanup_errors=True)
            self.folder = Path(self._spare.name)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock:
            self._lock.close()
        if self._spare:
            self._spare.cleanup()

    def recall_sources(self) -> None:
        """Load the larger table, which a build does not need when nothing changed."""
        if self._lock and not self.sources and not self._is_forgotten:
            self.sources = self._read("sources")

    def recall_templates(self) -> Table:
        """What is known of templates (`compiled`); of a memory that is another's, nothing."""
        return self._read("templates") if self._lock and not self._is_forgotten else {}

    def keep_templates(self, table: Table) -> None:
        self._write("templates", table)

    def forget(self) -> None:
        """Go on as if nothing were remembered; what lies on the disk is not read again either."""
        self.sources, self.site, self._is_forgotten = {}, {}, True
        self._written.clear()

    def body_packs(self) -> str:
        return "body"

    def view_packs(self) -> str:
        return f"view-{self._output}"

    def term_packs(self) -> str:
        return f"term-{self._output}"

    def keep_sources(self, table: Table, places: Iterable[Place]) -> None:
        self._write("sources", table)
        self._tidy(self.body_packs(), places)

    def keep_site(self, table: Table, views: Iterable[Place], terms: Iterable[Place]) -> None:
        self._write(f"site-{self._output}", table)
        self._tidy(self.view_packs(), views)
        self._tidy(self.term_packs(), terms)

    def is_crowded(self, kind: str, places: Iterable[Place]) -> bool:
        """Whether the packs of a kind hold so much that is dead that they should be made anew."""
        alive: dict[str, int] = {}
        for _, pack, _, length in places:
            alive[pack] = alive.get(pack, 0) + length
        sizes = {name: size for name, size in self._packs(kind) if name in alive}
        return len(alive) > MOST_PACKS or sum(sizes.values()) > 2 * sum(alive.values()) + SLACK

    def moved(self, kind: str, places: Iterable[Place]) -> Mapping[Place, Place]:
        """Copy what is alive into one new pack: old place -> new. Raises DamagedError."""
        packs, writer = Packs(self.folder), PackWriter(self.folder, kind)
        return {place: place_of(writer.put(packs.load(Stored(*place)))) for place in places}

    def _read(self, name: str) -> Table:
        """A table, or nothing if it cannot be believed."""
        written, more = self._opened(name), self._opened(f"{name}.more")
        if not written or more is None:
            return {}
        self._written[name] = base, table = written
        return changed(table, more[1]) if more and more[0] == base else table

    def _opened(self, name: str) -> tuple[Any, ...] | None:
        """(mark of a whole table, it or its change) if this program wrote it; () where there is no file."""
        try:
            data = (self.folder / name).read_bytes()
        except FileNotFoundError:
            return ()
        except OSError:
            return None
        inner = self._seal.opened(name, data) if self._seal else None
        if inner is None:
            return None
        match marshal.loads(inner):  # noqa: S302  # sealed: we wrote it ourselves, or another version did
            case (self._code, base, table):
                return base, table
        return None

    def _write(self, name: str, table: Table) -> None:
        """A memory that cannot be written costs time, never the build."""
        if not (self._lock and self._seal):
            return
        base, before = self._written.get(name, (b"", None))
        more = None if before is None else change(before, table)
        if more is None:
            base = os.urandom(16)
        place = name if more is None else f"{name}.more"
        data = self._seal.sealed(place, marshal.dumps((self._code, base, more or table)))
        beside = self.folder / f"{place}.new"
        with contextlib.suppress(OSError):
            write_own(beside, data)
            beside.replace(self.folder / place)
            if more is None:
                self._written[name] = base, dict(table)
                (self.folder / f"{name}.more").unlink(missing_ok=True)

    def _tidy(self, kind: str, places: Iterable[Place]) -> None:
        """Remove the packs of a kind to which nothing points: of builds that were killed, or gone by."""
        alive = {pack for _, pack, _, _ in places}
        if self._lock:
            for name, _ in self._packs(kind):
                if name not in alive:
                    with contextlib.suppress(OSError):
                        (self.folder / name).unlink()

    def _packs(self, kind: str) -> list[tuple[str, int]]:
        try:
            with os.scandir(self.folder) as entries:
                return [
                    (e.name, e.stat().st_size)
                    for e in entries
                    if e.name.startswith(f"{kind}-") and e.name.endswith(".pack")
                ]
        except OSError:
            return []


def place_of(stored: Stored) -> Place:
    return stored.digest, stored.pack, stored.offset, stored.length


def _code() -> bytes:
    """The digest of the program as it stands: another version remembers nothing of this one's."""
    found = stamps.code(Path(__file__).resolve().parent)
    now = time.time_ns()
    is_young = any(isinstance(s, tuple) and stamps.is_young(s, now) for s in found.values())
    mark = blake2b(repr(sorted(found.items())).encode(), digest_size=16).digest()
    return mark + (os.urandom(8) if is_young else b"")  # a program that is being edited is another each time
