"""The files of a folder: which there are, and their text whatever way it was saved."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bulletin.names import nfc
from bulletin.problem import Place, Problem, WorldError, error
from bulletin.stamps import Stamp, stamp

DEEPEST = 12  # folders below the first


@dataclass(frozen=True, slots=True)
class Found:
    """A file on the disk, not read yet."""

    path: str
    disk: Path
    size: int
    stamp: Stamp = (0, 0, 0, 0)


def walk(root: Path, folder: str, problems: list[Problem]) -> Iterator[Found]:
    """Every file below `root/folder`, sorted, except hidden and temporary ones.

    A link that leads out of the site is a problem and is not followed; so are two names
    that differ only in how their accents are stored.
    """
    inside = os.path.realpath(root)
    seen: set[str] = set()

    def visit(disk: Path, path: str, depth: int) -> Iterator[Found]:
        try:
            with os.scandir(disk) as entries:
                listing = sorted(entries, key=_order)
        except OSError as fault:
            raise WorldError("cannot-read", path=path, why=fault.strerror) from None
        for entry in listing:
            if is_ignored(entry.name):
                continue
            if _UNREADABLE.search(entry.name):
                shown = entry.name.encode("utf-8", "replace").decode()
                problems.append(error(Place(f"{path}/{shown}"), "file-name"))
                continue
            name = f"{path}/{nfc(entry.name)}"
            try:
                is_link = entry.is_symlink()
                if is_link and not _leads_inside(entry.path, inside):
                    problems.append(error(Place(name), "file-outside"))
                    continue
                status = entry.stat()
            except (OSError, ValueError):
                problems.append(error(Place(name), "file-unreadable"))
                continue
            if name in seen:
                problems.append(error(Place(name), "file-twice"))
            elif stat.S_ISDIR(status.st_mode):
                if depth == DEEPEST or entry.is_symlink():
                    problems.append(error(Place(name), "folder-deep" if depth == DEEPEST else "folder-link"))
                else:
                    yield from visit(disk / entry.name, name, depth + 1)
            elif stat.S_ISREG(status.st_mode):
                yield Found(name, disk / entry.name, status.st_size, stamp(status))
            seen.add(name)

    if (root / folder).is_dir():
        if not _leads_inside(str(root / folder), inside):
            problems.append(error(Place(folder), "file-outside"))
        else:
            yield from visit(root / folder, folder, 0)


_UNREADABLE = re.compile("[\ud800-\udfff]")  # bytes that are no text, as Python shows them


def _order(entry: os.DirEntry[str]) -> tuple[str, str]:
    name = entry.name
    return (name, name) if name.isascii() else (nfc(name), name)


def is_ignored(name: str) -> bool:
    """Hidden files, and what editors, Word and systems leave lying about."""
    lower = name.lower()
    return (
        name.startswith((".", "~$", "._"))
        or lower.endswith(("~", ".tmp", ".bak", ".swp", ".part", ".crdownload"))
        or lower in ("thumbs.db", "desktop.ini", "__pycache__")
    )


def _leads_inside(path: str, inside: str) -> bool:
    real = os.path.realpath(path)
    return real == inside or real.startswith(inside + os.sep)


def decode(data: bytes, path: str) -> tuple[str, Problem | None]:
    """Text as NFC with "\\n" line ends, from UTF-8 or UTF-16, with or without a BOM."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data[:64] and len(data) > 1:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    else:
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        return "", error(Place(path, data.count(b"\n", 0, fault.start) + 1), "file-encoding")
    if "\0" in text:
        return "", error(Place(path, text.count("\n", 0, text.index("\0")) + 1), "file-encoding")
    text = text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return nfc(text), None
