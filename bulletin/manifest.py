"""What a build wrote: path, size and SHA-256 of every file of the site, beside the site itself.

Publishing compares it with what a server has; the next build learns from it what is ours.
"""

import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bulletin.ownfiles import write_own

STATE = ".bantin"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    size: int  # bytes
    sha256: str


def read_manifest(output: Path) -> Mapping[str, Entry] | None:
    """Path -> what was written there; None when there is none or it cannot be believed."""
    try:
        data = json.loads((output / STATE / MANIFEST).read_bytes())
        files = {path: Entry(int(size), str(digest)) for path, (size, digest) in data["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    # A manifest that was tampered with must not make us remove files elsewhere.
    return files if all(map(is_inside, files)) else None


def write_manifest(output: Path, files: Mapping[str, Entry]) -> None:
    paths = sorted(files)
    # All names at once, on a line each: no name has a line's end that is not written as two signs.
    names = json.dumps(paths, ensure_ascii=False, separators=("\n", ":"))[1:-1].split("\n")
    sizes = [(entry.size, entry.sha256) for entry in map(files.__getitem__, paths)]
    rows = [f'{name}: [{size}, "{sha}"]' for name, (size, sha) in zip(names, sizes, strict=False)]
    text = '{"version": 1, "files": {\n' + ",\n".join(rows) + "\n}}\n"
    beside = output / STATE / (MANIFEST + ".new")
    write_own(beside, text.encode())
    replace(beside, output / STATE / MANIFEST)


# An empty part, "." or "..", a backslash, a drive; or our own folder.
_OUTSIDE = re.compile(rf"(?:^|/)\.{{0,2}}(?:/|$)|[\\:]|^{re.escape(STATE)}(?:/|$)")


def is_inside(path: str) -> bool:
    return not _OUTSIDE.search(path)


def parents(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:n]) for n in range(1, len(parts)))


def replace(source: Path | str, target: Path | str) -> None:
    """Rename over `target`. On Windows a reader may hold it open for a moment: try again, a second long."""
    for attempt in range(10):
        try:
            os.replace(source, target)  # noqa: PTH105  # for every page: without a Path it takes half the time
        except PermissionError:
            if os.name != "nt" or attempt == 9:
                raise
            time.sleep(0.1)
        else:
            return
