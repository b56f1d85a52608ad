"""The handbook as pages: made by the generator from docs/so-tay, whole, and read without a network."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from bulletin.desk import handbook
from bulletin.desk.handbook import HANDBOOK, Chapter, make, site
from bulletin.messages import Catalogue
from bulletin.report import Report
from tests.building import NOW, files_of

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("so-tay")
    outcome = make(ROOT / HANDBOOK, output, NOW, Report(Catalogue("vi"), quiet=True))
    assert outcome.problems == ()
    return output


def test_every_chapter_is_in_the_contents_and_has_a_page(pages: Path) -> None:
    home = (pages / "index.html").read_text("utf-8").partition("<footer")[0]
    chapters = {path.stem for path in (ROOT / HANDBOOK).glob("*.md")} - {"README"}
    linked = re.findall(r'<li><a href="(?:\./)?([\w-]+)/">', home)
    assert {name.removeprefix("so-tay-") for name in linked} == chapters | {"bat-dau"}
    assert [name for name in linked if not (pages / name / "index.html").is_file()] == []


def test_it_is_read_offline_by_following_links(pages: Path, need: Callable[[str], str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=need("chromium"))
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((pages / "index.html").as_uri())
        page.get_by_role("link", name="Bắt đầu", exact=True).click()
        page.wait_for_url("**/bat-dau/index.html")
        page.get_by_role("link", name="Dựng thử và xem trước", exact=True).click()
        page.wait_for_url("**/dang-thu/index.html")
        picture = page.locator("main img").first
        picture.scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0", arg=picture.element_handle()
        )
        assert [url for url in asked if not url.startswith("file:")] == []
        browser.close()


def test_links_as_the_generator_knows_them() -> None:
    text = (
        "# Một\n\nXem [hai](hai.md#để-máy-tạo), [đây](#đề-mục), [nhà](README.md), [mã](../x.md), "
        "[mạng](https://a.example/), ![ảnh](../pictures/a.png) và `[mã](../x.md)`.\n\n```\n[mã](../x.md)\n```\n"
    )
    files = site({"README.md": "# Sổ tay\n\nLời đầu.\n\n## Mục lục\n", "tim-kiem.md": text}, [])
    assert files["content/pages/tim-kiem.md"] == (
        '---\ntitle: "Một"\nslug: so-tay-tim-kiem\n---\n\nXem [hai](hai.md#de-may-tao), [đây](#de-muc), [nhà](/), '
        "mã, [mạng](https://a.example/), ![ảnh](../pictures/a.png) và `[mã](../x.md)`.\n\n```\n[mã](../x.md)\n```\n"
    )
    assert Chapter("viet-bai.md", "", "").slug == "viet-bai"


def test_the_command(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert run("handbook", "--open") == (0, "Đã dựng sổ tay. Mở …/so-tay/index.html để đọc.\n", "")
    assert opened == [(tmp_path / "so-tay/index.html").as_uri()]
    before = files_of(tmp_path / "so-tay")
    assert run("handbook")[0] == 0
    assert files_of(tmp_path / "so-tay") == before


def test_an_installation_without_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handbook, "HANDBOOK", Path("none"))
    assert run("handbook") == (
        3,
        "",
        "không làm được: bản cài đặt này không kèm sổ tay\n"
        "    Tải cả bộ chương trình, có thư mục docs, rồi chạy bằng build.py.\n",
    )


def test_a_handbook_with_mistakes(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    chapters = {"README.md": "# Sổ tay\n\nLời.\n\n## Mục lục\n", "a.md": "# A\n\n[B](khong-co.md)\n"}
    monkeypatch.setattr(handbook, "HANDBOOK", tmp_path / "h")
    (tmp_path / "h").mkdir()
    for name, text in chapters.items():
        (tmp_path / "h" / name).write_text(text, "utf-8")
    code, _, err = run("handbook")
    assert (code, err) == (
        3,
        "content/pages/a.md:6: lỗi: liên kết tới “khong-co.md” không dẫn tới đâu\n"
        "    Viết đường dẫn tới tệp của bài, ví dụ: ../chap-canh-uoc-mo/den-truong.md.\n"
        "không làm được: sổ tay có lỗi, nên chưa dựng được\n"
        "    Sửa các lỗi trên trong docs/so-tay, hoặc lấy lại tệp gốc.\n",
    )


def test_pictures_are_small() -> None:
    """Most of a handbook's size; it is sent around on sticks and by Zalo."""
    pictures = {
        (ROOT / HANDBOOK / to).resolve()
        for path in (ROOT / HANDBOOK).glob("*.md")
        for to in re.findall(r"!\[[^\]]+\]\((\.\./[^)\s]+)\)", path.read_text("utf-8"))
    }
    assert len(pictures) >= 9
    assert {path.name: path.stat().st_size for path in pictures if path.stat().st_size > 120_000} == {}
