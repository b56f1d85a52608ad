"""Logs as they come: out of order, cut off, made by somebody who means harm."""

import gzip
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from asking import FIREFOX, IS_BOT, START

from bulletin.counter.log import LONGEST, Imported, LogError, import_log, read_lines
from bulletin.counter.place import Place
from bulletin.counter.sqlite import SqliteStore
from bulletin.counter.store import Store

LINE = '{address} - - [{when}] "GET {page} HTTP/1.1" 200 512 "-" "' + FIREFOX + '"\n'


def line(seconds: int, address: str = "203.0.113.7", page: str = "/") -> str:
    when = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(START + seconds))
    return LINE.format(address=address, when=when, page=page)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(SqliteStore(tmp_path / "a.sqlite3")) as made:
        yield made


@pytest.fixture
def count(store: Store, sitemap: Path) -> Callable[..., Imported]:
    place = Place("xa", "https://xa.example/", sitemap=str(sitemap))

    def of(*paths: Path) -> Imported:
        return import_log(read_lines(paths), place, store, IS_BOT, START + 3_600)

    return of


def test_two_logs_of_one_time_are_read_as_one(count: Callable[..., Imported], tmp_path: Path) -> None:
    """A host may keep one log for http and one for https: whoever is in both is one visit."""
    plain, secure = tmp_path / "xa.example", tmp_path / "xa.example-ssl_log.gz"
    plain.write_text("".join(line(n) for n in range(0, 7_200, 1_200)))
    secure.write_bytes(gzip.compress("".join(line(n) for n in range(600, 7_200, 1_200)).encode()))
    found = count(secure, plain)
    assert (found.hits, found.visits, found.views) == (12, 1, 1)
    assert count(plain, secure).known == 12


def test_the_oldest_line_comes_first_whatever_stands_on_top(
    count: Callable[..., Imported], tmp_path: Path
) -> None:
    old, new = tmp_path / "access.log.1", tmp_path / "access.log"
    old.write_text("\n# rotated\n" + line(0))
    new.write_text(line(1_000) + line(2_000))
    assert count(new, old) == Imported(lines=5, hits=3, visits=1, views=1, broken=2)


def test_days_that_do_not_exist_and_clocks_gone_wrong(
    count: Callable[..., Imported], store: Store, tmp_path: Path
) -> None:
    """One line from another century must not make all that follows "known"."""
    good = line(0)
    wrong = [
        re.sub(r"\[.*?\]", f"[{when}]", good)
        for when in (
            "31/Feb/2026:08:00:00 +0700", "24/Foo/2026:08:00:00 +0700", "24/Nov/2026:25:61:61 +0700",
            "24/Nov/2026:08:00:00 +9999", "24/Nov/0000:08:00:00 +0000", "24/Nov/9999:23:59:59 -1200",
            "24/Nov/2036:08:00:00 +0700",
        )
    ]  # fmt: skip
    log = tmp_path / "access.log"
    log.write_text("".join([*wrong, good, line(5, "203.0.113.8")]))
    assert count(log) == Imported(lines=9, hits=2, visits=2, views=2, broken=7)
    log.write_text(log.read_text() + line(9, "203.0.113.9"))
    assert count(log) == Imported(lines=10, hits=1, visits=1, views=1, known=2, broken=7)
    assert store.days("", "9999") == {"2026-11-24": (3, 3)}


def test_readers_with_ipv6_addresses_are_told_apart(count: Callable[..., Imported], tmp_path: Path) -> None:
    """The end of such an address looks like a port, and the whole of it like a host's name before it."""
    log = tmp_path / "access.log"
    before = ("", "xa.example:443 ", "[2001:db8::9]:443 ")
    readers = ("2001:db8::1", "2001:db8::2", "::3", "2001:db8::a")
    log.write_text("".join(line(n, f"{host}{reader}") for n, host in enumerate(before) for reader in readers))
    assert count(log) == Imported(lines=12, hits=12, visits=4, views=4)


HOSTILE = [
    "GET /" + "a" * 16_000,
    "a:1" * 5_000,
    '1 - - [24/Nov/2026:08:05:00 +0700] "GET /' + "a" * 16_000,
    '1 - - [24/Nov/2026:08:05:00 +0700] "GET / HTTP/1.1" 200 1 "' + '\\"' * 8_000,
    '1 - - [24/Nov/2026:08:05:00 +0700] "GET / HTTP/1.1" 200 1 "-" "' + "\\" * 15_999,
    "\x00" * 16_000,
    "1 - " + "x " * 8_000,
    "[" * 16_000,
    "x" * (40 * LONGEST),
]


def test_lines_that_are_made_to_be_slow(count: Callable[..., Imported], tmp_path: Path) -> None:
    """Each is left out at once; backtracking over any of them would take minutes."""
    log = tmp_path / "access.log"
    log.write_text("\n".join(HOSTILE * 20) + "\n" + line(0))
    found = count(log)
    assert (found.hits, found.visits) == (1, 1)


def test_what_a_visitor_wrote_stays_text(
    count: Callable[..., Imported], store: Store, tmp_path: Path
) -> None:
    """Apache and nginx write a quote as \\" and \\x22: nobody writes a line of his own."""
    log = tmp_path / "access.log"
    forged = '\\" 200 1 \\"-\\" \\"x\\n198.51.100.1 - - [24/Nov/2026:09:00:00 +0700] \\"GET / HTTP/1.1'
    log.write_text(
        line(0, page=f"/{forged}")
        + line(1).replace(FIREFOX, FIREFOX + forged)
        + line(2, page="/%27;DROP%20TABLE%20days;--")
        + line(3, page="/tin/hop-dan/?x=%22%0d%0aSET%20a%201")
    )
    assert count(log) == Imported(lines=4, hits=2, visits=2, views=2, others=2)
    assert store.views() == {"": 1, "tin/hop-dan/": 1}


@pytest.mark.parametrize("damaged", [b"", b"no gzip at all", gzip.compress(line(0).encode() * 999)[:-40]])
def test_a_log_that_cannot_be_read_to_its_end(
    count: Callable[..., Imported], tmp_path: Path, damaged: bytes
) -> None:
    log = tmp_path / "access.log.gz"
    log.write_bytes(damaged)
    if not damaged:
        assert count(log) == Imported()
        return
    with pytest.raises(LogError, match=r"access\.log\.gz: "):
        count(log)
    log.write_bytes(gzip.compress(line(0).encode() * 999))
    found = count(log)
    assert found.hits + found.known == 999, "what was counted before is not counted twice"
