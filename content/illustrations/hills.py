"""Ridges, mountains and clouds. All sizes are px of the finished picture."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from canvas import Canvas, Pt
from palette import INK, PAPER, Colour, mix


class Noise:
    """Smooth seeded noise along one line, about −1…1."""

    def __init__(self, rng: random.Random) -> None:
        self.table = [rng.uniform(-1, 1) for _ in range(257)]

    def at(self, x: float, octaves: int = 4, gain: float = 0.5) -> float:
        """Value at x (one bump per unit), with ever finer detail in each octave."""
        total, amp = 0.0, 1.0
        for _ in range(octaves):
            i = math.floor(x)
            f = x - i
            f = f * f * (3 - 2 * f)
            a, b = self.table[i % 256], self.table[(i + 1) % 256]
            total += (a + (b - a) * f) * amp
            x, amp = x * 2.03 + 17.3, amp * gain
        return total


def ridge_line(c: Canvas, y: float, amp: float, bumps: float, octaves: int = 4, gain: float = 0.45,
               slope: float = 0.0, step: float = 6.0) -> list[Pt]:  # fmt: skip
    """A ridge around height y: ``bumps`` hills across the picture, falling ``slope`` px to the right."""
    n = Noise(c.rng)
    count = int(c.w / step) + 3
    return [
        (k * step - step, y - n.at(k * step / c.w * bumps, octaves, gain) * amp + slope * k * step / c.w)
        for k in range(count)
    ]


def hill(c: Canvas, line: Sequence[Pt], top: Colour, foot: Colour, depth: float = 500, fringe: float = 0,
         folds: float = 0.0) -> None:  # fmt: skip
    """The mountain under a ridge, fading to ``foot`` colour (mist) within ``depth`` px.

    ``fringe`` is the size in px of trees along the ridge; ``folds`` the strength of its shadowed flanks.
    """
    if fringe:
        x = line[0][0]
        pts = dict_line(line)
        while x < c.w:
            s = fringe * c.rng.uniform(0.4, 1.15)
            yy = pts(x)
            c.ell(x, yy - s * 0.2, s * 0.55, s * c.rng.uniform(0.5, 0.95), top)
            x += s * c.rng.uniform(0.5, 1.3)
    bottom = min(c.h, max(y for _, y in line) + depth)
    shape = [*line, (line[-1][0], bottom), (line[0][0], bottom)]
    c.poly([*line, (line[-1][0], c.h), (line[0][0], c.h)], foot)
    c.grad(shape, top, foot)
    if folds:
        flanks(c, line, mix(top, INK, 0.5), folds, depth)


def dict_line(line: Sequence[Pt]) -> Callable[[float], float]:
    """A function giving the height of a ridge at x."""
    x0, step = line[0][0], line[1][0] - line[0][0]

    def at(x: float) -> float:
        k = (x - x0) / step
        i = max(0, min(len(line) - 2, int(k)))
        return line[i][1] + (line[i + 1][1] - line[i][1]) * (k - i)

    return at


def flanks(c: Canvas, line: Sequence[Pt], dark: Colour, a: float, depth: float) -> None:
    """Shadowed sides of the tops of a ridge, as a poster cuts them."""
    span = max(6, len(line) // 26)
    for i in range(span, len(line) - span, 3):
        y = line[i][1]
        if y != min(p[1] for p in line[i - span : i + span]):
            continue
        j = i
        while j < len(line) - 1 and line[j + 1][1] >= line[j][1] - 1.5 and j - i < span * 5:
            j += 1
        if line[j][1] - y < 18:
            continue
        right = list(line[i : j + 1])
        drop = (line[j][1] - y) * 1.6 + depth * 0.12
        back: list[Pt] = []
        n = 9
        for k in range(1, n):
            t = k / n
            bx = line[j][0] + (line[i][0] - line[j][0]) * t - (1 - t) * 20
            back.append((bx + c.rng.uniform(-14, 14),
                line[j][1] + drop * (1 - t) ** 1.3 * 0.5 + (y - line[j][1]) * t
                         + c.rng.uniform(-10, 22)))  # fmt: skip
        c.shade(right + back, dark, a, 0.0)


def cloud(c: Canvas, x: float, y: float, w: float, col: Colour = PAPER, a: float = 0.8) -> None:
    """A flat-bottomed poster cloud ``w`` px wide."""
    pts = [(x - w / 2, y)]
    n = 6
    pts += [
        (x - w / 2 + w * k / n, y - w * 0.12 * math.sin(math.pi * k / n) * c.rng.uniform(0.5, 1.3))
        for k in range(1, n)
    ]
    pts += [(x + w / 2, y), (x + w * 0.2, y + w * 0.02), (x - w * 0.25, y + w * 0.018)]
    c.blob(pts, col, a)
