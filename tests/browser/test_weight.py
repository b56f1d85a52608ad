"""How much a reader on a weak line has to fetch, compressed as hosts do it, without the pictures. KB are 1000 bytes."""

import gzip
import re
from functools import cache
from pathlib import Path

from kinds import ARTICLE, Atlas, Found

HOME, ANY_ARTICLE, STYLES, SCRIPTS, SEARCH = 40_000, 30_000, 15_000, 8_000, 16_000
PARTS = re.compile(r'<(?:link rel="(?:stylesheet|preload|modulepreload)"|script)[^>]* (?:href|src)="([^"]+)"')
FONTS = re.compile(r"url\([\"']?([^\"')]+\.woff2?)")


@cache
def weight(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


def parts(folder: Path, page: Found) -> set[Path]:
    """The page, its style sheets, scripts and fonts."""
    file = folder / page.path
    beside = file.parent
    files = {file}
    for url in PARTS.findall(page.text):  # 404.html's begin at the site's root
        files.add(folder / url[1:] if url.startswith("/") else (beside / url).resolve())
    for sheet in [file for file in files if file.suffix == ".css"]:
        files |= {(sheet.parent / url).resolve() for url in FONTS.findall(sheet.read_text("utf-8"))}
    return files


def whole(folder: Path, page: Found) -> int:
    return sum(weight(file) for file in parts(folder, page))


def test_the_front_page(sample_site: Path, atlas: Atlas) -> None:
    page = atlas.page("home")
    assert {file.suffix for file in parts(sample_site, page)} >= {".html", ".css", ".js"}
    assert whole(sample_site, page) <= HOME


def test_every_article(sample_site: Path, atlas: Atlas) -> None:
    articles = [page for page in atlas.pages["sample"] if ARTICLE in page.text]
    weights = {page.path: whole(sample_site, page) for page in articles}
    assert {path: weight for path, weight in weights.items() if weight > ANY_ARTICLE} == {}


def test_all_styles_and_all_scripts(sample_site: Path) -> None:
    assets = sample_site / "assets"
    assert sum(map(weight, assets.glob("css/*.css"))) <= STYLES
    assert sum(map(weight, assets.glob("js/*.js"))) <= SCRIPTS


def test_what_search_brings_comes_with_its_page_only(sample_site: Path, atlas: Atlas) -> None:
    own = set((sample_site / "assets/search").iterdir())
    assert {file.suffix for file in own} == {".css", ".js"}
    assert len(own) == 2
    assert sum(map(weight, own)) <= SEARCH
    bringing = {page.path for page in atlas.pages["sample"] if own & parts(sample_site, page)}
    assert bringing == {"tim-kiem/index.html"}
