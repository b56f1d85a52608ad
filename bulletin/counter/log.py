"""Counts from access logs of Apache and nginx, by the same definitions: for hosts that run no program.

A hit is a successful GET of a page of the sitemap, by a browser that is no bot. Each store knows how
far it has read, to the line, so a log that is imported again, or has grown, counts nothing twice.
"""

import gzip
import heapq
import re
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from bulletin.counter.addresses import Addresses
from bulletin.counter.bots import IsBot
from bulletin.counter.place import Place
from bulletin.counter.store import Hit, Store, StoreError
from bulletin.counter.visitor import KeyMaker, is_among, networks, page_key, parse_address

GROUP = 1_000
LONGEST = 16_384  # bytes of a line: servers take no request of half of it
AHEAD = 86_400  # seconds by which a server's clock may be ahead of ours
_MONTHS = {
    m: n
    for n, m in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
_WHEN = r"\[(\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\]"
_TIME = re.compile(rf"[^\[]*+{_WHEN}")
# host ident user [time] "request" status bytes "referer" "agent"; a vhost with its port may stand in front,
# which no IPv6 address is taken for.
# "++" and "*+" never give back what they took: a line that is made to be slow is not.
_LINE = re.compile(
    r"(?:(?:[^\s:\[]++|\[[^\s\]]++\]):\d+ )?(\S++) \S++ [^\[]*+"
    + _WHEN
    + r' "(\w++) ((?:[^\s"\\]|\\.)++)(?:[^"\\]|\\.)*+" '
    r'(\d{3}) \S++(?: "(?:[^"\\]|\\.)*+" "((?:[^"\\]|\\.)*+)")?'
)


class LogError(Exception):
    """`path` cannot be read to its end."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


@dataclass(frozen=True, slots=True)
class Imported:
    """How many lines were what."""

    lines: int = 0
    hits: int = 0
    visits: int = 0
    views: int = 0
    bots: int = 0
    others: int = 0  # pictures, errors, other methods, addresses that are no pages
    known: int = 0  # imported before
    broken: int = 0  # lines of another form


def read_lines(paths: Sequence[Path]) -> Iterator[str]:
    """The lines of all logs by their time, whatever order they are named in. `.gz` may be read.

    Lines of other forms stay behind those before them. Raises LogError.
    """
    for _, line in heapq.merge(*map(_timed, paths), key=itemgetter(0)):
        yield line


def _timed(path: Path) -> Iterator[tuple[int, str]]:
    """Lines with the newest time up to them: a server notes some a second late."""
    newest = 0
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as log:
            while raw := log.readline(LONGEST):
                line = raw.decode("utf-8", "backslashreplace")
                found = _TIME.match(line)
                newest = max(newest, moment(found[1]) or 0) if found else newest
                yield newest, line
    except (OSError, EOFError, zlib.error) as fault:
        raise LogError(path, getattr(fault, "strerror", None) or str(fault)) from None


def import_log(
    lines: Iterable[str], place: Place, store: Store, is_bot: IsBot, now: float | None = None
) -> Imported:
    """Count the hits of `lines` in `store`. Raises StoreError; what was counted before it stays counted.

    Lines from after tomorrow (`now` is today) are of a clock gone wrong. They are not believed, for
    all that comes after them would be taken for known.
    """
    return _Importer(place, store, is_bot).run(lines, (time.time() if now is None else now) + AHEAD)


class _Importer:
    def __init__(self, place: Place, store: Store, is_bot: IsBot) -> None:
        self._store, self._is_bot = store, is_bot
        self._zone = ZoneInfo(place.zone)
        self._ignored = networks(place.ignored)
        self._addresses = Addresses(place.sitemap_source(may_fetch=False), place.root)
        self._keys = KeyMaker(self._zone, store.salt)
        self._until, self._until_lines = store.imported()
        self._newest, self._newest_lines = self._until, self._until_lines
        self._day = ""
        self._sums = Imported()

    def run(self, lines: Iterable[str], end: float) -> Imported:
        group: list[Hit] = []
        known_at_mark = 0
        for line in lines:
            self._add(lines=1)
            found = _LINE.match(line)
            at = moment(found[2]) if found else None
            if found is None or at is None or at > end:
                self._add(broken=1)
                continue
            if at < self._until or (at == self._until and known_at_mark < self._until_lines):
                known_at_mark += at == self._until
                self._add(known=1)
                continue
            self._note(at)
            hit = self._hit(at, found)
            if hit is not None:
                group.append(hit)
            if len(group) >= GROUP:
                self._write(group)
                group = []
        self._write(group)
        return self._sums

    def _note(self, at: int) -> None:
        if at > self._newest:
            self._newest, self._newest_lines = at, 0
        self._newest_lines += at == self._newest

    def _hit(self, at: int, found: "re.Match[str]") -> Hit | None:
        host, _, method, target, status, agent = found.groups()
        address = parse_address(host) or host.encode()
        page = self._addresses.page(target, 0)
        if method != "GET" or status not in ("200", "304") or page is None:
            self._add(others=1)
            return None
        if self._is_bot(agent or "") or is_among(address, self._ignored):
            self._add(bots=1)
            return None
        keys = self._keys.keys(at, address, agent or "")
        if keys.day != self._day:
            self._store.destroy_salts(self._keys.forget(at))
            self._day = keys.day
        across = None if keys.other is None else page_key(keys.other, page)
        return Hit(at, keys.day, keys.now, keys.other, page, page_key(keys.now, page), across)

    def _write(self, group: Sequence[Hit]) -> None:
        if self._newest == self._until and self._newest_lines == self._until_lines and not group:
            return
        answers = self._store.apply(group, (self._newest, self._newest_lines))
        for answer in answers:
            if isinstance(answer, StoreError):
                raise answer
            self._add(hits=1, visits=int(answer.is_visit), views=int(answer.is_view))

    def _add(self, **counts: int) -> None:
        now = self._sums
        self._sums = replace(now, **{name: getattr(now, name) + more for name, more in counts.items()})


@lru_cache(maxsize=512)
def moment(text: str) -> int | None:
    """Seconds since 1970; None when there is no such day or hour.

    >>> moment("22/Nov/2026:08:05:00 +0700"), moment("31/Feb/2026:08:05:00 +0700")
    (1795309500, None)
    """
    day, month, year, hour, minute, second = re.split("[/: ]", text)[:6]
    sign = -1 if text[-5] == "-" else 1
    try:
        away = timezone(sign * timedelta(hours=int(text[-4:-2]), minutes=int(text[-2:])))
        there = datetime(
            int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=away
        )
    except (KeyError, ValueError):
        return None
    return max(0, int(there.timestamp()))
