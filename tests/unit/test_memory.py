"""What is remembered costs nothing to lose, and nothing false comes out of it."""

import marshal
import shutil
from pathlib import Path

import pytest

from bulletin import memory, seal, stamps
from bulletin.memory import Memory
from tests.building import article, assert_as_from_nothing, build_site, write_site

PLACE = (b"d", "body-1-1.pack", 0, 3)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", {"content/tin/a.md": article("A")})


def kept(root: Path, output: Path) -> tuple[object, object]:
    with Memory(root, output) as again:
        again.recall_sources()
        return again.sources.get("x"), again.site.get("x")


def keep(root: Path, output: Path) -> None:
    with Memory(root, output) as first:
        first.keep_sources({"x": 1}, [])
        first.keep_site({"x": 2}, [], [])


def test_tables_come_back(root: Path) -> None:
    keep(root, root / "output")
    assert kept(root, root / "output") == (1, 2)
    assert kept(root, root / "other") == (1, None)  # each output has a table of its own


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "gone", "swap"])
def test_a_damaged_table_is_as_good_as_none(root: Path, harm: str) -> None:
    keep(root, root / "output")
    folder = root / memory.FOLDER
    (site,) = folder.glob("site-*")
    data = site.read_bytes()
    match harm:
        case "flip":
            site.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        case "cut":
            site.write_bytes(data[:-1])
        case "empty":
            site.write_bytes(b"")
        case "gone":
            site.unlink()
        case "swap":  # under our seal, but not what it is taken for
            site.write_bytes((folder / "sources").read_bytes())
    assert kept(root, root / "output") == (1, None)


def test_a_table_in_another_versions_form_is_as_good_as_none(root: Path) -> None:
    keep(root, root / "output")
    (site,) = (root / memory.FOLDER).glob("site-*")
    own = seal.own_seal()
    assert own
    site.write_bytes(own.sealed(site.name, marshal.dumps((b"code", {}, {}, {}))))
    assert kept(root, root / "output") == (1, None)


LARGE = {"rows": dict.fromkeys(map(str, range(1000)), "as it was")}


def rows_after(root: Path, *changes: dict[str, str]) -> object:
    """What comes back of large tables that were kept one after the other."""
    for change in ({}, *changes):
        with Memory(root, root / "output") as own:
            own.recall_sources()
            before = own.sources.get("rows", LARGE["rows"])
            own.keep_sources({"rows": {**before, **change}}, [])
    with Memory(root, root / "output") as again:
        again.recall_sources()
        return again.sources.get("rows")


def test_what_changed_little_is_written_beside_the_table(root: Path) -> None:
    assert rows_after(root, {"1": "x"}) == {**LARGE["rows"], "1": "x"}
    whole = (root / memory.FOLDER / "sources").read_bytes()
    assert rows_after(root, {"2": "y"}, {"3": "z"}) == {**LARGE["rows"], "1": "x", "2": "y", "3": "z"}
    assert (root / memory.FOLDER / "sources").read_bytes() == whole
    much = dict.fromkeys(map(str, range(300)), "x")
    assert rows_after(root, much) == {**LARGE["rows"], **much}
    assert not (root / memory.FOLDER / "sources.more").exists()


def test_a_table_with_a_damaged_change_is_as_good_as_none(root: Path) -> None:
    rows_after(root, {"1": "x"})
    more = root / memory.FOLDER / "sources.more"
    more.write_bytes(more.read_bytes()[:-1])
    with Memory(root, root / "output") as again:
        again.recall_sources()
        assert again.sources == {}


def test_a_change_of_another_table_is_not_put_upon_this(root: Path) -> None:
    rows_after(root, {"1": "x"})
    folder = root / memory.FOLDER
    (folder / "sources.more").rename(folder / "held")
    rows_after(root, dict.fromkeys(map(str, range(300)), "y"))
    (folder / "held").rename(folder / "sources.more")
    assert rows_after(root) == {**LARGE["rows"], **dict.fromkeys(map(str, range(300)), "y")}


def test_another_users_memory_is_not_believed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(root, root / "output")
    monkeypatch.setattr(memory, "own_seal", lambda: seal.Seal(b"o" * seal.SIZE))
    assert kept(root, root / "output") == (None, None)


def test_another_program_remembers_nothing_of_this_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(root, root / "output")
    monkeypatch.setattr(memory, "_code", lambda: b"another")
    assert kept(root, root / "output") == (None, None)


def test_one_build_at_a_time_has_the_memory(root: Path) -> None:
    keep(root, root / "output")
    with Memory(root, root / "output") as first:
        assert first.site["x"] == 2
        assert kept(root, root / "output") == (None, None)
        with Memory(root, root / "output") as second:
            second.keep_site({"x": 3}, [], [])
    assert kept(root, root / "output") == (1, 2)


def test_what_is_forgotten_stays_forgotten(root: Path) -> None:
    keep(root, root / "output")
    with Memory(root, root / "output") as again:
        again.forget()
        again.recall_sources()
        assert (again.sources, again.site) == ({}, {})


def test_packs_to_which_nothing_points_go(root: Path) -> None:
    folder = root / memory.FOLDER
    folder.mkdir(parents=True)
    for name in ("body-1-1.pack", "body-2-1.pack", "view-x-1.pack"):
        (folder / name).write_bytes(b"abc")
    with Memory(root, root / "output") as own:
        own.keep_sources({}, [PLACE])
    assert sorted(p.name for p in folder.glob("*.pack")) == ["body-1-1.pack", "view-x-1.pack"]


@pytest.mark.parametrize("place", ["memory", ".bantin"])
def test_where_nothing_can_be_kept_the_site_is_built(root: Path, place: str) -> None:
    if place == "memory":
        (root / ".bantin").mkdir()
    (root / (".bantin/memory" if place == "memory" else ".bantin")).write_text("no folder")
    assert build_site(root).written
    assert_as_from_nothing(root)


@pytest.mark.parametrize("kind", ["body", "view", "sources", "site"])
def test_whatever_is_damaged_the_next_build_is_right(
    root: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "YOUNG", 0)
    write_site(root, {"content/tin/b.md": article("B")})
    build_site(root)
    for path in (root / memory.FOLDER).glob(f"{kind}*"):
        path.write_bytes(bytes(reversed(path.read_bytes())))
    (root / "content/tin/a.md").write_text(article("A", body="Mới.\n"), "utf-8")
    (root / "templates").mkdir()
    build = Path(__file__).parent.parent / "theme/templates"
    shutil.copytree(build, root / "templates", dirs_exist_ok=True)
    assert build_site(root).written
    assert_as_from_nothing(root)
