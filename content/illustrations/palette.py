"""The limited palette of the pictures: every colour is an (r, g, b) triple, 0–255 each."""

from __future__ import annotations

Colour = tuple[int, int, int]


def rgb(code: str) -> Colour:
    """Colour from six hexadecimal digits, without the sign."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(one: Colour, two: Colour, share: float) -> Colour:
    """``one`` moved towards ``two`` by ``share`` (0–1)."""
    return (
        round(one[0] + (two[0] - one[0]) * share),
        round(one[1] + (two[1] - one[1]) * share),
        round(one[2] + (two[2] - one[2]) * share),
    )


NIGHT = rgb("151a33")
INK = rgb("1f2747")
INDIGO = rgb("2d3b68")
SLATE = rgb("506290")
HAZE = rgb("8ea2bd")
PALE = rgb("c6d3d8")
PAPER = rgb("f6ecd9")
CREAM = rgb("eedfbf")
PINK = rgb("efbca6")
ROSE = rgb("d88c83")
TERRA = rgb("bb5a3c")
BRICK = rgb("8c3b2c")
RED = rgb("c43a2e")
GOLD = rgb("e2ab42")
RIPE = rgb("cf9230")
STRAW = rgb("f0cf7e")
RICE = rgb("92a853")
MOSS = rgb("637643")
LEAF = rgb("425f3e")
DEEP = rgb("24402f")
PINE = rgb("315148")
TEAL = rgb("4d8079")
WATER = rgb("9fc0bd")
EARTH = rgb("8a6040")
UMBER = rgb("4b3328")
WOOD = rgb("6d4932")
CLAY = rgb("c99a6a")
STONE = rgb("b3aa99")
SKIN = rgb("c58a62")
HAIR = rgb("221d27")
WHITE = rgb("fcf7ec")
