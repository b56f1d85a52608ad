"""At every width, and with letters twice as large, nothing sticks out, is cut off or lies on something else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import launch, open_page
from kinds import KINDS, Atlas
from playwright.sync_api import Browser, Page, Playwright
from serving import Host

HERE = Path(__file__).parent
LOOK = (HERE / "look.js").read_text("utf-8")
ACCENTS = (HERE / "accents.js").read_text("utf-8")
WIDTHS = (320, 360, 768, 1280, 1920)


def complaints(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {complaint}" for complaint in page.evaluate(LOOK)]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_there_is_can_be_read(visit: Callable[..., Page], kind: str) -> None:
    page = visit(kind)
    assert complaints(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert complaints(page) == [], "with letters twice as large"
    page.evaluate("document.documentElement.style.fontSize = ''")
    if kind != "redirect":  # has no style sheet: a browser's own letters, for a second
        assert page.evaluate(ACCENTS) == []


ENDLESS = """() => {
  const word = "nghiêng".repeat(9);
  const places = ".brand-name a, .brand-body, h1, h2 > a, .card-title a, .kicker a, .sapo, .tags a, figcaption, .byline strong, dd, .topic-box a";
  for (const place of document.querySelectorAll(places)) place.textContent = word;
}"""


@pytest.mark.parametrize("kind", ["home", "article-long", "category", "topic", "tag", "tags"])
def test_an_endless_word_is_broken(visit: Callable[..., Page], kind: str) -> None:
    page = visit(kind)
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(ENDLESS)
    for size in ("", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, size


LOGO = """() => {
  const logo = document.createElement("div");
  logo.className = "brand-logo";
  logo.style.blockSize = "40px";
  document.querySelector(".brand").prepend(logo);
}"""
# The longest of the name's words, laid out alone, against the room that the name has.
NAME_IN_PIECES = """() => {
  const name = document.querySelector(".brand-name");
  const word = document.createElement("span");
  word.style.cssText = "position: absolute; white-space: nowrap";
  name.append(word);
  const room = name.clientWidth;
  const wide = name.querySelector("a").textContent.split(" ").filter(each => {
    word.textContent = each;
    return word.getBoundingClientRect().width > room;
  });
  word.remove();
  return wide;
}"""


@pytest.mark.parametrize("kind", ["home", "article-long"])
def test_the_name_beside_a_logo_stays_in_words(visit: Callable[..., Page], kind: str) -> None:
    page = visit(kind)
    page.evaluate(LOGO)
    for width in (320, 360, 768):
        page.set_viewport_size({"width": width, "height": 900})
        for size in ("", "200%"):
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            assert page.evaluate(NAME_IN_PIECES) == [], (width, size)


@pytest.fixture(scope="module")
def far_sighted(playwright: Playwright, need: Callable[[str], str]) -> Iterator[Browser]:
    """A browser whose reader has set letters to twice their size; media queries in em heed that."""
    letters = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
    browser = launch(playwright, need("chromium"), letters)
    yield browser
    browser.close()


def test_readers_with_large_letters_can_read_it(
    far_sighted: Browser, hosts: dict[str, Host], atlas: Atlas
) -> None:
    page = far_sighted.new_page()
    for kind in KINDS:
        open_page(page, kind, hosts, atlas)
        assert complaints(page, (320, 1280)) == [], kind


def test_the_readers_setting_counts(far_sighted: Browser, hosts: dict[str, Host], atlas: Atlas) -> None:
    page = far_sighted.new_page()
    open_page(page, "home", hosts, atlas)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
