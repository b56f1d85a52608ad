"""The table of scenes: name → the function drawing it."""

from __future__ import annotations

from collections.abc import Callable

import scenes_land
import scenes_life
import scenes_night
import scenes_public
import scenes_school
import scenes_village
import scenes_water
import scenes_work
from canvas import Canvas

PARTS = (
    scenes_land,
    scenes_school,
    scenes_public,
    scenes_village,
    scenes_life,
    scenes_night,
    scenes_work,
    scenes_water,
)
SCENES: dict[str, Callable[[Canvas], None]] = {
    name: scene for part in PARTS for name, scene in part.SCENES.items()
}
SIZES = {"bong-da": (1600, 2400), "toan-canh": (2400, 1000)}
