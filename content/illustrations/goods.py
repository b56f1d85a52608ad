"""Tools, umbrellas, pots and baskets. All sizes are px of the finished picture."""

from __future__ import annotations

import math

from canvas import Canvas, Pt, smooth
from palette import (
    EARTH,
    INK,
    STONE,
    STRAW,
    UMBER,
    Colour,
    mix,
)


def hoe(c: Canvas, hand: Pt, far: Pt, ln: float, head: int = 1, blade: Colour = STONE) -> None:
    """A hoe held in two hands: shaft through them, the blade at the far end."""
    dx, dy = far[0] - hand[0], far[1] - hand[1]
    n = math.hypot(dx, dy) or 1
    ux, uy = dx / n, dy / n
    a = (hand[0] - ux * ln * 0.25, hand[1] - uy * ln * 0.25)
    b = (hand[0] + ux * ln * 0.75, hand[1] + uy * ln * 0.75)
    c.taper(a, b, ln * 0.026, ln * 0.026, EARTH)
    px, py = -uy * head, ux * head
    c.poly([(b[0] - ux * ln * 0.03, b[1] - uy * ln * 0.03), (b[0] + ux * ln * 0.03, b[1] + uy * ln * 0.03),
            (b[0] + px * ln * 0.2 + ux * ln * 0.07, b[1] + py * ln * 0.2 + uy * ln * 0.07),
            (b[0] + px * ln * 0.2 - ux * ln * 0.05, b[1] + py * ln * 0.2 - uy * ln * 0.05)],
                mix(blade, INK, 0.3))


def parasol(c: Canvas, x: float, y: float, h: float, w: float, cols: tuple[Colour, Colour]) -> None:
    """A market umbrella in gores of two colours, standing at (x, y)."""
    c.taper((x, y), (x, y - h), h * 0.025, h * 0.02, UMBER)
    n, rim, top = 8, y - h * 0.72, y - h * 1.02
    for k in range(n):
        a, b = -1 + 2 * k / n, -1 + 2 * (k + 1) / n
        mid = (a + b) / 2
        edge = [(x + w / 2 * a, rim - (1 - a * a) * h * -0.03), (x + w / 2 * mid, rim - h * 0.035),
            (x + w / 2 * b, rim - (1 - b * b) * h * -0.03)]
        left = smooth([(x, top), (x + w * 0.3 * a, top + h * 0.09), edge[0]], False, 5)
        right = smooth([(x, top), (x + w * 0.3 * b, top + h * 0.09), edge[2]], False, 5)
        c.poly([*left, edge[1], *right[::-1]], mix(cols[k % 2], INK, max(0.0, mid) * 0.28))
    c.ell(x, top, w * 0.012, h * 0.02, UMBER)


def pot(c: Canvas, x: float, y: float, r: float, col: Colour = INK) -> None:
    """A round cooking pot with its lid."""
    c.blob([(x - r, y - r * 0.7), (x - r * 0.85, y - r * 0.1), (x, y + r * 0.1), (x + r * 0.85, y - r * 0.1),
        (x + r, y - r * 0.7)], col)
    c.rect(x - r * 1.08, y - r * 0.92, x + r * 1.08, y - r * 0.74, mix(col, STONE, 0.25))
    c.blob([(x - r * 0.98, y - r * 0.9), (x, y - r * 1.3), (x + r * 0.98, y - r * 0.9)],
        mix(col, STONE, 0.12))
    c.ell(x, y - r * 1.22, r * 0.12, r * 0.1, mix(col, STONE, 0.4))


def heap(c: Canvas, x: float, y: float, w: float, cols: tuple[Colour, ...]) -> None:
    """A flat basket heaped with fruit or greens."""
    r = w * 0.085
    c.shadow(x + w * 0.05, y + w * 0.06, w * 0.55, w * 0.12, INK, 0.25)
    c.poly([(x - w / 2, y - w * 0.1), (x + w / 2, y - w * 0.1), (x + w * 0.38, y + w * 0.1),
        (x - w * 0.38, y + w * 0.1)], mix(EARTH, STRAW, 0.3))
    c.line([(x - w * 0.45, y), (x + w * 0.45, y)], mix(EARTH, UMBER, 0.5), w * 0.02)
    c.ell(x, y - w * 0.1, w * 0.5, w * 0.12, mix(EARTH, UMBER, 0.3))
    for row, n in enumerate((6, 5, 4, 2)):
        for k in range(n):
            px, py = x + (k - (n - 1) / 2) * r * 1.75, y - w * 0.1 - row * r * 0.95
            col = c.rng.choice(cols)
            c.ell(px, py, r, r * 0.9, mix(col, INK, 0.22))
            c.ell(px - r * 0.12, py - r * 0.14, r * 0.82, r * 0.74, col)
