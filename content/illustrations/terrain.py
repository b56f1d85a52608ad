"""Terraces, fields, streams, rain and fire. All sizes are px of the finished picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from canvas import Canvas, Pt, smooth
from nature import grass, lump, ribbon
from palette import (
    BRICK,
    CREAM,
    DEEP,
    EARTH,
    GOLD,
    INK,
    LEAF,
    MOSS,
    PAPER,
    RICE,
    RIPE,
    STRAW,
    TERRA,
    WATER,
    Colour,
    mix,
)

RIPE_FIELDS = (STRAW, GOLD, RIPE, mix(GOLD, RICE, 0.45), mix(STRAW, RICE, 0.3))
WATER_FIELDS = (WATER, mix(WATER, PAPER, 0.4), mix(WATER, RICE, 0.3))


def contour(c: Canvas, waves: Sequence[tuple[float, float, float]], x: float, y: float, rx: float, ry: float,
            e: float) -> list[Pt]:  # fmt: skip
    """The closed contour of a spur at elevation share ``e`` (0 foot, 1 crown)."""
    pts = []
    for k in range(140):
        t = 6.28318 * k / 140
        q = (1 - e) ** 0.85
        wob = sum(a * math.sin(f * t + ph + e * dr * f) for f, a, ph, dr in waves)  # type: ignore[misc]
        q = max(0.03, q * (1 + wob * (0.55 + 0.45 * (1 - e))))
        pts.append((x + math.cos(t) * rx * q, y + math.sin(t) * ry * q))
    return pts


def terraces(c: Canvas, x: float, y: float, rx: float, ry: float, rise: float, steps: int,
             fields: Sequence[Colour] = RIPE_FIELDS, bank: Colour = MOSS, fade: Colour = PAPER,
                 far: float = 0.0,
             detail: bool = True) -> None:  # fmt: skip
    """A terraced spur: foot ellipse (rx, ry) around (x, y), crown ``rise`` px higher, in ``steps`` steps.

    ``far`` (0–1) fades it into the distance.
    """
    rng = c.rng
    waves = [(f, rng.uniform(0.5, 1) * a, rng.uniform(0, 6.3), rng.uniform(-0.5, 0.5))
             for f, a in ((1, 0.14), (2, 0.17), (3, 0.13), (4, 0.08), (5, 0.06), (7, 0.04), (9, 0.022))]
    drift = rng.uniform(-0.25, 0.25) * rx
    tone = rng.random()
    for k in range(steps):
        e = k / steps
        tone = (tone + rng.uniform(-0.35, 0.35)) % 1.0
        i = tone * (len(fields) - 1)
        top = mix(fields[int(i)], fields[min(len(fields) - 1, int(i) + 1)], i % 1)
        top = mix(mix(top, fields[0], 0.25 * e), fade, far)
        side = mix(mix(bank, DEEP, 0.35 - 0.3 * e), fade, far)
        ring = contour(c, waves, x + drift * e, y - rise * e, rx, ry, e)
        gap = rise / steps
        low = [(px, py + gap * 0.55) for px, py in ring]
        c.poly(low, mix(side, INK, 0.22))
        c.poly([(px, py + gap * 0.26) for px, py in ring], side)
        c.poly(ring, top)
        if detail:
            cx, cy = x + drift * e, y - rise * e
            for q in (0.972, 0.945):
                row = [(cx + (px - cx) * q, cy + (py - cy) * q) for px, py in ring]
                c.line([*row, row[0]], mix(top, side, 0.35), 1.6, 0.55)
        if k % 3 == 0:
            c.shade(ring, mix(side, INK, 0.4), 0.0, 0.22 * (1 - far), "right")


def paddies(c: Canvas, y0: float, y1: float, rows: int, fields: Sequence[Colour], bank: Colour = MOSS,
            wave: float = 26.0) -> None:  # fmt: skip
    """Flat curving paddies across the picture from y0 (far) to y1 (near)."""
    ph = [c.rng.uniform(0, 6.3) for _ in range(3)]
    for k in range(rows):
        t = k / rows
        y = y0 + (y1 - y0) * t**1.5
        amp = wave * (0.3 + t)
        ph[0] += 0.55
        line = [(xx, y + amp * (math.sin(xx / 420 + ph[0]) + 0.5 * math.sin(xx / 210 + ph[1] - k * 0.4)))
                for xx in range(-20, round(c.w) + 40, 20)]  # fmt: skip
        top = mix(fields[k % len(fields)], fields[c.rng.randrange(len(fields))], 0.5)
        end = [(c.w + 20, c.h), (-20, c.h)]
        c.poly([(px, py - 3 - 9 * t) for px, py in line] + end, mix(bank, RICE, 0.35))
        c.poly(line + end, mix(bank, INK, 0.15))
        c.poly([(px, py + 4 + 10 * t) for px, py in line] + end, top)
        for q in (1, 2, 3, 4):
            off = (y1 - y0) / rows * q / 5 * (0.4 + 1.2 * t)
            c.line([(px, py + 10 * t + off) for px, py in line], mix(top, bank, 0.5), 1.5 + 1.5 * t, 0.35)


def stream(c: Canvas, spine: Sequence[tuple[float, float, float]], deep: Colour, light: Colour,
    foam: int = 40) -> None:
    """Running water along (x, y, width) spots, lighter towards the far end, with streaks of light."""
    shape = ribbon(spine)
    c.grad(shape, light, deep)
    xs = smooth([(x, y) for x, y, _ in spine], False, 20)
    ws = smooth([(w, 0.0) for _, _, w in spine], False, 20)
    for _ in range(foam):
        i = c.rng.randrange(4, len(xs) - 6)
        u = c.rng.uniform(-0.4, 0.4)
        ln = c.rng.randrange(2, 6)
        pts = [(xs[j][0] + ws[j][0] * u, xs[j][1]) for j in range(i, min(len(xs), i + ln))]
        if len(pts) > 1:
            c.line(pts, mix(light, PAPER, 0.6), max(1.2, ws[i][0] * 0.009), c.rng.uniform(0.3, 0.8))


def ripples(c: Canvas, x0: float, y0: float, x1: float, y1: float, col: Colour, n: int = 60,
    a: float = 0.5) -> None:
    """Level streaks of light on still water, longer towards the viewer."""
    for _ in range(n):
        t = c.rng.random()
        y = y0 + (y1 - y0) * t
        ln = (x1 - x0) * c.rng.uniform(0.015, 0.07) * (0.4 + t)
        x = c.rng.uniform(x0, x1)
        c.ell(x, y, ln, 1.2 + 2.2 * t, col, a * c.rng.uniform(0.4, 1))


def meadow(c: Canvas, y: float, near: Colour, far: Colour, bumps: float = 2, amp: float = 14, tufts: int = 60,
           blade: float = 26) -> list[Pt]:  # fmt: skip
    """Ground from the line around y to the foot of the picture, with tufts of grass."""
    ph = c.rng.uniform(0, 6.3)
    line = [(xx, y + amp * math.sin(xx / c.w * 6.28 * bumps + ph)) for xx in range(-20, round(c.w) + 40, 20)]
    c.grad([*line, (c.w + 20, c.h), (-20, c.h)], far, near)
    tuft = mix(near, DEEP, 0.35)
    for _ in range(tufts):
        t = c.rng.random() ** 0.8
        yy = y + amp + (c.h - y) * t
        grass(c, c.rng.uniform(0, c.w), yy, blade * (0.35 + 0.9 * t), mix(tuft, near, c.rng.uniform(0, 0.6)),
            5)
    return line


def stones(c: Canvas, x: float, y: float, w: float, n: int, col: Colour) -> None:
    """Rounded stones strewn around (x, y)."""
    for _ in range(n):
        r = w * c.rng.uniform(0.05, 0.16)
        px, py = x + c.rng.uniform(-0.5, 0.5) * w, y + c.rng.uniform(-0.08, 0.08) * w
        lump(c, px, py, r, r * 0.62, mix(col, INK, 0.4), 1, 9, 0.1)
        lump(c, px - r * 0.08, py - r * 0.1, r * 0.85, r * 0.46, mix(col, PAPER, c.rng.uniform(0, 0.3)), 1, 9,
            0.1)


def rain(c: Canvas, n: int, ln: float, slant: float, col: Colour, a: float = 0.35) -> None:
    """Slanting rain over the whole picture."""
    for _ in range(n):
        x, y = c.rng.uniform(-100, c.w + 100), c.rng.uniform(-60, c.h)
        q = c.rng.uniform(0.5, 1.2)
        c.line([(x, y), (x - slant * q, y + ln * q)], col, 1.3 + q, a * q)


def fire(c: Canvas, x: float, y: float, h: float, logs: bool = True) -> None:
    """A wood fire ``h`` px tall on the ground at (x, y), with the light it throws."""
    c.glow(x, y - h * 0.3, h * 2.8, h * 2.4, GOLD, 0.5)
    if logs:
        for k in (-1, 1, -0.5, 0.6):
            c.taper((x - k * h * 0.42, y + h * 0.06), (x + k * h * 0.2, y - h * 0.1), h * 0.1, h * 0.08, BRICK
                if k > 0 else EARTH)
    for size, col in ((1.0, TERRA), (0.76, mix(TERRA, GOLD, 0.6)), (0.52, STRAW), (0.28, CREAM)):
        for dx, q in ((-0.2, 0.62), (0.2, 0.7), (0.0, 1.0)):
            w, t = h * 0.2 * size, h * q * size
            bx = x + dx * h * (0.6 + 0.4 * size)
            sway = c.rng.uniform(-0.1, 0.1) * h
            c.blob([(bx - w, y - h * 0.04), (bx - w * 1.05, y - t * 0.34),
                (bx - w * 0.3 + sway, y - t * 0.68), (bx + sway * 1.3, y - t),
                    (bx + w * 0.45 + sway * 0.6, y - t * 0.62), (bx + w * 1.05, y - t * 0.3),
                        (bx + w, y - h * 0.04), (bx, y + h * 0.05)], col)
    for _ in range(26):
        t = c.rng.random()
        r = h * 0.011 * (1.3 - t)
        c.ell(x + c.rng.uniform(-0.4, 0.4) * h * (0.4 + t), y - h * (0.7 + 1.1 * t), r, r, STRAW, 0.9)


def smoke(c: Canvas, x: float, y: float, h: float, col: Colour, a: float = 0.14) -> None:
    """A thread of smoke rising ``h`` px and drifting right."""
    for k in range(16):
        t = k / 15
        c.glow(x + math.sin(t * 5) * h * 0.05 + t * t * h * 0.2, y - h * t, h * (0.05 + 0.12 * t), h * 0.11,
            col, a * (1 - t * 0.6))


def tea_rows(c: Canvas, x: float, y: float, rx: float, ry: float, rise: float, rows: int,
    col: Colour = LEAF) -> None:
    """A round tea hill: hedges running along its contours, lit from the left."""
    waves = [(f, c.rng.uniform(0.4, 1) * a, c.rng.uniform(0, 6.3), 0.1) for f,
        a in ((1, 0.08), (2, 0.07), (3, 0.04))]
    for k in range(rows):
        e = k / rows
        ring = contour(c, waves, x, y - rise * math.sin(e * 1.5708), rx, ry, e)
        gap = rise / rows * 0.9
        c.poly([(px, py + gap) for px, py in ring], mix(col, INK, 0.42))
        c.poly([(px, py + gap * 0.45) for px, py in ring], col)
        c.poly(ring, mix(col, RICE, 0.5))
        c.shade(ring, mix(col, INK, 0.3), 0.0, 0.5, "right")
        q = 0.93
        cy = y - rise * math.sin(e * 1.5708)
        c.poly([(x + (px - x) * q, cy + (py - cy) * q + gap * 0.1) for px, py in ring], mix(col, EARTH, 0.25))
