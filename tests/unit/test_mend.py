"""The short way for new words in a body; and what it must not be taken for."""

import shutil
from pathlib import Path

import pytest
from saying import LONG, THEME, said, say

from bulletin import memory, mend, road
from tests.building import article, assert_as_from_nothing, build_site, files_of, write_site

pytestmark = pytest.mark.usefixtures("plain_and_quick")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_site(
        tmp_path / "site",
        {
            "content/tin/a.md": said("A", "Lời cũ."),
            "content/tin/b.md": said("B", "Lời cũ."),
            "content/tin/c.md": article("C", body="## Mục\n\nChữ của C.\n"),
        },
    )
    assert build_site(root).written
    return root


@pytest.fixture
def roads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time the whole road was gone."""
    gone: list[str] = []
    real = road.build
    monkeypatch.setattr(road, "build", lambda *given: gone.append("road") or real(*given))  # type: ignore[func-returns-value]
    return gone


def test_new_words_take_the_short_way(root: Path, roads: list[str]) -> None:
    say(root, "a", "Lời mới.")
    written = build_site(root).written
    assert written
    assert (roads, written.written) == ([], 8)  # the article, two feeds, and where search has the two words
    assert_as_from_nothing(root)


@pytest.mark.parametrize(
    "body", ["Đầu khác.\n\nLời cũ.\n", f"{LONG}\n\n## Mục\n", "", f"{LONG}\n\n[x](b.md)\n"]
)
def test_all_else_takes_the_road(root: Path, roads: list[str], body: str) -> None:
    (root / "content/tin/a.md").write_text(article("A", body=body), "utf-8")
    build_site(root)
    assert roads == ["road"]
    assert_as_from_nothing(root)


def test_two_articles_that_said_the_same_each_say_their_own(root: Path, roads: list[str]) -> None:
    say(root, "a", "Lời của A.")
    say(root, "b", "Lời của B.")
    build_site(root)
    assert roads == []
    assert_as_from_nothing(root)


def test_words_that_a_check_has_read_are_still_new_to_the_pages(root: Path) -> None:
    say(root, "a", "Lời mới.")
    assert build_site(root, write=False).written is None
    build_site(root)
    assert_as_from_nothing(root)


def test_words_that_another_output_has_are_still_new_to_this_one(root: Path, tmp_path: Path) -> None:
    build_site(root, tmp_path / "other")
    say(root, "a", "Lời mới.")
    build_site(root, tmp_path / "other")
    build_site(root)
    assert_as_from_nothing(root)


def test_words_that_a_refused_build_has_read_are_still_new_to_the_pages(root: Path) -> None:
    say(root, "a", "Lời mới.")
    write_site(root, {"content/tin/hong.md": "---\ntitle: [\n---\n"})
    assert build_site(root).written is None
    (root / "content/tin/hong.md").unlink()
    build_site(root)
    assert_as_from_nothing(root)


def test_many_edits_are_copied_together_and_nothing_is_lost(
    root: Path, roads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_PACKS", 2)
    monkeypatch.setattr(memory, "SLACK", 0)
    for n in range(8):
        say(root, "ab"[n % 2], f"Lời thứ {n}.")
        assert build_site(root).written
    assert roads == []
    packs = sorted(path.name.partition("-")[0] for path in (root / ".bantin/memory").glob("*.pack"))
    assert len(packs) <= 6
    assert_as_from_nothing(root)


def test_the_road_goes_on_with_bodies_that_were_copied_together(
    root: Path, roads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        say(root, "ab"[n % 2], f"Lời thứ {n}.")
        build_site(root)
    monkeypatch.setattr(memory, "MOST_PACKS", 1)
    shutil.copytree(THEME / "templates", root / "templates")
    (root / "templates/article.html").write_text("{{ page.title }}: {{ page.body }}")
    build_site(root)
    assert roads == ["road"]  # once, and not once more without memory
    assert_as_from_nothing(root)


def test_a_body_that_cannot_be_read_back_is_read_anew(root: Path) -> None:
    for path in (root / ".bantin/memory").glob("body-*.pack"):
        path.write_bytes(path.read_bytes().replace(b"C", b"X"))
    shutil.copytree(THEME / "templates", root / "templates")
    (root / "templates/article.html").write_text("{{ page.title }}: {{ page.body }}")
    assert build_site(root).written
    assert_as_from_nothing(root)


def test_a_file_that_goes_while_it_is_looked_at_is_the_roads_to_find(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(root, "a", "Lời mới.")
    real = mend.plain_files

    def files(*given: object) -> object:
        (root / "content/tin/a.md").unlink()
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(mend, "plain_files", files)
    assert build_site(root).written
    assert "tin/a/index.html" not in files_of(root / "output")
    assert_as_from_nothing(root)


def test_a_name_of_its_own_is_no_category_once_the_settings_name_them(root: Path) -> None:
    """The same categories, but then an article may not call its folder what it likes."""
    write_site(root, {"content/tin/d.md": article("D", category="Chuyện làng")})
    assert build_site(root).written
    settings = '[site]\nname = "Bản tin"\naddress = "https://napheo.example/"\n'
    write_site(root, {"site.toml": f'{settings}[[categories]]\nslug = "tin"\ntitle = "Tin"\n'})
    problems = build_site(root).problems
    assert [(p.place.path, p.kind) for p in problems] == [("content/tin/d.md", "category-unknown")]


@pytest.mark.parametrize("name", [".phan.html", "chung/phan.html"])
def test_a_part_that_is_hidden_or_behind_a_link_is_a_part_all_the_same(
    root: Path, tmp_path: Path, name: str
) -> None:
    write_site(tmp_path, {"linked/phan.html": "cũ"})
    shutil.copytree(THEME / "templates", root / "templates")
    (root / "templates/chung").symlink_to(tmp_path / "linked")
    write_site(root, {f"templates/{name}": "cũ", "templates/article.html": f'{{% include "{name}" %}}'})
    build_site(root)
    write_site(root, {f"templates/{name}": "mới"})
    build_site(root)
    assert files_of(root / "output")["tin/a/index.html"] == "mới".encode()
    assert_as_from_nothing(root)


def test_builds_leave_no_file_open(root: Path) -> None:
    here = Path("/proc/self/fd")
    if not here.is_dir():
        pytest.skip("only Linux tells which files are open")
    before = len(list(here.iterdir()))
    for n in range(4):
        say(root, "a", f"Lời {n}.")
        build_site(root)
        (root / "site.toml").write_text(f'[site]\nname = "Tên {n}"\naddress = "https://napheo.example/"\n')
        build_site(root)
    assert len(list(here.iterdir())) == before
