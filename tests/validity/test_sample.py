"""The sample bulletin, as readers and machines get it, is valid in every page."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import feeds
import nu
import pytest
from pages import Site


def grouped(complaints: list[str]) -> list[str]:
    """What is said of many pages, once: a mistake in a template is one mistake."""
    places: dict[str, list[str]] = {}
    for complaint in complaints:
        path, _, why = complaint.partition(": ")
        places.setdefault(why, []).append(path)
    return [
        f"{paths[0]}{f' and {len(paths) - 1} more' * (len(paths) > 1)}: {why}"
        for why, paths in places.items()
    ]


@pytest.fixture(scope="module")
def site(sample_site: Path) -> Site:
    return Site(sample_site)


def test_there_is_a_site(site: Site) -> None:
    assert len(site.pages) > 50
    wanted = {"index.html", "404.html", "feed.xml", "sitemap.xml", "robots.txt"}
    assert wanted <= site.files
    assert any(path.endswith("/feed.xml") for path in site.files), "a category's feed"


def test_the_nu_checker_finds_nothing(sample_site: Path, need: Callable[[str], str]) -> None:
    assert grouped(nu.complaints(need("java"), need("vnu.jar"), sample_site)) == []


def test_the_style_sheets_are_valid(sample_site: Path, need: Callable[[str], str]) -> None:
    sheets = sorted(sample_site.glob("assets/css/*.css"))
    assert [sheet.name.partition(".")[0] for sheet in sheets] == ["00-all", "60-print"]
    command = [
        need("java"),
        "-jar",
        need("vnu.jar"),
        "--css",
        "--stdout",
        "--exit-zero-always",
        "--format",
        "gnu",
    ]
    done = subprocess.run([*command, *sheets], capture_output=True, check=True, encoding="utf-8", timeout=300)
    assert done.stdout == ""


@pytest.mark.parametrize(
    "check",
    [
        Site.dead_links,
        Site.bad_links_of_the_lost_page,
        Site.requests_to_others,
        Site.blocked_by_policy,
        Site.bad_heads,
        Site.inline_code,
        Site.bad_data,
        Site.unreachable,
        feeds.bad_feeds,
        feeds.bad_sitemap,
    ],
    ids=lambda check: check.__name__,
)
def test_nothing_is_wrong(site: Site, check: Callable[[Site], list[str]]) -> None:
    assert grouped(check(site)) == []
