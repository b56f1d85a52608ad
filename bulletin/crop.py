"""What an editor says of a picture's parts: where its heart is, and what nobody may see.

Numbers are per cent of the upright picture's width and height, from the left and the top.
"""

import re

from bulletin.pixels import Box

GRID = 5  # columns and rows of the places that a picture's heart may be at


def parse_focus(text: str) -> tuple[float, float] | None:
    """ "50 30" is (50.0, 30.0); None for anything that is no place in the picture.

    >>> parse_focus("50% 30%")
    (50.0, 30.0)
    """
    numbers = _numbers(text)
    return (numbers[0], numbers[1]) if len(numbers) == 2 and max(numbers) <= 100 else None


def parse_boxes(text: str) -> tuple[Box, ...] | None:
    """ "10 20 30 40; 50 50 10 10" is two boxes: left, top, width, height. None if one is no box."""
    boxes = []
    for part in filter(str.strip, text.split(";")):
        numbers = _numbers(part)
        if len(numbers) != 4 or max(numbers[:2]) >= 100 or min(numbers[2:]) <= 0:
            return None
        boxes.append(Box(*numbers))
    return tuple(boxes) or None


def is_inside(box: Box) -> bool:
    """No part of it is outside of the picture: whoever wrote such a box meant another place."""
    return box.left + box.width <= 100 and box.top + box.height <= 100


def focus_class(focus: tuple[float, float]) -> str:
    """The class that keeps the heart in sight where a list crops: `focus-COLUMN-ROW`, from 0."""
    column, row = (min(GRID - 1, int(part * GRID / 100)) for part in focus)
    return f"focus-{column}-{row}"


def _numbers(text: str) -> list[float]:
    """The numbers of a text that holds nothing else; a decimal comma is fine between digits."""
    parts = re.sub(r"(?<=\d),(?=\d)", ".", text.replace("%", " ")).replace(",", " ").split()
    if not all(re.fullmatch(r"\d{1,3}(\.\d{1,3})?", part) for part in parts):
        return []
    return [float(part) for part in parts]
