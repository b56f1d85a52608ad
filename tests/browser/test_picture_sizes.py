"""Pictures are fetched as large as they are shown and no larger; Lighthouse has nothing to say of ten photos."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import open_page
from kinds import Atlas
from photos import photo, unfit
from playwright.sync_api import BrowserContext, Page
from serving import Host, served
from test_lighthouse import lighthouse, report  # noqa: F401  # a fixture

from tests.building import Once, article, build_site, report_of, write_site

SITE = """[site]
name = "Bản tin Nà Pheo"
address = "https://napheo.example/"

[[categories]]
slug = "tin"
title = "Tin"
"""
# All that Lighthouse 12.8 says of pictures but for "image-delivery-insight", which measures in CSS pixels:
# to it every picture that is sharp on a phone is too large ("uses-responsive-images" heeds the density).
AUDITS = (
    "uses-responsive-images",
    "image-size-responsive",
    "image-aspect-ratio",
    "modern-image-formats",
    "uses-optimized-images",
    "efficient-animated-content",
    "offscreen-images",
    "lcp-lazy-loaded",
    "prioritize-lcp-image",
    "unsized-images",
    "uses-long-cache-ttl",
    "cumulative-layout-shift",
    "cache-insight",
    "lcp-discovery-insight",
)


@pytest.fixture(scope="module")
def album(once: Once) -> Iterator[Host]:
    with served(once("album", make_album) / "output") as host:
        yield host


def make_album(root: Path) -> None:
    """A bulletin with an article of ten photos, one of them upright and one very wide."""
    shapes = {4: (1350, 1800), 6: (3000, 1200)}
    photos = {f"content/tin/mua-gat/{n}.jpg": photo(n, *shapes.get(n, (1800, 1350))) for n in range(10)}
    gallery = "".join(f'![Ruộng thứ {n}]({n}.jpg "Ruộng thứ {n}")\n' for n in range(1, 7))
    figures = "".join(
        f"Nhà nào xong trước giúp nhà xong sau.\n\n![Gặt {n}]({n}.jpg)\n\n" for n in range(7, 10)
    )
    text = "Lúa nương năm nay gặt sớm mười ngày.\n\n"
    write_site(root, {
        "site.toml": SITE,
        "content/tin/mua-gat/index.md": article(
            "Mùa gặt qua mười tấm ảnh", body=text + gallery + "\n" + figures, cover="0.jpg", cover_alt="Ruộng"
        ),
        **photos,
    })  # fmt: skip
    assert report_of(build_site(root)) == ""


@pytest.mark.parametrize(("width", "density"), [(360, 2), (412, 1.75), (768, 1), (1280, 1), (1280, 2)])
def test_files_as_large_as_they_are_shown(
    window: Callable[..., BrowserContext],
    hosts: dict[str, Host],
    atlas: Atlas,
    album: Host,
    width: int,
    density: float,
) -> None:
    def page() -> (
        Page
    ):  # a window of its own: a browser shows a larger file that it has before it fetches one
        return window(viewport={"width": width, "height": 900}, device_scale_factor=density).new_page()

    found = {}
    for kind in ("home", "category", "category-2", "tag", "topic", "article-gallery", "article-pictures"):
        open_page(shown := page(), kind, hosts, atlas)
        found[kind] = unfit(shown)
    shown = page()
    shown.goto(album.address + "tin/mua-gat/")
    found["album"] = unfit(shown)
    assert {kind: complaints for kind, complaints in found.items() if complaints} == {}


def test_lighthouse_has_nothing_to_say_of_ten_photos(
    album: Host,
    lighthouse: str,  # noqa: F811
    need: Callable[[str], str],
    tmp_path: Path,
) -> None:
    found = report(lighthouse, need("chromium"), album.address + "tin/mua-gat/", tmp_path)["audits"]
    print(
        {name: found[name].get("displayValue") for name in ("largest-contentful-paint", "total-byte-weight")}
    )
    said = {name: (found[name]["score"], found[name]["scoreDisplayMode"]) for name in AUDITS}
    print(said)
    fine = {name for name, (score, mode) in said.items() if score == 1 or mode == "notApplicable"}
    assert fine == set(AUDITS), said
    pictures = [
        item["url"] for item in found["network-requests"]["details"]["items"] if "/anh/" in item["url"]
    ]
    assert pictures, "no picture was fetched"
    assert [url for url in pictures if not url.endswith(".webp")] == []
