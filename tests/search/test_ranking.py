"""What answers a query and in which order, on a few articles whose order can be told by hand."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.building import article, build_site, write_site
from tests.search.conftest import answers, ask
from tests.serving import serve

LONG = "Chuyện khác, dài dòng, không nói gì tới việc ấy cả. " * 4
FILES = {
    "site.toml": '[site]\nname = "Bản tin thử"\naddress = "https://thu.example/"\n',
    "content/data/viet-tat.yaml": "UBND: Ủy ban nhân dân\nMTTQ: Mặt trận Tổ quốc\n",
    "content/tin/a.md": article("Cầu treo Nậm Lúc", "2026-01-01", LONG),
    "content/tin/b.md": article("Một bài", "2026-02-01", LONG, tom_tat="Nói về cầu treo mới."),
    "content/tin/c.md": article("Hai bài", "2026-03-01", f"{LONG}\n\n## Cây cầu treo ấy\n\n{LONG}"),
    "content/tin/d.md": article("Ba bài", "2026-04-01", f"{LONG} Có một cái cầu treo ở đó."),
    "content/tin/e.md": article("Bốn bài", "2026-05-01", f"{LONG} Cái cầu cũ. Trái treo trên cành."),
    "content/tin/k.md": article("Năm bài", "2026-03-15", LONG, tu_khoa="cầu treo"),
    "content/tin/duong.md": article("Đường vào bản", "2026-01-02", LONG),
    "content/tin/duong-2.md": article("Dương vào bản", "2026-06-02", LONG),
    "content/tin/duong-3.md": article("Duong vao ban", "2026-07-02", LONG),
    "content/tin/ubnd.md": article("Lịch tiếp dân", "2026-01-03", "Phòng họp của UBND xã Mường Khơi."),
    "content/tin/uy-ban.md": article(
        "Lịch trực", "2026-01-04", "Phòng trực của Uỷ ban nhân dân xã Mường Khơi."
    ),
    "content/tin/cu.md": article("Tin cũ", "2025-01-05", "Dọn ruộng bậc thang."),
    "content/tin/moi.md": article("Tin mới", "2026-01-05", "Dọn ruộng bậc thang."),
    "content/tin/so.md": article(
        "Quán triệt", "2026-01-06", "Theo Quyết định số 217-QĐ/TW của Bộ Chính trị."
    ),
    "content/tin/so-2.md": article("Nước về", "2026-01-07", "Đường ống dài 217 mét. QĐ xong thì TW khen."),
    "content/tin/toa.md": article("Phiên toà lưu động", "2026-01-08", LONG),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = write_site(tmp_path_factory.mktemp("few"), FILES)
    assert build_site(root).written
    with serve(root / "output") as address:
        yield address


def found(page: Page, address: str, words: str) -> list[str]:
    return [path.removeprefix("tin/").removesuffix("/") for path in ask(page, address, words)]


RIGHT = {
    "cầu treo": "a k b c d",  # title, tag, summary, heading, body; not where the words stand apart
    "cau treo": "a k b c d",
    "CẦU TREO": "a k b c d",
    '"cầu treo"': "a k b c d",
    '"cau treo"': "a k b c d",  # typed without any mark, marks are not asked for
    '"cầu treò"': "",
    "cầu cành": "e",  # apart, when nothing has them together
    "cầu tre": "a k b",  # the last word is not finished
    "bậc thang": "moi cu",
    "đường vào bản": "duong duong-3 duong-2",
    "dương vào bản": "duong-2 duong duong-3",  # đường has all marks that were typed
    "duong vao ban": "duong-3 duong-2 duong",
    "UBND xã": "uy-ban ubnd",
    "ủy ban nhân dân xã": "uy-ban ubnd",
    "uy ban nhan dan xa": "uy-ban ubnd",
    "217-QĐ/TW": "so so-2",  # whose summary has the three apart
    "217-qd/tw": "so so-2",
    "phiên tòa": "toa",
    "phiên toà lưu động": "toa",
    "phie6n to2a": "toa",
    "phieen toaf": "toa",
    "phien tao": "toa",
    "phien qwrtzp": "toa",  # the nearest
    "xxyyzz qwrtzp": "",
    "": "",
    "?!": "",
}


@pytest.mark.parametrize("words", RIGHT)
def test_the_order(page: Page, address: str, words: str) -> None:
    assert found(page, address, words) == RIGHT[words].split()


def test_what_is_decomposed_finds_the_same(page: Page, address: str) -> None:
    for words in ("cầu treo", "đường vào bản"):
        decomposed = page.evaluate("(words) => words.normalize('NFD')", words)
        assert decomposed != words
        assert found(page, address, decomposed) == RIGHT[words].split()


def test_a_correction_is_told(page: Page, address: str) -> None:
    said = {}
    for words in ("phieen toaf", "phien tao", "cầu treo"):
        ask(page, address, words)
        said[words] = page.get_by_role("status").inner_text().replace("\n", " ").replace("  ", " ")
    assert said == {
        "phieen toaf": "Đang hiện kết quả của “phiên tòa”. Tìm thấy 1 kết quả",
        "phien tao": "Đang hiện kết quả của “phien toa”. Tìm thấy 1 kết quả",
        "cầu treo": "Tìm thấy 5 kết quả",
    }


def test_an_unfinished_word_shows_while_one_types(page: Page, address: str) -> None:
    page.goto(f"{address}tim-kiem/")
    page.get_by_role("searchbox").press_sequentially("cầu tr")
    page.locator(".search-results > li").first.wait_for()
    assert answers(page, address)[0] == "tin/a/"
