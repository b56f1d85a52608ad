"""Skies and hills of an hour of the day; rooms and their floors. Sizes in px of the finished picture."""

from __future__ import annotations

from dataclasses import dataclass

from canvas import Canvas
from hills import cloud, hill, ridge_line
from palette import (
    CREAM,
    GOLD,
    HAZE,
    INDIGO,
    INK,
    MOSS,
    NIGHT,
    PALE,
    PAPER,
    PINE,
    PINK,
    ROSE,
    SLATE,
    STONE,
    STRAW,
    TEAL,
    TERRA,
    WATER,
    WHITE,
    WOOD,
    Colour,
    mix,
)


@dataclass(frozen=True)
class Mood:
    """Sky from top to horizon, ridges from far to near, the mist between, and the sun or moon."""

    sky: tuple[Colour, ...]
    ridges: tuple[Colour, ...]
    mist: Colour
    sun: Colour
    clouds: Colour


MOODS = {
    "dawn": Mood((SLATE, mix(ROSE, HAZE, 0.4), PINK, mix(PINK, STRAW, 0.5)),
        (mix(HAZE, PINK, 0.4), mix(SLATE, ROSE, 0.25),
                 mix(SLATE, INDIGO, 0.45), mix(INDIGO, PINE, 0.5)), mix(PINK, PAPER, 0.35),
                     mix(STRAW, WHITE, 0.4), PINK),
    "morning": Mood((mix(HAZE, PAPER, 0.2), mix(PINK, PAPER, 0.55), PAPER),
        (mix(HAZE, PINK, 0.35), mix(SLATE, HAZE, 0.5),
                    mix(SLATE, TEAL, 0.4), PINE), mix(PAPER, PINK, 0.25), WHITE, WHITE),
    "noon": Mood((mix(WATER, HAZE, 0.55), mix(WATER, PAPER, 0.5), PAPER),
        (mix(HAZE, WATER, 0.4), mix(TEAL, HAZE, 0.5),
                 mix(TEAL, PINE, 0.4), mix(PINE, MOSS, 0.4)), mix(PAPER, WATER, 0.25), WHITE, WHITE),
    "gold": Mood((mix(TEAL, PAPER, 0.45), mix(STRAW, PAPER, 0.5), mix(STRAW, GOLD, 0.35)),
        (mix(GOLD, HAZE, 0.55), mix(mix(SLATE, PINK, 0.35), GOLD, 0.15),
                 mix(mix(PINE, TEAL, 0.5), GOLD, 0.12), PINE), mix(STRAW, PAPER, 0.4), mix(WHITE, STRAW, 0.3),
                     PAPER),
    "dusk": Mood((INDIGO, mix(SLATE, ROSE, 0.35), ROSE, mix(GOLD, PINK, 0.4)),
        (mix(SLATE, ROSE, 0.4), mix(INDIGO, ROSE, 0.25),
                 INDIGO, mix(INK, PINE, 0.4)), mix(ROSE, INDIGO, 0.3), mix(STRAW, TERRA, 0.25), ROSE),
    "night": Mood((NIGHT, INK, mix(INDIGO, SLATE, 0.3)), (mix(INDIGO, SLATE, 0.35), mix(INK, INDIGO, 0.7),
        mix(INK, INDIGO, 0.3),
                  mix(INK, NIGHT, 0.3)), mix(INDIGO, SLATE, 0.4), CREAM, SLATE),
    "rain": Mood((mix(SLATE, INK, 0.25), mix(SLATE, HAZE, 0.45), mix(HAZE, STONE, 0.4)),
        (mix(HAZE, SLATE, 0.35), mix(SLATE, TEAL, 0.3),
                 mix(PINE, SLATE, 0.4), mix(PINE, INK, 0.25)), mix(HAZE, PALE, 0.5), PALE,
                     mix(SLATE, INK, 0.3)),
}


def backdrop(c: Canvas, mood: str, y: float, ridges: int = 3, sun: tuple[float, float, float] | None = None,
    gap: float = 110,
             amp: float = 120, clouds: int = 3) -> Mood:
    """Sky and ``ridges`` layers of hills, the first around y, each ``gap`` px lower; sun: (x, y, radius)."""
    m = MOODS[mood]
    end = y + gap * ridges + 60
    n = len(m.sky) - 1
    c.sky([(end * (k / n) ** 1.1, col) for k, col in enumerate(m.sky)] + [(float(c.h), m.sky[-1])])
    if mood == "night":
        for _ in range(150):
            r = c.rng.uniform(0.8, 2.6)
            c.ell(c.rng.uniform(0, c.w), c.rng.uniform(0, y), r, r, CREAM, c.rng.uniform(0.25, 0.9))
    if sun:
        sx, sy, r = sun
        c.glow(sx, sy, r * 7, r * 7, m.sun, 0.55)
        c.ell(sx, sy, r, r, m.sun)
    for _ in range(clouds):
        cloud(c, c.rng.uniform(0, c.w), c.rng.uniform(0.08, 0.5) * y, c.rng.uniform(260, 560), m.clouds, 0.45)
    for k in range(ridges):
        i = min(3, k + (1 if ridges < 3 else 0))
        line = ridge_line(c, y + gap * k, amp * (1 - 0.13 * k), 3.0 + k * 0.9, 5, 0.46)
        hill(c, line, m.ridges[i], mix(m.mist, m.ridges[i], 0.1 + 0.12 * k), 330, 0 if k < 2 else 18, 0.3)
        c.mist(y + gap * k + 180, 55, m.mist, 0.24)
    return m


def room(c: Canvas, floor: float, wall: Colour, boards: Colour, dado: Colour | None = None,
    planks: bool = False,
         vanish: float = 0.5) -> None:
    """An inside: back wall down to the line ``floor``, then the floor running towards the viewer."""
    c.grad(c.box(0, 0, c.w, floor), mix(wall, INK, 0.16), wall)
    if planks:
        x = 0.0
        while x < c.w:
            w = c.rng.uniform(52, 84)
            c.shade(c.box(x, 0, x + w, floor), INK, c.rng.uniform(0.0, 0.12), c.rng.uniform(0.02, 0.2))
            c.line([(x, 0), (x, floor)], mix(wall, INK, 0.5), 3, 0.7)
            x += w
    if dado:
        c.rect(0, floor - 210, c.w, floor, dado)
        c.rect(0, floor - 222, c.w, floor - 208, mix(dado, CREAM, 0.4))
    c.grad(c.box(0, floor, c.w, c.h), mix(boards, INK, 0.22), boards)
    vx, vy = c.w * vanish, floor - (c.h - floor) * 1.1
    for k in range(-26, 27):
        x = c.w / 2 + k * 150
        t = (floor - vy) / (c.h - vy)
        c.line([(vx + (x - vx) * t, floor), (x, c.h)], mix(boards, INK, 0.4), 2.4, 0.4)
    c.rect(0, floor - 16, c.w, floor + 2, mix(wall, INK, 0.4))
    c.shade(c.box(0, floor, c.w, floor + 60), INK, 0.3, 0.0)


def light(c: Canvas, pts: list[tuple[float, float]], col: Colour = STRAW, a: float = 0.22) -> None:
    """A patch of daylight on floor or wall."""
    c.poly(pts, col, a)


def frame_wood(c: Canvas, x: float, w: float, y1: float, col: Colour = WOOD) -> None:
    """A round house post from the top of the picture down to y1."""
    c.grad(c.box(x - w / 2, 0, x + w / 2, y1), mix(col, CREAM, 0.12), mix(col, INK, 0.5), "right")
    c.ell(x, y1, w * 0.8, w * 0.2, mix(STONE, INK, 0.2))
