"""Pictures: bytes in, bytes out. The original is never published.

What comes out is upright, in sRGB, no wider than asked for, blurred where an editor said so
(the pixels are gone before anything else is made), and carries no metadata: no EXIF, no place
where a child lives. Pillow is loaded by the first call.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Literal

from bulletin.pixels import Box, as_taken, decoded, is_clear, orientation, tone_of
from bulletin.room import PER_PIXEL, ROOM, need

if TYPE_CHECKING:
    from PIL import Image

Form = Literal["webp", "avif", "jpg", "png"]

WIDTHS = (480, 672, 960, 1600)  # px; a narrower original is never enlarged
FALLBACK = 960  # px, of the one JPEG or PNG for readers without WebP, feeds and networks
TALLEST = 16_383  # px, of WebP; 30000 px of a scroll are made smaller, as any picture is
WEBP_QUALITY, AVIF_QUALITY, JPEG_QUALITY = 80, 60, 80  # why: docs/decisions/0014, 0072
VERSION = 7  # part of every derived name: raise it when the same bytes would come out differently
BLOCK = 64 * 1024 * 1024  # bytes
ENCODING = 12  # bytes a pixel that resizing and encoding take

# A JPEG may turn out to be MPO: several pictures, the first counts. Of a GIF or WebP that moves
# the first picture is kept: a moving picture in a page of text cannot be stopped by its reader.
_OPENED = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF")


# What Pillow's readers were seen to raise, or may: each has its own ways to stumble over bytes.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, EOFError,
    RuntimeError, BufferError, MemoryError, struct.error, zlib.error,
)  # fmt: skip


class PictureError(Exception):
    """A file that is no usable picture; `kind` is the problem of whoever refers to it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Shape:
    """A picture as seen, after turning it upright: size in px; `tone` 0 to 63, -1 if it is clear.

    `tone` is the mean colour in `pixels.TONES` steps of red, green and blue, red first.
    """

    width: int
    height: int
    tone: int

    @property
    def is_clear(self) -> bool:
        return self.tone < 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """One picture to make. Never larger than the original; `blur` is the same in all of one original."""

    width: int
    height: int
    form: Form
    blur: tuple[Box, ...] = ()


def probe(stream: IO[bytes], megapixels: int) -> Shape:
    """Read what a picture is. Raises PictureError; nothing is decoded before its size is known."""
    try:
        with usable():
            image = _opened(stream)
            width, height = image.size
            image.draft("RGB", (64, 64))  # the tone of a JPEG is that of 1/8
            wanted = need(image, stream.seek(0, io.SEEK_END))
            if max(width * height, wanted // PER_PIXEL) > megapixels * 1_000_000:
                raise PictureError("picture-too-large")
            if orientation(image) in (5, 6, 7, 8):
                width, height = height, width
            if is_clear(image):
                return Shape(width, height, -1)
            with ROOM.taken(wanted):
                tone = tone_of(image)
                del image  # with its pixels, before the next large picture may come
            return Shape(width, height, tone)
    except PictureError as fault:
        if fault.kind != "picture-broken":
            raise
        stream.seek(0)
        raise PictureError(_what_else(stream.read(512))) from None


@contextmanager
def usable() -> Iterator[None]:
    """Whatever Pillow says of bytes that it cannot read, in our words: PictureError."""
    from PIL import Image

    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError("picture-too-large") from None
    except _BROKEN:
        raise PictureError("picture-broken") from None


def _opened(stream: IO[bytes]) -> "Image.Image":
    from PIL import AvifImagePlugin, Image, TiffImagePlugin, WebPImagePlugin  # noqa: F401  # importing makes known

    # Blocks so large that the system gets them back at once; of smaller ones each thread keeps many.
    Image.core.set_block_size(BLOCK)  # type: ignore[attr-defined]  # Pillow's manual, “Block allocator”
    Image.MAX_IMAGE_PIXELS = None  # `probe` has its own limit, and says it in the editor's words
    warnings.filterwarnings("ignore", category=UserWarning, module="PIL")  # English, and for programmers
    head = stream.read(16)
    stream.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
        try:
            import pillow_heif  # the optional extra "heic"
        except ImportError:
            raise PictureError("picture-heic") from None
        pillow_heif.register_heif_opener()
        return Image.open(stream)
    return Image.open(stream, formats=_OPENED)


def _what_else(head: bytes) -> str:
    """The kind of problem of a file that is no picture that we take."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "picture-svg" if text.startswith((b"<svg", b"<?xml")) or b"<svg" in text else "picture-broken"


def sizes(shape: Shape) -> tuple[tuple[int, int], ...]:
    """(width, height) of each size to derive, narrowest first; none is larger than the original."""
    widest = min(shape.width, max(1, shape.width * TALLEST // shape.height))
    below = [w for w in WIDTHS if w < widest]
    widths = below if len(below) == len(WIDTHS) else [*below, widest]
    return tuple((w, height_at(shape, w)) for w in widths)


def height_at(shape: Shape, width: int) -> int:
    return min(TALLEST, max(1, round(shape.height * width / shape.width)))


def derive(data: bytes, recipes: Sequence[Recipe]) -> tuple[bytes, ...]:
    """Every recipe's picture from one decoding, in their order. Raises PictureError."""
    from PIL import Image

    with usable():
        largest = max(recipes, key=lambda r: r.width)
        opened = _drafted(data, largest.width, largest.height)
        with ROOM.taken(need(opened, len(data)) + ENCODING * largest.width * largest.height) as share:
            image = decoded(opened, largest.width, largest.height, largest.blur, is_exact=True)
            del opened
            share.lower(len(data) + ENCODING * largest.width * largest.height)
            made: dict[Recipe, bytes] = {}
            # Each size from the next larger one: a fraction of the work, and no difference to be seen.
            for recipe in sorted(set(recipes), key=lambda r: (-r.width, r.form)):
                size = (recipe.width, recipe.height)
                if image.size != size:
                    image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
                made[recipe] = _encoded(image, recipe.form)
        return tuple(made[recipe] for recipe in recipes)


def decode(data: bytes, width: int, height: int, blur: Sequence[Box] = ()) -> "Image.Image":
    """Pixels only: upright, sRGB (RGB or RGBA), blurred; at least of that size where the original is."""
    opened = _drafted(data, width, height)
    with ROOM.taken(need(opened, len(data))):
        image = decoded(opened, width, height, blur, is_exact=False)
        del opened
    return image


def _drafted(data: bytes, width: int, height: int) -> "Image.Image":
    """Opened; a JPEG will be decoded at the nearest of 1/1, 1/2, 1/4, 1/8: a fraction of work and memory."""
    opened = _opened(io.BytesIO(data))
    opened.draft("RGB", as_taken(opened, width, height))
    return opened


def _encoded(image: "Image.Image", form: Form) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    if form == "webp":
        image.save(out, "WEBP", quality=WEBP_QUALITY, method=4)
    elif form == "avif":
        image.save(out, "AVIF", quality=AVIF_QUALITY, speed=8)
    elif form == "png":
        image.save(out, "PNG", optimize=True)
    else:
        if image.mode == "RGBA":
            white = Image.new("RGBA", image.size, "white")
            white.alpha_composite(image)
            image = white.convert("RGB")
        image.save(out, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
    return out.getvalue()
