"""Pages ask nobody else for anything, complain of nothing, keep their own policy, and stand still."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from browsing import open_page, wait_until
from kinds import KINDS, Atlas
from listening import Ears
from playwright.sync_api import BrowserContext, Page, Route
from serving import Host, headers_of

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
NOTE_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      window.shifts.push(`${value.toFixed(4)}: ${sources.map(({ node }) => node?.className || node?.nodeName).join(", ")}`);
  }).observe({ type: "layout-shift", buffered: true });
"""
LATE = re.compile(r"\.(js|svg|jpe?g|png|webp|avif)$")
BROKEN = "[...document.images].filter((one) => one.src && !one.naturalWidth).map(({ src }) => src)"
BOXES = """
() => (window.boxed ??= [...document.body.querySelectorAll(":not(svg *)")]).map((element) => {
  if (!element.checkVisibility()) return ["", 0, 0, 0, 0];
  const { left, top, width, height } = element.getBoundingClientRect();
  const name = `<${element.localName} class="${element.className}"> “${element.textContent.trim().slice(0, 20)}”`;
  return [name, left + scrollX, top + scrollY, width, height];
})
"""
SCROLL = """
async () => {
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
    scrollTo({ top, behavior: "instant" });
    await new Promise((done) => setTimeout(done, 30));
  }
  await Promise.all([...document.images].map((image) => image.complete || image.decode().catch(() => {})));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))); // for the observers
}
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_read_to_its_end(
    window: Callable[..., BrowserContext], hosts: dict[str, Host], atlas: Atlas, kind: str
) -> None:
    """Nothing from another host, nothing in the console, nothing that fails; every picture arrives."""
    page = window().new_page()
    ears = Ears(page)
    open_page(page, kind, hosts, atlas)
    if kind != "redirect":
        page.evaluate(SCROLL)
        assert page.evaluate(BROKEN) == []
    assert ears.complaints() == []


def test_every_page_keeps_its_policy(
    window: Callable[..., BrowserContext], hosts: dict[str, Host], atlas: Atlas
) -> None:
    page = window().new_page()
    ears, found = Ears(page), {}
    for one in atlas.pages["sample"]:
        if 'http-equiv="refresh"' not in one.text:
            page.goto(hosts["sample"].address + one.url)
            found[one.path] = ears.complaints()
    assert {path: complaints for path, complaints in found.items() if complaints} == {}


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


def test_the_policy_is_strict(sample_site: Path, atlas: Atlas) -> None:
    """Every page has the same one; the header says the same, and what only a header can say."""
    policies = {tuple(META.findall(page.text)) for page in atlas.pages["sample"]}
    assert len(policies) == 1
    (policy,) = policies.pop()
    rules = directives(unescape(policy).replace(" file:", ""))  # which pages on a disk need
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == ["'self'"]
    assert rules["style-src"] == ["'self'"]
    assert rules["base-uri"] == ["'none'"]
    for name, sources in rules.items():
        allowed = {"'none'", "'self'", "https://www.youtube-nocookie.com"}
        assert set(sources) <= allowed | ({"data:"} if name == "img-src" else set()), name
    header = directives(headers_of(sample_site)["Content-Security-Policy"])
    assert header.pop("frame-ancestors") in (["'none'"], ["'self'"])
    assert header == rules


def test_a_breach_would_be_heard(
    window: Callable[..., BrowserContext], hosts: dict[str, Host], atlas: Atlas
) -> None:
    page = window().new_page()
    ears = Ears(page)
    open_page(page, "home", hosts, atlas)
    fetch = "(tag) => document.body.append(Object.assign(document.createElement(tag), { src: 'https://x.example/' }))"
    page.evaluate(fetch, "img")
    page.evaluate(fetch, "script")
    wait_until(page, "new Set(violations).size === 2")
    heard = ears.complaints()
    assert "policy: img-src refuses https://x.example/" in heard
    assert "policy: script-src-elem refuses https://x.example/" in heard


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", ["home", "article-video", "article-long", "article-pictures", "category"])
def test_nothing_moves(
    window: Callable[..., BrowserContext], hosts: dict[str, Host], atlas: Atlas, kind: str, width: int
) -> None:
    """Pictures and scripts come late here; what is there already stays where it is."""
    page, held = window(viewport={"width": width, "height": 700}).new_page(), list[Route]()
    page.add_init_script(NOTE_SHIFTS)
    is_late = True
    page.route(LATE, lambda route: held.append(route) if is_late else route.continue_())
    page.goto(hosts[KINDS[kind].site].address + atlas.url(kind), wait_until="commit")
    wait_until(page, "document.readyState !== 'loading'")
    wait_until(page, "[...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet)")
    before = page.evaluate(BOXES)
    while held:
        held.pop().continue_()
    is_late = False
    page.wait_for_load_state()
    page.evaluate(SCROLL)
    moved = [
        f"{name}: {old} → {new}"
        for (name, *old), (_, *new) in zip(before, page.evaluate(BOXES), strict=True)
        # 2 px: a picture's file has whole pixels, and so not quite the shape that is announced
        if any(abs(one - other) > 2 for one, other in zip(old, new, strict=True))
    ]
    assert moved == []
    assert page.evaluate("shifts") == []


def test_a_move_would_be_seen(visit: Callable[..., Page]) -> None:
    page = visit("home")
    page.evaluate(f"() => {{ {NOTE_SHIFTS} }}")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforebegin', '<h2>Quảng cáo</h2>')")
    wait_until(page, "shifts.length > 0")


def test_youtube_hears_of_nobody_before_the_click(
    window: Callable[..., BrowserContext], hosts: dict[str, Host], atlas: Atlas
) -> None:
    page = window().new_page()
    ears = Ears(page)
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="<title>Phim</title>"))
    open_page(page, "article-video", hosts, atlas)
    page.evaluate(SCROLL)
    assert ears.complaints() == []
    link = page.locator(".video[data-youtube] > a").first
    words = (link.text_content() or "").strip()
    link.press("Enter")
    frame = page.locator(".video iframe")
    frame.wait_for()
    address = frame.get_attribute("src") or ""
    assert re.match(r"https://www\.youtube-nocookie\.com/embed/[\w-]{11}\?", address)
    assert frame.get_attribute("title") == words
    assert page.frame_locator(".video iframe").locator("title").text_content() == "Phim"
    assert ears.complaints() == [f"asks another host: {address}"]
    wait_until(page, "document.activeElement.localName === 'iframe'")


def test_without_scripts_the_video_is_a_link(visit: Callable[..., Page]) -> None:
    page = visit("article-video", java_script_enabled=False)
    link = page.locator(".video[data-youtube] > a").first
    assert re.match(r"https://www\.youtube\.com/watch\?v=[\w-]{11}$", link.get_attribute("href") or "")
