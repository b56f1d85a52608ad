"""Chromium, and the sample as a host would serve it to a reader's browser.

Playwright keeps an event loop running in its thread as long as it is on, and asyncio refuses a
second one there. So a module has its browser for itself (one second), and tests of other folders
in the same process find no loop.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browsing import launch, open_page
from kinds import Atlas, pages_of
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from serving import Host, served

from tests.building import Once, build_sample


@pytest.fixture(scope="session")
def draft_site(sample_site: Path, once: Once) -> Path:
    """The sample as its editors look at it: with drafts and with articles of the future."""
    site = sample_site.parent / "site"
    return once("drafts", lambda folder: build_sample(site, folder, "--drafts", "--future"))


@pytest.fixture(scope="session")
def atlas(sample_site: Path, draft_site: Path) -> Atlas:
    return Atlas({"sample": pages_of(sample_site), "drafts": pages_of(draft_site)})


@pytest.fixture(scope="session")
def hosts(sample_site: Path, draft_site: Path) -> Iterator[dict[str, Host]]:
    with ExitStack() as stack:
        folders = {"sample": sample_site, "drafts": draft_site}
        yield {name: stack.enter_context(served(folder)) for name, folder in folders.items()}


@pytest.fixture(scope="module")
def playwright(need: Callable[[str], str]) -> Iterator[Playwright]:
    need("chromium")
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright, need: Callable[[str], str]) -> Iterator[Browser]:
    browser = launch(playwright, need("chromium"))
    yield browser
    browser.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`window(color_scheme="dark", …)` is a browser without a past; options as for `new_context`."""
    with ExitStack() as stack:

        def new(**options: Any) -> BrowserContext:
            usual = {"viewport": {"width": 1280, "height": 900}, "locale": "vi-VN"}
            context = browser.new_context(**{**usual, **options})
            stack.callback(context.close)
            return context

        yield new


@pytest.fixture
def visit(window: Callable[..., BrowserContext], hosts: dict[str, Host], atlas: Atlas) -> Callable[..., Page]:
    """`visit("home", color_scheme="dark", …)` is a loaded page of that kind in a window of its own."""

    def visit(kind: str, **options: Any) -> Page:
        page = window(**options).new_page()
        open_page(page, kind, hosts, atlas)
        return page

    return visit
