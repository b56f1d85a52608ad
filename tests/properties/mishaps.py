"""What may befall a build and the files around it; and what makes many builds in one process quick."""

import functools
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bulletin import seal, staging
from tests.building import files_of
from tests.properties.edited import files_below


class Cut(BaseException):
    """The power goes."""


def cut_after(patch: pytest.MonkeyPatch, n: int) -> None:
    """Let every change to the disk after the n-th fail; what the first of these writes is left half written."""
    left = [n]

    def wrap(owner: Any, name: str, place_of_data: int | None = None) -> None:
        original = getattr(owner, name)

        @functools.wraps(original)
        def changed(*arguments: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                if left[0] == -1 and place_of_data is not None:
                    data = arguments[place_of_data]
                    half = (*arguments[:place_of_data], data[: len(data) // 2])
                    original(*half, **options)
                raise Cut
            return original(*arguments, **options)

        patch.setattr(owner, name, changed)

    for name in ("mkdir", "unlink", "rmdir"):
        wrap(Path, name)
    for name in ("write_bytes", "write_text"):
        wrap(Path, name, 1)
    wrap(staging, "write_new", 1)
    wrap(os, "replace")
    wrap(os, "write", 1)


def in_process(
    make: Callable[..., Any], arguments: tuple[Any, ...], items: Sequence[Any], *_: object
) -> Iterator[Any]:
    """As `workers.run_each`, without the cost of a process for every build."""
    function = make(*arguments) if items else None
    for item in items:
        yield item, function(item)  # type: ignore[misc]


def damage_memory(root: Path, place: int, where: int, damage: str) -> None:
    """Harm the file number `place` of all that a build remembers, at its byte `where`."""
    names = [n for n in files_below(root, ".bantin") if not n.endswith("lock")]
    if not names:
        return
    path = root / names[place % len(names)]
    other = root / names[where % len(names)]
    data = path.read_bytes()
    at = where % max(1, len(data))
    match damage:
        case "flip" if data:
            path.write_bytes(data[:at] + bytes([data[at] ^ (1 << where % 8)]) + data[at + 1 :])
        case "cut":
            path.write_bytes(data[:at])
        case "longer":
            path.write_bytes(data + b"x")
        case "delete":
            path.unlink()
        case "swap":
            path.write_bytes(other.read_bytes())
            other.write_bytes(data)
        case "key":
            (seal._folder() / "key").write_bytes(bytes([where % 256]) * seal.SIZE)
        case "all":
            shutil.rmtree(root / ".bantin")


def damage_output(folder: Path, place: int, damage: str, foreign: Collection[str]) -> None:
    """Harm the file number `place` of all that a build wrote; with "folder", all beside it too."""
    names = sorted(files_of(folder).keys() - set(foreign))
    if not names:
        return
    path = folder / names[place % len(names)]
    match damage:
        case "delete":
            path.unlink()
        case "change":
            data, old = path.read_bytes(), path.stat().st_mtime_ns
            path.write_bytes(b"?" * len(data))
            os.utime(path, ns=(old + 1, old + 1))
        case "cut":
            path.write_bytes(path.read_bytes()[:-3])
        case "link":
            path.unlink()
            path.symlink_to(folder / "nowhere")
        case "folder":
            shutil.rmtree(folder / names[place % len(names)].partition("/")[0], ignore_errors=True)
        case "manifest":
            (folder / ".bantin/manifest.json").unlink(missing_ok=True)


def remembered(original: Callable[..., Any]) -> Callable[..., Any]:
    """A method of Jinja2's environment that gives for one text the same as before."""
    known: dict[Any, Any] = {}

    def once(
        env: Any, source: Any, name: Any = None, filename: Any = None, *rest: Any, **options: Any
    ) -> Any:
        if rest or options or not isinstance(source, str):
            return original(env, source, name, filename, *rest, **options)
        key = source, name, filename
        if key not in known:
            known[key] = original(env, source, name, filename)
        return known[key]

    return once
