"""A stamp tells that a file was touched, also where its size and its time were set back."""

import os
from pathlib import Path

import pytest

from bulletin import stamps
from bulletin.stamps import is_young, listing, stamp
from tests.building import write_site

AGES = 10_000_000_000  # ns


def test_every_change_leaves_another_stamp(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    seen = [stamp(path.stat())]
    old = path.stat()
    while stamp(path.stat()) == seen[-1]:  # within one tick of the clock nothing tells
        path.write_bytes(b"abd")
        os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    seen.append(stamp(path.stat()))
    (tmp_path / "b").write_bytes(b"abe")
    os.utime(tmp_path / "b", ns=(old.st_atime_ns, old.st_mtime_ns))
    (tmp_path / "b").replace(path)
    seen.append(stamp(path.stat()))
    assert len(set(seen)) == 3
    assert {s[:2] for s in seen} == {(3, old.st_mtime_ns)}


@pytest.mark.parametrize(
    ("seen", "young"),
    [
        ((1, AGES, AGES, 1), False),
        ((1, AGES + 1, AGES, 1), True),
        ((1, AGES, AGES + 1, 1), True),  # changed just now, though its time was set back
        ((1, 9 * AGES, 0, 1), True),  # a time to come
    ],
)
def test_what_may_change_within_its_tick_is_young(seen: stamps.Stamp, young: bool) -> None:
    assert is_young(seen, AGES + stamps.YOUNG) is young


def test_a_listing_has_files_folders_and_what_cannot_be_read(tmp_path: Path) -> None:
    write_site(
        tmp_path, {"content/a.md": "", "content/tin/.an.md": "", "templates/.an.html": "", "site.toml": ""}
    )
    (tmp_path / "content/hong").symlink_to(tmp_path / "nowhere")
    found = listing(tmp_path, ("content", "templates", "assets", "site.toml"))
    assert sorted(found) == [
        "content/a.md",
        "content/hong",
        "content/tin/",
        "site.toml",
        "templates/.an.html",
    ]
    assert found["content/hong"] == (-1, 0, 0, 0)
    assert found["content/a.md"] == stamp((tmp_path / "content/a.md").stat())


def test_a_loop_of_links_comes_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/x").symlink_to(tmp_path / "content")
    assert len(listing(tmp_path, ("content",))) <= stamps.DEEPEST + 1


def test_the_code_is_another_when_a_file_of_it_is(tmp_path: Path) -> None:
    write_site(tmp_path, {"bulletin/a.py": "1", "bulletin/__pycache__/a.pyc": "x"})
    before = stamps.code(tmp_path / "bulletin")
    write_site(tmp_path, {"bulletin/__pycache__/a.pyc": "xyz"})
    assert stamps.code(tmp_path / "bulletin") == before
    write_site(tmp_path, {"bulletin/a.py": "12"})
    assert stamps.code(tmp_path / "bulletin") != before
