"""How Chromium is started, and led to a page."""

import time
from collections.abc import Mapping
from pathlib import Path

from kinds import KINDS, Atlas
from playwright.sync_api import Browser, Page, Playwright
from serving import Host

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-11-24T08:00:00+07:00"
FLAGS = (
    "--no-sandbox",  # tests run as root, too
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # nothing here leaves the machine
)


def launch(playwright: Playwright, program: str, *more: str) -> Browser:
    return playwright.chromium.launch(executable_path=program, args=[*FLAGS, *more])


def open_page(page: Page, kind: str, hosts: Mapping[str, Host], atlas: Atlas) -> None:
    """Load the page of that kind; a redirect stays where it is, for us to look at."""
    address = hosts[KINDS[kind].site].address + atlas.url(kind)
    if kind == "redirect":
        page.route(lambda url: url != address, lambda route: route.fulfill(status=204))
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == (404 if kind == "lost" else 200)


def wait_until(page: Page, condition: str) -> None:
    """Until the expression is true. `wait_for_function` would be eval() in the page, which its policy refuses."""
    end = time.monotonic() + 10
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never: {condition}"
        page.wait_for_timeout(20)
