"""`check --fix`: the safe mends, written where they were found, or only told with `--dry-run`.

Only Markdown files of `content/` are written, each beside its place and moved in whole. What is
reached through a link is refused, and what somebody saved meanwhile is left as it is.
"""

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from bulletin.desk.mending import Mend, Mended, Mender
from bulletin.files import Found, walk
from bulletin.manifest import replace
from bulletin.ownfiles import is_link
from bulletin.problem import Place, Problem, warning
from bulletin.read import CONTENT, is_markdown
from bulletin.settings import Settings
from bulletin.workers import Failure, Limit, run_each
from bulletin.write import world_error

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fixed:
    """`mends` by path, in the order of the files; `left` are files that need a mend and did not get it."""

    mends: tuple[tuple[str, tuple[Mend, ...]], ...]
    left: tuple[Problem, ...]


def fix(root: Path, settings: Settings, progress: Progress, *, writes: bool, workers: int = 0) -> Fixed:
    """Mend the content, or with `writes` False only find what could be. Raises WorldError."""
    largest = settings.limits.file_megabytes * 1_000_000
    files = [f for f in walk(root, CONTENT, []) if is_markdown(f.path) and f.size <= largest]
    # Found in one process, written here: one that is stopped half way has written nothing.
    limit = Limit(2 * settings.limits.seconds, settings.limits.megabytes)
    found: dict[str, tuple[Found, bytes, Mended]] = {}
    for done, (file, result) in enumerate(run_each(Reader, (settings.zone,), files, limit, workers), 1):
        progress(done, len(files))
        if result and not isinstance(result, Failure):
            found[file.path] = (file, *result)
    mends, left = [], []
    for path in sorted(found):
        file, before, made = found[path]
        kind = _obstacle(root, file) or (_written(file, before, made.data) if writes else "")
        if kind:
            left.append(warning(Place(path), kind))
        else:
            mends.append((path, made.mends))
    return Fixed(tuple(mends), tuple(left))


class Reader:
    """What can be mended in one file, with the bytes in which it was found; None if nothing can."""

    def __init__(self, zone: tzinfo) -> None:
        self._mender = Mender(zone)

    def __call__(self, file: Found) -> tuple[bytes, Mended] | None:
        try:
            data = file.disk.read_bytes()
        except OSError:  # the check says so
            return None
        made = self._mender(data, file.path)
        return (data, made) if made.mends else None


def _obstacle(root: Path, file: Found) -> str:
    """ "fix-link" for a file that is a link, or lies behind one."""
    parents = [root / CONTENT, *file.disk.parents, file.disk]
    inside = [path for path in parents if path.is_relative_to(root / CONTENT)]
    return "fix-link" if any(map(is_link, inside)) else ""


def _written(file: Found, before: bytes, data: bytes) -> str:
    """Put `data` in the file's place; "fix-changed" if it is not what was read. Raises WorldError."""
    try:
        handle, name = tempfile.mkstemp(prefix=".bantin-", suffix=".tmp", dir=file.disk.parent)
    except OSError as fault:
        raise world_error(fault, file.disk) from None
    beside = Path(name)
    try:
        with open(handle, "wb") as stream:  # noqa: PTH123  # closes the handle
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if file.disk.read_bytes() != before:
            return "fix-changed"
        beside.chmod(stat.S_IMODE(file.disk.stat().st_mode))
        replace(beside, file.disk)
    except PermissionError:  # on Windows: open in a program that shares it with nobody
        return "fix-busy"
    except OSError as fault:
        raise world_error(fault, file.disk) from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
    return ""
