"""Data that only we can have written: what a build remembers is believed only under our seal.

A site's folder travels, in archives and on sticks, with `.bantin/` inside. What is remembered
there is read back as values and even as code, so it carries a keyed digest (BLAKE2b, RFC 7693);
the key is a secret of the user on this machine. Anything else is as good as not there.
"""

import contextlib
import os
import secrets
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path

SIZE = 32  # bytes of key and of seal


class Seal:
    def __init__(self, key: bytes) -> None:
        self._key = key

    def sealed(self, name: str, data: bytes) -> bytes:
        return self._mark(name, data) + data

    def opened(self, name: str, data: bytes) -> memoryview | None:
        """What was sealed under `name`; None for anything that this key did not seal so."""
        view = memoryview(data)
        return view[SIZE:] if compare_digest(view[:SIZE], self._mark(name, view[SIZE:])) else None

    def _mark(self, name: str, data: bytes | memoryview) -> bytes:
        made = blake2b(name.encode() + b"\0", key=self._key, digest_size=SIZE)
        made.update(data)
        return made.digest()


def own_seal() -> Seal | None:
    """The user's seal, made on first use; None where there is no place to keep a secret."""
    try:
        folder = _folder()
        with contextlib.suppress(FileNotFoundError):
            return _read(folder)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = folder / f"key.{os.getpid()}.new"
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:  # noqa: PTH123
            stream.write(secrets.token_bytes(SIZE))
        with contextlib.suppress(FileExistsError):  # another process was first: its key counts
            os.link(beside, folder / "key") if hasattr(os, "link") else beside.rename(folder / "key")
        beside.unlink(missing_ok=True)
        return _read(folder)
    except (OSError, RuntimeError):
        return None


def _read(folder: Path) -> Seal | None:
    key = (folder / "key").read_bytes()
    return Seal(key) if len(key) == SIZE else None


def _folder() -> Path:
    """Raises RuntimeError for a user without a home."""
    if os.name == "nt":  # pragma: no cover  (Windows)
        local = os.environ.get("LOCALAPPDATA")
        return Path(local or Path.home() / "AppData" / "Local") / "bantin"
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(cache) if cache.startswith("/") else Path.home() / ".cache") / "bantin"
