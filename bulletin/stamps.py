"""Whether files are what they were: by size, times and number, without reading them.

A stamp is (size in bytes, time of the content in ns, time of the entry in ns, number). A file
that was changed within the last moments may change again in the same tick of the clock: it
is *young*, and its stamp proves nothing.
"""

import os
import stat
import sys
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

Stamp = tuple[int, int, int, int]
YOUNG = 2_000_000_000  # ns: the coarsest clock of a file system (FAT) ticks every two seconds
DEEPEST = 40  # folders: a loop of links ends here
HIDDEN_COUNT = ("templates", "assets")  # there a file may be used whatever its name
_PACKAGES = ("jinja2", "markdown", "markupsafe", "yaml", "frontmatter", "nh3", "PIL")


def stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def is_young(seen: Stamp, now: int) -> bool:
    """`now` is the time in ns when reading began; a time from the future is young for ever."""
    return max(seen[1], seen[2]) > now - YOUNG


def listing(root: Path, names: Iterable[str]) -> dict[str, Stamp]:
    """Every file below each of `names` in `root`, by its path with "/"; what cannot be read is not there.

    A folder has an entry too, and a link a second one with its own stamp: to put a link in the place of
    what it leads to is a change.
    """
    found: dict[str, Stamp] = {}
    for name in names:
        try:
            status, own = (root / name).stat(), (root / name).lstat()
        except OSError:
            continue
        if stat.S_ISLNK(own.st_mode):
            found[f"{name}/"] = stamp(own)
        if stat.S_ISDIR(status.st_mode):
            _visit(f"{root}{os.sep}{name}", name, found, 0, name in HIDDEN_COUNT)
        else:
            found[name] = stamp(status)
    return found


def _visit(disk: str, path: str, found: dict[str, Stamp], depth: int, with_hidden: bool) -> None:
    folders: dict[str, Stamp] = {}
    try:
        with os.scandir(disk) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == "." and not with_hidden:
                    continue
                try:
                    s = entry.stat()
                    link = stamp(entry.stat(follow_symlinks=False)) if entry.is_symlink() else None
                except OSError:
                    found[f"{path}/{name}"] = (-1, 0, 0, 0)
                    continue
                if stat.S_ISDIR(s.st_mode):
                    folders[name] = link or (0, 0, 0, 0)
                else:
                    if link:
                        found[f"{path}/{name}/"] = link
                    found[f"{path}/{name}"] = (s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino)
    except OSError:
        found[path] = (-1, 0, 0, 0)
    # Folders count too: an empty one may be a category, or have a name that is a problem.
    for name, own in folders.items():
        found[f"{path}/{name}/"] = own
        if depth < DEEPEST:
            _visit(f"{disk}{os.sep}{name}", f"{path}/{name}", found, depth + 1, with_hidden)


def code(package: Path) -> Mapping[str, object]:
    """What the program is: its own files, and the packages it builds with."""
    found: dict[str, object] = {"python": sys.version, "platform": sys.platform}
    found.update((n, s) for n, s in listing(package.parent, [package.name]).items() if "__pycache__" not in n)
    for name in _PACKAGES:
        spec = find_spec(name)
        if spec and spec.origin:
            found[name] = stamp(Path(spec.origin).stat())
    return found
