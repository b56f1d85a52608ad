"""Colours as numbers, and whether one can be read on another.

https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
"""

import re
from dataclasses import dataclass

AA = 4.5  # the least contrast of text, WCAG 2.1 success criterion 1.4.3
SHAPES = 3.0  # and of lines and outlines, 1.4.11


@dataclass(frozen=True, slots=True)
class Colour:
    """sRGB, each part 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)


def parse_colour(text: str) -> Colour | None:
    """`#rrggbb` or `#rgb`; None for anything else.

    >>> str(parse_colour("#fA0"))
    '#ffaa00'
    """
    found = re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", text.strip())
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    return Colour(*bytes.fromhex(digits))


def luminance(colour: Colour) -> float:
    """0 for black to 1 for white."""
    parts = (value / 255 for value in (colour.red, colour.green, colour.blue))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """1 for the same to 21 for black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """`colour` with `share` (0 to 1) of `other`."""
    pairs = ((colour.red, other.red), (colour.green, other.green), (colour.blue, other.blue))
    return Colour(*(round(a + (b - a) * share) for a, b in pairs))


def readable(
    colour: Colour, grounds: tuple[Colour, ...], *ends: Colour, least: float = AA, steps: int = 20
) -> Colour:
    """`colour`, moved as little as it takes towards one of `ends` until it can be read on every ground.

    Without `ends` towards black or white. Where no step reads: the end that reads best.
    """
    ends = ends or (BLACK, WHITE)
    for step in range(steps + 1):
        for end in ends:
            tried = mixed(colour, end, step / steps)
            if is_readable(tried, grounds, least):
                return tried
    return max(ends, key=lambda end: min(contrast(end, ground) for ground in grounds))


def is_readable(colour: Colour, grounds: tuple[Colour, ...], least: float = AA) -> bool:
    return all(contrast(colour, ground) >= least for ground in grounds)
