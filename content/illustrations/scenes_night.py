"""Evenings: the circle dance and the film night. Sizes in px."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

from buildings import stilt_house
from canvas import Canvas, Pt, smooth
from hills import hill, ridge_line
from moods import backdrop
from nature import spray, tree
from palette import (
    EARTH,
    GOLD,
    INK,
    LEAF,
    NIGHT,
    PAPER,
    PINE,
    PINK,
    ROSE,
    SLATE,
    STRAW,
    TEAL,
    TERRA,
    UMBER,
    WHITE,
    WOOD,
    Colour,
    mix,
)
from people import BOY, ELDER, FARMER, GIRL, KID, LADY, MAN, MONG, THAI, THAI2, THAI3, Outfit, person
from scenes_public import CROWD
from terrain import fire


def lit(kit: Outfit, share: float, tint: Colour) -> Outfit:
    """The same clothes in other light."""
    return replace(kit, top=mix(kit.top, tint, share), bottom=mix(kit.bottom, tint, share),
        hat=mix(kit.hat, tint, share),
                   skin=mix(kit.skin, tint, share), hair=mix(kit.hair, tint, share * 0.6),
                       sash=kit.sash and mix(kit.sash, tint, share),
                   bands=tuple(mix(b, tint, share) for b in kit.bands), load=mix(kit.load, tint, share))


def xoe(c: Canvas) -> None:
    """The circle dance round a fire in the evening, hand in hand."""
    backdrop(c, "night", 380, 3, (1900, 240, 64), 115, 130, 2)
    line = ridge_line(c, 830, 20, 4, 3)
    hill(c, line, NIGHT, mix(INK, PINE, 0.3), 150, 50)
    for x, w in ((330, 560), (2090, 520)):
        stilt_house(c, x, 1000, w, mix(EARTH, INK, 0.5), True, mix(WOOD, INK, 0.45))
        c.glow(x - 80, 860, 300, 170, STRAW, 0.25)
    ground = mix(EARTH, INK, 0.55)
    c.grad(c.box(0, 960, c.w, c.h), mix(ground, INK, 0.45), mix(ground, INK, 0.3))
    c.glow(1200, 1230, 1250, 430, mix(GOLD, TERRA, 0.45), 0.75)
    c.glow(1200, 900, 900, 760, mix(GOLD, TERRA, 0.5), 0.25)
    kits = (THAI, THAI2, THAI3, replace(THAI, top=TERRA), MAN, replace(THAI2, top=ROSE), MONG)
    n = 18
    ring: list[tuple[float, float, float, int]] = []
    for k in range(n):
        t = 6.28318 * k / n
        s = math.sin(t)
        ring.append((1200 + math.cos(t) * (860 + 70 * s), 1210 + s * 225, 326 + 76 * s, k))
    spots: dict[int, dict[str, Pt]] = {}

    def dancer(x: float, y: float, h: float, k: int) -> None:
        far = y < 1209
        kit = kits[k * 3 % len(kits)]
        kit = lit(kit, 0.22, GOLD) if far else lit(kit, 0.5, INK)
        spots[k] = person(c, x, y, h, kit, "ring" if k % 2 else "ring2", "front" if far else "back", 1, False,
            NIGHT)

    def scarves(part: list[tuple[float, float, float, int]], far: bool) -> None:
        part = sorted(part)
        for (*_, a), (*_, b) in pairwise(part):
            p, q = spots[a]["near"], spots[b]["far"]
            mid = ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2 + 16)
            c.line(smooth([p, mid, q], False, 6), (TERRA, STRAW, ROSE)[(a + b) % 3] if far
                else mix(TERRA, INK, 0.35), 8)

    back = [r for r in ring if r[1] < 1209]
    front = [r for r in ring if r[1] >= 1209]
    for r in sorted(back, key=lambda r: r[1]):
        dancer(*r)
    scarves(back, True)
    fire(c, 1200, 1250, 300)
    for r in sorted(front, key=lambda r: r[1]):
        dancer(*r)
    scarves(front, False)
    for r in front:
        x, y, h, _ = r
        c.glow(x, y - h * 0.75, h * 0.2, h * 0.16, GOLD, 0.14)
    for x, h, kit in ((150, 420, ELDER), (320, 400, FARMER), (2190, 400, LADY), (2320, 420, MAN)):
        kit = lit(replace(kit, head="hair") if kit is FARMER else kit, 0.62, NIGHT)
        person(c, x, 1570, h, kit, "clap", "side", 1 if x < 1200 else -1, False, NIGHT)


def chieu_phim(c: Canvas) -> None:
    """Open-air cinema at night: the white screen, its beam, the village from behind."""
    backdrop(c, "night", 330, 3, (2110, 190, 58), 120, 140, 2)
    line = ridge_line(c, 860, 26, 4, 3)
    hill(c, line, NIGHT, mix(INK, PINE, 0.3), 150, 54)
    stilt_house(c, 2160, 1010, 460, mix(EARTH, INK, 0.55), True, mix(WOOD, INK, 0.5))
    ground = mix(EARTH, INK, 0.62)
    c.grad(c.box(0, 980, c.w, c.h), mix(ground, INK, 0.2), mix(ground, NIGHT, 0.6))
    x0, y0, x1, y1 = 560, 280, 1720, 960
    c.glow(1140, 640, 1250, 850, mix(STRAW, PAPER, 0.5), 0.4)
    for x in (x0 - 40, x1 + 40):
        c.taper((x, 1080), (x, 190), 22, 16, mix(EARTH, INK, 0.35))
    c.line([(x0 - 60, 232), (x1 + 60, 232)], mix(EARTH, INK, 0.35), 14)
    c.rect(x0 - 12, y0 - 12, x1 + 12, y1 + 12, INK)
    c.grad(c.box(x0, y0, x1, y1), mix(PINK, STRAW, 0.4), mix(PAPER, STRAW, 0.4))
    with c.clip(c.box(x0, y0, x1, y1)):
        c.ell(1420, 470, 74, 74, WHITE)
        for k, (col, base) in enumerate(((mix(SLATE, PINK, 0.55), 650), (mix(SLATE, TEAL, 0.4), 720),
            (mix(LEAF, TEAL, 0.3), 800))):
            pts = [(x, base - 74 * math.sin(x / 190 + k * 2.1) - 26 * math.sin(x / 71 + k))
                for x in range(540, 1760, 20)]
            c.poly([*pts, (1760, 980), (540, 980)], col)
        c.poly([(500, 980), (500, 850), (900, 872), (1300, 850), (1760, 880), (1760, 980)], GOLD)
        person(c, 850, 940, 420, replace(THAI, top=WHITE), "walk", "side", 1, False, None)
        person(c, 1040, 940, 260, replace(BOY, load=TERRA), "walk", "side", 1, True, None)
        spray(c, (1790, 250), 160, 330, 15, WHITE, 1)
    for dx in (-5, 0, 5):
        c.line([(1140 + dx, y0), (1140 + dx, y1)], UMBER, 1.6, 0.35)
    for x in (x0, 850, 1140, 1430, x1):
        c.line([(x, y0), (x, 232)], STRAW, 3)
    c.poly([(x0, y1 + 12), (x1, y1 + 12), (2300, 1600), (0, 1600)], STRAW, 0.05)
    for y, h, n, dim in ((1180, 250, 17, 0.42), (1285, 300, 14, 0.55), (1410, 370, 12, 0.66),
        (1570, 450, 10, 0.76)):
        h *= 1.22
        for k in range(n):
            x = c.w / n * (k + 0.5) + c.rng.uniform(-26, 26)
            kid = c.rng.random() < 0.3
            kit = c.rng.choice((BOY, GIRL, replace(KID, head="len", hat=TERRA)) if kid else CROWD)
            kit = lit(replace(kit, head="hair" if kit.head == "nón" else kit.head, back="", scarf=False), dim,
                NIGHT)
            hh = h * (0.8 if kid else 1.0) * c.rng.uniform(0.96, 1.05)
            c.ell(x, y, hh * 0.3, hh * 0.06, NIGHT, 0.5)
            hx, hy = person(c, x, y, hh, kit, "back_floor", "back", 1, kid, None)["head"]
            r = hh * (0.104 if kid else 0.074)
            tilt = (1140 - hx) / 2600
            rim = [(hx + math.sin(t + tilt) * r, hy - math.cos(t + tilt) * r * 1.08)
                for t in (q / 10 - 0.7 for q in range(15))]
            c.line(rim, mix(STRAW, NIGHT, 0.15 + dim * 0.62), hh * 0.009)
    c.poly([(2400, 1180), (2400, 1240), (x1, y1), (x1, y0)], STRAW, 0.1)
    c.poly([(2400, 1195), (2400, 1225), (x0, y1), (x0, y0)], STRAW, 0.06)
    tree(c, 130, 1120, 760, mix(LEAF, NIGHT, 0.6), mix(WOOD, NIGHT, 0.6))


SCENES = {"xoe": xoe, "chieu-phim": chieu_phim}
