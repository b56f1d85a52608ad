"""What is remembered is believed only if this user, on this machine, remembered it."""

from pathlib import Path

import pytest

from bulletin import seal
from bulletin.seal import SIZE, Seal, own_seal


def test_what_was_sealed_comes_back() -> None:
    own = Seal(b"k" * SIZE)
    opened = own.opened("t", own.sealed("t", b"abc"))
    assert opened is not None
    assert bytes(opened) == b"abc"


@pytest.mark.parametrize("place", [0, SIZE - 1, SIZE, SIZE + 2])
def test_one_bit_breaks_the_seal(place: int) -> None:
    own = Seal(b"k" * SIZE)
    data = bytearray(own.sealed("t", b"abc"))
    data[place] ^= 1
    assert own.opened("t", bytes(data)) is None


@pytest.mark.parametrize("data", [b"", b"abc", Seal(b"x" * SIZE).sealed("t", b"abc"), b"\0" * 64])
def test_what_another_wrote_is_not_opened(data: bytes) -> None:
    assert Seal(b"k" * SIZE).opened("t", data) is None


def test_the_key_is_made_once_and_is_the_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first, second = own_seal(), own_seal()
    assert first
    assert second
    assert second.opened("t", first.sealed("t", b"abc")) is not None
    assert [p.name for p in seal._folder().iterdir()] == ["key"]
    assert (seal._folder() / "key").stat().st_mode & 0o077 == 0


def test_where_no_secret_can_be_kept_there_is_no_seal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert own_seal() is None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "bantin").mkdir()
    (tmp_path / "bantin/key").write_bytes(b"short")
    assert own_seal() is None


def test_what_was_sealed_under_another_name_is_not_opened() -> None:
    own = Seal(b"k" * SIZE)
    assert own.opened("site", own.sealed("sources", b"abc")) is None
