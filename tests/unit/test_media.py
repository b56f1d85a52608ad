"""What is remembered of a file is believed only while the file is the same."""

import json
import os
from pathlib import Path

import pytest
from PIL import Image

from bulletin import media
from bulletin.files import walk
from bulletin.media import Media, read_media
from bulletin.pictures import Shape

OLD = 1_700_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    for name, size in (("a.jpg", (60, 40)), ("b.png", (30, 30))):
        Image.new("RGB", size, "teal").save(tmp_path / "content" / name)
        os.utime(tmp_path / "content" / name, (OLD, OLD))
    (tmp_path / "content/c.pdf").write_bytes(b"%PDF")
    (tmp_path / "content/d.jpg").write_bytes(b"no picture")
    return tmp_path


def look(root: Path) -> dict[str, Media]:
    return dict(read_media(walk(root, "content", []), root / ".bantin/media.json", 60))


def shapes(found: dict[str, Media]) -> dict[str, object]:
    return {path.rpartition("/")[2]: m.shape or m.fault for path, m in found.items()}


SHAPES = {"a.jpg": Shape(60, 40, 10), "b.png": Shape(30, 30, 10), "c.pdf": "", "d.jpg": "picture-broken"}


def test_files_are_known_by_their_content(root: Path) -> None:
    assert shapes(look(root)) == SHAPES


def test_what_has_not_changed_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = look(root)
    read: list[str] = []
    real = media._look
    monkeypatch.setattr(media, "_look", lambda file, limit: read.append(file.path) or real(file, limit))  # type: ignore[func-returns-value]
    assert look(root) == first
    # c.pdf is too young to be believed, and d.jpg is at fault: both are looked at again.
    assert sorted(read) == ["content/c.pdf", "content/d.jpg"]
    read.clear()
    Image.new("RGB", (10, 10)).save(root / "content/a.jpg")
    os.utime(root / "content/a.jpg", (OLD + 1, OLD + 1))
    changed = look(root)["content/a.jpg"].shape
    assert changed is not None
    assert (changed.width, "content/a.jpg" in read) == (10, True)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 1}',
        b'{"version": [1, 1], "files": {}}',
        b'{"files": 3, "version": [2, 60]}',
    ],
)
def test_a_damaged_memory_is_ignored(root: Path, damage: bytes) -> None:
    first = look(root)
    (root / ".bantin/media.json").write_bytes(damage)
    assert look(root) == first


def test_a_forged_memory_cannot_give_a_file_another_size_of_row(root: Path) -> None:
    first = look(root)
    memory = json.loads((root / ".bantin/media.json").read_text())
    for row in (None, [], [1, 2, "x", None], [*memory["files"]["content/a.jpg"][:3], [1, "2", 3]]):
        memory["files"]["content/a.jpg"] = row
        (root / ".bantin/media.json").write_text(json.dumps(memory))
        assert look(root) == first


def test_a_memory_that_cannot_be_written_costs_only_time(root: Path) -> None:
    (root / ".bantin").write_text("a file where the folder should be")
    assert len(look(root)) == 4
