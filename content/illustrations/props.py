"""Things people make and use. All sizes are px of the finished picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from canvas import Canvas, Pt, smooth
from palette import (
    BRICK,
    CREAM,
    EARTH,
    GOLD,
    INDIGO,
    INK,
    LEAF,
    MOSS,
    PAPER,
    PINK,
    RED,
    RICE,
    ROSE,
    SLATE,
    STRAW,
    TEAL,
    TERRA,
    UMBER,
    WATER,
    WHITE,
    WOOD,
    Colour,
    mix,
)

BRIGHT = (TERRA, GOLD, TEAL, INDIGO, ROSE, MOSS)
THREADS = (TERRA, GOLD, PAPER, TEAL, ROSE)


def brocade(c: Canvas, x0: float, y0: float, x1: float, y1: float, ground: Colour = INK,
            threads: Sequence[Colour] = THREADS, cell: float = 0.0) -> None:  # fmt: skip
    """A band of brocade: lozenges between saw-toothed borders, ``cell`` px to a lozenge."""
    h = y1 - y0
    cell = cell or h * 0.72
    c.rect(x0, y0, x1, y1, ground)
    for y, col in ((y0 + h * 0.05, threads[0]), (y0 + h * 0.13, threads[1]), (y1 - h * 0.05, threads[0]),
        (y1 - h * 0.13, threads[1])):
        c.rect(x0, y - h * 0.022, x1, y + h * 0.022, col)
    n = max(1, round((x1 - x0) / cell))
    w = (x1 - x0) / n
    m = (y0 + y1) / 2
    for k in range(n):
        x = x0 + (k + 0.5) * w
        for q, col in ((1.0, threads[k % len(threads)]), (0.68, ground),
            (0.48, threads[(k + 2) % len(threads)]), (0.2, PAPER)):
            a, b = w * 0.46 * q, h * 0.3 * q
            c.poly([(x, m - b), (x + a, m), (x, m + b), (x - a, m)], col)
        for s in (-1, 1):
            e = m + s * h * 0.33
            c.poly([(x + w * 0.5 - w * 0.16, e), (x + w * 0.5 + w * 0.16, e),
                (x + w * 0.5, e - s * h * 0.17)], threads[(k + 1) % len(threads)])


def block(c: Canvas, x: float, y: float, w: float, h: float, d: float, col: Colour,
    top: Colour | None = None) -> None:
    """A box seen a little from above: front w×h, its top running ``d`` px up."""
    c.shadow(x + w * 0.03, y, w * 0.56, max(6.0, d * 0.4), INK, 0.22)
    c.grad(c.box(x - w / 2, y - h, x + w / 2, y), col, mix(col, INK, 0.2))
    c.poly([(x - w / 2, y - h), (x + w / 2, y - h), (x + w / 2 - d * 0.4, y - h - d),
        (x - w / 2 + d * 0.4, y - h - d)], top or mix(col, CREAM, 0.35))


def table(c: Canvas, x: float, y: float, w: float, h: float, cloth: Colour | None = None,
    wood: Colour = WOOD) -> None:
    """A table, or one covered by a cloth to the ground with a brocade hem."""
    d = h * 0.16
    if cloth:
        block(c, x, y, w, h, d, cloth)
        for k in range(1, 9):
            c.shade(c.box(x - w / 2 + w * k / 9, y - h, x - w / 2 + w * (k + 0.4) / 9, y), INK, 0.12, 0.0,
                "right")
        brocade(c, x - w / 2, y - h * 0.24, x + w / 2, y - h * 0.06, INK, THREADS, h * 0.2)
        return
    c.shadow(x, y, w * 0.5, h * 0.06, INK, 0.22)
    for k in (-1, 1):
        c.rect(x + k * w * 0.45 - w * 0.02, y - h, x + k * w * 0.45 + w * 0.02, y, mix(wood, INK, 0.25))
    c.poly([(x - w / 2, y - h), (x + w / 2, y - h), (x + w * 0.47, y - h - d), (x - w * 0.47, y - h - d)],
        mix(wood, CREAM, 0.3))
    c.rect(x - w / 2, y - h, x + w / 2, y - h * 0.87, wood)


def bench(c: Canvas, x: float, y: float, w: float, h: float, wood: Colour = WOOD) -> None:
    """A plain wooden bench."""
    c.shadow(x, y, w * 0.5, h * 0.1, INK, 0.22)
    for k in (-1, 1):
        c.rect(x + k * w * 0.4 - h * 0.09, y - h, x + k * w * 0.4 + h * 0.09, y, mix(wood, INK, 0.35))
    c.rect(x - w / 2, y - h * 1.1, x + w / 2, y - h * 0.86, wood)
    c.rect(x - w / 2, y - h * 1.1, x + w / 2, y - h * 1.0, mix(wood, CREAM, 0.3))


def certificate(c: Canvas, x: float, y: float, w: float) -> None:
    """A certificate with a red seal, its middle at (x, y)."""
    h = w * 0.7
    c.rect(x - w / 2 - w * 0.05, y - h / 2 - w * 0.05, x + w / 2 + w * 0.05, y + h / 2 + w * 0.05, GOLD)
    c.rect(x - w / 2, y - h / 2, x + w / 2, y + h / 2, WHITE)
    for k in range(3):
        c.line([(x - w * 0.3, y - h * 0.16 + k * h * 0.16), (x + w * 0.3 * (1 - k * 0.2),
            y - h * 0.16 + k * h * 0.16)], HAZE_LINE, w * 0.03)
    c.ell(x + w * 0.28, y + h * 0.26, w * 0.09, w * 0.09, RED)


HAZE_LINE: Colour = (170, 160, 150)


def parcel(c: Canvas, x: float, y: float, w: float, col: Colour = ROSE, tie: Colour = GOLD) -> None:
    """A wrapped present standing at (x, y)."""
    h = w * 0.72
    block(c, x, y, w, h, w * 0.2, col)
    c.rect(x - w * 0.06, y - h, x + w * 0.06, y, tie)
    c.poly([(x - w * 0.06, y - h), (x + w * 0.06, y - h), (x + w * 0.05, y - h - w * 0.2),
        (x - w * 0.05, y - h - w * 0.2)], mix(tie, CREAM, 0.3))
    for k in (-1, 1):
        c.blob([(x, y - h - w * 0.1), (x + k * w * 0.2, y - h - w * 0.34),
            (x + k * w * 0.3, y - h - w * 0.14)], tie)


def sack(c: Canvas, x: float, y: float, w: float, col: Colour = CREAM, band: Colour = LEAF) -> None:
    """A full sack of rice, tied at the neck."""
    h = w * 1.25
    c.shadow(x + w * 0.08, y, w * 0.56, w * 0.1, INK, 0.25)
    body = [(x - w * 0.46, y - h * 0.02), (x - w * 0.52, y - h * 0.4), (x - w * 0.36, y - h * 0.78),
        (x - w * 0.12, y - h * 0.86),
            (x + w * 0.12, y - h * 0.86), (x + w * 0.36, y - h * 0.78), (x + w * 0.52, y - h * 0.4),
                (x + w * 0.46, y - h * 0.02), (x, y + h * 0.02)]
    c.blob(body, col)
    with_side = [(x + w * 0.05, y - h * 0.84), *body[5:8], (x + w * 0.1, y)]
    c.blob(with_side, INK, 0.13)
    c.blob([(x - w * 0.12, y - h * 0.84), (x - w * 0.26, y - h), (x, y - h * 0.94), (x + w * 0.26, y - h),
        (x + w * 0.12, y - h * 0.84)], mix(col, EARTH, 0.15))
    c.line([(x - w * 0.14, y - h * 0.85), (x + w * 0.14, y - h * 0.85)], TERRA, w * 0.07)
    c.blob([(x - w * 0.14, y - h * 0.38), (x - w * 0.02, y - h * 0.62), (x + w * 0.1, y - h * 0.42),
        (x + w * 0.0, y - h * 0.24)], band, 0.85)


def curtain(c: Canvas, x0: float, y0: float, x1: float, y1: float, folds: int, col: Colour = RED) -> None:
    """A stage curtain hanging in folds."""
    c.grad(c.box(x0, y0, x1, y1), mix(col, INK, 0.15), col)
    w = (x1 - x0) / folds
    for k in range(folds):
        x = x0 + k * w
        c.shade(c.box(x, y0, x + w * 0.55, y1), mix(BRICK, INK, 0.45), 0.55, 0.0, "right")
        c.shade(c.box(x + w * 0.62, y0, x + w * 0.86, y1), mix(col, GOLD, 0.4), 0.0, 0.28, "right")


def swag(c: Canvas, x0: float, x1: float, y: float, drop: float, n: int, col: Colour,
    edge: Colour = GOLD) -> None:
    """A valance of ``n`` hanging swags."""
    w = (x1 - x0) / n
    for k in range(n):
        a, b = x0 + k * w, x0 + (k + 1) * w
        arc = [(a + w * t / 10, y + drop * (0.35 + 0.65 * math.sin(math.pi * t / 10))) for t in range(11)]
        c.poly([(a, y), *arc, (b, y)], mix(col, INK, 0.12))
        c.shade([(a, y), *arc, (b, y)], INK, 0.35, 0.0)
        c.line(arc, edge, drop * 0.07)


def bunting(c: Canvas, p: Pt, q: Pt, sag: float, n: int, size: float,
    cols: Sequence[Colour] = BRIGHT) -> None:
    """A string of small paper flags from p to q."""
    pts = [(p[0] + (q[0] - p[0]) * k / n, p[1] + (q[1] - p[1]) * k / n + sag * math.sin(math.pi * k / n))
        for k in range(n + 1)]
    c.line(pts, UMBER, max(1.5, size * 0.06))
    for k in range(n):
        (ax, ay), (bx, by) = pts[k], pts[k + 1]
        c.poly([(ax + (bx - ax) * 0.12, ay), (ax + (bx - ax) * 0.88, by),
            ((ax + bx) / 2, (ay + by) / 2 + size)], cols[k % len(cols)])


def balloons(c: Canvas, x: float, y: float, r: float, n: int, knot: Pt,
    cols: Sequence[Colour] = BRIGHT) -> None:
    """A bunch of balloons around (x, y), their strings meeting at ``knot``."""
    spots = []
    for k in range(n):
        t = 2.4 * k
        q = r * 1.05 * math.sqrt(k)
        spots.append((x + math.cos(t) * q, y + math.sin(t) * q * 0.9))
    for px, py in spots:
        c.line(smooth([(px, py + r), ((px + knot[0]) / 2 + r * 0.3, (py + knot[1]) / 2), knot], False, 6),
            INK, 1.6, 0.5)
    for k, (px, py) in enumerate(spots):
        col = cols[k % len(cols)]
        c.blob([(px, py - r * 1.1), (px + r * 0.9, py - r * 0.35), (px + r * 0.6, py + r * 0.6),
            (px, py + r * 1.05), (px - r * 0.6, py + r * 0.6), (px - r * 0.9, py - r * 0.35)], col)
        c.poly([(px - r * 0.12, py + r * 1.15), (px + r * 0.12, py + r * 1.15), (px, py + r * 0.98)],
            mix(col, INK, 0.25))
        c.ell(px - r * 0.34, py - r * 0.45, r * 0.16, r * 0.26, WHITE, 0.55)


def drum(c: Canvas, x: float, y: float, r: float) -> None:
    """The school drum on its stand, its skin facing the viewer three-quarters."""
    for k in (-1, 1):
        c.taper((x + k * r * 0.3, y - r * 0.9), (x + k * r * 0.95, y), r * 0.11, r * 0.11, WOOD)
    c.line([(x - r * 0.75, y - r * 0.3), (x + r * 0.75, y - r * 0.3)], WOOD, r * 0.1)
    cy = y - r * 1.5
    c.blob([(x + r * 0.1, cy - r), (x + r * 0.85, cy - r * 1.08), (x + r * 1.5, cy - r * 0.86),
        (x + r * 1.68, cy), (x + r * 1.5, cy + r * 0.86), (x + r * 0.85, cy + r * 1.08),
        (x + r * 0.1, cy + r)], BRICK)
    c.shade(c.box(x + r * 0.2, cy, x + r * 1.6, cy + r), INK, 0.0, 0.25)
    c.ell(x, cy, r * 0.8, r, TERRA)
    c.ell(x - r * 0.02, cy, r * 0.71, r * 0.9, STRAW)
    c.ell(x - r * 0.04, cy, r * 0.6, r * 0.78, CREAM)
    c.ell(x - r * 0.04, cy, r * 0.2, r * 0.26, GOLD, 0.5)
    for k in range(18):
        t = 6.2832 * k / 18
        c.ell(x + math.cos(t) * r * 0.75, cy + math.sin(t) * r * 0.94, r * 0.03, r * 0.03, INK)


def window(c: Canvas, x0: float, y0: float, x1: float, y1: float, frame: Colour = WOOD, sky: Colour = PAPER,
    bars: int = 3) -> None:
    """A window onto hills in daylight."""
    w, h = x1 - x0, y1 - y0
    c.grad(c.box(x0, y0, x1, y1), mix(sky, PINK, 0.3), mix(sky, WHITE, 0.4))
    for k, (col, base) in enumerate(((mix(WATER, SLATE, 0.35), 0.48), (mix(TEAL, WATER, 0.25), 0.62),
        (MOSS, 0.8))):
        line = [(x0 + w * t / 12,
            y0 + h * (base - 0.11 * math.sin(t * 0.55 + k * 1.9 + x0) - 0.03 * math.sin(t * 1.7 + k)))
            for t in range(13)]
        c.poly([*smooth(line, False, 5), (x1, y1), (x0, y1)], col)
    t = min(w, h) * 0.045
    for k in range(bars + 1):
        x = x0 + w * k / bars
        c.rect(x - t / 2, y0, x + t / 2, y1, frame)
    for y in (y0, y0 + h * 0.3, y1):
        c.rect(x0 - t, y - t / 2, x1 + t, y + t / 2, frame)
    c.rect(x0 - t * 2, y1, x1 + t * 2, y1 + t * 1.4, mix(frame, CREAM, 0.3))


def books(c: Canvas, x0: float, y: float, x1: float, h: float) -> None:
    """A row of books standing on the shelf line y."""
    x = x0
    while x < x1 - h * 0.12:
        w = h * c.rng.uniform(0.1, 0.24)
        if c.rng.random() < 0.07:
            x += h * 0.25
            continue
        if x + w > x1:
            break
        tall = h * c.rng.uniform(0.66, 0.97)
        col = mix(c.rng.choice((*BRIGHT, CREAM, BRICK, RICE, SLATE)), c.rng.choice((INK, PAPER)),
            c.rng.uniform(0, 0.25))
        c.rect(x, y - tall, x + w, y, col)
        c.rect(x + w * 0.82, y - tall, x + w, y, mix(col, INK, 0.3))
        c.rect(x, y - tall * 0.82, x + w * 0.82, y - tall * 0.75, mix(col, CREAM, 0.6))
        x += w + 1.5


def shelf(c: Canvas, x0: float, y0: float, x1: float, y1: float, rows: int, wood: Colour = WOOD) -> None:
    """A bookcase against a wall, full of books."""
    t = (x1 - x0) * 0.025
    c.rect(x0, y0, x1, y1, mix(wood, INK, 0.5))
    each = (y1 - y0) / rows
    for k in range(rows):
        c.shade(c.box(x0, y0 + each * k, x1, y0 + each * (k + 0.5)), INK, 0.5, 0.0)
        books(c, x0 + t * 1.5, y0 + each * (k + 1) - t * 0.5, x1 - t * 1.5, each - t * 1.5)
        c.rect(x0, y0 + each * (k + 1) - t * 0.6, x1, y0 + each * (k + 1) + t * 0.4, wood)
    for x in (x0, x1):
        c.rect(x - t, y0 - t, x + t, y1 + t, wood)
        c.rect(x + t * 0.4, y0 - t, x + t, y1 + t, mix(wood, INK, 0.3))
    c.rect(x0 - t, y0 - t * 1.2, x1 + t, y0 + t * 0.5, mix(wood, CREAM, 0.25))
