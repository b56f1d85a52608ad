"""New words shown before their build: the page is what the build makes, and the build makes the rest."""

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from saying import LONG, said, say

from bulletin import ahead, road
from bulletin.request import Request
from tests.building import NOW, article, assert_as_from_nothing, build_site, files_of, write_site

PAGE = "tin/a/index.html"
pytestmark = pytest.mark.usefixtures("plain_and_quick")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_site(
        tmp_path / "site",
        {
            "content/tin/a.md": said("A", "Lời cũ."),
            "content/tin/b.md": said("B", "Lời cũ."),
            "content/tin/nhap.md": said("Nháp", "Lời cũ.", draft="có"),
        },
    )
    assert build_site(root).written
    return root


def asked(root: Path) -> Request:
    return Request(root, root / "output", NOW, workers=1)


def last(root: Path) -> ahead.Ahead:
    found = ahead.recall(asked(root))
    assert found
    return found


def test_a_page_is_there_before_its_build_and_the_build_makes_the_rest(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, kept = files_of(root / "output"), last(root)
    for words in ("Lời mới.", "Lời mới hơn."):
        assert kept.show(asked(root), [say(root, "a", words)]) == {PAGE}
    now = files_of(root / "output")
    assert [path for path in now if now[path] != before[path]] == [PAGE]
    assert b"L\xe1\xbb\x9di m\xe1\xbb\x9bi h\xc6\xa1n." in now[PAGE]
    with monkeypatch.context() as patch:
        patch.delattr(road, "build")
        assert build_site(root, ahead=frozenset({PAGE})).is_mended
    assert_as_from_nothing(root)
    assert build_site(root).timings == ()


def test_words_that_are_taken_back_are_taken_back_everywhere(root: Path) -> None:
    first, kept = (root / "content/tin/a.md").read_text("utf-8"), last(root)
    kept.show(asked(root), [say(root, "a", "Lời mới.")])
    (root / "content/tin/a.md").write_text(first, "utf-8")
    pages = kept.show(asked(root), ["content/tin/a.md"])
    assert pages == {PAGE}
    assert build_site(root, ahead=pages).is_mended
    assert_as_from_nothing(root)


def test_without_the_build_that_was_due_the_next_one_makes_it_good(root: Path) -> None:
    last(root).show(asked(root), [say(root, "a", "Lời mới.")])
    assert build_site(root).written
    assert_as_from_nothing(root)


def test_what_no_page_shows_is_read_and_shown_nowhere(root: Path) -> None:
    path = "content/tin/nhap.md"
    draft = (root / path).read_text("utf-8")
    (root / path).write_text(draft.replace("Lời cũ", "Lời mới"), "utf-8")
    assert last(root).show(asked(root), [path]) == frozenset()


SETTINGS = """
[site]
name = "Bản tin"
tagline = "Tin của xã"
address = "https://xa.example/"
[pictures]
share_cards = false
"""
ALL = {
    "summary": "Tóm tắt",
    "author": "Minh Đức",
    "author_title": "Trưởng thôn",
    "source": "Ban biên tập",
    "cover": "bia.png",
    "cover_alt": "Sân trường",
    "cover_caption": "Sân trường buổi sớm",
    "photographer": "Lan Anh",
    "tags": "đường, thôn",
    "video": "https://www.youtube.com/watch?v=abcdefghijk",
}


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A site whose article says everything of itself."""
    png = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(png, "PNG")
    body = f"Mở đầu.\n\n## Mục\n\n[Bài kia](b.md) và [nơi khác](https://noi-khac.example/).\n\n{LONG}\n"
    root = write_site(
        tmp_path / "full",
        {
            "site.toml": SETTINGS,
            "templates/side-latest.html": "",  # titles of others, that only a build exchanges
            "content/tin/bia.png": png.getvalue(),
            "content/tin/a.md": article("A", body=body, **ALL),
            "content/tin/b.md": said("B", "Lời."),
            "content/pages/gioi-thieu.md": "---\ntitle: Giới thiệu\n---\n\nMở đầu.\n",
        },
    )
    assert build_site(root).written
    return root


CHANGES = [
    ("title: A", "title: Đầu đề mới"),
    ("Tóm tắt", "Tóm tắt khác"),
    ("summary: Tóm tắt\n", ""),
    ("Minh Đức", "Hà My"),
    ("Trưởng thôn", "Bí thư chi bộ"),
    ("Ban biên tập", "Đài truyền thanh"),
    ("cover_alt: Sân trường", "cover_alt: Lớp học"),
    ("Sân trường buổi sớm", '"Giờ ra chơi (Ảnh: Hoàng Nam)"'),
    ("Lan Anh", "Thu Hà"),
    ("Mở đầu.", "Đoạn mới.\n\nMở đầu khác."),
    ("## Mục", "## Mục khác\n\n### Mục nhỏ"),
    ("[Bài kia](b.md) và ", "[Nơi khác nữa](https://noi-khac.example/) và [bài kia](b.md), "),
    ("title: A", "# ghi chú\n\ntitle: A"),
]


@pytest.mark.parametrize(("was", "now"), CHANGES)
def test_what_a_page_says_of_itself_is_seen_before_its_build(full: Path, was: str, now: str) -> None:
    path = "content/tin/a.md"
    text = (full / path).read_text("utf-8")
    assert text.count(was) == 1
    kept = last(full)
    (full / path).write_text(text.replace(was, now), "utf-8")
    assert kept.show(asked(full), [path]) == {PAGE}
    shown = (full / "output" / PAGE).read_bytes()
    assert build_site(full, ahead=frozenset({PAGE})).written
    assert shown == (full / "output" / PAGE).read_bytes()
    assert_as_from_nothing(full)


@pytest.mark.parametrize(
    ("was", "now"),
    [("Giới thiệu", "Về chúng tôi"), ("Mở đầu.", "Đầu khác."), ("---\n\nM", "summary: T\n---\n\nM")],
)
def test_a_standing_page_is_seen_before_its_build(full: Path, was: str, now: str) -> None:
    path, page = "content/pages/gioi-thieu.md", "gioi-thieu/index.html"
    kept, text = last(full), (full / path).read_text("utf-8")
    (full / path).write_text(text.replace(was, now), "utf-8")
    assert kept.show(asked(full), [path]) == {page}
    shown = (full / "output" / page).read_bytes()
    assert build_site(full, ahead=frozenset({page})).written
    assert shown == (full / "output" / page).read_bytes()
    assert_as_from_nothing(full)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("title: A", "title: "),
        ("title: A", "title: A\nslug: khac"),
        ("title: A", "title: A\ndate: 2026-11-01"),
        ("title: A", "title: A\nupdated: 2027-01-02"),
        ("title: A", "title: A\ndraft: có"),
        ("title: A", "title: A\nfeatured: có"),
        ("title: A", "title: A\nissue: 11/2026"),
        ("title: A", "title: A\ncategory: Tin nóng"),
        ("title: A", "title: A\nlang: en"),
        ("title: A", "title: A\nla: gì"),
        ("đường, thôn", "đường"),
        ("cover_alt: Sân trường\n", ""),
        ("bia.png", "b.png"),
        ("cover: bia.png", "cover: bia.png\ncover_focus: 10 10"),
        ("abcdefghijk", "abcdefghijl"),
        ("(b.md)", "(c.md)"),
        ("(b.md)", "(https://moi.example/)"),
        ("Mở đầu.", "![](x.jpg)"),
        ("Mở đầu.", "https://www.youtube.com/watch?v=abcdefghijk"),
    ],
)
def test_what_the_rest_of_the_site_has_to_do_with_takes_a_build(full: Path, was: str, now: str) -> None:
    path = "content/tin/a.md"
    text, before = (full / path).read_text("utf-8"), files_of(full / "output")
    kept = last(full)
    (full / path).write_text(text.replace(was, now, 1), "utf-8")
    assert kept.show(asked(full), [path]) is None
    assert files_of(full / "output") == before


def test_all_but_known_articles_take_a_build(root: Path) -> None:
    kept, before = last(root), files_of(root / "output")
    say(root, "moi", "Bài mới.")
    a = say(root, "a", "Lời mới.")
    for paths in (["content/tin/moi.md"], [a, "site.toml"], ["content/tin/mat.md"], [], ["content/tin"]):
        assert kept.show(asked(root), paths) is None
    assert kept.show(replace(asked(root), drafts=True), [a]) is None
    assert files_of(root / "output") == before


def test_a_page_that_is_gone_is_not_put_back_alone(root: Path) -> None:
    (root / "output" / PAGE).unlink()
    assert last(root).show(asked(root), [say(root, "a", "Lời mới.")]) is None


def test_nothing_is_remembered_of_a_site_that_was_never_built(root: Path) -> None:
    shutil.rmtree(root / ".bantin")
    assert ahead.recall(asked(root)) is None


def test_views_that_cannot_be_read_back_take_a_build(root: Path) -> None:
    kept = last(root)
    for path in (root / ".bantin/memory").glob("view-*.pack"):
        path.write_bytes(b"x" * path.stat().st_size)
    assert kept.show(asked(root), [say(root, "a", "Lời mới.")]) is None
