"""Nothing to do is known without anything heavy."""

import subprocess
import sys
from pathlib import Path

import pytest

from bulletin import stamps
from tests.building import NOW, article, build_site, write_site

HOME = Path(__file__).parent.parent.parent
HEAVY = (
    "jinja2",
    "markdown",
    "yaml",
    "PIL",
    "nh3",
    "markupsafe",
    "multiprocessing",
    "concurrent.futures",
    "tomllib",
)
SCRIPT = f"""
import sys
from bulletin import cli, stamps
stamps.YOUNG = 0
code = cli.main(sys.argv[1:])
print(code, sorted(set({HEAVY!r}) & set(sys.modules)))
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "YOUNG", 0)
    root = write_site(
        tmp_path / "site",
        {
            "content/tin/a.md": article("A"),
            "content/tin/mai.md": article("Mai", "2026-12-01"),
            "content/tin/het.md": article("Hết", "2026-11-01", expires="2026-11-30"),
        },
    )
    assert build_site(root).written
    return root


def test_a_build_with_nothing_to_do_imports_nothing_heavy(root: Path) -> None:
    def run() -> str:
        words = ["build", "--site", str(root), "--now", NOW.isoformat(), "--quiet"]
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, *words], cwd=HOME, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert run() == "0 []\n"
    write_site(root, {"content/tin/a.md": article("A mới")})
    assert "jinja2" in run()  # so it would show


@pytest.mark.parametrize(
    ("change", "is_still"),
    [
        ({}, True),
        ({"now": NOW.replace(day=29)}, True),
        ({"now": NOW.replace(month=12)}, False),  # one has become due, one has expired
        ({"now": NOW.replace(day=1)}, False),  # and one is not due any more
        ({"drafts": True}, False),
        ({"future": True}, False),
        ({"base_url": "https://khac.example/"}, False),
        ({"remember": False}, False),
        ({"write": False}, True),
    ],
)
def test_what_is_asked_may_be_another_thing(root: Path, change: dict[str, object], is_still: bool) -> None:
    outcome = build_site(root, **change)
    assert (outcome.timings == ()) is is_still


@pytest.mark.parametrize(
    "name",
    ["content/tin/b.md", "templates/x.html", "assets/x.css", "site.toml", "content/moi/x", "content/a.png"],
)
def test_every_new_file_is_seen(root: Path, name: str) -> None:
    write_site(root, {name: ""})
    assert build_site(root).timings != ()


@pytest.mark.parametrize("name", ["content/.git/x", "ghi-chu.txt", "output/cua-nguoi-khac.html", ".x"])
def test_what_is_no_part_of_the_site_is_not(root: Path, name: str) -> None:
    write_site(root, {name: "x"})
    assert build_site(root).timings == ()


@pytest.mark.parametrize("name", ["tin/a/index.html", ".bantin/manifest.json", "robots.txt"])
def test_an_output_that_is_gone_or_changed_is_seen(root: Path, name: str) -> None:
    path = root / "output" / name
    before = path.read_bytes()
    path.write_bytes(b"?")
    assert build_site(root).timings != ()
    assert path.read_bytes() == before
    path.unlink()
    assert build_site(root).timings != ()
    assert path.read_bytes() == before


def test_what_was_found_is_said_again(root: Path) -> None:
    write_site(root, {"content/tin/b.md": article("B", body="[x](/khong-co/)\n")})
    first, again = build_site(root), build_site(root)
    assert again.timings == ()
    assert [p.kind for p in again.problems] == ["address-unknown", "settings-none"]
    assert (again.problems, again.withheld) == (first.problems, first.withheld)
    assert build_site(root, strict=True).written is None
