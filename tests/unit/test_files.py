import os
import unicodedata
from pathlib import Path

import pytest

from bulletin.files import decode, is_ignored, walk
from bulletin.problem import Problem, WorldError

TEXT = "Đường về bản\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le") if TEXT.encode("utf-16-le")[1] == 0 else TEXT.encode(),
        unicodedata.normalize("NFD", TEXT).encode(),
    ],
    ids=["utf-8", "bom", "crlf", "cr", "utf-16", "utf-16-be", "utf-16-le bare", "nfd"],
)
def test_text_is_read_right_however_it_was_saved(data: bytes) -> None:
    assert decode(data, "a.md") == (TEXT, None)


@pytest.mark.parametrize(("data", "line"), [(b"a\nb\n\xc3(\n", 3), (b"a\nb\0c", 2), (b"\xff\xfea", 1)])
def test_what_cannot_be_read_is_a_problem_with_its_line(data: bytes, line: int) -> None:
    text, problem = decode(data, "a.md")
    assert (text, problem and problem.kind, problem and problem.place.line) == ("", "file-encoding", line)


def test_the_walk_is_sorted_nfc_and_passes_over_debris(tmp_path: Path) -> None:
    for name in (
        "b.md",
        "a b.PNG",
        "-c.md",
        unicodedata.normalize("NFD", "Chắp.md"),
        ".ẩn.md",
        "~$bài.docx",
        "x.md~",
        "Thumbs.db",
        "sub/z.md",
    ):
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).touch()
    problems: list[Problem] = []
    found = [f.path for f in walk(tmp_path, "content", problems)]
    assert found == [f"content/{n}" for n in ("-c.md", "Chắp.md", "a b.PNG", "b.md", "sub/z.md")]
    assert problems == []


def test_nothing_outside_is_followed(tmp_path: Path) -> None:
    (tmp_path / "bí mật.md").write_text("x")
    site = tmp_path / "site"
    (site / "content" / "real").mkdir(parents=True)
    (site / "content" / "real" / "a.md").touch()
    os.symlink("../../bí mật.md", site / "content" / "out.md")
    os.symlink(tmp_path, site / "content" / "folder")
    os.symlink("real/a.md", site / "content" / "in.md")
    os.symlink("real", site / "content" / "real-too")
    os.symlink("nowhere", site / "content" / "dangling")
    os.symlink("loop", site / "content" / "loop")
    os.mkfifo(site / "content" / "pipe.md")
    problems: list[Problem] = []
    found = [f.path for f in walk(site, "content", problems)]
    assert found == ["content/in.md", "content/real/a.md"]
    assert [(p.place.path, p.kind) for p in problems] == [
        ("content/dangling", "file-unreadable"),
        ("content/folder", "file-outside"),
        ("content/loop", "file-unreadable"),
        ("content/out.md", "file-outside"),
        ("content/real-too", "folder-link"),
    ]


def test_two_names_that_look_the_same(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for name in ("\u00e1.md", "a\u0301.md"):
        (tmp_path / "content" / name).touch()
    problems: list[Problem] = []
    assert [f.path for f in walk(tmp_path, "content", problems)] == ["content/\u00e1.md"]
    assert [(p.place.path, p.kind) for p in problems] == [("content/\u00e1.md", "file-twice")]


def test_a_folder_too_deep_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "content" / "/".join("d" * 30)).mkdir(parents=True)
    problems: list[Problem] = []
    assert list(walk(tmp_path, "content", problems)) == []
    assert [p.kind for p in problems] == ["folder-deep"]


def test_a_folder_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "content").touch()
    assert list(walk(tmp_path, "content", [])) == []


def test_names_that_are_passed_over() -> None:
    assert [
        n
        for n in ("a.md", "-a.md", ".a", "~$a.docx", "a.md~", "a.tmp", "desktop.ini", "._a.jpg")
        if not is_ignored(n)
    ] == ["a.md", "-a.md"]


def test_an_unreadable_folder_is_the_worlds_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "content").mkdir()

    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(WorldError) as fault:
        list(walk(tmp_path, "content", []))
    assert (fault.value.kind, fault.value.values) == (
        "cannot-read",
        {"path": "content", "why": "Permission denied"},
    )
