"""Derived pictures, kept from build to build under names of their own.

A name is the digest of everything its bytes are made from (the original, the blurred parts,
the version of the recipe, the width; of a card its words), so a file of that name is the picture,
wherever the article has moved to and whatever it is called now. It is sealed together with that
name: a folder that came with somebody else's archive, or a file under another's name, is as good
as not there, since what is in it would be published. A store that cannot be written costs time,
never the build.
"""

import contextlib
import hashlib
import os
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bulletin import sharecard
from bulletin.outputs import Copied, Derived, Output, ShareCard
from bulletin.ownfiles import own_folder, write_own
from bulletin.pictures import VERSION, PictureError, derive, usable
from bulletin.problem import WorldError
from bulletin.seal import SIZE, Seal, own_seal

FOLDER = ".bantin/pictures"
STALE = 86_400  # seconds after which a use is noted again


class PictureStore:
    def __init__(self, root: Path, name: str = FOLDER) -> None:
        """What is in `name` below `root`; where that cannot be had, or is a link, nothing is kept."""
        self._own: Path | None = None
        self._seal = _seal()
        with contextlib.suppress(OSError):
            self._own = own_folder(root, name)

    @property
    def _folder(self) -> Path:
        """Raises OSError."""
        if self._own is None:
            raise FileNotFoundError
        return self._own

    def fill(self, outputs: Iterable[Output], progress: Callable[[int, int], None]) -> None:
        """Make what is not there yet, on all cores: Pillow gives up Python's lock while it works.

        All that comes from one original is made from one decoding; what readers see first is first.
        """
        there = self._names()
        groups: dict[tuple[str, str], list[Derived | ShareCard]] = defaultdict(list)
        for output in outputs:
            # What is not ours is not only there in name: it is made here, on all cores.
            if isinstance(output, Derived | ShareCard) and not (
                _name(output) in there and self._kept(_name(output))
            ):
                key = output.media.path if isinstance(output, Derived) else output.path
                groups[type(output).__name__, key].append(output)
        work = sorted(groups.values(), key=_turn)
        if not work:
            return
        total, done = sum(map(len, work)), 0
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for group, _ in zip(work, pool.map(self._try, work), strict=True):
                done += len(group)
                progress(done, total)

    def load(self, output: Copied | Derived | ShareCard) -> bytes:
        """The bytes to publish. Raises PictureError, WorldError."""
        if isinstance(output, Copied):
            return _read(output)
        return self._kept(_name(output)) or self._make([output])[0]

    def prune(self, megabytes: int) -> None:
        """Let the pictures go that were not used for longest, until the rest fits."""
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            files = sorted((e.stat().st_mtime, e.name, e.stat().st_size) for e in entries if e.is_file())
            excess = sum(size for _, _, size in files) - megabytes * 1_000_000
            for _, name, size in files:
                if excess <= 0:
                    break
                with contextlib.suppress(OSError):
                    (self._folder / name).unlink()
                excess -= size

    def _names(self) -> set[str]:
        """What is in the store; uses are noted by the day, for `prune`."""
        try:
            with os.scandir(self._folder) as entries:
                return {entry.name for entry in entries if entry.stat().st_size}
        except OSError:
            return set()

    def note_use(self, outputs: Iterable[Output], now: float) -> None:
        for output in outputs:
            if isinstance(output, Derived | ShareCard):
                with contextlib.suppress(OSError):
                    place = self._folder / _name(output)
                    if now - place.stat().st_mtime > STALE:
                        os.utime(place)

    def _try(self, group: list[Derived | ShareCard]) -> None:
        # What is wrong with a picture is said when it is rendered, once and in order.
        with contextlib.suppress(PictureError, WorldError):
            self._make(group)

    def _make(self, group: list[Derived | ShareCard]) -> list[bytes]:
        """Pictures of one original, or one card."""
        first = group[0]
        data = _read(first) if first.media else None
        if isinstance(first, ShareCard):
            with usable():
                made = [sharecard.draw(first, data)]
        else:
            made = list(derive(data or b"", [o.recipe for o in group if isinstance(o, Derived)]))
        for output, content in zip(group, made, strict=True):
            self._keep(_name(output), content)
        return made

    def _kept(self, name: str) -> bytes | None:
        """The picture of that name, if it was put there under our seal."""
        with contextlib.suppress(OSError):
            data = self._seal.opened(name, (self._folder / name).read_bytes())
            return bytes(data) if data is not None else None
        return None

    def _keep(self, name: str, data: bytes) -> None:
        with contextlib.suppress(OSError):
            beside = self._folder / f"{name}.{os.getpid()}-{threading.get_ident()}.new"
            write_own(beside, self._seal.sealed(name, data))
            # Not synced: what a power cut leaves half written has no seal, and is made anew.
            beside.replace(self._folder / name)


def _seal() -> Seal:
    """The user's; without a place for one, a seal of this build: only what it made itself is read."""
    return own_seal() or Seal(secrets.token_bytes(SIZE))


def _name(output: Derived | ShareCard) -> str:
    """Of what its bytes are made from and of nothing else: no article's name, no picture's, no folder's."""
    if isinstance(output, Derived):
        made: tuple[object, ...] = (VERSION, output.media.digest, output.recipe)
    else:
        cover = output.media.digest if output.media else ""
        look = (output.title, output.name, output.colours, output.focus, output.blur)
        made = (VERSION, sharecard.VERSION, cover, *look)
    return f"{hashlib.sha256(repr(made).encode()).hexdigest()}.{output.path.rpartition('.')[2]}"


def _turn(group: list[Derived | ShareCard]) -> tuple[bool, int, str]:
    """Pictures in their order, share cards after them: nobody waits for those."""
    first = group[0]
    return (True, 0, first.path) if isinstance(first, ShareCard) else (False, first.turn, first.path)


def _read(output: Copied | Derived | ShareCard) -> bytes:
    assert output.media  # noqa: S101
    try:
        return output.media.disk.read_bytes()
    except OSError as fault:
        raise WorldError("cannot-read", path=output.media.path, why=fault.strerror or fault) from None
