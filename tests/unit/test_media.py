"""What is remembered of a file is believed only while the file is the same."""

import os
import time
from pathlib import Path

import pytest
from PIL import Image

from bulletin import media, stamps
from bulletin.files import walk
from bulletin.media import Media, MediaRecall, read_media
from bulletin.pictures import Shape

OLD = 1_700_000_000


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose files are never too young to be believed."""
    monkeypatch.setattr(stamps, "YOUNG", -(10**12))
    (tmp_path / "content").mkdir()
    for name, size in (("a.jpg", (60, 40)), ("b.png", (30, 30))):
        Image.new("RGB", size, "teal").save(tmp_path / "content" / name)
        os.utime(tmp_path / "content" / name, (OLD, OLD))
    (tmp_path / "content/c.pdf").write_bytes(b"%PDF")
    (tmp_path / "content/d.jpg").write_bytes(b"no picture")
    return tmp_path


@pytest.fixture(autouse=True)
def _nothing_is_young(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "YOUNG", 0)


def look(root: Path, recall: MediaRecall | None = None) -> dict[str, Media]:
    recall = recall or MediaRecall()
    recall.now = time.time_ns() + 1
    return dict(read_media(walk(root, "content", []), recall, 60))


def shapes(found: dict[str, Media]) -> dict[str, object]:
    return {path.rpartition("/")[2]: m.shape or m.fault for path, m in found.items()}


SHAPES = {"a.jpg": Shape(60, 40, 10), "b.png": Shape(30, 30, 10), "c.pdf": "", "d.jpg": "picture-broken"}


def test_files_are_known_by_their_content(root: Path) -> None:
    assert shapes(look(root)) == SHAPES


def test_what_has_not_changed_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recall = MediaRecall()
    first = look(root, recall)
    read: list[str] = []
    real = media._look
    monkeypatch.setattr(media, "_look", lambda file, limit: read.append(file.path) or real(file, limit))  # type: ignore[func-returns-value]
    assert look(root, recall) == first
    assert read == ["content/d.jpg"]  # the one at fault is looked at again
    read.clear()
    Image.new("RGB", (10, 10)).save(root / "content/a.jpg")
    changed = look(root, recall)["content/a.jpg"].shape
    assert changed is not None
    assert (changed.width, "content/a.jpg" in read) == (10, True)


def test_what_is_young_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "YOUNG", 60_000_000_000)
    recall = MediaRecall()
    look(root, recall)
    assert recall.rows == {}


def test_another_limit_of_size_asks_anew(root: Path) -> None:
    recall = MediaRecall()
    look(root, recall)
    assert shapes(dict(read_media(walk(root, "content", []), recall, 0)))["a.jpg"] == "picture-too-large"
    assert sorted(recall.rows) == ["content/c.pdf"]


def test_a_picture_of_the_same_size_and_time_is_another(root: Path) -> None:
    """As when a picture is copied over another with its time kept."""
    recall = MediaRecall()
    before = look(root, recall)["content/c.pdf"].digest
    old = (root / "content/c.pdf").stat()
    while stamps.stamp((root / "content/c.pdf").stat()) == stamps.stamp(old):
        (root / "content/c.pdf").write_bytes(b"%PDG")
        os.utime(root / "content/c.pdf", ns=(old.st_atime_ns, old.st_mtime_ns))
    assert look(root, recall)["content/c.pdf"].digest != before


@pytest.mark.parametrize("name", sorted(media.DOCUMENTS | media.VIDEOS))
@pytest.mark.parametrize("form", ["JPEG", "AVIF", "PNG", "svg", "empty"])
def test_a_picture_under_the_name_of_a_document_is_not_published(
    tmp_path: Path, name: str, form: str
) -> None:
    place = tmp_path / "content" / f"tep{name}"
    place.parent.mkdir()
    if form in ("svg", "empty"):
        place.write_text("<svg onload='alert(1)'/>" if form == "svg" else "")
    else:
        Image.new("RGB", (60, 40), "teal").save(place, form)
    assert shapes(look(tmp_path)) == {f"tep{name}": "media-content"}


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.pdf", b"\xef\xbb\xbf%PDF-1.7"), ("a.PDF", b"%PDF-1.4"), ("a.docx", b"PK\x03\x04"), ("a.odt", b"PK\x03\x04"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("a.doc", b"{\\rtf1"),
        ("a.zip", b"PK\x05\x06"), ("a.mp3", b"ID3\x04"), ("a.mp3", b"\xff\xfb\x90"), ("a.mp4", b"\0\0\0\x20ftypisom"),
        ("a.webm", b"\x1a\x45\xdf\xa3"),
    ],
)  # fmt: skip
def test_documents_and_films_as_they_begin(tmp_path: Path, name: str, head: bytes) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / name).write_bytes(head + b"...")
    assert shapes(look(tmp_path)) == {name: ""}
