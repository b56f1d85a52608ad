"""Pictures among the assets: a logo is often a phone's photo, and must tell no more than any other.

What comes out is upright, of a sensible size and without metadata, as `pictures` makes it. Drawings
(SVG) stay as they are: text, in which nothing is noted that its maker did not write.
"""

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from bulletin.media import PICTURES
from bulletin.names import slug
from bulletin.pictures import Form, Recipe, derive, probe

WIDEST = 1600  # px: a picture behind a page's head
EMBLEM = 480  # px of the longer side: a logo of 6 rem on a screen of three dots a px, and some more

_PNG = b"\x89PNG\r\n\x1a\n"
# What a PNG needs to be shown. Everything else is words, times, places or another picture.
_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT"}
)
_SAME_FORM = {"jpg": (".jpg", ".jpeg", ".jfif")}
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")
_SVG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SIDE = r"""\b{}\s*=\s*["']\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*["']"""
_BOX = re.compile(r"""\bviewBox\s*=\s*["']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)\s*["']""")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of assets/ as it is published; `origin` is the SHA-256 of what lies there.

    `width` and `height` are a picture's, in px; 0 where they are not known.
    """

    url: str  # below the site's root
    data: bytes
    width: int = 0
    height: int = 0
    origin: str = ""


def is_picture(name: str) -> bool:
    """One of dots; a drawing is none."""
    return PurePosixPath(name).suffix.lower() in PICTURES - {".svg"}


def cleaned(data: bytes, longest: int, megapixels: int) -> tuple[bytes, Form, int, int]:
    """The picture to publish: bytes, form, width and height in px. Raises PictureError."""
    shape = probe(io.BytesIO(data), megapixels)
    factor = min(1.0, longest / max(shape.width, shape.height))
    width, height = (max(1, round(side * factor)) for side in (shape.width, shape.height))
    form: Form = "png" if shape.is_clear else "jpg"
    if data.startswith(_PNG):
        form = "png"
    elif data[8:12] == b"WEBP":
        form = "webp"
    if form == "png" and factor == 1 and _is_bare(data):
        return data, form, width, height
    return derive(data, (Recipe(width, height, form),))[0], form, width, height


def _is_bare(data: bytes) -> bool:
    """Whether a PNG holds nothing but what it takes to show it (PNG, third edition, chapter 5)."""
    at = len(_PNG)
    if not data.startswith(_PNG):
        return False
    while at + 12 <= len(data):
        kind = data[at + 4 : at + 8]
        if kind not in _CHUNKS:
            return False
        at += 12 + int.from_bytes(data[at : at + 4])
        if kind == b"IEND":
            break
    return at == len(data)


def drawing_size(data: bytes) -> tuple[int, int]:
    """Width and height in px that an SVG says of itself; (0, 0) when it does not."""
    root = _SVG.search(data.decode("utf-8", "replace"))
    if not root:
        return 0, 0
    sides = [re.search(_SIDE.format(name), root[0]) for name in ("width", "height")]
    box = _BOX.search(root[0])
    numbers = [side[1] for side in sides if side]
    if len(numbers) != 2:
        numbers = [box[1], box[2]] if box else []
    try:
        width, height = (round(float(number)) for number in numbers)
    except ValueError:
        return 0, 0
    return (width, height) if width and height else (0, 0)


def published_name(name: str, data: bytes, form: Form | None = None) -> str:
    """`logo xã.png` is published as `logo-xa.DIGEST.png`: hosts and mail programs spoil other names."""
    pure = PurePosixPath(name)
    suffix = pure.suffix
    if form and suffix.lower() not in _SAME_FORM.get(form, (f".{form}",)):
        suffix = f".{form}"
    stem, suffix = _plain(pure.stem), suffix if _PLAIN.fullmatch(suffix) else f".{_plain(suffix)}"
    folders = [_plain(part) for part in pure.parts[:-1]]
    mark = hashlib.sha256(data).hexdigest()[:10]
    return "/".join((*folders, f"{stem}.{mark}{suffix if pure.suffix or form else ''}"))


def _plain(part: str) -> str:
    return part if _PLAIN.fullmatch(part) else slug(part) or "tep"
