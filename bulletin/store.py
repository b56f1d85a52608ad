"""Derived pictures, kept from build to build under their fingerprinted names.

A name holds the digest of everything its bytes are made from (the original, the blurred parts,
the version of the recipe, the width), so a file of that name is the picture, wherever the
article has moved to. A store that cannot be written costs time, never the build.
"""

import contextlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bulletin import sharecard
from bulletin.outputs import Copied, Derived, Output, ShareCard
from bulletin.pictures import PictureError, derive, is_whole
from bulletin.problem import WorldError

STALE = 86_400  # seconds after which a use is noted again


class PictureStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)

    def fill(self, outputs: Iterable[Output], progress: Callable[[int, int], None]) -> None:
        """Make what is not there yet, on all cores: Pillow gives up Python's lock while it works.

        All that comes from one original is made from one decoding; what readers see first is first.
        """
        there = self._names()
        groups: dict[tuple[str, str], list[Derived | ShareCard]] = defaultdict(list)
        for output in outputs:
            if isinstance(output, Derived | ShareCard) and _name(output) not in there:
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
        with contextlib.suppress(OSError):
            data = (self._folder / _name(output)).read_bytes()
            if is_whole(data):
                return data
        return self._make([output])[0]

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
                place = self._folder / _name(output)
                with contextlib.suppress(OSError):
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
            try:
                made = [sharecard.draw(first, data)]
            except (OSError, ValueError, SyntaxError, KeyError, TypeError, EOFError):
                raise PictureError("picture-broken") from None
        else:
            made = list(derive(data or b"", [o.recipe for o in group if isinstance(o, Derived)]))
        for output, content in zip(group, made, strict=True):
            self._keep(_name(output), content)
        return made

    def _keep(self, name: str, data: bytes) -> None:
        beside = self._folder / f"{name}.{os.getpid()}.new"
        with contextlib.suppress(OSError):
            with beside.open("wb") as stream:
                stream.write(data)
                os.fsync(stream.fileno())  # a power cut must not leave a name without its bytes
            beside.replace(self._folder / name)


def _name(output: Derived | ShareCard) -> str:
    return output.path.rpartition("/")[2]


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
