"""The files beside the articles: pictures, films, documents, each known by its content.

What was found out about a file is remembered by its size and time (`.bantin/media.json`), so
that a build reads only pictures that are new. A memory that is damaged, old or foreign is
ignored; it can be deleted at any time.
"""

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bulletin.files import Found
from bulletin.pictures import VERSION, PictureError, Shape, probe

PICTURES = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jfif",
        ".png",
        ".webp",
        ".gif",
        ".avif",
        ".tif",
        ".tiff",
        ".heic",
        ".heif",
        ".bmp",
        ".svg",
    }
)
VIDEOS = frozenset({".mp4", ".webm"})
DOCUMENTS = frozenset(
    {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".zip", ".mp3"}
)
YOUNG = 2_000_000_000  # ns: a file changed so lately may change again within one tick of its clock


@dataclass(frozen=True, slots=True)
class Media:
    """A file beside the articles. `digest` is the SHA-256 of its bytes; `shape` a picture's size.

    `fault` is the kind of the problem that a reference to it is, "" when it can be used.
    """

    path: str
    disk: Path
    digest: str
    shape: Shape | None = None
    fault: str = ""


def is_media(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in PICTURES | VIDEOS | DOCUMENTS


def read_media(files: Iterable[Found], memory: Path, megapixels: int) -> Mapping[str, Media]:
    """Look at every file; those that have not changed since `memory` was written are not read."""
    known = _recall(memory, megapixels)
    made: dict[str, Media] = {}
    unknown: list[Found] = []
    stamps: dict[str, list[int]] = {}
    for file in files:
        stamps[file.path] = _stamp(file)
        before = known.get(file.path)
        if before and before[:2] == stamps[file.path]:
            made[file.path] = _media(file, before[2:])
        else:
            unknown.append(file)
    if unknown:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for file, media in zip(unknown, pool.map(lambda f: _look(f, megapixels), unknown), strict=True):
                made[file.path] = media
        _remember(memory, megapixels, made, stamps)
    return {path: made[path] for path in sorted(made)}


def _look(file: Found, megapixels: int) -> Media:
    """Read a file: its digest, and what kind of picture it is by its content."""
    try:
        with file.disk.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if PurePosixPath(file.path).suffix.lower() not in PICTURES:
                return Media(file.path, file.disk, digest)
            stream.seek(0)
            try:
                return Media(file.path, file.disk, digest, probe(stream, megapixels))
            except PictureError as fault:
                return Media(file.path, file.disk, digest, fault=fault.kind)
    except OSError:
        return Media(file.path, file.disk, "", fault="media-unreadable")


def _stamp(file: Found) -> list[int]:
    try:
        status = file.disk.stat()
    except OSError:
        return [-1, -1]
    return [status.st_size, status.st_mtime_ns]


def _media(file: Found, row: list[object]) -> Media:
    digest, shape = row
    return Media(file.path, file.disk, str(digest), Shape(*shape) if isinstance(shape, list) else None)


def _recall(memory: Path, megapixels: int) -> dict[str, list[object]]:
    """path -> size, time in ns, digest, shape or null; nothing of a memory that cannot be believed."""
    try:
        data = json.loads(memory.read_bytes())
        if data["version"] != [VERSION, megapixels]:
            return {}
        return {path: row for path, row in data["files"].items() if _is_row(row)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _is_row(row: list[object]) -> bool:
    return (
        len(row) == 4
        and re.fullmatch("[0-9a-f]{64}", str(row[2])) is not None
        and (row[3] is None or _is_shape(row[3]))
    )


def _is_shape(value: object) -> bool:
    return isinstance(value, list) and len(value) == 3 and all(type(part) is int for part in value)


def _remember(
    memory: Path, megapixels: int, made: Mapping[str, Media], stamps: Mapping[str, list[int]]
) -> None:
    """Note what is good: a file at fault is looked at again, since the cause may have gone."""
    now = time.time_ns()
    rows = {
        path: [*stamps[path], m.digest, [m.shape.width, m.shape.height, m.shape.tone] if m.shape else None]
        for path, m in made.items()
        if not m.fault and now - stamps[path][1] > YOUNG
    }
    beside = memory.with_name(f"{memory.name}.{os.getpid()}.new")
    with contextlib.suppress(OSError):  # a memory that cannot be written costs time, never the build
        memory.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps({"version": [VERSION, megapixels], "files": rows}), encoding="utf-8")
        beside.replace(memory)
