"""What a publishing must do: the files of `output/` against the files that the host holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bulletin.hosting import FOREVER
from bulletin.manifest import Entry

# A file that may be there, in a state that nobody knows: a publishing was cut.
UNKNOWN = Entry(-1, "")
FEW = 20  # files, which may always be removed


class Turn(IntEnum):
    """When a file goes: nothing is to be seen before what it shows, no page before it can be reached."""

    FILE = 0  # assets, pictures, documents
    NEW_PAGE = 1
    PAGE = 2  # these lead to the new ones
    LIST = 3  # feeds, the search index, redirects


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths, sorted. `new` and `changed` are to be put, `removed` to be removed."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: int = 0
    size: int = 0  # bytes to be put

    @property
    def puts(self) -> tuple[str, ...]:
        return (*self.new, *self.changed)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.removed)


def compare(local: Mapping[str, Entry], there: Mapping[str, Entry]) -> Changes:
    """`there` are the files that are ours on the host, as last known."""
    new = tuple(sorted(path for path in local if path not in there))
    changed = tuple(sorted(path for path, entry in local.items() if path in there and there[path] != entry))
    return Changes(
        new=new,
        changed=changed,
        removed=tuple(sorted(path for path in there if path not in local)),
        same=len(local) - len(new) - len(changed),
        size=sum(local[path].size for path in (*new, *changed)),
    )


def turns(changes: Changes) -> Sequence[tuple[str, ...]]:
    """The files to be put, in groups; a group begins when the one before is there whole."""
    groups: dict[Turn, list[str]] = {turn: [] for turn in Turn}
    for path in changes.new:
        groups[turn(path, is_new=True)].append(path)
    for path in changes.changed:
        groups[turn(path, is_new=False)].append(path)
    return [tuple(sorted(groups[turn])) for turn in Turn if groups[turn]]


def turn(path: str, *, is_new: bool) -> Turn:
    first, _, rest = path.partition("/")
    if rest and first in FOREVER:
        return Turn.FILE
    if path.endswith(".html"):
        return Turn.NEW_PAGE if is_new else Turn.PAGE
    is_list = path.endswith(".xml") or path.startswith(("tim-kiem/chi-muc/", "may-chu/", ".", "_"))
    return Turn.LIST if is_list or path == "robots.txt" else Turn.FILE


def emptied(removed: Sequence[str], left: Mapping[str, Entry]) -> tuple[str, ...]:
    """Folders in which nothing of ours is left, the deepest first."""
    kept = {folder for path in left for folder in folders(path)}
    gone = {folder for path in removed for folder in folders(path)} - kept
    return tuple(sorted(gone, key=lambda folder: (-folder.count("/"), folder)))


def folders(path: str) -> tuple[str, ...]:
    """The folders that a path lies in, the first first."""
    parts = path.split("/")[:-1]
    return tuple("/".join(parts[: n + 1]) for n in range(len(parts)))


def is_too_many(removed: int, known: int, percent: int) -> bool:
    """Whether so much is removed that somebody should say that it is meant. A few files are not much."""
    return removed > FEW and removed * 100 > known * percent
