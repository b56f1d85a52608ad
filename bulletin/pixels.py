"""What is done to a picture's pixels: upright, sRGB, few enough, blurred parts destroyed, the tone of all."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.room import LARGE

if TYPE_CHECKING:
    from PIL import Image

TONES = 4  # steps of each colour in the tone that holds a picture's place
# Orientation -> Pillow's Transpose that makes it upright: flips and turns counter-clockwise.
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
_SIDEWAYS = (2, 4, 5, 6)  # those that change width and height


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A part of the upright picture, in per cent of its width and height."""

    left: float
    top: float
    width: float
    height: float


def as_taken(opened: "Image.Image", width: int, height: int) -> tuple[int, int]:
    """That size on the side on which the camera lay."""
    return (height, width) if _TURNS.get(orientation(opened)) in _SIDEWAYS else (width, height)


def decoded(
    opened: "Image.Image", width: int, height: int, blur: Sequence[Box], *, is_exact: bool
) -> "Image.Image":
    """Upright, sRGB, blurred; `is_exact`: of that size. What was opened has no pixels any more then."""
    from PIL import Image

    turn = _TURNS.get(orientation(opened))
    image = _in_srgb(_smaller(opened, as_taken(opened, width, height), is_exact))
    opened.close()
    if turn is not None:
        image = image.transpose(Image.Transpose(turn))
    if is_exact and image.size != (width, height):
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    for box in blur:
        _destroy(image, box)
    return image


def _smaller(image: "Image.Image", size: tuple[int, int], is_exact: bool) -> "Image.Image":
    """As few pixels as will do, before any copy: a large picture is in memory once, and its profile,
    its turn and its blur are the work of a small one."""
    from PIL import Image

    is_heavy = image.mode == "RGBA" and image.width * image.height > LARGE  # resizing it takes a copy
    if image.mode not in ("L", "RGB", "RGBA", "CMYK") or "transparency" in image.info or is_heavy:
        return _in_strips(image, max(1, min(image.width // size[0], image.height // size[1]) // 2))
    factor = min(image.width, image.height) // (2 * max(size))
    if is_exact and image.size != size:
        # From few more pixels than wanted Lanczos shows no difference, for more work (decision 0072).
        small = image.resize(size, Image.Resampling.HAMMING, reducing_gap=3.0)
    elif factor > 1:
        small = image.reduce(factor)
    else:
        return image
    small.info = {k: v for k, v in image.info.items() if k == "icc_profile"}
    return small


def _in_strips(image: "Image.Image", factor: int) -> "Image.Image":
    """L, RGB or RGBA from any mode, smaller by `factor`: of what is large only a strip at a time."""
    from PIL import Image

    is_deep = image.mode.startswith("I;16") or image.mode in ("I", "F")
    mode = "L" if is_deep or image.mode == "1" else "RGB"
    mode = "RGBA" if is_clear(image) else mode
    made = Image.new(mode, (-(-image.width // factor), -(-image.height // factor)))
    image.load()
    rows = max(1, 1_000_000 // (image.width * factor)) * factor
    for top in range(0, image.height, rows):
        strip: Image.Image = image.crop((0, top, image.width, min(image.height, top + rows)))
        if is_deep:  # whichever byte of two comes first, "I" has the number
            strip = strip.convert("I").point(lambda value: value / 256).convert("L")
        strip = strip.convert(mode)
        made.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    made.info = {k: v for k, v in image.info.items() if k == "icc_profile"}
    return made


def is_clear(image: "Image.Image") -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


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


def orientation(image: "Image.Image") -> int:
    """How the camera was held, 1 to 8 (EXIF 2.32, tag 0x0112); 1 for upright or unknown."""
    # Pillow turns a TIFF by itself, and gives its size as turned. Asking a PNG without EXIF would
    # decode it, and this must be cheap before the size is known.
    if image.format == "TIFF" or (image.format == "PNG" and "exif" not in image.info):
        return 1
    value = image.getexif().get(0x0112, 1)
    return value if value in _TURNS else 1


def tone_of(image: "Image.Image") -> int:
    """The mean colour in few steps."""
    from PIL import Image

    plain = image if image.mode in ("RGB", "L") else _in_srgb(_smaller(image, (64, 64), is_exact=False))
    small = plain.resize((1, 1), Image.Resampling.BOX)
    pixel = small.convert("RGB").getpixel((0, 0))
    assert isinstance(pixel, tuple)  # noqa: S101  # RGB has three
    red, green, blue = (min(TONES - 1, int(part) * TONES // 256) for part in pixel[:3])
    return (red * TONES + green) * TONES + blue


def _in_srgb(image: "Image.Image") -> "Image.Image":
    """L, RGB, RGBA or CMYK as pixels only: RGB or RGBA, its colour profile applied and dropped."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    made: Image.Image = image
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            made = ImageCms.profileToProfile(made, source, target, outputMode=wanted) or made
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile: the numbers are taken as sRGB, as browsers do
    made = made.convert(wanted) if made.mode != wanted else made.copy()
    made.info.clear()
    return made
