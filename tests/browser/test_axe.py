"""axe-core finds nothing on any kind of page: by day, by night, at 320 px, and without the site's scripts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import open_page
from kinds import KINDS, Atlas
from playwright.sync_api import BrowserContext, Page
from serving import Host

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
GOOD = ("best-practice",)
RUN = """
async (tags) => {
  const options = { runOnly: tags, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run(options);
  return violations.map(({ id, help, nodes }) => [id, help, nodes.map(({ target }) => target.join(" "))]);
}
"""


@pytest.fixture(scope="session")
def axe(need: Callable[[str], str]) -> str:
    return Path(need("axe.min.js")).read_text("utf-8")


def violations(page: Page, kind: str) -> list[Any]:
    """What axe says, as [rule, in words, where]. A redirect is no document: it has no landmarks and no heading."""
    found: list[Any] = page.evaluate(RUN, WCAG if kind == "redirect" else WCAG + GOOD)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_day_night_and_phone(visit: Callable[..., Page], axe: str, kind: str) -> None:
    page = visit(kind)
    page.evaluate(axe)
    found = {"light": violations(page, kind)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = violations(page, kind)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    found["320 px"] = violations(page, kind)
    assert found == {"light": [], "dark": [], "320 px": []}


def test_without_scripts(
    window: Callable[..., BrowserContext], hosts: dict[str, Host], atlas: Atlas, axe: str
) -> None:
    """axe is a script itself and waits for the browser, so scripts are on, and the site's do not arrive."""
    page, found = window().new_page(), {}
    for kind in KINDS:
        page.unroute_all()
        page.route("**/*.js", lambda route: route.abort())
        open_page(page, kind, hosts, atlas)
        page.evaluate(axe)
        found[kind] = violations(page, kind)
    assert found == {kind: [] for kind in KINDS}


def test_the_open_menu(visit: Callable[..., Page], axe: str) -> None:
    page = visit("home", viewport={"width": 320, "height": 640})
    page.get_by_role("button", name="Danh mục").click()
    page.evaluate(axe)
    found = {"light": violations(page, "home")}
    page.emulate_media(color_scheme="dark")
    found["dark"] = violations(page, "home")
    assert found == {"light": [], "dark": []}


def test_an_open_picture(visit: Callable[..., Page], axe: str) -> None:
    page = visit("article-gallery")
    page.locator("a.enlarge").first.click()
    page.evaluate(axe)
    found = {"light": violations(page, "article-gallery")}
    page.emulate_media(color_scheme="dark")
    found["dark"] = violations(page, "article-gallery")
    assert found == {"light": [], "dark": []}


def test_axe_would_find_it(visit: Callable[..., Page], axe: str) -> None:
    """A page made worse on purpose, so that the silence of the others means something."""
    page = visit("article-short")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x><h6>?</h6>')")
    page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    page.evaluate(axe)
    rules = {rule for rule, _, _ in violations(page, "article-short")}
    assert {"image-alt", "color-contrast", "heading-order"} <= rules
