"""The picture by which networks show an article: its cover, its title, the masthead.

Set in Be Vietnam Pro, from its package: Vietnamese letters with two accents stand right and
are never clipped. Pure: the same words and pixels give the same bytes.
"""

import io
import re
from functools import cache
from typing import TYPE_CHECKING

from bulletin.outputs import ShareCard
from bulletin.pictures import JPEG_QUALITY, decode

if TYPE_CHECKING:
    from PIL import Image, ImageFont

VERSION = 3  # part of every card's name
WIDTH, HEIGHT = 1200, 630  # px, what networks ask for
COVER = 540  # px of the width that the cover takes
MARGIN = 60
LARGEST, SMALLEST = 76, 30  # px of the title's letters
NAME_LINES = 3
GAP = 56  # px at least between the title and the name below it
FAMILY = "Be Vietnam Pro"
# Letters of scripts that the family has not: Greek, Cyrillic, Khmer, Chinese and so on.
_FOREIGN = re.compile(
    "[\u0370-\u1dff\u1f00-\u1fff\u2c00-\u2dff\u2e80-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010000-\U0001efff\U00020000-\U0003ffff]"
)


def can_set(*texts: str) -> bool:
    """Whether the words can stand in a card; signs that the family lacks (emoji) are left out of it."""
    return not any(map(_FOREIGN.search, texts))


def draw(card: ShareCard, cover: bytes | None) -> bytes:
    """The card as a JPEG. Raises OSError for a cover that cannot be read."""
    from PIL import Image, ImageDraw

    ground, ink = card.colours
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    left = 0
    if cover is not None:
        image.paste(_cropped(cover, card), (0, 0))
        left = COVER
    canvas = ImageDraw.Draw(image)
    width = WIDTH - left - 2 * MARGIN
    name_font = _font(600, 30)
    canvas.rectangle((left + MARGIN, MARGIN, left + MARGIN + 72, MARGIN + 6), fill=ink)
    name_lines = _wrapped(_known(card.name), name_font, width)
    if len(name_lines) > NAME_LINES:
        name_lines = [*name_lines[: NAME_LINES - 1], _cut(name_lines[NAME_LINES - 1], name_font, width)]
    canvas.multiline_text(
        (left + MARGIN, HEIGHT - MARGIN), "\n".join(name_lines), ink, name_font, "ld", spacing=10
    )
    room = HEIGHT - 2 * MARGIN - 40 - 44 * len(name_lines) - GAP
    font, lines = _fitted(_known(card.title), width, room)
    top = (left + MARGIN, MARGIN + 40)
    canvas.multiline_text(top, "\n".join(lines), ink, font, "la", spacing=_spacing(font))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
    return out.getvalue()


def _known(text: str) -> str:
    """Without the signs that would be an empty box."""
    return "".join(filter(_has, text))


@cache
def _has(sign: str) -> bool:
    font = _font(700, SMALLEST)
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


def _cropped(cover: bytes, card: ShareCard) -> "Image.Image":
    """The cover, filling its side of the card, its heart as near the middle as it goes."""
    from PIL import Image, ImageOps

    whole = decode(cover, WIDTH, HEIGHT, card.blur)
    if whole.mode == "RGBA":
        white = Image.new("RGBA", whole.size, "white")
        white.alpha_composite(whole)
        whole = white.convert("RGB")
    centre = (card.focus[0] / 100, card.focus[1] / 100)
    return ImageOps.fit(whole, (COVER, HEIGHT), Image.Resampling.LANCZOS, centering=centre)


def _fitted(title: str, width: int, height: int) -> "tuple[ImageFont.FreeTypeFont, list[str]]":
    """The largest letters in which the title fits; a title too long even for the smallest is cut."""
    size = LARGEST
    while True:
        font = _font(700, size)
        lines = _wrapped(title, font, width)
        most = max(1, (height + _spacing(font)) // _pitch(font))
        if len(lines) <= most or size <= SMALLEST:
            if len(lines) > most:
                lines = [*lines[: most - 1], _cut(lines[most - 1], font, width)]
                return font, lines
            return font, _balanced(title, font, width)
        size -= 2


def _spacing(font: "ImageFont.FreeTypeFont") -> int:
    """px between lines: room for the two accents of a letter below (Ễ) and the one under it above (ỵ)."""
    return round(font.size * 0.34)


def _pitch(font: "ImageFont.FreeTypeFont") -> int:
    """px from line to line, as Pillow sets several lines: the foot of an A, and the space between."""
    return round(font.getbbox("A")[3]) + _spacing(font)


def _wrapped(text: str, font: "ImageFont.FreeTypeFont", width: int) -> list[str]:
    """Lines no wider than `width`; a word that is wider by itself is broken."""
    lines: list[str] = []
    for word in text.split():
        while font.getlength(word) > width:
            fits = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or font.getlength(word[:n]) <= width)
            lines.append(word[:fits])
            word = word[fits:]
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        elif word:
            lines.append(word)
    return lines


def _balanced(text: str, font: "ImageFont.FreeTypeFont", width: int) -> list[str]:
    """As few lines as at `width`, as even as they can be: no word alone on the last one."""
    lines, step = _wrapped(text, font, width), width // 40
    widest = max(map(font.getlength, text.split()), default=width)  # no word is broken for this
    while (width := width - step) >= widest and len(narrower := _wrapped(text, font, width)) == len(lines):
        lines = narrower
    return lines


def _cut(line: str, font: "ImageFont.FreeTypeFont", width: int) -> str:
    while line and font.getlength(f"{line}…") > width:
        line = line.rpartition(" ")[0] or line[:-1]
    return f"{line.rstrip(' ,.;:')}…"


@cache
def _font(weight: int, size: int) -> "ImageFont.FreeTypeFont":
    import fontpkg
    from PIL import ImageFont

    # Every letter of Vietnamese is one sign after NFC: the simple layout is right, and the same everywhere.
    return ImageFont.truetype(str(fontpkg.path(FAMILY, weight)), size, layout_engine=ImageFont.Layout.BASIC)
