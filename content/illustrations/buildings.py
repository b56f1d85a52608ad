"""Houses of the commune. ``w`` is the width in px, (x, y) the middle of the foot."""

from __future__ import annotations

from canvas import Canvas, Pt, smooth
from palette import (
    BRICK,
    CREAM,
    EARTH,
    GOLD,
    INK,
    LEAF,
    PAPER,
    RED,
    STONE,
    STRAW,
    TERRA,
    UMBER,
    WOOD,
    Colour,
    mix,
)


def thatch(c: Canvas, shape: list[Pt], rows: int, col: Colour) -> None:
    """Strokes of thatch over a roof plane with corners ridge-left, ridge-right, eave-right, eave-left."""
    a, b, d, e = shape
    for r in range(rows):
        t = (r + 0.7) / rows
        lx, ly = a[0] + (e[0] - a[0]) * t, a[1] + (e[1] - a[1]) * t
        rx, ry = b[0] + (d[0] - b[0]) * t, b[1] + (d[1] - b[1]) * t
        n = max(6, int((rx - lx) / max(5.0, (e[1] - a[1]) / 22)))
        for k in range(n):
            u = (k + c.rng.random()) / n
            x, y = lx + (rx - lx) * u, ly + (ry - ly) * u
            ln = (e[1] - a[1]) / rows * c.rng.uniform(0.35, 0.9)
            slope = ((u - 0.5) * (d[0] - e[0] - b[0] + a[0])) / (e[1] - a[1])
            tone = mix(col, INK, c.rng.uniform(0.1, 0.4)) if c.rng.random() < 0.6 else mix(col, CREAM, 0.3)
            c.line([(x, y), (x + slope * ln, y + ln)], tone, max(1.0, ln * 0.07), 0.5)


def stilt_house(c: Canvas, x: float, y: float, w: float, roof: Colour = EARTH, lit: bool = False,
    wall: Colour = WOOD,
                fade: Colour = PAPER, far: float = 0.0) -> dict[str, Pt]:  # fmt: skip
    """A Thái stilt house seen three-quarters, its right flank in shadow; returns door and stair spots."""

    def tone(col: Colour) -> Colour:
        return mix(col, fade, far)

    wall, roof = tone(wall), tone(roof)
    dark, ink = tone(mix(wall, INK, 0.5)), tone(mix(INK, UMBER, 0.4))
    fl, top, ridge = y - 0.19 * w, y - 0.4 * w, y - 0.72 * w
    xl, xm, xr = x - 0.44 * w, x + 0.28 * w, x + 0.46 * w
    lift = 0.035 * w
    c.ell(x + 0.02 * w, y, 0.56 * w, 0.045 * w, ink, 0.3)
    c.poly([(xl, fl), (xm, fl), (xr, fl - lift), (xr, y - lift * 2), (xl + 0.1 * w, y - lift * 2)], ink, 0.55)
    for k in range(4):
        px = xl + 0.1 * w + (xr - xl - 0.1 * w) * k / 3
        c.rect(px - 0.009 * w, fl - 0.01 * w, px + 0.009 * w, y - lift * 1.6, tone(mix(UMBER, INK, 0.4)))
    for k in range(3):
        for j in range(4 - k % 2):
            c.ell(x - 0.02 * w + j * 0.035 * w + (k % 2) * 0.018 * w, y - 0.03 * w - k * 0.03 * w, 0.017 * w,
                0.017 * w,
                  tone(mix(EARTH, STRAW, 0.2 * (k % 2))))  # fmt: skip
    for k in range(4):
        px = xl + 0.015 * w + (xm - xl - 0.03 * w) * k / 3
        c.rect(px - 0.012 * w, fl, px + 0.012 * w, y, tone(UMBER))
        c.ell(px, y, 0.022 * w, 0.008 * w, tone(STONE))
    c.rect(xr - 0.024 * w, fl - lift, xr, y - lift * 0.9, tone(mix(UMBER, INK, 0.3)))
    c.grad(c.box(xl, top, xm, fl), mix(wall, INK, 0.4), wall)
    c.grad([(xm, top), (xr, top - lift), (xr, fl - lift), (xm, fl)], mix(dark, INK, 0.3), dark)
    for k in range(1, 22):
        px = xl + (xm - xl) * k / 22
        c.line([(px, top), (px, fl)], dark, max(1.0, 0.003 * w), 0.7)
    glowing = tone(STRAW) if lit else tone(mix(INK, UMBER, 0.5))
    door = (xl + 0.36 * (xm - xl), fl)
    for u, half, deep in ((0.14, 0.05, 0.6), (0.36, 0.055, 1.0), (0.6, 0.05, 0.6), (0.83, 0.05, 0.6)):
        px = xl + u * (xm - xl)
        low = top + 0.05 * w + (fl - top - 0.05 * w) * deep
        c.rect(px - half * w, top + 0.035 * w, px + half * w, low, tone(mix(UMBER, INK, 0.2)))
        c.rect(px - half * 0.8 * w, top + 0.05 * w, px + half * 0.8 * w,
            low - (0 if deep == 1 else 0.012 * w), glowing)
        if deep < 1:
            for k in (-0.4, 0, 0.4):
                c.line([(px + k * half * w, top + 0.05 * w), (px + k * half * w, low)], tone(UMBER),
                    0.006 * w)
    c.rect(xl - 0.06 * w, fl - 0.006 * w, xm + 0.01 * w, fl + 0.022 * w, tone(mix(UMBER, EARTH, 0.4)))
    c.poly([(xm, fl), (xr + 0.01 * w, fl - lift), (xr + 0.01 * w, fl - lift + 0.022 * w),
        (xm, fl + 0.022 * w)], ink)
    rail = fl - 0.075 * w
    for k in range(14):
        px = xl - 0.05 * w + k * 0.0175 * w
        c.line([(px, rail), (px, fl)], tone(UMBER), max(1.0, 0.005 * w))
    c.line([(xl - 0.06 * w, rail), (xl + 0.185 * w, rail)], tone(mix(UMBER, EARTH, 0.5)), 0.011 * w)
    sx, ex = door[0] + 0.005 * w, door[0] - 0.09 * w
    for off in (0, 0.075 * w):
        c.taper((sx + off - 0.035 * w, fl + 0.01 * w), (ex + off - 0.035 * w, y + 0.02 * w), 0.012 * w,
            0.012 * w, tone(EARTH))
    for k in range(1, 9):
        t = k / 9
        px, py = sx + (ex - sx) * t - 0.035 * w, fl + (y + 0.02 * w - fl) * t
        c.line([(px, py), (px + 0.075 * w, py)], tone(mix(EARTH, CREAM, 0.25)), 0.009 * w)
    rl, rr = (x - 0.3 * w, ridge), (x + 0.22 * w, ridge - lift * 0.2)
    el, em, er = (x - 0.57 * w, top + 0.06 * w), (xm + 0.1 * w, top + 0.06 * w), (xr + 0.15 * w,
        top - 0.02 * w)
    c.poly([(el[0] + 0.04 * w, el[1]), em, (xr + 0.1 * w, top), (xr, top + 0.09 * w), (xm, top + 0.11 * w),
        (xl, top + 0.1 * w)], ink, 0.45)
    left = smooth([rl, (x - 0.42 * w, ridge + 0.2 * w), el], False, 6)
    right = smooth([rr, (xm - 0.01 * w, ridge + 0.2 * w), em], False, 6)
    front = left + right[::-1]
    c.poly([*smooth([rr, (rr[0] + 0.2 * w, ridge + 0.17 * w), er], False, 6), *right[::-1]],
        mix(roof, INK, 0.45))
    c.grad(front, mix(roof, CREAM, 0.22), mix(roof, INK, 0.12))
    if w > 150:
        thatch(c, [rl, rr, em, el], 9, roof)
    n = max(8, int(w / 9))
    for k in range(n):
        px = el[0] + (em[0] - el[0]) * k / n
        c.poly([(px, el[1] - 2), (px + 1.05 * (em[0] - el[0]) / n, el[1] - 2),
            (px + c.rng.uniform(0.3, 0.8) * (em[0] - el[0]) / n,
                el[1] + 0.018 * w)], mix(roof, INK, 0.3))  # fmt: skip
    c.line([(rl[0] - 0.01 * w, rl[1]), (rr[0] + 0.01 * w, rr[1])], mix(roof, INK, 0.35), 0.022 * w)
    for px, py in (rl, rr):
        for k in (-1, 1):
            horn = smooth([(px, py + 0.01 * w), (px + k * 0.022 * w, py - 0.03 * w),
                (px + k * 0.013 * w, py - 0.056 * w), (px + k * 0.034 * w, py - 0.066 * w)], False, 5)
            c.line(horn, tone(mix(UMBER, INK, 0.3)), 0.009 * w)
    return {"door": door, "stair": (ex, y), "eave": (x, top), "ridge": (rr[0], rr[1])}


def far_house(c: Canvas, x: float, y: float, w: float, roof: Colour, wall: Colour,
    lit: Colour | None = None) -> None:
    """A house in the distance: a roof, a wall, perhaps a light."""
    c.rect(x - 0.36 * w, y - 0.4 * w, x + 0.36 * w, y, mix(wall, INK, 0.25))
    c.rect(x - 0.36 * w, y - 0.4 * w, x + 0.36 * w, y - 0.12 * w, wall)
    if lit:
        c.rect(x - 0.12 * w, y - 0.32 * w, x + 0.02 * w, y - 0.14 * w, lit)
    c.poly([(x - 0.3 * w, y - 0.74 * w), (x + 0.26 * w, y - 0.74 * w), (x + 0.54 * w, y - 0.32 * w),
        (x - 0.54 * w, y - 0.32 * w)], roof)
    c.poly([(x + 0.26 * w, y - 0.74 * w), (x + 0.54 * w, y - 0.32 * w), (x + 0.24 * w, y - 0.32 * w)], INK,
        0.25)


def hall(c: Canvas, x: float, y: float, w: float, h: float, wall: Colour = CREAM, roof: Colour = TERRA,
    bays: int = 5,
         porch: bool = True, door: Colour = LEAF, floors: int = 1, trim: Colour = PAPER) -> None:  # fmt: skip
    """A plastered public building with a tin or tile roof, seen from the front, flank to the right.

    ``h`` is the height of the walls; ``bays`` windows and doors alternate along the front.
    """
    xl, xr, d = x - w / 2, x + w / 2, w * 0.09
    rise, lift = h / floors * 0.62, w * 0.018
    c.ell(x + d / 2, y + h * 0.02, w * 0.6, h * 0.06, INK, 0.25)
    c.rect(xl - w * 0.02, y - h * 0.07, xr + w * 0.01, y + h * 0.02, mix(STONE, PAPER, 0.2))
    c.rect(xl - w * 0.03, y - h * 0.03, xr + w * 0.02, y + h * 0.03, mix(STONE, INK, 0.12))
    c.poly([(xr, y - h), (xr + d, y - h - lift), (xr + d, y - lift), (xr, y)], mix(wall, INK, 0.38))
    c.grad(c.box(xl, y - h, xr, y - h * 0.05), mix(wall, INK, 0.2), wall)
    each = h / floors
    for f in range(floors):
        base = y - each * f - each * 0.05
        c.rect(xl, base - each * 0.2, xr, base, mix(wall, TERRA, 0.28))
        for k in range(bays):
            bx = xl + w * (k + 0.5) / bays
            half = w / bays * 0.24
            low = base if k % 2 == (bays // 2) % 2 else base - each * 0.3
            c.rect(bx - half * 1.16, base - each * 0.78, bx + half * 1.16, low + each * 0.012, trim)
            c.rect(bx - half, base - each * 0.75, bx + half, low, mix(door, INK, 0.25))
            for q in (-1, 1):
                c.rect(bx + q * half * 0.52 - half * 0.4, base - each * 0.72,
                    bx + q * half * 0.52 + half * 0.4, low - each * 0.03, door)
            if low < base:
                c.rect(bx - half * 0.9, base - each * 0.7, bx - half * 0.1, low - each * 0.05,
                    mix(INK, door, 0.3))
        if porch:
            c.shade(c.box(xl, y - each * (f + 1), xr, y - each * f - each * 0.45), INK, 0.5, 0.0)
            for k in range(bays + 1):
                px = xl + w * k / bays
                c.rect(px - w * 0.008, y - each * (f + 1), px + w * 0.008, base, trim)
                c.rect(px + w * 0.003, y - each * (f + 1), px + w * 0.008, base, mix(trim, INK, 0.2))
            if f:
                c.rect(xl - w * 0.01, base - each * 0.02, xr, base + each * 0.05, trim)
                for k in range(40):
                    c.line([(xl + w * k / 40, base - each * 0.26), (xl + w * k / 40, base)], trim, w * 0.003)
                c.rect(xl, base - each * 0.28, xr, base - each * 0.25, trim)
    over = w * 0.035
    ridge_l, ridge_r = (xl + w * 0.06, y - h - rise), (xr - w * 0.02, y - h - rise)
    c.poly([ridge_r, (xr + d + over, y - h - lift * 1.2), (xr + over, y - h + each * 0.06)],
        mix(roof, INK, 0.42))
    front = [ridge_l, ridge_r, (xr + over, y - h + each * 0.06), (xl - over, y - h + each * 0.06)]
    c.grad(front, mix(roof, CREAM, 0.18), mix(roof, INK, 0.12))
    for k in range(1, 46):
        t = k / 46
        c.line([(ridge_l[0] + (ridge_r[0] - ridge_l[0]) * t, ridge_l[1]),
            (front[3][0] + (front[2][0] - front[3][0]) * t, front[2][1])],
               mix(roof, BRICK, 0.6), w * 0.0022, 0.55)  # fmt: skip
    c.rect(xl - over, y - h + each * 0.05, xr + over, y - h + each * 0.085, mix(roof, INK, 0.35))
    c.line([ridge_l, ridge_r], mix(roof, INK, 0.3), w * 0.009)


def star(c: Canvas, x: float, y: float, r: float, col: Colour = GOLD) -> None:
    """A five-pointed star of outer radius ``r``."""
    import math

    pts = []
    for k in range(10):
        q, t = (r if k % 2 == 0 else r * 0.4), math.pi * k / 5 - math.pi / 2
        pts.append((x + math.cos(t) * q, y + math.sin(t) * q))
    c.poly(pts, col)


def flag(c: Canvas, x: float, y: float, pole: float, w: float, thick: float = 6, wind: float = 1.0) -> None:
    """A flagpole ``pole`` px tall standing at (x, y), its flag ``w`` px wide blowing right."""
    import math

    c.taper((x, y), (x, y - pole), thick, thick * 0.7, mix(STONE, PAPER, 0.5))
    c.line([(x + thick * 0.2, y), (x + thick * 0.15, y - pole)], INK, thick * 0.25, 0.35)
    h = w * 0.66
    top = y - pole + w * 0.03
    upper = [(x + w * k / 20, top + math.sin(k / 20 * 6.5) * w * 0.035 * wind + k / 20 * w * 0.04)
        for k in range(21)]
    lower = [(px, py + h) for px, py in upper]
    c.poly(upper + lower[::-1], RED)
    for i, j in ((4, 9), (14, 19)):
        c.shade(upper[i : j + 1] + lower[i : j + 1][::-1], BRICK, 0.0, 0.5, "right")
    star(c, x + w * 0.5, top + h * 0.5 + w * 0.02, h * 0.27)
