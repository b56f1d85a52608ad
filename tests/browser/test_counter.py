"""Thống kê truy cập in a real browser: the built sample on one port, the shipped counter on another."""

import json
import shutil
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from browsing import NOW, ROOT, launch, wait_until
from listening import Ears
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect
from serving import Host, headers_of, served

sys.path.append(str(ROOT / "tests" / "counter"))
from redis_server import free_port
from shipped import shipped

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36"
GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
ARTICLE = "tin-tuc-su-kien/"
COUNTER = """
[counter]
address = "http://127.0.0.1:{port}/"
opening_balance = 1617
article_views = true
most_read = 3
"""
NAMES = ("online", "today", "yesterday", "week", "month", "total")


@dataclass
class Bulletin:
    """The sample with a counter: its folder, its host, and where its counter is to be."""

    root: Path
    host: Host
    port: int

    def build(self) -> str:
        """Build it; what the build said."""
        from bulletin.cli import main

        words = ["--site", str(self.root), "--output", str(self.host.folder), "--now", NOW, "--quiet"]
        assert main(words) == 0
        self.host.headers = headers_of(self.host.folder)
        self.host.read.cache_clear()
        return (self.host.folder / "index.html").read_text("utf-8")

    def counting(self) -> Any:
        sitemap = str(self.host.folder / "sitemap.xml")
        return shipped(self.root, "--sitemap", sitemap, port=self.port, settings=None)

    def article(self) -> str:
        """The url of an article."""
        found = sorted((self.host.folder / ARTICLE).glob("*/index.html"))
        return next(
            p.relative_to(self.host.folder).as_posix().removesuffix("index.html")
            for p in found
            if "data-story" in p.read_text("utf-8")
        )


@pytest.fixture(scope="module")
def browser(playwright: Playwright, need: Callable[[str], str]) -> Iterator[Browser]:
    """A browser that does not say of itself that a program leads it: it plays the readers."""
    browser = launch(playwright, need("chromium"), "--disable-blink-features=AutomationControlled")
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def root(sample_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's folder, whose pictures are made already."""
    root = tmp_path_factory.mktemp("counted") / "site"
    shutil.copytree(sample_site.parent / "site", root)
    return root


@pytest.fixture
def bulletin(root: Path, sample_site: Path, tmp_path: Path) -> Iterator[Bulletin]:
    shutil.rmtree(root / "thong-ke", ignore_errors=True)
    (root / ".bantin" / "thong-ke.json").unlink(missing_ok=True)
    (tmp_path / "output").mkdir()
    port = free_port()
    with served(tmp_path / "output") as host:
        text = (sample_site.parent / "site" / "site.toml").read_text("utf-8")
        text = text.replace("https://bantin.muongkhoi.example/", host.address, 1)
        (root / "site.toml").write_text(text + COUNTER.format(port=port), "utf-8")
        made = Bulletin(root, host, port)
        assert "data-counter hidden" in made.build(), "without figures the box is there for the script only"
        yield made


def figures(page: Page) -> dict[str, str]:
    """What the box shows, once it shows something."""
    expect(page.locator("[data-counter]").last).to_be_visible()
    rows = page.locator("[data-counter] [data-figure]:visible")
    return {row.get_attribute("data-figure") or "": row.locator("dd").inner_text() for row in rows.all()}


def read(window: Callable[..., BrowserContext], address: str, **options: Any) -> Page:
    page = window(**options).new_page()
    page.goto(address)
    return page


def told(bulletin: Bulletin, name: str = "stats.json") -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{bulletin.port}/{name}", timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def shown(online: int, visits: int) -> dict[str, str]:
    total = f"{1617 + visits:,}".replace(",", ".")
    return dict(zip(NAMES, (str(online), str(visits), "0", str(visits), str(visits), total), strict=True))


def test_readers_are_counted_and_bots_are_not(
    window: Callable[..., BrowserContext], bulletin: Bulletin
) -> None:
    home = bulletin.host.address
    with bulletin.counting():
        context = window(user_agent=CHROME)
        page = context.new_page()
        ears = Ears(page)
        page.goto(home)
        assert figures(page) == shown(1, 1)
        moment = page.locator("[data-moment]").inner_text()
        assert moment.startswith("Số liệu tính đến "), moment
        assert len(moment.removeprefix("Số liệu tính đến ")) == len("08:05, 22/11/2026")
        sent = [url for url in ears.asked if str(bulletin.port) in url]
        assert sent == [f"http://127.0.0.1:{bulletin.port}/hit?/"], "one request a page"
        assert ears.complaints() == []

        page.reload()
        assert figures(page) == shown(1, 1), "the same reader within half an hour"
        page.goto(home + bulletin.article())
        assert figures(page) == shown(1, 1)
        expect(page.locator("[data-views]")).to_have_text("Lượt xem: 1")
        assert ears.complaints() == []

        other = read(window, home + bulletin.article(), user_agent=PHONE)
        assert figures(other) == shown(2, 2), "another browser"
        expect(other.locator("[data-views]")).to_have_text("Lượt xem: 2")

        for agent in (GOOGLE, None):
            options = {"user_agent": agent} if agent else {}
            assert figures(read(window, home, **options)) == shown(2, 2), (
                "bots see the figures, and do not change them"
            )
        private = window(user_agent=CHROME.replace("139", "138"))
        private.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
        page = private.new_page()
        page.goto(home)
        assert figures(page) == shown(2, 2), "whoever asks not to be counted is not"
        assert told(bulletin)["total"] == 1619
        assert told(bulletin, "views.json")["views"] == {"": 1, bulletin.article(): 2}


def test_a_page_in_the_background_is_counted_when_it_is_seen(
    window: Callable[..., BrowserContext], bulletin: Bulletin
) -> None:
    with bulletin.counting():
        context = window(user_agent=CHROME)
        context.add_init_script(
            "window.seen = false;"
            "Object.defineProperty(document, 'visibilityState', { get: () => window.seen ? 'visible' : 'hidden' });"
        )
        page = context.new_page()
        page.goto(bulletin.host.address)
        page.wait_for_timeout(300)
        assert told(bulletin)["today"] == 0
        page.evaluate("window.seen = true; document.dispatchEvent(new Event('visibilitychange'))")
        assert figures(page) == shown(1, 1)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.wait_for_timeout(200)
        assert told(bulletin, "views.json")["views"] == {"": 1}


def test_a_counter_that_is_gone_harms_no_page(
    window: Callable[..., BrowserContext], bulletin: Bulletin
) -> None:
    """Before it was ever read from the box stays hidden; later it shows what the build knew, with its date."""
    with bulletin.counting() as server:
        server.kill()
    gone = f"http://127.0.0.1:{bulletin.port}/hit"
    for options in ({}, {"java_script_enabled": False}):
        page = window(user_agent=CHROME, **options).new_page()
        ears = Ears(page)
        page.goto(bulletin.host.address)
        page.wait_for_timeout(500)
        expect(page.locator("[data-counter]")).to_be_hidden()
        expect(page.get_by_role("heading", name="Tin mới nhất")).to_be_visible()
        if not options:
            complaints = ears.complaints()
            assert [
                words for words in complaints if gone not in words and "ERR_CONNECTION_REFUSED" not in words
            ] == []
            assert complaints

    with bulletin.counting():
        read(window, bulletin.host.address + bulletin.article(), user_agent=CHROME)
        end = page.context.browser
        assert end is not None
        reader = read(window, bulletin.host.address, user_agent=PHONE)
        assert figures(reader) == shown(2, 2)
        html = bulletin.build()
    assert "data-counter hidden" not in html
    for options in ({}, {"java_script_enabled": False}):
        page = read(window, bulletin.host.address, user_agent=CHROME, **options)
        page.wait_for_timeout(300)
        known = shown(0, 2)
        del known["online"]
        assert figures(page) == known, "nobody knows who is online now"
        expect(page.locator("[data-moment]")).to_contain_text("Số liệu tính đến ")
        most = page.locator(".most-read a")
        expect(most).to_have_count(1)
        expect(most).to_have_attribute("href", f"./{bulletin.article()}")
    page = read(window, bulletin.host.address + bulletin.article(), java_script_enabled=False)
    expect(page.locator("[data-views]")).to_have_text("Lượt xem: 1")

    for body in ("{}", "[]", '{"total": -1, "at": "2027-01-01T00:00:00+07:00"}'):
        context = window(user_agent=CHROME)
        answer = partial(Route.fulfill, body=body, headers={"access-control-allow-origin": "*"})
        context.route(f"http://127.0.0.1:{bulletin.port}/**", lambda route, _, answer=answer: answer(route))
        page = context.new_page()
        page.goto(bulletin.host.address)
        page.wait_for_timeout(300)
        assert figures(page) == known, "an answer without any figure takes none away"
        expect(page.locator("[data-moment]")).not_to_contain_text("2027")


def test_answers_that_are_no_figures_are_not_shown(
    window: Callable[..., BrowserContext], bulletin: Bulletin
) -> None:
    """Whatever may come from that address: a parked domain, a captive portal, an error."""
    cross = {"access-control-allow-origin": "*"}
    for body in (
        "<html>",
        "{}",
        "[]",
        "null",
        '{"total": "12", "today": -1, "week": 1.5}',
        '{"total": {"a": 1}}',
    ):
        context = window(user_agent=CHROME)
        answer = partial(Route.fulfill, body=body, headers=cross)
        context.route(f"http://127.0.0.1:{bulletin.port}/**", lambda route, _, answer=answer: answer(route))
        page = context.new_page()
        ears = Ears(page)
        page.goto(bulletin.host.address)
        page.wait_for_timeout(150)
        expect(page.locator("[data-counter]")).to_be_hidden()
        assert ears.complaints() == []


def test_from_a_disk_and_from_other_origins_nothing_is_told(
    window: Callable[..., BrowserContext], bulletin: Bulletin
) -> None:
    with bulletin.counting(), served(bulletin.host.folder) as elsewhere:
        for address in ((bulletin.host.folder / "index.html").as_uri(), elsewhere.address):
            page = window(user_agent=CHROME).new_page()
            ears = Ears(page)
            page.goto(address)
            page.wait_for_timeout(300)
            assert [url for url in ears.asked if str(bulletin.port) in url] == []
            assert [words for words in ears.complaints() if "file:" not in words] == []
        assert told(bulletin)["total"] == 1617


def test_goatcounter_instead(window: Callable[..., BrowserContext], bulletin: Bulletin) -> None:
    """A GoatCounter is told in its own way, and its one figure is shown."""
    file = bulletin.root / "site.toml"
    text = file.read_text("utf-8").partition("[counter]")[0]
    file.write_text(f'{text}[counter]\ngoatcounter = "http://127.0.0.1:{bulletin.port}/"\n', "utf-8")
    bulletin.build()
    context = window(user_agent=CHROME)
    asked: list[str] = []
    context.route(
        f"http://127.0.0.1:{bulletin.port}/**",
        lambda route: (
            asked.append(f"{route.request.method} {route.request.url.partition(str(bulletin.port))[2]}"),
            route.fulfill(body='{"count": "12\u2009345"}', headers={"access-control-allow-origin": "*"}),
        ),
    )
    page = context.new_page()
    page.goto(bulletin.host.address + bulletin.article())
    assert figures(page) == {"total": "12.345"}
    expect(page.locator("[data-moment]")).to_be_hidden()
    wait_until(page, "true")
    path = "%2F" + bulletin.article().replace("/", "%2F")
    assert sorted(asked) == ["GET /counter/TOTAL.json", f"POST /count?p={path}"]
