"""Tab, Enter and Esc reach and do everything, in the order in which it is read, and the focus is seen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import wait_until
from playwright.sync_api import Locator, Page, expect

WALK = (Path(__file__).parent / "walk.js").read_text("utf-8")
PHONE = {"width": 320, "height": 640}
WALKED = (
    "home",
    "article-long",
    "article-video",
    "article-bare",
    "category",
    "category-2",
    "topics",
    "topic",
    "tags",
    "archive",
    "month",
    "standing",
    "sitemap",
    "lost",
)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize("kind", WALKED)
def test_tab_reaches_everything_in_order(
    visit: Callable[..., Page], kind: str, width: int, scheme: str
) -> None:
    page = visit(kind, viewport={"width": width, "height": 900}, color_scheme=scheme)
    for _ in range(page.evaluate(WALK)):
        page.keyboard.press("Tab")
    noted = page.evaluate("noted")
    stops, walked = noted.pop("stops"), noted.pop("walked")
    assert stops[0] == "<a> “Chuyển đến nội dung chính”"
    assert walked == stops
    assert noted == {"hidden": [], "pale": [], "backwards": []}


def focus(page: Page) -> Locator:
    return page.locator(":focus")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("kind", ["home", "article-long", "lost"])
def test_the_skip_link_leads_to_what_the_page_is_about(
    visit: Callable[..., Page], kind: str, script: bool
) -> None:
    page = visit(kind, java_script_enabled=script)
    page.keyboard.press("Tab")
    expect(focus(page)).to_have_text("Chuyển đến nội dung chính")
    expect(focus(page)).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(focus(page)).to_have_attribute("id", "bt-main")
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_menu_on_a_phone(visit: Callable[..., Page], script: bool) -> None:
    page = visit("home", viewport=PHONE, java_script_enabled=script)
    menu, button = page.locator("nav.navigation"), page.locator(".menu-button")
    expect(menu).to_be_hidden()
    while not button.and_(focus(page)).count():
        page.keyboard.press("Tab")

    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    expect(focus(page)).to_have_text("Đóng")
    links = menu.get_by_role("link").all()
    assert len(links) > 5
    for link in links:
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()

    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Đóng
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()

    page.keyboard.press("Enter")
    for _ in range(3):  # Đóng, Trang chủ, Giới thiệu
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gioi-thieu/")
    expect(page.locator("h1")).to_have_text("Giới thiệu")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_list_of_contents_opens(visit: Callable[..., Page], script: bool) -> None:
    page = visit("article-long", java_script_enabled=script)
    contents = page.locator(".contents")
    entries = contents.get_by_role("link")
    expect(entries.first).to_be_hidden()
    contents.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(entries.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(entries.first).to_be_focused()
    words = entries.first.text_content()
    page.keyboard.press("Enter")
    expect(page.locator("h2:target")).to_have_text(words or "")
    expect(page.locator("h2:target")).to_be_in_viewport()


def test_a_wide_table_is_scrolled_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("article-long", viewport=PHONE)
    table = page.locator(".table").filter(has=page.locator("th:nth-child(3)")).first
    table.focus()
    expect(table).to_be_focused()
    page.keyboard.press("ArrowRight")
    wait_until(page, "document.activeElement.scrollLeft > 0")
