"""A thousand articles with a few that are looked for among them, the sample, and Chromium in front of both."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import corpus
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.building import Once, build_site
from tests.serving import serve

QUERIES = Path(corpus.__file__).parent / "queries"
SETTINGS = """\
[site]
name = "Bản tin thử"
address = "https://thu.example/"
[pictures]
share_cards = false
"""
ANSWERED = 60_000  # ms; a loaded machine is slow


def labelled() -> list[dict[str, str]]:
    """Queries, each with the article that should be first."""
    made: list[dict[str, str]] = json.loads((QUERIES / "queries.json").read_text("utf-8"))
    return made


def write_corpus(root: Path, count: int) -> Path:
    corpus.make(count, root, "bulletin")
    shutil.copytree(QUERIES / "planted", root, dirs_exist_ok=True)
    (root / "site.toml").write_text(SETTINGS, "utf-8")
    return root


@pytest.fixture(scope="session")
def corpus_site(once: Once) -> Path:
    def make(folder: Path) -> None:
        assert build_site(write_corpus(folder, 1000), workers=2, remember=False).written

    return once("corpus", make) / "output"


@pytest.fixture(scope="session")
def addresses(sample_site: Path, corpus_site: Path) -> Iterator[dict[str, str]]:
    with serve(sample_site) as sample, serve(corpus_site) as thousand:
        yield {"sample": sample, "corpus": thousand}


@pytest.fixture(scope="module")
def browser(need: Callable[[str], str]) -> Iterator[Browser]:
    program = need("chromium")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    made: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        usual = {"viewport": {"width": 1280, "height": 900}, "locale": "vi-VN"}
        made.append(browser.new_context(**{**usual, **options}))
        return made[-1]

    yield new
    for context in made:
        context.close()


@pytest.fixture
def page(window: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page in which nothing may go wrong unseen."""
    page = window().new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    # The pictures of the made-up articles are named and not there.
    page.on(
        "console",
        lambda said: (
            faults.append(said.text)
            if said.type == "error" and "/images/" not in said.location["url"]
            else None
        ),
    )
    yield page
    assert faults == []


def ask(page: Page, address: str, words: str) -> list[str]:
    """Search for `words` on the search page at `address`; the paths of what is listed."""
    if not page.url.startswith(f"{address}tim-kiem/"):
        page.goto(f"{address}tim-kiem/")
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    return answers(page, address)


def answers(page: Page, address: str) -> list[str]:
    """What is listed, once a search has ended."""
    page.locator(".search-results:not([aria-busy=true])").wait_for(state="attached", timeout=ANSWERED)
    links = page.locator(".search-results .card-title a").evaluate_all("all => all.map((a) => a.href)")
    return [link.removeprefix(address) for link in links]
