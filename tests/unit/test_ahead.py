"""New words shown before their build: the page is what the build makes, and the build makes the rest."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from saying import LONG, said, say

from bulletin import ahead, road
from bulletin.request import Request
from tests.building import NOW, Silent, article, assert_as_from_nothing, build_site, files_of, write_site

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
        assert kept.show(asked(root), [say(root, "a", words)], Silent()) == {PAGE}
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
    kept.show(asked(root), [say(root, "a", "Lời mới.")], Silent())
    (root / "content/tin/a.md").write_text(first, "utf-8")
    pages = kept.show(asked(root), ["content/tin/a.md"], Silent())
    assert pages == {PAGE}
    assert build_site(root, ahead=pages).is_mended
    assert_as_from_nothing(root)


def test_without_the_build_that_was_due_the_next_one_makes_it_good(root: Path) -> None:
    last(root).show(asked(root), [say(root, "a", "Lời mới.")], Silent())
    assert build_site(root).written
    assert_as_from_nothing(root)


def test_what_no_page_shows_is_read_and_shown_nowhere(root: Path) -> None:
    path = "content/tin/nhap.md"
    draft = (root / path).read_text("utf-8")
    (root / path).write_text(draft.replace("Lời cũ", "Lời mới"), "utf-8")
    assert last(root).show(asked(root), [path], Silent()) == frozenset()


@pytest.mark.parametrize(
    "body",
    [
        "Đầu khác.\n\nLời cũ.\n",
        f"{LONG}\n\n## Mục\n",
        "",
        f"{LONG}\n\n[x](b.md)\n",
        f"{LONG}\n\n![](x.jpg)\n",
    ],
)
def test_what_another_page_may_show_takes_a_build(root: Path, body: str) -> None:
    (root / "content/tin/a.md").write_text(article("A", body=body), "utf-8")
    assert last(root).show(asked(root), ["content/tin/a.md"], Silent()) is None


def test_all_but_known_articles_take_a_build(root: Path) -> None:
    kept, before = last(root), files_of(root / "output")
    say(root, "moi", "Bài mới.")
    a = say(root, "a", "Lời mới.")
    for paths in (["content/tin/moi.md"], [a, "site.toml"], ["content/tin/mat.md"], [], ["content/tin"]):
        assert kept.show(asked(root), paths, Silent()) is None
    assert kept.show(replace(asked(root), drafts=True), [a], Silent()) is None
    assert files_of(root / "output") == before


def test_a_page_that_is_gone_is_not_put_back_alone(root: Path) -> None:
    (root / "output" / PAGE).unlink()
    assert last(root).show(asked(root), [say(root, "a", "Lời mới.")], Silent()) is None


def test_nothing_is_remembered_of_a_site_that_was_never_built(root: Path) -> None:
    shutil.rmtree(root / ".bantin")
    assert ahead.recall(asked(root)) is None


def test_views_that_cannot_be_read_back_take_a_build(root: Path) -> None:
    kept = last(root)
    for path in (root / ".bantin/memory").glob("view-*.pack"):
        path.write_bytes(b"x" * path.stat().st_size)
    assert kept.show(asked(root), [say(root, "a", "Lời mới.")], Silent()) is None
