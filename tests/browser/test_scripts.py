"""What the small scripts add: sizes of letters, copying, printing, listening; and reading from a disk."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import open_page, wait_until
from kinds import Atlas
from playwright.sync_api import BrowserContext, Locator, Page, expect
from serving import Host

SIZE = "parseFloat(getComputedStyle(document.querySelector('.prose')).fontSize)"
PERMALINK = "document.querySelector('link[rel=canonical]').href"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } });"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
COUNT_PRINTS = "window.prints = 0; window.print = () => window.prints++;"
SPEECH = """
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
    voices: %s,
    getVoices() { return this.voices; },
    speak(words) { spoken.push(words); },
    cancel() { spoken.length = 0; },
  }) });
"""
VIETNAMESE = "[{ lang: 'en-US', name: 'Sam' }, { lang: 'vi-VN', name: 'Linh' }]"


@pytest.fixture
def reader(
    window: Callable[..., BrowserContext], hosts: dict[str, Host], atlas: Atlas
) -> Callable[..., Page]:
    """`reader("article-long", script)` is that page in a window in which `script` ran before the page's own."""

    def open_one(kind: str, *scripts: str) -> Page:
        context = window()
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        for script in scripts:
            context.add_init_script(script)
        page = context.new_page()
        open_page(page, kind, hosts, atlas)
        return page

    return open_one


def button(page: Page, name: str) -> Locator:
    return page.locator(f'[data-do="{name}"]')


def sizes(page: Page, *buttons: str) -> list[float]:
    """The letters' size in px, at first and after each click."""
    found = [page.evaluate(SIZE)]
    for name in buttons:
        button(page, name).click()
        found.append(page.evaluate(SIZE))
    return found


def test_letters_grow_and_shrink(reader: Callable[..., Page]) -> None:
    page = reader("article-short")
    first, larger, largest, first_again, smaller = sizes(page, "larger", "larger", "normal", "smaller")
    assert smaller < first == first_again < larger < largest
    expect(button(page, "smaller")).to_be_disabled()
    for _ in range(10):
        if button(page, "larger").is_enabled():
            button(page, "larger").click()
    expect(button(page, "larger")).to_be_disabled()
    assert page.evaluate(SIZE) > largest
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_size_is_remembered(reader: Callable[..., Page], hosts: dict[str, Host], atlas: Atlas) -> None:
    page = reader("article-short")
    first, larger = sizes(page, "larger")
    page.reload()
    assert page.evaluate(SIZE) == larger
    open_page(page, "article-long", hosts, atlas)
    assert page.evaluate(SIZE) == larger
    button(page, "normal").click()
    page.reload()
    assert page.evaluate(SIZE) == first


def test_where_nothing_can_be_remembered_letters_still_grow(reader: Callable[..., Page]) -> None:
    page = reader("article-short", NO_STORAGE)
    first, larger = sizes(page, "larger")
    assert first < larger
    page.reload()
    assert page.evaluate(SIZE) == first


def test_the_address_is_copied(reader: Callable[..., Page]) -> None:
    page = reader("article-short")
    button(page, "copy").click()
    expect(page.get_by_role("status")).to_have_text("Đã sao chép liên kết")
    assert page.evaluate("navigator.clipboard.readText()") == page.evaluate(PERMALINK)


def test_without_a_clipboard_there_is_no_button(reader: Callable[..., Page]) -> None:
    page = reader("article-short", NO_CLIPBOARD)
    expect(button(page, "print")).to_be_visible()
    expect(button(page, "copy")).to_be_hidden()


def test_the_article_is_printed(reader: Callable[..., Page]) -> None:
    page = reader("article-short", COUNT_PRINTS)
    button(page, "print").click()
    assert page.evaluate("prints") == 1


@pytest.mark.parametrize("voices", ["[]", "[{ lang: 'en-US' }, { lang: 'vie' }]"])
def test_without_a_vietnamese_voice_nobody_offers_to_read(reader: Callable[..., Page], voices: str) -> None:
    page = reader("article-short", SPEECH % voices)
    expect(button(page, "print")).to_be_visible()
    expect(button(page, "listen")).to_be_hidden()


def test_the_article_is_read_aloud(reader: Callable[..., Page]) -> None:
    page = reader("article-long", SPEECH % VIETNAMESE)
    listen = button(page, "listen")
    expect(listen).to_have_attribute("aria-pressed", "false")
    listen.click()
    expect(listen).to_have_attribute("aria-pressed", "true")
    spoken = page.evaluate("spoken.map(({ text, lang, voice }) => [text, lang, voice.name])")
    assert {(lang, name) for _, lang, name in spoken} == {("vi-VN", "Linh")}
    texts = [text for text, _, _ in spoken]
    assert texts[0] == page.locator("h1").inner_text()
    assert texts[1] == page.locator(".sapo").inner_text()
    cell, note = page.locator("td").first.inner_text(), page.locator(".footnote li").first.inner_text()
    assert cell not in texts
    assert not [text for text in texts if note[:40] in text]

    page.evaluate("spoken.at(-1).onend()")
    expect(listen).to_have_attribute("aria-pressed", "false")
    listen.click()
    listen.click()
    expect(listen).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("spoken.length") == 0


def test_a_voice_that_comes_late_is_heard_of(reader: Callable[..., Page]) -> None:
    page = reader("article-short", SPEECH % "[]")
    expect(button(page, "listen")).to_be_hidden()
    page.evaluate(f"speechSynthesis.voices = {VIETNAMESE}")
    page.evaluate("void speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    expect(button(page, "listen")).to_be_visible()


def test_pictures_open_over_the_page(visit: Callable[..., Page]) -> None:
    page = visit("article-gallery")
    links, viewer = page.locator("a.enlarge"), page.get_by_role("dialog", name="Xem ảnh")
    assert links.count() > 2
    second = links.nth(1)
    second.focus()
    page.keyboard.press("Enter")
    expect(viewer).to_be_visible()

    def shows(link: Locator) -> None:
        shown = viewer.locator("img")
        assert shown.evaluate("({ src }) => src") == link.evaluate("({ href }) => href")
        expect(shown).to_have_attribute("alt", link.locator("img").get_attribute("alt") or "")

    shows(second)
    page.keyboard.press("ArrowRight")
    shows(links.nth(2))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    shows(links.first)
    page.keyboard.press("ArrowLeft")
    shows(links.last)
    page.keyboard.press("Home")
    shows(links.first)
    expect(viewer.get_by_role("status")).to_have_text(f"1/{links.count()}")
    page.keyboard.press("End")
    shows(links.last)
    names = []
    for _ in range(4):
        names.append(viewer.locator(":focus").get_attribute("aria-label"))
        page.keyboard.press("Tab")
    assert names == ["Đóng", "Ảnh trước", "Ảnh sau", "Đóng"]
    page.keyboard.press("Shift+Tab")
    expect(viewer.get_by_role("button", name="Đóng")).to_be_focused()
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(links.last).to_be_focused()

    second.click()
    viewer.get_by_role("button", name="Đóng").click()
    expect(viewer).to_be_hidden()
    expect(second).to_be_focused()


def test_the_cover_opens_too(visit: Callable[..., Page]) -> None:
    page = visit("article-pictures")
    cover, viewer = page.locator(".story-cover a.enlarge"), page.get_by_role("dialog", name="Xem ảnh")
    cover.click()
    shown = viewer.locator("img")
    assert shown.evaluate("({ src }) => src") == cover.evaluate("({ href }) => href")


def test_without_scripts_a_picture_opens_by_itself(visit: Callable[..., Page]) -> None:
    page = visit("article-gallery", java_script_enabled=False)
    link = page.locator("a.enlarge").first
    with page.expect_navigation() as opened:
        link.click()
    assert (opened.value.headers["content-type"]).startswith("image/")


def test_without_scripts_no_button_is_offered(visit: Callable[..., Page]) -> None:
    page = visit("article-long", java_script_enabled=False)
    expect(page.locator("[data-do]").first).to_be_attached()
    for one in page.locator("[data-do]").all():
        expect(one).to_be_hidden()
    for name in ("Zalo", "Facebook"):
        expect(page.locator(".tools").get_by_role("link", name=name)).to_be_visible()


def test_read_from_a_disk(window: Callable[..., BrowserContext], sample_site: Path) -> None:
    """Every click leads to a page and not to a list of files; the site looks and works as on a host."""
    page = window().new_page()

    def title_is(words: str) -> None:
        expect(page).to_have_title(re.compile(re.escape(words)))
        assert page.url.startswith("file:")
        assert page.url.partition("#")[0].endswith(".html")

    page.goto((sample_site / "index.html").as_uri())
    title_is("Bản tin Mường Khơi")
    grounds = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(grounds) != "rgba(0, 0, 0, 0)", "its style sheets are there"
    wait_until(page, "[...document.images].some(({ naturalWidth }) => naturalWidth > 0)")

    page.get_by_role("navigation", name="Danh mục chính").get_by_role("link", name="Chắp cánh ước mơ").click()
    title_is("Chắp cánh ước mơ")
    page.get_by_role("link", name="Trang sau").click()
    title_is("Trang 2")
    article = page.locator("main .card-title a").first
    words = article.inner_text()
    article.click()
    title_is(words)
    before = page.evaluate(SIZE)
    button(page, "larger").click()
    assert page.evaluate(SIZE) > before
    page.go_back()
    title_is("Trang 2")
    page.get_by_role("link", name="Trang trước").click()
    page.locator(".brand-name a").click()
    title_is("Bản tin Mường Khơi")


def test_a_video_read_from_a_disk_stays_a_link(
    window: Callable[..., BrowserContext], sample_site: Path, atlas: Atlas
) -> None:
    """YouTube's player refuses pages without an address."""
    context = window()
    context.route("https://www.youtube.com/**", lambda route: route.fulfill(body="<title>YouTube</title>"))
    page = context.new_page()
    page.goto((sample_site / atlas.page("article-video").path).as_uri())
    page.locator(".video[data-youtube] > a").first.click()
    expect(page).to_have_title("YouTube")
