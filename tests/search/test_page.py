"""The search page as its readers use it: real Chromium, the policy that the site tells its host, and a disk."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.serving import Host, served
from tests.search.conftest import ANSWERED, ask

INDEX = "/tim-kiem/chi-muc/"


def as_usual(path: str) -> None:
    """Every file is handed out."""


def lost(path: str) -> None:
    """Of the index nothing arrives."""
    if INDEX in path:
        raise ConnectionError


VIOLATIONS = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.effectiveDirective} refuses ${event.blockedURI}`));
"""
AXE = """
async () => {
  const { violations } = await axe.run({ resultTypes: ["violations"], preload: false });
  return violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(" "))]);
}
"""


@pytest.fixture(scope="module")
def host(sample_site: Path) -> Iterator[Host]:
    with served(sample_site) as host:
        yield host


def come(page: Page, host: Host, query: str = "") -> None:
    page.goto(f"{host.address}tim-kiem/{query}")


def status(page: Page) -> str:
    page.locator(".search-results:not([aria-busy=true])").wait_for(state="attached", timeout=ANSWERED)
    return page.get_by_role("status").inner_text()


def first(page: Page) -> str:
    return page.locator(".search-results .card-title").first.inner_text()


def count(page: Page) -> int:
    found = re.search(r"Tìm thấy ([\d.]+) kết quả", status(page))
    return int(found[1].replace(".", "")) if found else 0


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def typed(page: Page, words: str) -> None:
    page.get_by_role("searchbox").press_sequentially(words)


def test_results_come_while_one_types_with_picture_day_and_what_was_found(page: Page, host: Host) -> None:
    come(page, host)
    typed(page, "chap canh uoc mo")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"Tìm thấy \d+ kết quả"), timeout=ANSWERED)
    result = page.locator(".search-results > li").filter(has=page.locator("img")).first
    expect(result.locator("mark").first).to_have_text(re.compile("chắp cánh", re.IGNORECASE))
    assert re.fullmatch(r"\d{2}/\d{2}/\d{4}", result.locator("time").inner_text())
    expect(result.locator(".card-kind")).not_to_be_empty()
    result.scroll_into_view_if_needed()
    expect(result.locator("img")).to_have_js_property("complete", True)
    assert result.locator("img").evaluate("(img) => img.naturalWidth") > 0


def test_what_stands_in_a_body_is_shown_in_its_sentence(page: Page, addresses: dict[str, str]) -> None:
    assert ask(page, addresses["corpus"], "xe hai chieu tranh nhau")[0] == "nong-thon-moi/duong-lang/"
    extract = page.locator(".search-results .card-summary").first
    expect(extract.locator("mark")).to_have_text(["xe hai chiều tránh nhau"])


def test_an_address_finds(page: Page, host: Host) -> None:
    come(page, host, "?q=chắp+cánh+ước+mơ")
    assert count(page) > 3
    expect(page.get_by_role("searchbox")).to_have_value("chắp cánh ước mơ")


def test_back_and_forward_go_from_search_to_search(page: Page, host: Host) -> None:
    come(page, host, "?q=chap+canh")
    both = count(page), first(page)
    box = page.get_by_role("searchbox")
    box.fill("")
    typed(page, "mat tran")
    page.wait_for_url(re.compile("mat"))
    assert query(page) == {"q": ["mat tran"]}
    box.press("Enter")
    others = count(page), first(page)
    assert others != both
    page.go_back()
    expect(box).to_have_value("chap canh")
    assert (count(page), first(page)) == both
    page.go_forward()
    expect(box).to_have_value("mat tran")
    assert (count(page), first(page)) == others
    page.locator(".search-results a").first.click()
    page.wait_for_url(lambda url: "tim-kiem" not in url)
    page.go_back()
    expect(box).to_have_value("mat tran")
    assert (count(page), first(page)) == others


def test_filters_narrow_and_have_an_address(page: Page, host: Host) -> None:
    come(page, host, "?q=xã")
    everything = count(page)
    names = page.locator(".search-filter select").evaluate_all("all => all.map((one) => one.name)")
    assert names == ["muc", "nam", "chuyen-de", "so"]
    for name in names:
        come(page, host, "?q=xã")
        assert count(page) == everything
        box = page.locator(f'select[name="{name}"]')
        option = box.locator("option").nth(1)
        told, value = option.inner_text(), option.get_attribute("value") or ""
        box.focus()
        box.select_option(value)
        page.wait_for_url(lambda url, name=name: f"{name}=" in url)
        narrowed = count(page)
        found = re.search(r"\((\d+)\)$", told)
        assert found
        assert narrowed == int(found[1])
        assert query(page) == {"q": ["xã"], name: [value]}
        expect(page.locator(f'select[name="{name}"]')).to_be_focused()
        page.reload()
        expect(page.locator(f'select[name="{name}"]')).to_have_value(value)
        assert count(page) == narrowed
        page.go_back()
        assert count(page) == everything


def test_more_results_come_when_asked_and_the_first_of_them_has_the_focus(
    page: Page, addresses: dict[str, str]
) -> None:
    assert len(ask(page, addresses["corpus"], "bê tông đường")) == 20
    page.get_by_role("button", name="Xem thêm").press("Enter")
    expect(page.locator(".search-results > li")).to_have_count(40)
    expect(page.locator(".search-results > li").nth(20).locator("a")).to_be_focused()


def test_by_keyboard_alone(page: Page, host: Host) -> None:
    come(page, host)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("chap canh uoc mo")
    page.keyboard.press("Enter")
    assert count(page) > 3
    title = first(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.search-results') !== null"):
            break
    assert page.evaluate("document.activeElement.textContent") == title
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "tim-kiem" not in url)
    assert page.locator("h1").inner_text() == title


def test_on_a_phone_the_keyboard_waits_to_be_asked_for_and_nothing_is_loaded(
    window: Callable[..., BrowserContext], host: Host
) -> None:
    page = window(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740}).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    come(page, host)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "chi-muc" in url] == []
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    with page.expect_request(f"**{INDEX}**"):
        page.get_by_role("searchbox").tap()


def test_axe_finds_nothing_in_results(page: Page, host: Host, need: Callable[[str], str]) -> None:
    come(page, host, "?q=xã")
    assert count(page) > 3
    page.evaluate(Path(need("axe.min.js")).read_text("utf-8"))
    found = {"light": page.evaluate(AXE)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = page.evaluate(AXE)
    page.set_viewport_size({"width": 320, "height": 640})
    found["dark, 320 px"] = page.evaluate(AXE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("searchbox").fill("không có gì như thế qwrtz")
    page.keyboard.press("Enter")
    status(page)
    found["few or none"] = page.evaluate(AXE)
    assert found == {"light": [], "dark": [], "dark, 320 px": [], "few or none": []}


def test_under_the_strict_policy_a_worker_searches(page: Page, host: Host) -> None:
    page.add_init_script(VIOLATIONS)
    come(page, host, "?q=chap+canh")
    assert count(page) > 3
    assert len(page.workers) == 1
    assert "script-src 'self'" in host.headers["Content-Security-Policy"]
    assert page.evaluate("violations") == []


def quiet_page(window: Callable[..., BrowserContext]) -> tuple[BrowserContext, Page]:
    """One whose complaints about what did not arrive are expected; of its scripts none may fail."""
    context = window()
    page = context.new_page()
    page.on("pageerror", lambda fault: pytest.fail(str(fault)))
    return context, page


def test_without_a_network_it_says_so_and_goes_on_when_there_is_one(
    window: Callable[..., BrowserContext], host: Host
) -> None:
    context, page = quiet_page(window)
    come(page, host)
    context.set_offline(True)
    host.mishap = lost  # a worker is not told that the browser is offline
    typed(page, "chap canh")
    expect(page.get_by_role("status")).to_contain_text("Máy đang không có mạng nên chưa tìm được.")
    expect(page.locator("[data-ways] a").first).to_be_visible()
    host.mishap = as_usual
    context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"Tìm thấy \d+ kết quả"), timeout=ANSWERED)


def test_what_did_not_load_is_asked_for_again(window: Callable[..., BrowserContext], host: Host) -> None:
    _, page = quiet_page(window)
    host.mishap = lambda path: "<p>Đăng nhập Wi-Fi".encode() if INDEX in path else None
    come(page, host, "?q=chap+canh")
    expect(page.get_by_role("status")).to_contain_text("Chưa tải được mục lục tìm kiếm.")
    host.mishap = as_usual
    page.get_by_role("button", name="Thử lại").click()
    assert count(page) > 3


def test_where_no_worker_begins_the_page_searches_itself(page: Page, host: Host) -> None:
    page.add_init_script(
        "window.Worker = class { constructor() { throw new DOMException('', 'SecurityError'); } };"
    )
    come(page, host, "?q=chap+canh")
    assert count(page) > 3
    assert page.workers == []


def test_while_the_index_is_on_its_way_it_says_so(page: Page, host: Host) -> None:
    arrived = threading.Event()

    def held(path: str) -> None:
        if "/chi-muc/bai-" in path:
            arrived.wait(60)

    host.mishap = held
    try:
        come(page, host, "?q=chap+canh")
        expect(page.get_by_role("status")).to_have_text("Đang tải mục lục tìm kiếm…")
    finally:
        arrived.set()
        host.mishap = as_usual
    assert count(page) > 3


def test_without_script_the_page_leads_on(window: Callable[..., BrowserContext], host: Host) -> None:
    page = window(java_script_enabled=False).new_page()
    page.goto(host.address)
    page.locator(".find-words").fill("chắp cánh")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tim-kiem/\?q="))
    expect(page.get_by_text("Trình duyệt này không chạy được phần tìm kiếm.")).to_be_visible()
    links = page.locator("[data-ways] a").evaluate_all("all => all.map((a) => a.href)")
    wanted = ["tu-khoa/", "luu-tru/", "chuyen-de/", "so-do-trang/"]
    assert [name for name in wanted if host.address + name not in links] == []
    assert {page.request.get(link).status for link in links} == {200}


HOSTILE = [
    "(a+)+$ [^] \\ .* {1,99999}",
    "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "a" * 10_000,
    "đường " * 2_000,
    "́" * 5_000,
    "\ud800 \x00 \u202e \ufffe",
    '"' * 999 + "chắp cánh",
    "__proto__ constructor toString hasOwnProperty",
    "' OR 1=1 -- %00 %F0%9F ../../etc",
    "👨‍👩‍👧‍👦 🇻🇳 ∑ 中文 العربية",
    "- . , ; ! ?",
    "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_do_no_harm(page: Page, host: Host, words: str) -> None:
    come(page, host)
    page.get_by_role("searchbox").evaluate("(box, words) => { box.value = words; }", words)
    page.keyboard.press("Enter")
    assert len(status(page)) < 400
    assert page.locator(".search-results :is(script, [onerror], [src='x'])").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert ask(page, host.address, "chap canh")


@pytest.mark.parametrize("words", HOSTILE[:5], ids=range(5))
def test_hostile_addresses_do_no_harm(page: Page, host: Host, words: str) -> None:
    come(page, host)
    page.evaluate(
        "(words) => { location.search = new URLSearchParams({ q: words.slice(0, 6000), muc: words.slice(0, 99) }); }",
        words,
    )
    page.wait_for_url(re.compile("q="))
    status(page)
    assert page.locator(".search-results :is(script, [onerror], [src='x'])").count() == 0


def test_in_a_folder_of_a_host(page: Page, sample_site: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_site, tmp_path / "xa" / "ban-tin")
    with served(tmp_path) as host:
        page.goto(f"{host.address}xa/ban-tin/")
        page.locator(".find-words").fill("chap canh uoc mo")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Tìm thấy")  # on the page that this leads to
        assert count(page) > 3
        assert page.url.startswith(f"{host.address}xa/ban-tin/tim-kiem/?q=")
        title = first(page)
        page.locator(".search-results a").first.click()
        expect(page.locator("h1")).to_have_text(title)
        assert page.url.startswith(f"{host.address}xa/ban-tin/")


def test_read_from_a_disk(page: Page, sample_site: Path) -> None:
    page.goto((sample_site / "tim-kiem" / "index.html").as_uri())
    page.get_by_role("searchbox").fill("chắp cánh ước mơ")
    page.keyboard.press("Enter")
    assert count(page) > 3
    title = first(page)
    page.locator(".search-results a").first.click()
    expect(page.locator("h1")).to_have_text(title)
