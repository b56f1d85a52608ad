"""The application on both stores: who is counted, what is answered, and what is refused."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from asking import FIREFOX, START, Asker

from bulletin.counter.limits import SLOTS
from bulletin.counter.sqlite import SqliteStore
from bulletin.counter.store import PAGE_DAYS, Hit, Store

NewAsker = Callable[..., Asker]
ZERO = {
    "online": 0,
    "today": 0,
    "yesterday": 0,
    "week": 0,
    "month": 0,
    "total": 0,
    "at": "2026-11-24T16:00:00+07:00",
}
ONE = {**ZERO, "online": 1, "today": 1, "week": 1, "month": 1, "total": 1}


def test_a_first_hit_and_its_whole_answer(new_asker: NewAsker) -> None:
    asker = new_asker()
    assert asker.stats().figures == ZERO
    answer = asker.hit("/tin/hop-dan/")
    assert (answer.status, answer.figures) == (200, ONE)
    assert answer.headers == {
        "Content-Type": "application/json; charset=utf-8",
        "X-Content-Type-Options": "nosniff",
        "Vary": "Origin",
        "Access-Control-Allow-Origin": "https://xa.example",
        "Cache-Control": "no-store",
        "Content-Length": str(len(answer.body)),
    }
    assert asker.stats().figures == ONE
    assert asker.store.views() == {"tin/hop-dan/": 1}


def test_a_visit_lasts_until_half_an_hour_of_silence(new_asker: NewAsker) -> None:
    asker = new_asker(opening=1_000)
    told = []
    for minutes in (0, 29, 29, 30, 4):
        asker.clock.at += 60 * minutes
        told.append((asker.hit().figures["total"], asker.stats().figures["online"]))
    assert told == [(1_001, 1), (1_001, 1), (1_001, 1), (1_002, 1), (1_002, 1)]
    asker.clock.at += 300
    assert asker.stats().figures["online"] == 0


def test_readers_are_told_apart_by_address_and_browser(new_asker: NewAsker) -> None:
    asker = new_asker()
    asker.hit()
    asker.hit(HTTP_USER_AGENT=FIREFOX.replace("140", "141"))
    asker.hit(REMOTE_ADDR="203.0.113.8")
    asker.hit(REMOTE_ADDR="2001:db8::7")
    assert asker.hit().figures["total"] == 4


def test_one_reader_across_midnight_is_one_visit(new_asker: NewAsker) -> None:
    """The salt changes, the visit goes on; yesterday's salt is destroyed when it cannot go on any more."""
    asker = new_asker()
    asker.clock.at = START + 8 * 3600 - 600  # 23:50
    asker.hit("/tin/hop-dan/")
    before = asker.store.snapshot()
    asker.clock.at += 1_200
    told = asker.hit("/tin/hop-dan/").figures
    assert {name: told[name] for name in ("online", "today", "yesterday", "total")} == {
        "online": 0 + 1, "today": 0, "yesterday": 1, "total": 1
    }  # fmt: skip
    both = asker.store.snapshot()
    assert (sorted(before.salts), sorted(both.salts)) == (["2026-11-24"], ["2026-11-24", "2026-11-25"])
    assert not set(before.seen) & set(both.seen), "the key of yesterday is gone"
    assert asker.store.views() == {"tin/hop-dan/": 1}
    asker.clock.at += 1_800
    asker.stats()
    assert sorted(asker.store.snapshot().salts) == ["2026-11-25"]


def test_a_destroyed_salt_is_nowhere_in_the_files(tmp_path: Path, sitemap: Path) -> None:
    store = SqliteStore(tmp_path / "a.sqlite3")
    salt = store.salt("2026-11-23", True)
    assert salt
    everything = lambda: b"".join(path.read_bytes() for path in tmp_path.glob("a.sqlite3*"))  # noqa: E731
    assert salt in everything()
    store.destroy_salts(frozenset({"2026-11-24"}))
    assert salt not in everything()
    store.close()


def test_no_address_and_no_browser_is_kept(
    new_asker: NewAsker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asker = new_asker()
    asker.hit("/", REMOTE_ADDR="198.51.100.77")
    kept = repr(asker.store.snapshot())
    files = [path for path in tmp_path_factory.getbasetemp().rglob("*.sqlite3*") if path.is_file()]
    for text in ("198.51.100.77", "Firefox"):
        assert text not in kept
        assert not [path for path in files if text.encode() in path.read_bytes()]


# --- who is no reader ---

BOTS = {
    "Googlebot": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "coccocbot": "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
    "facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "GPTBot": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot",
    "headless": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/139.0.0.0 Safari/537.36",
    "curl": "curl/8.5.0",
    "python": "python-requests/2.32.3",
    "zalo": "ZaloPC-LinkPreview/1.0",
    "none": "",
    "short": "Mozilla",
}
PEOPLE = {
    "Zalo": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Zalo iOS/544 ZaloTheme/light ZaloLanguage/vn",
    "CocCoc": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/129.0.0 Chrome/123.0.0.0 Safari/537.36",
    "Facebook": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/470.0.0.40.82;FBLC/vi_VN]",
    "Samsung": "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
    "CUBOT": "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
    "Firefox": FIREFOX,
}  # fmt: skip


@pytest.mark.parametrize("agent", BOTS.values(), ids=BOTS)
def test_bots_get_figures_and_are_not_counted(new_asker: NewAsker, agent: str) -> None:
    asker = new_asker()
    assert (asker.hit(HTTP_USER_AGENT=agent).figures, asker.stats().figures) == (ZERO, ZERO)


@pytest.mark.parametrize("agent", PEOPLE.values(), ids=PEOPLE)
def test_people_are_counted(new_asker: NewAsker, agent: str) -> None:
    assert new_asker().hit(HTTP_USER_AGENT=agent).figures == ONE


@pytest.mark.parametrize(
    "said",
    [
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"}, {"HTTP_PURPOSE": "prefetch"}, {"HTTP_X_MOZ": "prefetch"},
        {"HTTP_DNT": "1"}, {"HTTP_SEC_GPC": "1"},
    ],
)  # fmt: skip
def test_fetching_ahead_and_asking_not_to_be_counted(new_asker: NewAsker, said: dict[str, str]) -> None:
    assert new_asker().hit(**said).figures == ZERO


def test_do_not_track_is_a_setting(new_asker: NewAsker) -> None:
    assert new_asker(do_not_track=False).hit(HTTP_DNT="1", HTTP_SEC_GPC="1").figures == ONE


def test_the_office_is_not_counted(new_asker: NewAsker) -> None:
    asker = new_asker(ignored=("203.0.113.0/24", "2001:db8::/32"))
    assert asker.hit().figures == ZERO
    assert asker.hit(REMOTE_ADDR="2001:db8::9").figures == ZERO
    assert asker.hit(REMOTE_ADDR="203.0.114.1").figures == ONE


# --- who is who, behind proxies ---


def visits(asker: Asker, *requests: tuple[str, str]) -> int:
    for peer, forwarded in requests:
        answer = asker.hit(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    total: int = answer.figures["total"]
    return total


def test_a_forged_header_makes_nobody_else(new_asker: NewAsker) -> None:
    forged = [("203.0.113.7", f"198.51.100.{n}") for n in range(20)]
    assert visits(new_asker(), *forged) == 1
    assert visits(new_asker(trusted=("10.0.0.0/8",)), *forged) == 1


def test_behind_a_trusted_proxy_the_nearest_stranger_counts(new_asker: NewAsker) -> None:
    asker = new_asker(trusted=("10.0.0.0/8",))
    told = visits(
        asker,
        ("10.0.0.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.2"),
        ("10.0.0.1", "198.51.100.2, 10.0.0.9"),
    )
    assert told == 2
    chain = ",".join(f"192.0.2.{n}" for n in range(200))
    forged = [("10.0.0.1", f"{chain}, {n}.1.1.1, 198.51.100.2") for n in range(1, 20)]
    assert visits(asker, *forged) == 2
    assert visits(asker, ("10.0.0.1", "'; DROP TABLE days; --"), ("10.0.0.1", "x" * 5_000)) == 3, (
        "the proxy itself"
    )


@pytest.mark.parametrize("peer", ["", "unix:"])
def test_a_proxy_at_a_socket_s_file_is_one_of_this_machine(new_asker: NewAsker, peer: str) -> None:
    """gunicorn on a socket behind nginx: without it all readers are one."""
    several = [(peer, f"198.51.100.{n}") for n in range(3)]
    assert visits(new_asker(trusted=("127.0.0.1",)), *several) == 3
    assert visits(new_asker(trusted=("10.0.0.1",)), *several) == 1


@pytest.mark.parametrize("trusted", [(), ("10.0.0.0/8",)])
def test_one_reader_however_his_address_is_written(new_asker: NewAsker, trusted: tuple[str, ...]) -> None:
    """Some proxies write the port too, which is another for each request; some write IPv4 as IPv6."""
    written = ("198.51.100.1", "198.51.100.1:40001", " 198.51.100.1:40002", "::ffff:198.51.100.1")
    peers = [(host, "") for host in written] if not trusted else [("10.0.0.1", host) for host in written]
    asker = new_asker(trusted=trusted)
    assert visits(asker, *peers) == 1
    six = ("2001:db8::1", "[2001:db8:0::1]:40001", "2001:DB8::0:1")
    assert visits(asker, *[(host, "") if not trusted else ("10.0.0.1", host) for host in six]) == 2


# --- other origins ---


def test_pages_of_other_origins_neither_count_nor_read(new_asker: NewAsker) -> None:
    asker = new_asker()
    for origin in (
        "https://khac.example",
        "null",
        "https://xa.example.khac.example",
        "http://xa.example",
        None,
    ):
        answer = asker.hit(HTTP_ORIGIN=origin)
        assert (answer.status, answer.figures) == (403, {})
        assert "Access-Control-Allow-Origin" not in answer.headers
    stats = asker.stats(HTTP_ORIGIN="https://khac.example")
    assert (stats.status, stats.figures, stats.headers["Vary"]) == (200, ZERO, "Origin")
    assert "Access-Control-Allow-Origin" not in stats.headers


def test_an_origin_may_be_allowed_and_a_referer_stands_in_for_it(new_asker: NewAsker) -> None:
    asker = new_asker(origins=("https://www.xa.example/",))
    assert asker.hit(HTTP_ORIGIN="https://www.xa.example").figures["total"] == 1
    assert asker.hit(HTTP_ORIGIN=None, HTTP_REFERER="https://xa.example/tin/?a=1").status == 200
    odd = asker.hit(HTTP_ORIGIN="https://XA.exam\nple:443/")
    assert odd.headers["Access-Control-Allow-Origin"] == "https://xa.example", "no word of theirs is repeated"
    asked = asker.ask(
        "OPTIONS", "/hit", HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST", HTTP_ORIGIN="https://www.xa.example"
    )
    assert (asked.status, asked.body) == (204, b"")
    assert asked.headers["Access-Control-Allow-Origin"] == "https://www.xa.example"
    assert asked.headers["Access-Control-Allow-Methods"] == "POST"


# --- what is no hit ---


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/hit", 405), ("PUT", "/hit", 405), ("POST", "/stats.json", 405), ("GET", "/", 404), ("GET", "", 404),
        ("POST", "/hit/", 404), ("GET", "/../../etc/passwd", 404), ("GET", "/views.json", 404),
        ("POST", "/bat/ky/hit", 200), ("HEAD", "/stats.json", 200),
    ],
)  # fmt: skip
def test_methods_and_addresses(new_asker: NewAsker, method: str, path: str, status: int) -> None:
    answer = new_asker().ask(method, path)
    assert answer.status == status
    if method == "HEAD":
        assert answer.body == b""


@pytest.mark.parametrize(
    ("length", "status"),
    [
        ("0", 200),
        ("", 200),
        ("9999", 200),
        ("10000", 413),
        ("9" * 30, 413),
        ("-1", 413),
        ("1e3", 413),
        ("x", 413),
    ],
)
def test_bodies_are_not_read_and_large_ones_refused(new_asker: NewAsker, length: str, status: int) -> None:
    assert new_asker().ask("POST", "/hit", "/", CONTENT_LENGTH=length).status == status


NASTY = [
    "'; DROP TABLE days; --", "/tin/hop-dan/' OR '1'='1", "\x00", "/../../../etc/passwd", "/tin/%00/", "{xa}:seen",
    "*", "a" * 1_000, "/%", "/%zz", "\r\nSET x 1\r\n", "<script>alert(1)</script>", "/tin/hop-dan", "🦆" * 200,
]  # fmt: skip


def test_only_addresses_of_the_sitemap_are_counted_by_themselves(new_asker: NewAsker) -> None:
    """Whatever is sent, nothing of it gets into the store; the visit counts all the same."""
    asker = new_asker()
    for n in range(300):
        asker.clock.at += 2
        assert asker.hit(f"/khong-co/{n}/").status == 200
    for text in NASTY:
        asker.clock.at += 2
        assert asker.hit(text).status == 200
    for known in ("/tin/h%E1%BB%8Dp/", "/tin/họp/index.html", "/index.html", "/tin/hop-dan/?utm=1#x"):
        asker.clock.at += 2
        assert asker.hit(known).status == 200
    held = asker.store.snapshot()
    assert dict(held.pages) == {"tin/họp/": 1, "": 1, "tin/hop-dan/": 1}
    assert held.days == {"2026-11-24": (1, 3)}
    assert asker.stats().figures["total"] == 1


def test_nasty_headers_do_no_harm(new_asker: NewAsker) -> None:
    asker = new_asker(trusted=("203.0.113.7",))
    for text in NASTY:
        answer = asker.hit(HTTP_USER_AGENT=f"{FIREFOX} {text}", HTTP_X_FORWARDED_FOR=text, HTTP_REFERER=text)
        assert answer.status == 200
        answer = asker.hit(HTTP_ORIGIN=text)
        assert (answer.status, answer.headers.get("Access-Control-Allow-Origin")) == (403, None)


# --- too much ---


def test_one_reader_may_ask_so_often_and_no_oftener(new_asker: NewAsker) -> None:
    asker = new_asker(per_minute=5)
    told = [asker.hit().status for _ in range(8)]
    assert told == [200] * 5 + [429] * 3
    refused = asker.hit()
    assert (refused.headers["Retry-After"], refused.headers["Access-Control-Allow-Origin"]) == (
        "60",
        "https://xa.example",
    )
    assert asker.hit(REMOTE_ADDR="203.0.113.99").status == 200
    asker.clock.at += 12
    assert [asker.hit().status for _ in range(2)] == [200, 429]


def test_a_network_cannot_pretend_to_be_many(new_asker: NewAsker) -> None:
    """Other names of browsers, other addresses of one IPv6 subscriber: one network, ten readers' worth."""
    asker = new_asker(per_minute=5)
    agents = [asker.hit(HTTP_USER_AGENT=f"{FIREFOX} {n}").status for n in range(60)]
    subnet = [asker.hit(REMOTE_ADDR=f"2001:db8:0:1::{n:x}").status for n in range(1, 61)]
    assert (agents.count(200), subnet.count(200)) == (50, 50)


def test_a_flood_is_remembered_up_to_a_limit(new_store: Callable[..., Store]) -> None:
    """Those who are remembered go on; new ones are refused until somebody is forgotten."""
    store = new_store(remembered=100)
    answers = [store.apply([Hit(START, "2026-11-24", key, None, "", key)])[0] for key in range(500)]
    assert [type(answer).__name__ for answer in answers] == ["Counted"] * 100 + ["FullError"] * 400
    (known,) = store.apply([Hit(START + 60, "2026-11-24", 7)])
    assert type(known).__name__ == "Counted"
    held = store.snapshot()
    assert (len(held.seen), len(held.viewed), held.days) == (100, 100, {"2026-11-24": (100, 100)})
    (later,) = store.apply([Hit(START + 1_800, "2026-11-24", 1_000)])
    assert type(later).__name__ == "Counted"
    assert len(store.snapshot().seen) == 2


def test_limits_have_a_size_that_never_grows() -> None:
    from bulletin.counter.limits import Limit

    limit = Limit(60, 60)
    for key in range(3 * SLOTS):
        assert limit.allows(key * 7_919, 0.0) or key >= SLOTS
    assert len(limit._left) == len(limit._when) == SLOTS


# --- views ---


def test_reloading_is_no_reading(new_asker: NewAsker) -> None:
    asker = new_asker(shows_views=True)
    told = []
    for seconds, page in (
        (0, "tin/hop-dan/"),
        (9, "tin/hop-dan/"),
        (9, ""),
        (9, "tin/hop-dan/"),
        (1_800, "tin/hop-dan/"),
    ):
        asker.clock.at += seconds
        told.append(asker.hit(f"/{page}").figures["views"])
    assert told == [1, 1, 1, 1, 2]
    told_all = json.loads(asker.ask("GET", "/views.json").body)
    assert told_all == {
        "at": "2026-11-24T16:30:27+07:00",
        "views": {"tin/hop-dan/": 2, "": 1},
        "recent": {"tin/hop-dan/": 2, "": 1},
    }


def test_most_read_forgets_all_but_its_latest_days(new_store: Callable[..., Store]) -> None:
    store = new_store()
    first = date(2026, 9, 1)
    days = [(first + timedelta(days=n)).isoformat() for n in range(PAGE_DAYS + 2)]
    store.apply([Hit(START + 86_400 * n, day, n, None, f"{n}/", n) for n, day in enumerate(days)])
    store.destroy_salts(frozenset(days[-1:]))
    assert len(store.views()) == PAGE_DAYS + 2
    assert store.page_days("", "9999") == {f"{n}/": 1 for n in range(2, PAGE_DAYS + 2)}


def test_a_clock_that_was_far_ahead_once_takes_one_day_of_most_read(new_store: Callable[..., Store]) -> None:
    store = new_store()
    store.apply([Hit(START, "2026-11-24", 1, None, "tin/", 1), Hit(START, "2036-11-24", 2, None, "lac/", 2)])
    store.destroy_salts(frozenset({"2036-11-24"}))
    assert store.page_days("2026-10-25", "2026-11-24") == {"tin/": 1}


# --- the store is not there ---


def test_a_locked_file_is_answered_503_and_then_all_is_well(
    tmp_path: Path, sitemap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.counter.sqlite.BUSY", 0.1)
    from asking import Still

    from bulletin.counter.place import Place

    asker = Asker(
        Place("xa", "https://xa.example/", sitemap=str(sitemap)), SqliteStore(tmp_path / "a.sqlite3"), Still()
    )
    assert asker.hit().status == 200
    other = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused = asker.hit(REMOTE_ADDR="203.0.113.8")
    assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
    other.execute("ROLLBACK")
    other.close()
    assert asker.hit(REMOTE_ADDR="203.0.113.8").figures["total"] == 2
    asker.close()
