"""What keeps the counter busy, or silent: floods, stores that wait, sitemaps that are none, nights."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asking import IS_BOT, START, Asker, Still

from bulletin.counter.place import Place
from bulletin.counter.server import Door
from bulletin.counter.sqlite import SqliteStore
from bulletin.counter.store import Grouped, Hit, StoreError
from bulletin.counter.wsgi import counter

NewAsker = Callable[..., Asker]


def test_a_network_that_only_looks_or_says_to_be_a_bot_is_limited_too(new_asker: NewAsker) -> None:
    """Figures cost the store as much as a hit, all pages' views much more, and judging a name takes a while."""
    asks: tuple[Callable[[Asker], int], ...] = (
        lambda asker: asker.stats().status,
        lambda asker: asker.ask("GET", "/views.json").status,
        lambda asker: asker.hit(HTTP_USER_AGENT="Googlebot/2.1 (+http://www.google.com/bot.html)").status,
        lambda asker: asker.hit(HTTP_SEC_GPC="1").status,
    )
    for ask in asks:
        asker = new_asker(per_minute=5, shows_views=True)
        assert [ask(asker) for _ in range(51)] == [200] * 50 + [429]
        refused = asker.stats()
        assert (refused.status, refused.headers["Retry-After"]) == (429, "60")
        assert refused.headers["Access-Control-Allow-Origin"] == "https://xa.example"


def test_names_that_are_made_to_be_slow() -> None:
    """A look-ahead without an end took 8 ms for each; whoever sent 120 a second kept all others waiting."""
    for word in ("Zalo", "coccoc", "electron/", "Spider", "ContextualBot"):
        begun = time.process_time()
        for n in range(100):
            IS_BOT(f"{n}{word * 300}")
        assert time.process_time() - begun < 0.4, word


def test_all_pages_views_are_made_once_in_five_seconds(new_asker: NewAsker) -> None:
    asker = new_asker(shows_views=True, trusted=("203.0.113.7",))

    def told() -> Any:
        return json.loads(asker.ask("GET", "/views.json").body)["views"]

    asker.hit()
    assert told() == {"": 1}
    asker.hit(HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert told() == {"": 1}
    asker.clock.at += 5
    assert told() == {"": 2}


def test_a_silent_store_is_asked_for_a_salt_once_in_five_seconds(
    tmp_path: Path, sitemap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the shipped server all wait while one asks: twenty readers at midnight waited forty seconds."""
    monkeypatch.setattr("bulletin.counter.sqlite.BUSY", 0.2)
    with closing(SqliteStore(tmp_path / "a.sqlite3")) as store:
        store.views()
    other = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    place = Place("xa", "https://xa.example/", sitemap=str(sitemap))
    asker = Asker(place, SqliteStore(tmp_path / "a.sqlite3"), Still())
    begun = time.monotonic()
    assert [asker.hit().status for _ in range(20)] == [503] * 20
    assert time.monotonic() - begun < 2
    other.execute("ROLLBACK")
    other.close()
    assert asker.hit().status == 503, "it is not asked yet"
    asker.clock.at += 5
    assert asker.hit().figures["total"] == 1
    asker.close()


def test_whoever_was_told_that_he_is_not_counted_is_not_counted_later(tmp_path: Path) -> None:
    """The first hit is being written when its reader gives up; the others have waited, and are left out."""
    store = SqliteStore(tmp_path / "a.sqlite3")
    grouped = Grouped(store, patience=0.3)
    assert grouped.hit(Hit(START, "2026-11-24", 1)).figures.total == 1
    other = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for reader in (2, 3, 4):
        with pytest.raises(StoreError, match="no answer in time"):
            grouped.hit(Hit(START, "2026-11-24", reader))
    other.execute("ROLLBACK")
    other.close()
    time.sleep(0.5)
    assert grouped.hit(Hit(START, "2026-11-24", 5)).figures.total == 3
    grouped.close()


def test_what_is_no_sitemap_takes_no_page_away(new_asker: NewAsker, sitemap: Path) -> None:
    asker = new_asker(shows_views=True, trusted=("203.0.113.7",))
    told = [asker.hit(HTTP_X_FORWARDED_FOR="198.51.100.1").figures.get("views")]
    for n, text in enumerate(("", "<html><h1>Trang dang bao tri</h1>", "<urlset></urlset>")):
        sitemap.write_text(text, "utf-8")
        asker.clock.at += 60
        told.append(asker.hit(HTTP_X_FORWARDED_FOR=f"198.51.100.{n + 2}").figures.get("views"))
    assert told == [1, 2, 3, None]


def test_sites_are_never_mixed_in_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (
        Place(name, f"https://{name}.example/", store=str(tmp_path / f"{name}.db")) for name in ("a", "b")
    )
    counter([first, second]).close()
    with pytest.raises(ValueError, match="a file each"):
        counter([first, replace(second, store=first.store)])
    monkeypatch.setenv("COUNTER_STORE", str(tmp_path / "both.db"))
    counter([first]).close()
    with pytest.raises(ValueError, match="a file each"):
        counter([first, second])


def test_salts_are_destroyed_in_a_night_in_which_nobody_comes(
    new_asker: NewAsker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped server looks by itself, whether or not anybody asks."""
    monkeypatch.setattr("bulletin.counter.server.TIDYING", 0.05)
    asker = new_asker()
    asker.hit()
    assert set(asker.store.snapshot().salts) == {"2026-11-24"}

    async def night() -> None:
        Door(asker.counter).tidy(asyncio.get_running_loop())
        asker.clock.at += 8 * 3_600
        await asyncio.sleep(0.1)
        assert set(asker.store.snapshot().salts) == {"2026-11-24"}, "a visit may still go on"
        asker.clock.at += 1_800
        await asyncio.sleep(0.3)

    asyncio.run(night())
    assert asker.store.snapshot().salts == {}
