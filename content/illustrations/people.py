"""People: clean silhouettes without faces. Sizes are px of the finished picture, angles are degrees.

A figure is a small skeleton. Angles of limbs count from straight down; in side view they count
towards the way the figure faces, in front and back view outwards from the body.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from canvas import Canvas, Pt, smooth
from headwear import draw_head
from palette import (
    BRICK,
    CREAM,
    GOLD,
    HAIR,
    INDIGO,
    INK,
    MOSS,
    PAPER,
    PINE,
    PINK,
    RED,
    ROSE,
    SKIN,
    SLATE,
    STRAW,
    TEAL,
    TERRA,
    UMBER,
    WHITE,
    Colour,
    mix,
)
from poses import POSES, SEATED


@dataclass(frozen=True)
class Outfit:
    """What a person wears; ``low`` is trousers, skirt (long, narrow), flare (pleated) or gown."""

    top: Colour = INDIGO
    bottom: Colour = INK
    low: str = "trousers"
    head: str = "hair"
    hat: Colour = STRAW
    sash: Colour | None = None
    bands: tuple[Colour, ...] = ()
    scarf: bool = False
    back: str = ""
    load: Colour = TERRA
    skin: Colour = SKIN
    hair: Colour = HAIR


MAN = Outfit(INDIGO, INK)
FARMER = Outfit(mix(INDIGO, INK, 0.5), INK, head="nón")
THAI = Outfit(PINK, INK, "skirt", "piêu", INK, MOSS, (TERRA,))
THAI2 = replace(THAI, top=TEAL, head="búi", sash=GOLD)
THAI3 = replace(THAI, top=CREAM, sash=ROSE)
MONG = Outfit(INK, INDIGO, "flare", "khăn", BRICK, TERRA, (TERRA, CREAM, GOLD))
MONG2 = replace(MONG, bottom=BRICK, bands=(GOLD, INDIGO, CREAM), hat=INDIGO)
CLERK = Outfit(WHITE, mix(INK, SLATE, 0.3))
LADY = Outfit(WHITE, INK, head="đuôi")
GREEN = Outfit(MOSS, PINE, head="mũ", hat=MOSS)
AODAI = Outfit(ROSE, PAPER, "gown", "đuôi")
BOY = Outfit(WHITE, INDIGO, scarf=True, back="cặp")
GIRL = Outfit(WHITE, INDIGO, "flare", "đuôi", scarf=True, back="cặp", load=GOLD)
KID = Outfit(TERRA, INK)
ELDER = Outfit(UMBER, INK, hair=(200, 194, 184))


def _axis(base: Pt, lean: float, face: int) -> tuple[Pt, Pt]:
    up = (math.sin(math.radians(lean)) * face, -math.cos(math.radians(lean)))
    return up, (-up[1], up[0])


def _reach(start: Pt, angle: float, length: float, sign: int) -> Pt:
    turn = math.radians(angle)
    return start[0] + math.sin(turn) * length * sign, start[1] + math.cos(turn) * length


def _torso(c: Canvas, at: Pt, h: float, t: float, lean: float, face: int, side: bool, col: Colour) -> None:
    up, out = _axis(at, lean, face)
    prof = (
        ((1.02, 0.03), (0.93, 0.062), (0.7, 0.07), (0.4, 0.058), (0.0, 0.07), (-0.16, 0.074))
        if side
        else ((1.02, 0.04), (0.94, 0.092), (0.72, 0.097), (0.4, 0.077), (0.0, 0.085), (-0.16, 0.088))
    )
    left = [(at[0] + up[0] * v * t - out[0] * u * h, at[1] + up[1] * v * t - out[1] * u * h) for v, u in prof]
    right = [(at[0] + up[0] * v * t + out[0] * u * h, at[1] + up[1] * v * t + out[1] * u * h) for v,
        u in prof]
    c.blob(left + right[::-1], col)
    shadow = right if face > 0 and side else left
    mid = [(at[0] + up[0] * v * t, at[1] + up[1] * v * t) for v, _ in prof]
    edge = left if shadow is right else right
    c.poly(smooth(edge + mid[::-1]), mix(col, INK, 0.55), 0.16)


def _skirt(c: Canvas, at: Pt, h: float, y: float, feet: tuple[Pt, Pt], o: Outfit, side: bool) -> None:
    lo, hi = min(feet[0][0], feet[1][0]), max(feet[0][0], feet[1][0])
    wide, end, spread = {"skirt": (0.086, 0.03, 0.045), "gown": (0.08, 0.05, 0.05)}.get(o.low,
        (0.09, 0.17, 0.07))
    wide *= 0.88 if side else 1.0
    y1, y0 = y - end * h, at[1] - 0.08 * h
    c.ell(at[0], at[1], 0.078 * h, 0.085 * h, o.bottom)
    mid_x = (lo + hi) / 2
    spots = []
    for k in range(9):
        t = k / 8
        bulge = math.sin(min(1.0, t * 2.2) * math.pi / 2)
        half0 = 0.066 * h + (wide - 0.066) * h * bulge
        grow = max(0.0, t - 0.25) / 0.75
        x0 = at[0] - half0 + (min(lo - spread * h, mid_x - 0.09 * h) - (at[0] - half0)) * grow
        x1 = at[0] + half0 + (max(hi + spread * h, mid_x + 0.09 * h) - (at[0] + half0)) * grow
        spots.append((x0, x1, y0 + (y1 - y0) * t))
    c.poly([(a, yy) for a, _, yy in spots] + [(b, yy) for _, b, yy in spots[::-1]], o.bottom)
    if o.low == "flare":
        (a0, b0, ya), (a1, b1, yb) = spots[1], spots[-1]
        for k in range(1, 6):
            u = k / 6
            c.line([(a0 + (b0 - a0) * u, ya), (a1 + (b1 - a1) * u, yb)], INK, max(0.8, h * 0.005), 0.35)
    for k, band in enumerate(o.bands):
        t1 = 1 - 0.115 * k - (0.0 if o.low == "flare" else 0.03)
        t0 = t1 - (0.075 if o.low == "flare" else 0.03)
        ends = []
        for t in (t0, t1):
            i = min(7, int(t * 8))
            f = t * 8 - i
            a, b, yy = (p + (q - p) * f for p, q in zip(spots[i], spots[i + 1], strict=True))
            ends.append((a, b, yy))
        (a0, b0, ya), (a1, b1, yb) = ends
        c.poly([(a0, ya), (b0, ya), (b1, yb), (a1, yb)], band)
    half = [((a + b) / 2, yy) for a, b, yy in spots]
    c.poly([(b, yy) for _, b, yy in spots] + half[::-1], INK, 0.16)


def _back(c: Canvas, at: Pt, h: float, t: float, o: Outfit, view: str, face: int, lean: float) -> None:
    up, out = _axis(at, lean, face)
    off = -0.115 * h * face if view == "side" else 0.0
    x, y = at[0] + up[0] * t * 0.55 + off, at[1] + up[1] * t * 0.55
    dark = mix(o.load, INK, 0.35)
    if o.back == "cặp":
        rx, ry = (0.06 * h, 0.1 * h) if view == "side" else (0.08 * h, 0.1 * h)
        c.blob([(x - rx, y - ry), (x + rx, y - ry), (x + rx * 1.1, y + ry), (x - rx * 1.1, y + ry)], o.load)
        c.blob([(x - rx * 0.8, y + ry * 0.1), (x + rx * 0.8, y + ry * 0.1), (x + rx * 0.8, y + ry * 0.9),
                (x - rx * 0.8, y + ry * 0.9)], dark, 0.6)  # fmt: skip
    elif o.back == "gùi":
        rx, ry = 0.085 * h, 0.15 * h
        x += out[0] * 0
        c.poly([(x - rx * 1.15, y - ry), (x + rx * 1.15, y - ry), (x + rx * 0.75, y + ry),
            (x - rx * 0.75, y + ry)],
               o.load)  # fmt: skip
        for k in range(1, 6):
            yy = y - ry + ry * 2 * k / 6
            c.line([(x - rx * (1.1 - 0.06 * k), yy), (x + rx * (1.1 - 0.06 * k), yy)], dark, h * 0.008, 0.5)
        c.ell(x, y - ry, rx * 1.15, ry * 0.22, dark)


def person(
    c: Canvas, x: float, y: float, h: float, outfit: Outfit = MAN, pose: str = "stand", view: str = "side",
    face: int = 1, child: bool = False, ground: Colour | None = INK, seat: float | None = None,
) -> dict[str, Pt]:  # fmt: skip
    """Draw a person ``h`` px tall, the feet at (x, y); returns where hands and head came to be.

    ``ground`` is the colour of the shadow at the feet (None for none); ``seat`` lifts a sitter's
    hips to that y, whatever the feet do.
    """
    p, o, side = POSES[pose], outfit, view == "side"
    narrow = 0.62 if o.low == "skirt" else 1.0
    trunk, thigh, shin = (0.285, 0.195, 0.195) if child else (0.3, 0.245, 0.25)
    upper, fore, skull = (0.14, 0.14, 0.098) if child else (0.16, 0.16, 0.07)
    if pose == "back_sit":
        thigh *= 0.25
    if pose == "back_floor":
        thigh, shin = thigh * 0.1, shin * 0.1
    t = trunk * h
    signs = (face, face) if side else (1, -1)
    gap = 0.012 if side else 0.044
    pelvis = (0.0, 0.0)
    knees, feet = [], []
    for (a, b), sg, k in zip(p.legs, signs, (1, -1), strict=True):
        start = (gap * h * (k if not side else -k * face), 0.0)
        knee = _reach(start, a * narrow, thigh * h, sg)
        knees.append(knee)
        feet.append(_reach(knee, b * narrow, shin * h, sg))
    low = max(f[1] for f in feet) + 0.022 * h
    pelvis = (x - (0 if pose in SEATED else (feet[0][0] + feet[1][0]) / 2), y - low)
    if seat is not None:
        pelvis = (pelvis[0], seat)

    def place(q: Pt) -> Pt:
        return q[0] + pelvis[0], q[1] + pelvis[1]

    knees, feet = [place(q) for q in knees], [place(q) for q in feet]
    if ground is not None:
        mid = (feet[0][0] + feet[1][0]) / 2
        c.shadow(mid + 0.05 * h, max(f[1] for f in feet) + 0.02 * h, 0.2 * h, 0.022 * h, ground, 0.28)
    up, _ = _axis(pelvis, p.lean, face)
    neck = (pelvis[0] + up[0] * t, pelvis[1] + up[1] * t)
    hup, _ = _axis(pelvis, p.lean * 0.7 + p.head, face)
    head = (neck[0] + hup[0] * (skull + 0.035) * h, neck[1] + hup[1] * (skull + 0.035) * h)
    hands: list[Pt] = []
    arms: list[tuple[Pt, Pt, Pt]] = []
    for (a, b), sg, k in zip(p.arms, signs, (1, -1), strict=True):
        off = (0.082 * h * k) if not side else -0.012 * h * k * face
        sh = (neck[0] + off - up[0] * 0.045 * h, neck[1] - up[1] * 0.045 * h)
        el = _reach(sh, a, upper * h, sg)
        ha = _reach(el, b, fore * h, sg)
        arms.append((sh, el, ha))
        hands.append(ha)

    def arm(i: int, col: Colour, skin: Colour) -> None:
        sh, el, ha = arms[i]
        c.ell(ha[0] + (ha[0] - el[0]) * 0.1, ha[1] + (ha[1] - el[1]) * 0.1, 0.021 * h, 0.024 * h, skin)
        c.taper(el, ha, 0.052 * h, 0.044 * h, col)
        c.taper(sh, el, 0.064 * h, 0.054 * h, col)

    def leg(i: int, col: Colour) -> None:
        hip = place((gap * h * (1 - 2 * i) * (1 if not side else -face), -0.02 * h))
        cloth = o.low in ("trousers", "gown") or pose in SEATED
        toe = feet[i][0] + (0.045 * h * face if side else 0.012 * h * signs[i])
        shoe = mix(HAIR, UMBER, 0.5)
        c.taper((feet[i][0], feet[i][1] + 0.006 * h), (toe, feet[i][1] + 0.01 * h), 0.036 * h, 0.03 * h, shoe)
        if o.low == "shorts":
            c.taper(knees[i], feet[i], 0.062 * h, 0.042 * h, o.skin if i == 0 else mix(o.skin, INK, 0.2))
            c.taper(hip, knees[i], 0.105 * h, 0.09 * h, col)
            return
        c.taper(knees[i], feet[i], 0.075 * h if cloth else 0.06 * h, 0.06 * h if cloth else 0.04 * h,
                col if cloth else mix(col, INK, 0.4))  # fmt: skip
        c.taper(hip, knees[i], (0.1 if side else 0.092) * h, 0.08 * h, col)

    far_top, far_low = mix(o.top, INK, 0.28), mix(o.bottom, HAIR, 0.3)
    behind = view == "back"
    if o.back and not behind:
        _back(c, pelvis, h, t, o, view, face, p.lean)
    if side:
        arm(1, far_top, mix(o.skin, INK, 0.25))
    leg(1, far_low if side else o.bottom)
    leg(0, o.bottom)
    if o.low in ("skirt", "flare") and pose not in SEATED:
        _skirt(c, pelvis, h, y, (feet[0], feet[1]), o, side)
    if o.low == "gown":
        _skirt(c, pelvis, h, y - 0.06 * h, (feet[0], feet[1]), replace(o, bottom=o.top), side)
    if pose == "back_sit":
        c.ell(pelvis[0], pelvis[1] + 0.005 * h, 0.115 * h, 0.06 * h, o.bottom)
    if pose == "back_floor":
        c.blob([(x - 0.2 * h, y - 0.01 * h), (x - 0.14 * h, y - 0.08 * h), (x, y - 0.11 * h),
            (x + 0.14 * h, y - 0.08 * h),
                (x + 0.2 * h, y - 0.01 * h), (x, y + 0.02 * h)], o.bottom)  # fmt: skip
    c.taper(neck, head, 0.05 * h, 0.05 * h, mix(o.skin, UMBER, 0.25))
    _torso(c, pelvis, h, t, p.lean, face, side, o.top)
    if o.sash:
        _, out = _axis(pelvis, p.lean, face)
        u = (0.05 if side else 0.07) * h
        m = (pelvis[0] + up[0] * t * 0.22, pelvis[1] + up[1] * t * 0.22)
        c.line([(m[0] - out[0] * u, m[1] - out[1] * u), (m[0] + out[0] * u, m[1] + out[1] * u)], o.sash,
            0.028 * h)
    if not side:
        arm(1, o.top, o.skin)
        arm(0, mix(o.top, INK, 0.1), o.skin)
    if o.scarf and not behind:
        fx = neck[0] + (0.03 * h * face if side else 0)
        c.poly([(fx - 0.04 * h, neck[1]), (fx + 0.04 * h, neck[1]), (fx + 0.02 * h, neck[1] + 0.13 * h)], RED)
    elif o.scarf:
        c.poly([(neck[0] - 0.065 * h, neck[1] + 0.015 * h), (neck[0] + 0.065 * h, neck[1] + 0.015 * h),
                (neck[0], neck[1] + 0.1 * h)], RED)  # fmt: skip
    if o.back and behind:
        _back(c, pelvis, h, t, o, view, face, p.lean)
    draw_head(c, head, skull * h, o, view, face, hup)
    if side:
        arm(0, o.top, o.skin)
    return {"near": hands[0], "far": hands[1], "head": head, "neck": neck, "hip": pelvis}
