"""Pictures: bytes in, bytes out. The original is never published.

What comes out is upright, in sRGB, no wider than asked for, and carries no metadata:
no EXIF, no place where a child lives. Pillow is loaded by the first call.
"""

import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

WIDTHS = (480, 960, 1600)  # px; a narrower original is never enlarged
QUALITY = 80  # JPEG; at 2× density on phones no difference to 90 is seen, at two thirds of the bytes
VERSION = 1  # part of every derived name: raise it when the same bytes would come out differently
# Orientation -> Pillow's Transpose that makes it upright: flips and turns counter-clockwise.
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
_OPENED = ("JPEG", "PNG", "GIF", "WEBP")  # a JPEG may turn out to be MPO: several pictures, the first counts
_FORMATS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "jpg", "GIF": "png"}


class PictureError(Exception):
    """A file that is no usable picture; `kind` is the problem of whoever refers to it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Shape:
    """Size in px as seen, after turning it upright, and the ending of what is derived from it."""

    width: int
    height: int
    ending: str


@dataclass(frozen=True, slots=True)
class Recipe:
    width: int  # px, at most the original's
    height: int
    ending: str  # jpg or png


def probe(stream: IO[bytes], megapixels: int) -> Shape:
    """Read a picture's header. Raises PictureError; decodes no pixel."""
    from PIL import Image, WebPImagePlugin  # noqa: F401  # the import makes WebP known

    try:
        with Image.open(stream, formats=_OPENED) as image:
            width, height = image.size
            turned = _orientation(image) in (5, 6, 7, 8)
            ending = _FORMATS[image.format or "PNG"]
            if image.format == "WEBP" and _is_clear(image):
                ending = "png"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError("picture-too-large") from None
    except (OSError, SyntaxError, ValueError, KeyError):
        raise PictureError("picture-broken") from None
    if width * height > megapixels * 1_000_000:
        raise PictureError("picture-too-large")
    return Shape(height, width, ending) if turned else Shape(width, height, ending)


def widths(shape: Shape) -> tuple[int, ...]:
    """The widths to derive, narrowest first; the widest is the original's when that is narrower."""
    below = tuple(w for w in WIDTHS if w < shape.width)
    return below if len(below) == len(WIDTHS) else (*below, shape.width)


def recipe(shape: Shape, width: int) -> Recipe:
    return Recipe(width, max(1, round(shape.height * width / shape.width)), shape.ending)


def derive(data: bytes, recipe: Recipe) -> bytes:
    """The picture at the recipe's size, upright, sRGB, without metadata. Raises PictureError."""
    from PIL import Image, WebPImagePlugin  # noqa: F401  # the import makes WebP known

    try:
        with Image.open(io.BytesIO(data), formats=_OPENED) as opened:
            # A JPEG is decoded at the nearest of 1/1, 1/2, 1/4, 1/8: a fraction of the work.
            opened.draft("RGB", (recipe.width, recipe.width))
            turn = _TURNS.get(_orientation(opened))
            upright = opened.transpose(Image.Transpose(turn)) if turn is not None else opened
            image = _in_srgb(upright, keep_alpha=recipe.ending == "png")
            size = (recipe.width, recipe.height)
            if image.size != size:
                image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
            out = io.BytesIO()
            if recipe.ending == "png":
                image.save(out, "PNG", optimize=True)
            else:
                image.save(out, "JPEG", quality=QUALITY, progressive=True, optimize=True)
            return out.getvalue()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise PictureError("picture-broken") from None


def _orientation(image: "Image.Image") -> int:
    """How the camera was held, 1 to 8 (EXIF 2.32, tag 0x0112); 1 for upright or unknown."""
    # Asking a PNG without EXIF would decode it, and this must be cheap before the size is known.
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    value = image.getexif().get(0x0112, 1)
    return value if value in _TURNS else 1


def _is_clear(image: "Image.Image") -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _in_srgb(image: "Image.Image", *, keep_alpha: bool) -> "Image.Image":
    """A new picture with pixels only: RGB or RGBA, its colour profile applied and dropped."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    clear = _is_clear(image)
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = image.point(lambda value: value / 256).convert("L")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = (
                ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
                or image
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile: the numbers are taken as sRGB, as browsers do
    if clear:
        image = image.convert("RGBA")
        if not keep_alpha:
            white = Image.new("RGBA", image.size, "white")
            white.alpha_composite(image)
            image = white
    wanted = "RGBA" if clear and keep_alpha else "RGB"
    clean = Image.new(wanted, image.size)
    clean.paste(image.convert(wanted))
    return clean
