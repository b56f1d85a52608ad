"""A bulletin with its own colours and fonts, one article in a category, and covers of every shape."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from photos import ALL, photo, unfit
from playwright.sync_api import BrowserContext, Page
from serving import Host, served

from tests.building import Once, article, build_site, report_of, write_site

SITE = """[site]
name = "Bản tin Nà Pheo"
address = "https://napheo.example/"

[publisher]
licence = "Giấy phép số 11/GP-SVHTTDL"
governing = "Ủy ban MTTQ xã"

[theme]
accent = "#8a2f14"
panel = "#12403a"
paper = "#fbf8f0"
ink = "#1c1c1c"
heading_font = "Georgia, serif"
text_font = "Arial, sans-serif"

[home]
featured = 0

[[categories]]
slug = "mot"
title = "Một bài"

[[categories]]
slug = "tin"
title = "Tin"
"""
TABLE = """| Thôn | Số hộ | Hộ nghèo | Thoát nghèo | Ghi chú của tổ rà soát |
|---|---|---|---|---|
| Bình Minh | 74 | 3 | 2 | Một hộ chuyển đến từ tháng ba |

"""
SHAPES = {"bon-ba": (1800, 1350), "vuong": (1400, 1400), "toan-canh": (4000, 450), "cao": (700, 2100)}
BOX = "(selector) => { const { x, width, height } = document.querySelector(selector).getBoundingClientRect(); return [x, width, height]; }"
STYLE = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"


@pytest.fixture(scope="module")
def bulletin(once: Once) -> Iterator[Host]:
    with served(once("own-look", make) / "output") as host:
        yield host


def make(root: Path) -> None:
    photos = {f"content/tin/{name}.jpg": photo(n, *size) for n, (name, size) in enumerate(SHAPES.items())}
    picture = "![Cột cờ trước nhà văn hóa](cao.jpg)\n\n"
    body = f"Lời bài, có [liên kết](https://mot.example/).\n\n## Đề mục\n\n{picture}{TABLE}"
    articles = {
        f"content/tin/{name}.md": article(
            f"Bìa {name}",
            date=f"2026-11-{20 - n}",
            body=body,
            cover=f"{name}.jpg",
            cover_alt="Ruộng bậc thang",
        )
        for n, name in enumerate(SHAPES)
    }
    alone = article("Bài duy nhất", date="2026-10-01", cover="/tin/bon-ba.jpg", cover_alt="Ruộng")
    files = {"site.toml": SITE, "content/mot/mot.md": alone, **photos, **articles}
    assert report_of(build_site(write_site(root, files))) == ""


@pytest.fixture
def look(window: Callable[..., BrowserContext], bulletin: Host) -> Callable[..., Page]:
    def look(url: str, width: int = 1280, **options: object) -> Page:
        page = window(viewport={"width": width, "height": 900}, **options).new_page()
        page.goto(bulletin.address + url)
        page.evaluate(ALL)
        return page

    return look


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_a_single_card_is_not_larger_than_the_lead(look: Callable[..., Page], width: int) -> None:
    page = look("", width)
    lead, alone = (
        page.evaluate(BOX, f"{part} .card-picture img") for part in (".front-lead", ".block-first")
    )
    assert alone[1] < lead[1]


def test_its_picture_is_as_sharp_as_it_is_shown(look: Callable[..., Page]) -> None:
    assert unfit(look("")) == []


def test_extreme_covers_are_shown_whole(look: Callable[..., Page]) -> None:
    page = look("")
    shown = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".card-picture img")].map((image) =>
        [/anh\\/([a-z-]+)-/.exec(image.currentSrc)[1], getComputedStyle(image).objectFit]))"""
    )
    assert shown == {"bon-ba": "cover", "vuong": "cover", "toan-canh": "contain", "cao": "contain"}


def test_pictures_stand_on_one_mat(look: Callable[..., Page]) -> None:
    page = look("tin/vuong/", color_scheme="dark")
    grounds = [
        page.evaluate(STYLE, [f"{part} img", "backgroundColor"]) for part in (".story-cover", ".prose figure")
    ]
    assert grounds == ["rgb(32, 32, 46)"] * 2


@pytest.mark.parametrize("height", [600, 720, 900])
def test_a_cover_of_a_camera_fills_its_column(look: Callable[..., Page], height: int) -> None:
    page = look("tin/bon-ba/")
    page.set_viewport_size({"width": 1280, "height": height})
    _, wide, high = page.evaluate(BOX, ".story-cover img")
    assert wide / high == pytest.approx(4 / 3, abs=0.01)


def test_on_paper_a_caption_stands_under_its_picture(look: Callable[..., Page]) -> None:
    page = look("tin/vuong/")
    page.emulate_media(media="print")
    assert (
        page.evaluate(
            "getComputedStyle(document.head.appendChild(document.createElement('figcaption'))).textAlign"
        )
        == "center"
    )


def test_columns_of_a_wide_table_keep_a_width(look: Callable[..., Page]) -> None:
    page = look("tin/vuong/", 360)
    widths = page.evaluate("[...document.querySelectorAll('thead th')].map((cell) => cell.offsetWidth)")
    assert min(widths) >= 112, widths
    assert page.evaluate(BOX, "thead")[2] < 80


def test_fonts_are_where_the_handbook_says(look: Callable[..., Page]) -> None:
    page = look("tin/vuong/")
    fonts = {
        part: page.evaluate(STYLE, [part, "fontFamily"]).partition(",")[0].strip('"')
        for part in (
            ".brand-name",
            "h1",
            ".prose h2",
            ".prose > p",
            ".navigation",
            ".table table",
            ".footer-name",
        )
    }
    assert fonts == {
        ".brand-name": "Georgia",
        "h1": "Georgia",
        ".prose h2": "Georgia",
        ".prose > p": "Arial",
        ".navigation": "Segoe UI",
        ".table table": "Segoe UI",
        ".footer-name": "Georgia",
    }


def test_colours_reach_everywhere(look: Callable[..., Page]) -> None:
    def colours(scheme: str) -> set[str]:
        page = look("tin/vuong/", color_scheme=scheme)
        return {page.evaluate(STYLE, [part, "color"]) for part in (".brand-name a", ".prose p a", ".tool")}

    assert colours("light") == {"rgb(18, 64, 58)"}
    (by_night,) = colours("dark")
    assert by_night not in ("rgb(18, 64, 58)", "rgb(188, 192, 247)")


def test_no_label_is_said_twice(look: Callable[..., Page]) -> None:
    imprint = look("").locator(".imprint div")
    assert imprint.all_inner_texts() == ["Cơ quan chủ quản: Ủy ban MTTQ xã", "Giấy phép số 11/GP-SVHTTDL"]
