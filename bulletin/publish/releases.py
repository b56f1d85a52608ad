"""Releases: each publishing is a whole folder of its own, and the site's name a link to one of them.

    ban-tin -> ban-tin.releases/20261127-200000      what readers see
    ban-tin.releases/20261120-093000                 to go back to
    ban-tin.releases/next-4f1c…                      being made

What stays the same is a second name for the same file (a hard link), so a release costs what differs.
"""

import platform
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol, cast

from bulletin.hosting import FOREVER
from bulletin.problem import WorldError
from bulletin.publish.pool import Channel, Pool
from bulletin.publish.remote import Done, Upload, is_ours

_NAME = re.compile(r"\d{8}-\d{6}(-\d+)?")


class Linker(Channel, Protocol):
    """A channel that knows links."""

    def target(self, name: str) -> str | None:
        """Where a link leads; "" for what is no link, None for nothing."""

    def link(self, old: str, new: str) -> None:
        """A second name for a file."""

    def point(self, name: str, target: str) -> None:
        """The link `name`, new or as before, leads to `target` from now on, at once."""

    def rename(self, old: str, new: str) -> None: ...

    def remove_tree(self, folder: str) -> None: ...


class Releases:
    """A `Remote` whose pool has the site's folder and `<name>.releases` side by side."""

    is_whole = True

    def __init__(self, pool: Pool, name: str, keep: int, state: Path) -> None:
        self._pool, self._name, self._keep = pool, name, keep
        self._store = f"{name}.releases"
        mine = blake2b(f"{platform.node()}\0{state}".encode("utf-8", "replace"), digest_size=6).hexdigest()
        self._next = f"{self._store}/next-{mine}"  # two machines never make the same one
        self._is_begun = False
        self._arrived: Mapping[str, int] = {}
        self._wanted: set[str] = set()
        self._before = self._current()

    def read(self, path: str) -> bytes | None:
        return self._pool.read(f"{self._at(self._before)}/{path}") if self._before else None

    def listing(self) -> Mapping[str, int]:
        found = self._below(self._at(self._before)) if self._before else {}
        return {path: size for path, size in found.items() if not is_ours(path)}

    def put(self, files: Sequence[Upload], done: Done) -> None:
        self._begin()
        left = []
        for file in files:
            self._wanted.add(file.path)
            if self._arrived.get(file.path) == (size := len(file.load())):
                done(file.path, size)
            else:
                left.append(Upload(f"{self._next}/{file.path}", file.load))
        cut = len(self._next) + 1
        self._pool.put(left, lambda path, size: done(path[cut:], size))

    def remove(self, paths: Sequence[str], done: Done) -> None:
        self._begin()
        cut = len(self._next) + 1
        self._pool.remove(
            [f"{self._next}/{path}" for path in paths], lambda path, size: done(path[cut:], size)
        )

    def tidy(self, folders: Sequence[str]) -> None:
        self._pool.tidy([f"{self._next}/{folder}" for folder in folders])

    def finish(self, moment: str) -> None:
        """The new release goes live. Raises WorldError when another one did meanwhile."""
        if self._current() != self._before:
            raise WorldError("publish-overtaken")
        # Of a run that was cut, and of a site that has changed since: nobody would know them for ours.
        left = sorted(self._arrived.keys() - self._wanted)
        self._pool.remove([f"{self._next}/{path}" for path in left], lambda *_: None)
        there = self._names()
        name = first = re.sub(r"\D", "", moment)[:8] + "-" + (re.sub(r"\D", "", moment)[8:14] or "000000")
        count = 1
        while name in there:
            count += 1
            name = f"{first}-{count}"
        self._do(lambda channel: channel.rename(self._next, self._at(name)))
        self._do(lambda channel: channel.point(self._name, self._at(name)))
        self._before, self._is_begun = name, False
        for old in sorted({*there, name})[: -self._keep]:
            if old != name:
                self._do(lambda channel, old=old: channel.remove_tree(self._at(old)))  # type: ignore[misc]

    def roll_back(self) -> str:
        """Readers see the release before the one that they see. Its name; "" when there is none."""
        older = [name for name in self._names() if name < self._before]
        if not older:
            return ""
        self._do(lambda channel: channel.point(self._name, self._at(older[-1])))
        self._before = older[-1]
        return self._before

    def close(self) -> None:
        self._pool.close()

    # -- the new release -------------------------------------------------------------------

    def _begin(self) -> None:
        """The new folder, with all that the old one has. Of a cut one, files named by content stay."""
        if self._is_begun:
            return
        self._is_begun = True
        left = self._below(self._next)
        self._arrived = {path: size for path, size in left.items() if path.split("/")[0] in FOREVER}
        old = self._below(self._at(self._before)) if self._before else {}
        stale = [path for path in left if path not in self._arrived or (path in old)]
        self._arrived = {path: size for path, size in self._arrived.items() if path not in old}
        self._pool.remove([f"{self._next}/{path}" for path in stale], lambda *_: None)
        jobs = [(path, self._linking(path)) for path in sorted(old, key=lambda path: path.count("/"))]
        self._pool.each(jobs, lambda *_: None)

    def _linking(self, path: str) -> Callable[[Channel], Any]:
        old, new = f"{self._at(self._before)}/{path}", f"{self._next}/{path}"
        return lambda channel: cast("Linker", channel).link(old, new)

    # -- what there is ---------------------------------------------------------------------

    def _current(self) -> str:
        target = self._do(lambda channel: channel.target(self._name))
        if target is None:
            return ""
        folder, _, name = str(target).rpartition("/")
        if folder.rpartition("/")[2] != self._store or not _NAME.fullmatch(name):
            raise WorldError("publish-release-folder", folder=self._name)
        return name

    def _names(self) -> list[str]:
        """The releases, the oldest first."""
        entries = self._do(lambda channel: channel.entries(self._store))
        return sorted(name for name, size in entries if size is None and _NAME.fullmatch(name))

    def _below(self, top: str) -> Mapping[str, int]:
        if self._do(lambda channel: channel.target(top)) is None:
            return {}
        return {path[len(top) + 1 :]: size for path, size in self._pool.walk(top).items()}

    def _at(self, name: str) -> str:
        return f"{self._store}/{name}"

    def _do(self, work: Callable[[Linker], Any]) -> Any:
        found: list[Any] = []
        self._pool.each(
            [("", lambda channel: work(cast("Linker", channel)))], lambda _, result: found.append(result)
        )
        return found[0]
