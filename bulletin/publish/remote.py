"""What a host must be able to do, and how it says no."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, Protocol

from bulletin.publish.record import FOLDER


class Upload(NamedTuple):
    """A file to be put at `path`: its bytes when they are asked for. `load` raises WorldError."""

    path: str
    load: Callable[[], bytes]
    source: Path | None = None  # where those bytes lie, for programs that read them themselves


Done = Callable[[str, int], None]  # (path, bytes): it is there, or gone


class Remote(Protocol):
    """The host's folder for the site, open. Every verb raises WorldError once it has given up.

    `is_whole`: nothing is seen before `finish`, and then everything at once.
    """

    is_whole: bool

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None when there is none."""

    def listing(self) -> Mapping[str, int]:
        """Every file below the folder and its size, but what is kept for publishing itself."""

    def put(self, files: Sequence[Upload], done: Done) -> None:
        """Put files, in any order, each whole or not at all; `done` once one is there."""

    def remove(self, paths: Sequence[str], done: Done) -> None:
        """Remove files; one that is not there is removed already."""

    def tidy(self, folders: Sequence[str]) -> None:
        """Remove those folders that are empty; what cannot be removed stays."""

    def finish(self, moment: str) -> None:
        """Make it all seen, where that is a step of its own."""

    def close(self) -> None: ...


class LostError(Exception):
    """The line was cut, or the host is busy: worth trying again. `detail` is what was said."""

    def __init__(self, detail: object) -> None:
        super().__init__(str(detail))
        self.detail = str(detail) or type(detail).__name__


class CrowdedError(Exception):
    """The host takes no further connection."""


def beside(path: str) -> str:
    """The name under which a file arrives: in the same folder, always the same, no longer than allowed."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.bantin-{blake2b(name.encode(), digest_size=8).hexdigest()}.part"


def is_ours(path: str) -> bool:
    """Kept for publishing itself: the record, files that are arriving."""
    name = path.rpartition("/")[2]
    return path.startswith(f"{FOLDER}/") or (name.startswith(".bantin-") and name.endswith(".part"))
