"""What is ours is kept exact; what is not ours is left alone."""

import os
from pathlib import Path

import pytest

from bulletin.manifest import MANIFEST, STATE, Entry, read_manifest, write_manifest
from bulletin.outputs import Rank
from bulletin.problem import WorldError
from bulletin.write import Stage, Written
from tests.building import files_of


def put(output: Path, files: dict[str, bytes]) -> Written:
    with Stage(output) as stage:
        for path, data in files.items():
            stage.put(path, data, Rank.PAGE)
        return stage.commit()


def test_only_what_differs_is_written_and_what_is_stale_goes(tmp_path: Path) -> None:
    assert put(tmp_path, {"a": b"1", "b/c": b"2"}) == Written(2, 0, 0)
    assert put(tmp_path, {"a": b"1", "b/c": b"2"}) == Written(0, 2, 0)
    assert put(tmp_path, {"a": b"3"}) == Written(1, 0, 1)
    assert files_of(tmp_path) == {"a": b"3"}
    assert not (tmp_path / "b").exists()


def test_files_untouched_keep_their_time(tmp_path: Path) -> None:
    put(tmp_path, {"a": b"1"})
    os.utime(tmp_path / "a", (1, 1))
    put(tmp_path, {"a": b"1", "b": b"2"})
    assert (tmp_path / "a").stat().st_mtime == 1


def test_what_we_did_not_write_stays(tmp_path: Path) -> None:
    (tmp_path / ".well-known").mkdir()
    (tmp_path / ".well-known/x").write_bytes(b"theirs")
    (tmp_path / "google.html").write_bytes(b"theirs")
    put(tmp_path, {"a": b"1"})
    assert put(tmp_path, {}) == Written(0, 0, 1)
    assert files_of(tmp_path) == {".well-known/x": b"theirs", "google.html": b"theirs"}


def test_a_file_becomes_a_folder_and_back(tmp_path: Path) -> None:
    put(tmp_path, {"x": b"1"})
    put(tmp_path, {"x/y": b"2"})
    assert files_of(tmp_path) == {"x/y": b"2"}
    put(tmp_path, {"x": b"3"})
    assert files_of(tmp_path) == {"x": b"3"}


def test_a_file_that_someone_changed_is_mended(tmp_path: Path) -> None:
    put(tmp_path, {"a": b"1", "b": b"2"})
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").unlink()
    assert put(tmp_path, {"a": b"1", "b": b"2"}) == Written(2, 0, 0)
    assert files_of(tmp_path) == {"a": b"1", "b": b"2"}


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{",
        b"[]",
        b'{"files": [1]}',
        b'{"files": {"../../etc/x": [1, "a"], "/x": [1, "a"], ".bantin/lock": [1, "a"], "a\\\\b": [1, "a"]}}',
    ],
)
def test_a_damaged_or_hostile_manifest_is_not_believed(tmp_path: Path, manifest: bytes) -> None:
    output = tmp_path / "output"
    put(output, {"a": b"1"})
    (tmp_path / "x").write_bytes(b"outside")
    (output / ".bantin/manifest.json").write_bytes(manifest)
    assert read_manifest(output) is None
    assert put(output, {"a": b"1"}) == Written(0, 1, 0)
    assert (tmp_path / "x").read_bytes() == b"outside"
    assert set(read_manifest(output) or ()) == {"a"}


def test_a_link_in_the_output_is_never_written_through(tmp_path: Path) -> None:
    outside, output = tmp_path / "outside", tmp_path / "output"
    outside.mkdir()
    output.mkdir()
    (output / "tin").symlink_to(outside)
    with pytest.raises(WorldError) as fault:
        put(output, {"tin/a": b"1"})
    assert fault.value.kind == "output-link"
    assert list(outside.iterdir()) == []


def test_a_link_in_a_files_place_is_replaced(tmp_path: Path) -> None:
    outside, output = tmp_path / "outside", tmp_path / "output"
    outside.write_bytes(b"1")
    put(output, {"a": b"1"})
    (output / "a").unlink()
    (output / "a").symlink_to(outside)
    put(output, {"a": b"1"})
    assert not (output / "a").is_symlink()
    assert outside.read_bytes() == b"1"


def test_order_of_going_live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[str] = []
    original = os.replace

    def replace(source: str, target: str) -> None:
        moved.append(Path(target).name)
        original(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with Stage(tmp_path) as stage:
        for name, rank in (("feed.xml", Rank.LIST), ("index.html", Rank.PAGE), ("anh.jpg", Rank.FILE)):
            stage.put(name, b"x", rank)
        stage.commit()
    assert moved == ["manifest.json", "anh.jpg", "index.html", "feed.xml", "manifest.json"]


@pytest.mark.parametrize("first", [True, False])
def test_what_is_not_ours_is_never_written_over(tmp_path: Path, first: bool) -> None:
    """Neither in a folder that never was ours, nor in one that is."""
    if not first:
        put(tmp_path, {"b": b"1"})
    (tmp_path / "a").write_bytes(b"theirs")
    with pytest.raises(WorldError) as fault:
        put(tmp_path, {"a": b"ours", "b": b"2"})
    assert (fault.value.kind, fault.value.values) == ("address-foreign", {"path": "a"})
    assert files_of(tmp_path) == ({"a": b"theirs"} if first else {"a": b"theirs", "b": b"1"})


@pytest.mark.parametrize(("way", "wanted"), [("feed.xml/", "feed.xml"), ("tin", "tin/a/index.html")])
def test_something_in_the_way_is_found_before_the_first_move(tmp_path: Path, way: str, wanted: str) -> None:
    if way.endswith("/"):
        (tmp_path / way).mkdir()
    else:
        (tmp_path / way).touch()
    before = files_of(tmp_path)
    with pytest.raises(WorldError) as fault:
        put(tmp_path, {"a": b"1", wanted: b"2", "z": b"3"})
    assert (fault.value.kind, Path(fault.value.values["path"]).name) == ("address-in-the-way", way.strip("/"))
    assert files_of(tmp_path) == before


def test_nothing_is_removed_through_a_link(tmp_path: Path) -> None:
    outside, output = tmp_path / "outside", tmp_path / "output"
    put(output, {"gioi/index.html": b"1", "b": b"1"})
    (output / "gioi").rename(outside)
    (output / "gioi").symlink_to(outside)
    with pytest.raises(WorldError) as fault:
        put(output, {"b": b"1"})
    assert (fault.value.kind, (outside / "index.html").read_bytes()) == ("output-link", b"1")


def test_our_own_folder_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "victim" / "staging").mkdir(parents=True)
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / ".bantin").symlink_to(tmp_path / "victim")
    with pytest.raises(WorldError) as fault:
        put(tmp_path / "output", {"b": b"1"})
    assert (fault.value.kind, (tmp_path / "victim" / "staging").is_dir()) == ("output-link", True)


def test_what_was_put_aside_is_used_again_and_never_what_somebody_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.staging.RESTING", -1.0)
    output = tmp_path / "output"
    for text in (b"first, and the longest", b"second"):
        put(output, {"a": text, "b": b"1"})
    aside = [p for p in (output / ".bantin/staging").iterdir() if p.read_bytes() == b"first, and the longest"]
    if aside:  # where the system can exchange files
        os.link(aside[0], tmp_path / "backup")
    put(output, {"a": b"third", "b": b"1"})
    if aside:
        assert (tmp_path / "backup").read_bytes() == b"first, and the longest"
    for text in (b"4", b"the fifth is longer", b"6"):
        put(output, {"a": text, "b": b"1"})
        assert files_of(output) == {"a": text, "b": b"1"}
    put(output, {"b": b"1"})
    assert list((output / ".bantin/staging").iterdir()) == []


def test_without_exchange_files_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.write.exchange", lambda one, other: False)
    put(tmp_path, {"a": b"1"})
    assert put(tmp_path, {"a": b"2"}) == Written(1, 0, 0)
    assert files_of(tmp_path) == {"a": b"2"}


@pytest.mark.parametrize(
    ("paths", "rows"),
    [
        ([], "\n"),
        (["a"], '"a": [1, "0"]\n'),
        (
            ["tệp 1.pdf", 'a"b\\c', "d\ne", "f\u2028g"],
            '"a\\"b\\\\c": [2, "1"],\n"d\\ne": [3, "2"],\n"f\u2028g": [4, "3"],\n"tệp 1.pdf": [1, "0"]\n',
        ),
    ],
)
def test_a_manifest_has_a_line_for_each_file(tmp_path: Path, paths: list[str], rows: str) -> None:
    (tmp_path / STATE).mkdir()
    write_manifest(tmp_path, {path: Entry(n + 1, str(n)) for n, path in enumerate(paths)})
    text = (tmp_path / STATE / MANIFEST).read_text("utf-8")
    assert text == f'{{"version": 1, "files": {{\n{rows}}}}}\n'
