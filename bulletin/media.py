"""The files beside the articles: pictures, films, documents, each known by its content.

What was found out about a file is remembered by its stamp, so that a build reads only pictures
that are new.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, field
from pathlib import Path, PurePosixPath

from bulletin.files import Found
from bulletin.pictures import PictureError, Shape, probe
from bulletin.stamps import Stamp, is_young

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
MediaRow = tuple[Stamp, str, tuple[int, int, int] | None]
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Office's own files are OLE once they have a password; Word has always saved RTF as .doc too.
_BEGINNINGS = {
    ".webm": (b"\x1a\x45\xdf\xa3",),
    ".doc": (_OLE, b"{\\rtf"),
    ".xls": (_OLE,),
    ".ppt": (_OLE,),
    ".zip": (_ZIP, b"PK\x05\x06"),
    ".odt": (_ZIP,),
    ".ods": (_ZIP,),
} | dict.fromkeys((".docx", ".xlsx", ".pptx"), (_ZIP, _OLE))
_PICTURE_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


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


@dataclass(slots=True)
class MediaRecall:
    """What is remembered of files, by path: stamp, digest, shape; good for one limit of size."""

    megapixels: int = 0
    rows: dict[str, MediaRow] = field(default_factory=dict)
    now: int = 0  # ns, when reading begins


def read_media(files: Iterable[Found], recall: MediaRecall, megapixels: int) -> Mapping[str, Media]:
    """Look at every file; those that have not changed since `recall` was filled are not read."""
    known = recall.rows if recall.megapixels == megapixels else {}
    made: dict[str, Media] = {}
    unknown: list[Found] = []
    for file in (files := list(files)):
        before = known.get(file.path)
        if before and before[0] == file.stamp:
            made[file.path] = Media(file.path, file.disk, before[1], Shape(*before[2]) if before[2] else None)
        else:
            unknown.append(file)
    if unknown:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for file, media in zip(unknown, pool.map(lambda f: _look(f, megapixels), unknown), strict=True):
                made[file.path] = media
    recall.megapixels = megapixels
    # A file at fault is looked at again, since the cause may have gone; a young one may change unseen.
    recall.rows = {
        file.path: (file.stamp, m.digest, astuple(m.shape) if m.shape else None)
        for file in files
        if not (m := made[file.path]).fault and not is_young(file.stamp, recall.now)
    }
    return {path: made[path] for path in sorted(made)}


def _look(file: Found, megapixels: int) -> Media:
    """Read a file: its digest, and what kind of picture it is by its content."""
    try:
        with file.disk.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            suffix = PurePosixPath(file.path).suffix.lower()
            if suffix not in PICTURES:
                fault = "" if _is_content(suffix, stream.read(512)) else "media-content"
                return Media(file.path, file.disk, digest, fault=fault)
            try:
                return Media(file.path, file.disk, digest, probe(stream, megapixels))
            except PictureError as found:
                return Media(file.path, file.disk, digest, fault=found.kind)
    except OSError:
        return Media(file.path, file.disk, "", fault="media-unreadable")


def _is_content(suffix: str, head: bytes) -> bool:
    """Whether a file that is published as it is begins as its ending says: a photo that is called
    .pdf would be published with the place where it was taken, a drawing with its code."""
    if suffix == ".pdf":
        return head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF")
    if suffix == ".mp3":  # its frames begin with eleven bits; the next say layer III
        return head.startswith(b"ID3") or (
            head[:1] == b"\xff" and head[1:2] != b"" and head[1] & 0xE6 == 0xE2
        )
    if suffix == ".mp4":
        return head[4:8] == b"ftyp" and head[8:12] not in _PICTURE_BRANDS
    return head.startswith(_BEGINNINGS[suffix])
