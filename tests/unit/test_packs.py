"""Texts in packs come back as they were, or not at all."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.packs import DamagedError, Packs, PackWriter, Stored


@given(st.lists(st.binary(max_size=40), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_texts_come_back(tmp_path: Path, texts: list[bytes]) -> None:
    writer, packs = PackWriter(tmp_path, "body"), Packs(tmp_path)
    places = [writer.put(text) for text in texts]
    assert [packs.load(place) for place in reversed(places)] == texts[::-1]


def test_nothing_is_made_before_the_first_text(tmp_path: Path) -> None:
    PackWriter(tmp_path, "body")
    assert list(tmp_path.iterdir()) == []


def test_two_are_equal_when_their_texts_are(tmp_path: Path) -> None:
    one, other = PackWriter(tmp_path, "body"), PackWriter(tmp_path, "body")
    other.put(b"first")
    assert one.put(b"abc") == other.put(b"abc") != other.put(b"abd")


@pytest.mark.parametrize("harm", ["flip", "cut", "gone", "outside", "beyond"])
def test_a_text_that_is_not_what_it_was_is_not_given(tmp_path: Path, harm: str) -> None:
    place = PackWriter(tmp_path, "body").put(b"abc")
    pack = tmp_path / place.pack
    match harm:
        case "flip":
            pack.write_bytes(b"abd")
        case "cut":
            pack.write_bytes(b"ab")
        case "gone":
            pack.unlink()
        case "outside":
            (tmp_path.parent / "outside.pack").write_bytes(b"abc")
            place = replace(place, pack="../outside.pack")
        case "beyond":
            place = replace(place, offset=1)
    with pytest.raises(DamagedError):
        Packs(tmp_path).load(place)


def test_a_fork_writes_into_a_pack_of_its_own(tmp_path: Path) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    writer = PackWriter(tmp_path, "body")
    mine = writer.put(b"parent")
    child = os.fork()
    if child == 0:
        writer.put(b"child")
        os._exit(0)
    os.waitpid(child, 0)
    after = writer.put(b"again")
    packs = Packs(tmp_path)
    assert (packs.load(mine), packs.load(after)) == (b"parent", b"again")
    assert sorted(p.read_bytes() for p in tmp_path.glob("*.pack")) == [b"child", b"parentagain"]


def test_what_is_no_longer_used_is_closed(tmp_path: Path) -> None:
    writer = PackWriter(tmp_path, "body")
    place: Stored = writer.put(b"abc")
    packs = Packs(tmp_path)
    packs.load(place)
    files = [writer._file, *packs._files.values()]
    del writer, packs
    for file in files:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(file)
