"""A browser for a module, and a preview for a test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from previewing import PATIENCE, Preview, previewed

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Callable[..., Preview]]:
    """`preview({"content/tin/a.md": …}, "--lan")` serves that site until the test ends."""
    with ExitStack() as stack:
        yield lambda files, *words: stack.enter_context(previewed(tmp_path / "site", files, *words))


@pytest.fixture
def begin_again() -> Iterator[Callable[[Path], Preview]]:
    """`begin_again(root)` serves what lies there until the test ends."""
    with ExitStack() as stack:

        def begin(root: Path) -> Preview:
            preview = Preview(root)
            stack.callback(preview.kill)
            return preview

        yield begin


@pytest.fixture(scope="module")
def browser(need: Callable[[str], str]) -> Iterator[Browser]:
    program = need("chromium")
    expect.set_options(timeout=1000 * PATIENCE)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Fails the test when the page's console tells of an error: a policy that refused, a script that broke."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    wrong: list[Any] = []
    page.on("pageerror", lambda error: wrong.append(error))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert wrong == []
