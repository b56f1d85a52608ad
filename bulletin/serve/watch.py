"""Waits until an editor has saved something: by the system's events, and by looking.

Events come from `watchfiles`, where it is installed and the system has them. They may be lost, and
from network folders none come: so now and then, or where there are no events all the time, the
whole tree is compared with what it was. How often depends on what a look costs: no more than one
hundredth of the processor. Files that were changed lately are looked at several times a second.
"""

import os
import re
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bulletin import stamps
from bulletin.files import is_ignored

FOLDERS = ("content", "templates", "assets")
FILES = ("site.toml", ".bantin/thong-ke.json")
STEP = 25  # ms without a new event: the burst is over
LONGEST = 400  # ms: a burst that does not end is built all the same
TICK = 0.2  # seconds between looks at what is most likely to change
SHARE = 100  # without events, a look at everything is followed by this many times its processor time
RARE = 400  # the same where events come
SELDOM = 10.0  # seconds between such looks, at least, while events come
OFTEN = 0.3  # the same where no events come
HOT = 64  # files, and folders, that are looked at on every tick
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "vboxsf", "drvfs"}) | {
    "virtiofs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs",
}
_SCRATCH = (".swx", ".swo", ".kate-swp", ".lck", ".lock", ".crswap", ".save")

Stamps = Mapping[str, object]


class Watcher:
    """Watches one bulletin, and the built-in templates and assets where it has none of its own."""

    def __init__(self, root: Path, *, with_events: bool = True) -> None:
        self._roots = tuple(dict.fromkeys((root.resolve(), Path(__file__).resolve().parents[2])))
        self._with_events = with_events and not is_network(root)
        self._events: Any = None
        self._hot: Stamps = {}
        self._near = self._look_near()
        self._open_events()
        self._seen = self._look()
        self._told: set[str] = set()  # by events, since the last look at everything

    @property
    def has_events(self) -> bool:
        return self._events is not None

    def close(self) -> None:
        if self._events is not None:
            self._events.close()
            self._events = None

    def wait(self, seconds: float) -> frozenset[str]:
        """Paths that changed, once they stopped changing; empty when nothing did within `seconds`."""
        end = time.monotonic() + seconds
        while True:
            changed = self._changes()
            if changed:
                return changed
            if time.monotonic() >= end:
                return frozenset()

    def _changes(self) -> frozenset[str]:
        """What a tick brings; it takes as long as a tick."""
        changed = self._heard() if self._events is not None else self._settled()
        near = self._look_near()
        if near != self._near:
            changed |= _differences(self._near, near)
            self._near = near
            self._open_events()
        if not changed and time.monotonic() >= self._due:
            changed = self._looked()
        return frozenset(changed)

    # -- events --

    def _open_events(self) -> None:
        """Begin anew: a folder that was moved away and came back is another one to the system."""
        self.close()
        if not self._with_events:
            return
        folders = [str(root / name) for root in self._roots for name in FOLDERS if (root / name).is_dir()]
        try:
            from watchfiles._rust_notify import RustNotify

            # Not to pass over folders that may not be read: it would pass over the lack of watches too.
            self._events = RustNotify(folders, False, False, 300, True, False) if folders else None
        except (ImportError, OSError, RuntimeError):  # not installed; no watches left; a folder just went
            self._events, self._due = None, 0.0  # a look at once: it says what is hot

    def _heard(self) -> set[str]:
        try:
            heard = self._events.watch(LONGEST, STEP, int(TICK * 1000), None)
        except (OSError, RuntimeError):
            self._with_events, self._due = False, 0.0
            self.close()
            return set()
        if heard == "signal":
            raise KeyboardInterrupt
        if isinstance(heard, str):
            return set()
        changed = {path for _, path in heard if is_meant(path)}
        self._told |= changed
        return changed

    # -- looking --

    def _settled(self) -> set[str]:
        """Without events: the hot ones, and when one has changed, until no more do."""
        time.sleep(TICK)
        before, now = self._hot, _stamps(self._hot)
        if now == before:
            return set()
        end = time.monotonic() + LONGEST / 1000
        while now != before and time.monotonic() < end:
            time.sleep(2 * STEP / 1000)
            before, now = now, _stamps(now)
        return self._looked()  # a folder's own time says only that there is something to look for

    def _looked(self) -> set[str]:
        """What is not as it was at the last look at everything, and was not told by an event."""
        before = self._seen
        self._seen = self._look()
        changed = {path for path in _differences(before, self._seen) if is_meant(path)} - self._told
        self._told = set()
        if changed and self._events is not None:  # of a new folder no event comes when no watch was left
            self._open_events()
            before, self._seen = self._seen, self._look()
            changed |= {path for path in _differences(before, self._seen) if is_meant(path)}
        return changed

    def _look(self) -> Stamps:
        """Every file and folder below the roots; sets when to look again, and what is hot."""
        begun, spent = time.monotonic(), time.process_time()
        seen: dict[str, object] = {}
        for root in self._roots:
            own = stamps.listing(root, FOLDERS)
            seen.update((os.path.join(root, path.rstrip("/")), mark) for path, mark in own.items())  # noqa: PTH118
        wall, spent = time.monotonic() - begun, time.process_time() - spent
        rarest, share = (SELDOM, RARE) if self._events is not None else (OFTEN, SHARE)
        self._due = time.monotonic() + max(rarest, share * spent, 3 * wall)
        if self._events is None:
            self._hot = _stamps(_hottest(seen))
        return seen

    def _look_near(self) -> Stamps:
        """The files that stand alone, and which folders there are."""
        near: dict[str, object] = _stamps(str(self._roots[0] / name) for name in FILES)
        for root in self._roots:
            for name in FOLDERS:
                path = str(root / name)
                try:
                    status = Path(path).stat()
                    near[path] = (status.st_dev, status.st_ino)
                except OSError:
                    near[path] = None
        return near


def is_meant(path: str) -> bool:
    """Not what editors, Word and systems leave lying about while somebody writes."""
    name = os.path.basename(path)  # noqa: PTH119
    scratch = name.lower().endswith(_SCRATCH) or name == "4913" or (name[:1] == name[-1:] == "#")
    return not (scratch or is_ignored(name) or "__pycache__" in path)


def is_network(path: Path) -> bool:
    """Whether a folder lies on another machine, whose changes this system does not tell."""
    if os.name == "nt":  # pragma: no cover  (Windows)
        import ctypes

        drive = os.path.splitdrive(os.path.realpath(path))[0]
        kind: int = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")  # type: ignore[attr-defined,unused-ignore]
        return drive.startswith("\\\\") or kind == 4  # DRIVE_REMOTE
    if sys.platform != "linux":
        return False
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as mounts:  # noqa: PTH123
            return kind_of_mount(os.path.realpath(path), mounts) in _NETWORK
    except OSError:
        return False


def kind_of_mount(path: str, mountinfo: Iterable[str]) -> str:
    """The file system's kind of the mount that `path` is in, by the lines of Linux's mountinfo."""
    best, kind = "", ""
    for line in mountinfo:
        left, _, right = line.partition(" - ")
        words = left.split()
        if len(words) < 5 or not right:
            continue
        point = re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), words[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):  # of two on one point the later is seen
            best, kind = point, right.split()[0]
    return kind


def _stamps(paths: Iterable[str]) -> dict[str, object]:
    """Also of a folder: its times change when something comes, goes or is renamed in it."""
    found: dict[str, object] = {}
    for path in paths:
        try:
            found[path] = stamps.stamp(Path(path).stat())
        except OSError:
            found[path] = None
    return found


def _differences(before: Stamps, now: Stamps) -> set[str]:
    return {path for path in {*before, *now} if before.get(path) != now.get(path)}


def _hottest(seen: Stamps) -> Sequence[str]:
    """The files that were changed last, and the outermost folders."""
    files = [(mark[1], path) for path, mark in seen.items() if isinstance(mark, tuple) and mark[1]]
    parents = {os.path.dirname(path) for _, path in files}  # noqa: PTH120
    folders = sorted(parents, key=lambda path: (path.count(os.sep), path))
    return [path for _, path in sorted(files, reverse=True)[:HOT]] + folders[:HOT]
