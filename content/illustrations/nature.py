"""Trees, bushes, grass and leaves. All sizes are px of the finished picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from canvas import Canvas, Pt, smooth
from palette import CREAM, DEEP, INK, LEAF, MOSS, PINK, RICE, ROSE, UMBER, WHITE, WOOD, Colour, mix


def lump(c: Canvas, x: float, y: float, rx: float, ry: float, colour: Colour, a: float = 1.0, n: int = 11,
         wild: float = 0.16) -> None:  # fmt: skip
    """An uneven round mass: a crown, a bush, a cloud, a stone."""
    turn = c.rng.uniform(0, 6.28)
    pts = []
    for k in range(n):
        t = turn + 6.2832 * k / n
        q = 1 + c.rng.uniform(-wild, wild)
        pts.append((x + math.cos(t) * rx * q, y + math.sin(t) * ry * q))
    c.blob(pts, colour, a)


def leaves(c: Canvas, x: float, y: float, rx: float, ry: float, size: float, colour: Colour, n: int) -> None:
    """``n`` dabs of foliage of ``size`` px within an ellipse."""
    for _ in range(n):
        t, q = c.rng.uniform(0, 6.28), math.sqrt(c.rng.random())
        s = size * c.rng.uniform(0.6, 1.3)
        c.ell(x + math.cos(t) * rx * q, y + math.sin(t) * ry * q, s, s * 0.62, colour)


def tree(c: Canvas, x: float, y: float, h: float, col: Colour = LEAF, trunk: Colour = WOOD,
    wide: float = 0.36) -> None:
    """A broad-leaved tree ``h`` px tall standing at (x, y), lit from the upper left."""
    lean = c.rng.uniform(-0.06, 0.06) * h
    top = (x + lean, y - h * 0.62)
    c.taper((x, y), (x + lean * 0.5, y - h * 0.4), h * 0.055, h * 0.035, trunk)
    for k in (-1, 1):
        c.taper((x + lean * 0.4, y - h * 0.32), (top[0] + k * h * 0.16, top[1] + h * 0.05), h * 0.03,
            h * 0.012, trunk)
    rows = ((0.1, 0.8, 5), (-0.02, 0.92, 5), (-0.13, 0.66, 4), (-0.21, 0.3, 2))
    spots = [
        (
            (k / (n - 1) * 2 - 1) * half * wide * h * 0.8 + c.rng.uniform(-0.03, 0.03) * h,
            v * h + c.rng.uniform(-0.03, 0.03) * h,
        )
        for v, half, n in rows
        for k in range(n)
    ]
    dark, light = mix(col, INK, 0.34), mix(col, RICE, 0.42)
    for dx, dy in spots:
        lump(c, top[0] + dx + h * 0.015, top[1] + dy + h * 0.035, h * wide * 0.36, h * 0.115, dark)
    leaves(c, top[0], top[1] + h * 0.03, h * wide * 0.86, h * 0.2, h * 0.014, dark, 40)
    for dx, dy in spots:
        lump(c, top[0] + dx - h * 0.02, top[1] + dy - h * 0.015, h * wide * 0.28, h * 0.085, col)
    for dx, dy in spots:
        if dx * 0.6 + dy < h * 0.04:
            lump(c, top[0] + dx - h * 0.045, top[1] + dy - h * 0.045, h * wide * 0.17, h * 0.045,
                mix(col, light, 0.55))
            leaves(c, top[0] + dx - h * 0.05, top[1] + dy - h * 0.05, h * wide * 0.24, h * 0.07, h * 0.011,
                light, 12)


def far_tree(c: Canvas, x: float, y: float, h: float, col: Colour) -> None:
    """A distant tree, only its mass."""
    c.taper((x, y), (x, y - h * 0.5), h * 0.08, h * 0.05, mix(col, INK, 0.3))
    lump(c, x, y - h * 0.6, h * 0.3, h * 0.36, col)
    lump(c, x - h * 0.06, y - h * 0.68, h * 0.18, h * 0.2, mix(col, RICE, 0.25))


def bush(c: Canvas, x: float, y: float, w: float, col: Colour = MOSS) -> None:
    """A bush ``w`` px wide on the ground at (x, y)."""
    for k in range(5):
        lump(c, x + (k - 2) * w * 0.2, y - w * c.rng.uniform(0.1, 0.26), w * 0.2, w * 0.19,
            mix(col, INK, 0.3))
    for k in range(4):
        lump(c, x + (k - 1.8) * w * 0.2, y - w * c.rng.uniform(0.18, 0.32), w * 0.16, w * 0.13, col)
    leaves(c, x - w * 0.06, y - w * 0.3, w * 0.34, w * 0.1, w * 0.025, mix(col, RICE, 0.5), 16)


def grass(c: Canvas, x: float, y: float, h: float, col: Colour, blades: int = 7) -> None:
    """A tuft of grass ``h`` px tall."""
    for _ in range(blades):
        lean, tall = c.rng.uniform(-0.6, 0.6) * h, h * c.rng.uniform(0.55, 1)
        b = x + c.rng.uniform(-0.2, 0.2) * h
        c.poly([(b - h * 0.05, y), (b + lean * 0.4, y - tall * 0.6), (b + lean, y - tall), (b + h * 0.05, y)],
            col)


def bamboo(c: Canvas, x: float, y: float, h: float, col: Colour = MOSS, n: int = 9) -> None:
    """A clump of bamboo arching out from (x, y)."""
    for k in range(n):
        bend = (k - n / 2) / n * h * 0.75 + c.rng.uniform(-0.05, 0.05) * h
        tall = h * c.rng.uniform(0.75, 1)
        tone = mix(col, INK, c.rng.uniform(0.0, 0.35))
        x0 = x + (k - n / 2) * h * 0.022
        stem = [(x0 + bend * t**2.2, y - tall * (t - 0.12 * t**3)) for t in (i / 10 for i in range(11))]
        c.line(stem, tone, max(2.0, h * 0.011))
        for t in range(4, 11):
            px, py = stem[t]
            for _ in range(5):
                ang, ln = c.rng.uniform(-0.5, 3.6), h * c.rng.uniform(0.05, 0.1)
                ex, ey = px + math.cos(ang) * ln, py + abs(math.sin(ang)) * ln * 0.7
                c.poly([(px, py), ((px + ex) / 2 + ln * 0.06, (py + ey) / 2 - ln * 0.12), (ex, ey),
                        ((px + ex) / 2 - ln * 0.06, (py + ey) / 2 + ln * 0.1)],
                            mix(tone, RICE, c.rng.uniform(0, 0.35)))


def banana(c: Canvas, x: float, y: float, h: float, col: Colour = RICE) -> None:
    """A banana plant: broad arching leaves with a pale rib."""
    c.taper((x, y), (x, y - h * 0.5), h * 0.07, h * 0.045, mix(col, UMBER, 0.45))
    for k, ang in enumerate((-75, 72, -48, 50, -20, 16)):
        ln, t0 = h * (0.62 if k < 4 else 0.58), math.radians(ang)
        rib = []
        for i in range(9):
            t = i / 8
            rib.append((x + math.sin(t0) * ln * t * (1 + 0.1 * t),
                y - h * 0.48 - math.cos(t0) * ln * t + abs(math.sin(t0)) * ln * 0.55 * t * t))
        wide = [0.0] + [h * 0.085 * math.sin(math.pi * min(1, (i / 8) ** 0.75)) for i in range(1, 8)] + [0.0]
        upper = [(px + w * 0.4, py - w) for (px, py), w in zip(rib, wide, strict=True)]
        lower = [(px - w * 0.4, py + w) for (px, py), w in zip(rib, wide, strict=True)]
        tone = mix(col, DEEP, 0.45 - 0.07 * k)
        c.poly(smooth(upper, False, 4) + smooth(lower, False, 4)[::-1], tone)
        c.poly(smooth(rib, False, 4) + smooth(lower, False, 4)[::-1], INK, 0.18)
        c.line(rib, mix(tone, CREAM, 0.5), max(1.2, h * 0.007))


def blossom(c: Canvas, x: float, y: float, r: float, col: Colour = WHITE) -> None:
    """One plum flower of radius ``r``."""
    turn = c.rng.uniform(0, 6.28)
    for k in range(5):
        t = turn + 1.2566 * k
        c.ell(x + math.cos(t) * r * 0.55, y + math.sin(t) * r * 0.55, r * 0.48, r * 0.48, col)
    c.ell(x, y, r * 0.26, r * 0.26, ROSE)


def branch(c: Canvas, at: Pt, angle: float, ln: float, w: float, depth: int, out: list[Pt],
    bark: Colour = UMBER) -> None:
    """A branching twig, ``ln`` px long and ``w`` thick, at ``angle`` degrees; its tips go to ``out``."""
    pts, a = [at], angle
    for _ in range(4):
        a += c.rng.uniform(-13, 13)
        t = math.radians(a)
        pts.append((pts[-1][0] + math.cos(t) * ln / 4, pts[-1][1] + math.sin(t) * ln / 4))
    for k in range(4):
        c.taper(pts[k], pts[k + 1], w * (1 - k * 0.12), w * (0.88 - k * 0.12), bark)
    if depth <= 1:
        out.extend(pts[1:])
    if depth > 0:
        for k, side in ((2, 1), (3, -1), (4, 1)) + (((4, -1),) if depth < 3 else ()):
            branch(c, pts[k], a + side * c.rng.uniform(18, 48), ln * c.rng.uniform(0.55, 0.75), w * 0.58,
                depth - 1, out, bark)


def plum(c: Canvas, x: float, y: float, h: float, col: Colour = WHITE, deep: int = 3) -> None:
    """A plum tree in blossom, ``h`` px tall, standing at (x, y)."""
    tips: list[Pt] = []
    lean = c.rng.uniform(-8, 8)
    c.taper((x, y), (x + lean * h / 180, y - h * 0.3), h * 0.06, h * 0.042, UMBER)
    for k in (-1, 0, 1):
        branch(c, (x + lean * h / 180, y - h * 0.28), -90 + k * 38 + lean, h * 0.3, h * 0.03, deep - 1, tips)
    q = h * (0.05 if deep < 4 else 0.036)
    for px, py in tips:
        lump(c, px + q * 0.4, py + q * 0.55, q * 0.72, q * 0.6, mix(ROSE, col, 0.3), 1, 7)
    for px, py in tips:
        lump(c, px, py + q * 0.1, q * 0.66, q * 0.52, mix(PINK, col, 0.45), 1, 7)
    for px, py in tips:
        for _ in range(3):
            lump(c, px + c.rng.uniform(-q, q * 0.7), py + c.rng.uniform(-q, q * 0.5) - q * 0.15, q * 0.32,
                q * 0.27,
                 mix(col, PINK, c.rng.uniform(0, 0.2)), 1, 6)  # fmt: skip


def spray(c: Canvas, at: Pt, angle: float, ln: float, r: float, col: Colour = WHITE, depth: int = 2) -> None:
    """A branch of blossom hanging into the picture, flowers of radius ``r``."""
    tips: list[Pt] = []
    branch(c, at, angle, ln, ln * 0.035, depth, tips)
    for px, py in tips:
        for _ in range(2):
            blossom(c, px + c.rng.uniform(-1.6, 1.6) * r, py + c.rng.uniform(-1.6, 1.6) * r,
                r * c.rng.uniform(0.6, 1.1),
                    mix(col, PINK, c.rng.uniform(0, 0.55)))  # fmt: skip


def leafy(c: Canvas, at: Pt, angle: float, ln: float, r: float, col: Colour = LEAF, depth: int = 2) -> None:
    """A leafy branch hanging into the picture, leaves of ``r`` px."""
    tips: list[Pt] = []
    branch(c, at, angle, ln, ln * 0.03, depth, tips)
    for px, py in tips:
        for _ in range(4):
            t, q = c.rng.uniform(0, 6.28), r * c.rng.uniform(0.8, 1.5)
            x, y = px + c.rng.uniform(-1, 1) * r, py + c.rng.uniform(-1, 1) * r
            dx, dy = math.cos(t) * q, abs(math.sin(t)) * q * 0.9
            tone = mix(mix(col, INK, 0.25), RICE, c.rng.random() * 0.6)
            c.blob([(x, y), (x + dx * 0.5 - dy * 0.32, y + dy * 0.5 + dx * 0.32), (x + dx, y + dy),
                    (x + dx * 0.5 + dy * 0.32, y + dy * 0.5 - dx * 0.32)], tone)


def fruit_tree(c: Canvas, x: float, y: float, h: float, col: Colour, fruit: Sequence[Colour]) -> None:
    """A broad round tree hung with fruit."""
    tree(c, x, y, h, col, wide=0.46)
    for _ in range(46):
        t, q = c.rng.uniform(0, 6.28), math.sqrt(c.rng.random())
        px, py = x + math.cos(t) * q * h * 0.37, y - h * 0.64 + math.sin(t) * q * h * 0.22
        r = h * 0.0145
        one = c.rng.choice(list(fruit))
        c.ell(px, py, r, r, mix(one, INK, 0.25))
        c.ell(px - r * 0.2, py - r * 0.2, r * 0.72, r * 0.7, one)


def ribbon(spine: Sequence[tuple[float, float, float]]) -> list[Pt]:
    """The outline of a road or stream from (x, y, width) spots along its middle, width measured across."""
    xs = smooth([(x, y) for x, y, _ in spine], False, 12)
    ws = smooth([(w, float(k)) for k, (_, _, w) in enumerate(spine)], False, 12)
    return [(x - w / 2, y) for (x, y), (w, _) in zip(xs, ws, strict=True)] + [
        (x + w / 2, y) for (x, y), (w, _) in zip(xs[::-1], ws[::-1], strict=True)
    ]
