"""Pictures: bytes in, bytes out. The original is never published.

What comes out is upright, in sRGB, no wider than asked for, blurred where an editor said so
(the pixels are gone before anything else is made), and carries no metadata: no EXIF, no place
where a child lives. Pillow is loaded by the first call.
"""

import io
import threading
import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL import Image

Form = Literal["webp", "avif", "jpg", "png"]

WIDTHS = (480, 960, 1600)  # px; a narrower original is never enlarged
FALLBACK = 960  # px, of the one JPEG or PNG for readers without WebP, feeds and networks
# Chosen by eye on drawn pictures; benchmarks/pictures.py compares them with a one-step resize.
WEBP_QUALITY, AVIF_QUALITY, JPEG_QUALITY = 78, 60, 80
VERSION = 2  # part of every derived name: raise it when the same bytes would come out differently
TONES = 4  # steps of each colour in the tone that holds a picture's place

# A JPEG may turn out to be MPO: several pictures, the first counts. Of a GIF or WebP that moves
# the first picture is kept: a moving picture in a page of text cannot be stopped by its reader.
_OPENED = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF")
# Orientation -> Pillow's Transpose that makes it upright: flips and turns counter-clockwise.
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}


_LARGE = threading.Lock()


class PictureError(Exception):
    """A file that is no usable picture; `kind` is the problem of whoever refers to it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A part of the upright picture, in per cent of its width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A picture as seen, after turning it upright: size in px; `tone` 0 to 63, -1 if it is clear.

    `tone` is the mean colour in TONES steps of red, green and blue, red first.
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
    from PIL import Image

    try:
        with _opened(stream) as image:
            width, height = image.size
            if width * height > megapixels * 1_000_000:
                raise PictureError("picture-too-large")
            if _orientation(image) in (5, 6, 7, 8):
                width, height = height, width
            return Shape(width, height, _tone(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError("picture-too-large") from None
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, EOFError):
        stream.seek(0)
        raise PictureError(_what_else(stream.read(512))) from None


def is_whole(data: bytes) -> bool:
    """Whether derived bytes were not cut short: each form says where it ends."""
    if data.startswith(b"RIFF"):
        return len(data) == 8 + int.from_bytes(data[4:8], "little")
    if data.startswith(b"\x89PNG"):
        return data.endswith(b"IEND\xaeB`\x82")
    if data.startswith(b"\xff\xd8"):
        return data.endswith(b"\xff\xd9")
    return len(data) > 100 and data[4:8] == b"ftyp"


def _opened(stream: IO[bytes]) -> "Image.Image":
    from PIL import AvifImagePlugin, Image, TiffImagePlugin, WebPImagePlugin  # noqa: F401  # importing makes known

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
    below = [w for w in WIDTHS if w < shape.width]
    widths = below if len(below) == len(WIDTHS) else [*below, shape.width]
    return tuple((w, height_at(shape, w)) for w in widths)


def height_at(shape: Shape, width: int) -> int:
    return max(1, round(shape.height * width / shape.width))


def derive(data: bytes, recipes: Sequence[Recipe]) -> tuple[bytes, ...]:
    """Every recipe's picture from one decoding, in their order. Raises PictureError."""
    from PIL import Image

    try:
        width, height = max(r.width for r in recipes), max(r.height for r in recipes)
        image = decode(data, width, height, recipes[0].blur)
        made: dict[Recipe, bytes] = {}
        # Each size from the next larger one: a fraction of the work, and no difference to be seen.
        for recipe in sorted(set(recipes), key=lambda r: (-r.width, r.form)):
            size = (recipe.width, recipe.height)
            if image.size != size:
                image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
            made[recipe] = _encoded(image, recipe.form)
        return tuple(made[recipe] for recipe in recipes)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, EOFError, Image.DecompressionBombError):
        raise PictureError("picture-broken") from None


def decode(data: bytes, width: int, height: int, blur: Sequence[Box] = ()) -> "Image.Image":
    """Pixels only: upright, sRGB (RGB or RGBA), blurred; at least as large as asked where the original is."""
    from PIL import Image

    with _opened(io.BytesIO(data)) as opened, _room(opened):
        # A JPEG is decoded at the nearest of 1/1, 1/2, 1/4, 1/8: a fraction of the work and memory.
        side = max(width, height)
        opened.draft("RGB", (side, side))
        turn = _TURNS.get(_orientation(opened))
        factor = min(opened.width, opened.height) // (2 * side)
        if factor > 1 and opened.mode in ("L", "RGB", "RGBA", "CMYK"):
            small = opened.reduce(factor)  # before any copy: a large picture is in memory once
            small.info = {k: v for k, v in opened.info.items() if k == "icc_profile"}
            image = _in_srgb(small)
        else:
            image = _in_srgb(opened)
        opened.close()  # its pixels go before the next large picture may come
        if turn is not None:
            image = image.transpose(Image.Transpose(turn))
    for box in blur:
        _destroy(image, box)
    return image


def _room(image: "Image.Image") -> AbstractContextManager[object]:
    """One very large picture at a time: several threads with one each would need too much memory."""
    is_large = image.width * image.height > 16_000_000 and image.format != "JPEG"
    return _LARGE if is_large else nullcontext()


def _destroy(image: "Image.Image", box: Box) -> None:
    """Put a few mean colours in the place of what is in the box: nothing can bring it back."""
    from PIL import Image

    left, top = int(image.width * box.left / 100), int(image.height * box.top / 100)
    right = min(image.width, -int(-image.width * (box.left + box.width) // 100))
    bottom = min(image.height, -int(-image.height * (box.top + box.height) // 100))
    if right <= left or bottom <= top:
        return
    part = image.crop((left, top, right, bottom))
    few = part.resize((4, max(1, round(4 * part.height / part.width))), Image.Resampling.BOX)
    image.paste(few.resize(part.size, Image.Resampling.BICUBIC), (left, top))


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


def _orientation(image: "Image.Image") -> int:
    """How the camera was held, 1 to 8 (EXIF 2.32, tag 0x0112); 1 for upright or unknown."""
    # Asking a PNG without EXIF would decode it, and this must be cheap before the size is known.
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    value = image.getexif().get(0x0112, 1)
    return value if value in _TURNS else 1


def _tone(image: "Image.Image") -> int:
    """The mean colour in few steps; -1 for a picture with clear parts. Decodes at 1/8 where it can."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        return -1
    image.draft("RGB", (64, 64))
    plain = image if image.mode in ("RGB", "L") else _in_srgb(image)
    small = plain.resize((1, 1), Image.Resampling.BOX)
    pixel = small.convert("RGB").getpixel((0, 0))
    assert isinstance(pixel, tuple)  # noqa: S101  # RGB has three
    red, green, blue = (min(TONES - 1, int(part) * TONES // 256) for part in pixel[:3])
    return (red * TONES + green) * TONES + blue


def _in_srgb(image: "Image.Image") -> "Image.Image":
    """A new picture with pixels only: RGB or RGBA, its colour profile applied and dropped."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    made: Image.Image = image
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        made = image.point(lambda value: value / 256).convert("L")
    if profile and made.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            made = ImageCms.profileToProfile(made, source, target, outputMode="RGB") or made
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile: the numbers are taken as sRGB, as browsers do
    wanted = "RGBA" if clear else "RGB"
    made = made.convert(wanted) if made.mode != wanted else made.copy()
    made.info.clear()
    return made
