"""Room in memory for pictures: what decoding one takes, and waiting until there is as much.

Several threads derive pictures at once. Each says before it decodes how much it will need, and
waits while the others hold too much of LIMIT; one that needs more than all goes alone.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

LIMIT = 320_000_000  # bytes held by all threads together; a build has some 100 MB besides
LARGE = 16_000_000  # px
PER_PIXEL = 8  # bytes that decoding may take for each of the pixels that a picture may have

# Bytes a pixel of those readers that hold more than the picture: measured, with Pillow 13 (a WebP's
# holds two canvases and a copy, an AVIF's its planes and a copy). tests/unit/test_room.py measures again.
_READERS = {"WEBP": 16.5, "AVIF": 12, "HEIF": 12, "GIF": 3}
_CLEAR = 4  # more for an AVIF's or HEIC's clear parts
_DEEP = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2, "I;16N": 2}
_BITS, _ORIENTATION, _ROWS, _TILE_WIDTH, _TILE_HEIGHT = 258, 274, 278, 322, 323  # tags of TIFF 6.0


class Room:
    """Bytes to be shared out among threads, to each in its turn."""

    def __init__(self, limit: int) -> None:
        self._limit, self._held = limit, 0
        self._turn, self._changed = threading.Lock(), threading.Condition()

    @contextmanager
    def taken(self, need: int) -> Iterator["Share"]:
        """Wait until there are `need` bytes, or nobody else has any; give them back at the end."""
        share = Share(self, min(need, self._limit))
        with self._turn, self._changed:  # who came first is served first: a large picture does not starve
            self._changed.wait_for(lambda: self._held + share.size <= self._limit)
            self._held += share.size
        try:
            yield share
        finally:
            share.lower(0)

    def give_back(self, size: int) -> None:
        with self._changed:
            self._held -= size
            self._changed.notify_all()


class Share:
    """What one thread holds of a room, in bytes."""

    def __init__(self, room: Room, size: int) -> None:
        self._room, self.size = room, size

    def lower(self, size: int) -> None:
        """Hold `size` from now on, if that is less."""
        if size < self.size:
            self._room.give_back(self.size - size)
            self.size = size


ROOM = Room(LIMIT)


def need(image: "Image.Image", file_size: int) -> int:
    """Bytes that an opened picture's file and its decoding take, a JPEG's as it was drafted."""
    pixels = image.width * image.height
    each = _READERS.get(image.format or "", _DEEP.get(image.mode, 4))
    extra = 0.0
    if image.format in ("AVIF", "HEIF") and image.mode == "RGBA":
        each += _CLEAR
    if image.format in ("JPEG", "MPO"):
        extra = _coefficients(image)
    elif image.format == "TIFF":
        extra = _strip(image) + (pixels * each if image.getexif().get(_ORIENTATION, 1) != 1 else 0)
    return file_size + int(pixels * each + extra)


def _coefficients(image: "Image.Image") -> float:
    """libjpeg keeps those of the whole picture, two bytes each, when it comes in several scans.

    Of a large one without "progressive" that is taken for granted: its first scan may be of one colour.
    """
    layers = getattr(image, "layer", [])  # (number, horizontal and vertical sampling, table) of each
    pixels = image.width * image.height * (getattr(image, "decoderconfig", ()) or (1,))[0] ** 2
    if not layers or ("progressive" not in image.info and pixels < LARGE):
        return 0
    most = max(h for _, h, _, _ in layers) * max(v for _, _, v, _ in layers)
    return float(2 * pixels * sum(h * v for _, h, v, _ in layers) / most)


def _strip(image: "Image.Image") -> float:
    """libtiff unpacks a strip or a tile at a time; some programs write the whole picture as one."""
    tags = getattr(image, "tag_v2", {})
    bits = sum(tags.get(_BITS, (8,)))
    rows = min(image.height, tags.get(_ROWS, image.height))
    if _TILE_WIDTH in tags:
        return float(tags[_TILE_WIDTH] * tags.get(_TILE_HEIGHT, 1) * bits / 8)
    return float(image.width * rows * bits / 8)
