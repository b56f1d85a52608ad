"""Water: the hanging bridge, the flood, the fish pond. Sizes in px."""

from __future__ import annotations

import math
from dataclasses import replace

from buildings import stilt_house
from canvas import Canvas
from hills import hill, ridge_line
from moods import backdrop
from nature import bamboo, banana, far_tree, grass, tree
from palette import (
    CREAM,
    DEEP,
    EARTH,
    GOLD,
    INDIGO,
    INK,
    LEAF,
    MOSS,
    PALE,
    PAPER,
    PINE,
    PINK,
    RICE,
    ROSE,
    SLATE,
    STONE,
    STRAW,
    TEAL,
    TERRA,
    UMBER,
    WATER,
    WOOD,
    mix,
)
from people import BOY, FARMER, GIRL, GREEN, KID, MAN, MONG, THAI, THAI2, person
from scenes_land import edge_grass
from terrain import rain, ripples, stones, stream


def cau_treo(c: Canvas) -> None:
    """The suspension bridge over the stream, people crossing in the dawn mist."""
    m = backdrop(c, "dawn", 360, 3, (1540, 330, 76), 130, 150)
    line = ridge_line(c, 900, 60, 2.4, 4, 0.4)
    hill(c, line, mix(PINE, m.mist, 0.3), mix(MOSS, m.mist, 0.25), 240, 30)
    c.grad(c.box(0, 1000, c.w, c.h), mix(MOSS, m.mist, 0.3), mix(LEAF, DEEP, 0.2))
    c.mist(1020, 60, m.mist, 0.35)
    stream(c, [(1330, 985, 90), (1260, 1040, 240), (1330, 1130, 520), (1200, 1280, 880), (1160, 1450, 1240),
        (1120, 1640, 1560)],
           mix(TEAL, INDIGO, 0.4), mix(WATER, PINK, 0.5), 120)  # fmt: skip
    for x, y, w, n in ((700, 1290, 260, 9), (1850, 1330, 300, 10), (1480, 1500, 320, 8), (960, 1120, 120, 7),
        (1640, 1110, 130, 7)):
        stones(c, x, y, w, n, mix(STONE, SLATE, 0.3))
    c.blob([(-300, 800), (180, 850), (420, 960), (500, 1080), (460, 1250), (380, 1450), (300, 1700),
        (-300, 1800)], mix(MOSS, LEAF, 0.3))
    c.blob([(2700, 780), (2240, 840), (2000, 950), (1930, 1080), (1980, 1250), (2080, 1450), (2160, 1700),
        (2700, 1800)], mix(MOSS, LEAF, 0.4))
    for p in ([(420, 960), (500, 1080), (460, 1250), (380, 1450), (300, 1700), (240, 1700), (300, 1300),
        (380, 1080)],
              [(2000, 950), (1930, 1080), (1980, 1250), (2080, 1450), (2160, 1700), (2230, 1700),
                  (2120, 1300), (2040, 1080)]):
        c.blob(p, mix(EARTH, STONE, 0.3))
    tree(c, 110, 900, 520, mix(LEAF, INK, 0.1))
    tree(c, 2300, 890, 560, mix(LEAF, INK, 0.1))

    def deck(x: float) -> float:
        return 985 + 75 * math.sin(math.pi * (x - 430) / 1560)

    def rope(x: float, rise: float) -> float:
        t = (x - 430) / 1560
        return 960 - rise + (rise - 105 + 75) * math.sin(math.pi * t) ** 0.9 if 0 <= t <= 1 else 960 - rise

    xs = [430 + k * 26 for k in range(61)]
    dark = mix(UMBER, INK, 0.35)
    for shift, tone in ((-34, mix(dark, m.mist, 0.3)),):
        c.line([(x, rope(x, 330) + shift) for x in xs], tone, 7)
        for x in xs[1::2]:
            c.line([(x, rope(x, 330) + shift), (x, deck(x) + shift * 0.5)], tone, 2.5)
    c.poly([(x, deck(x) - 24) for x in xs] + [(x, deck(x) + 8) for x in xs[::-1]], mix(EARTH, PINK, 0.35))
    for x in xs:
        c.line([(x, deck(x) - 24), (x - 6, deck(x) + 8)], UMBER, 3, 0.6)
    for x in (404, 2016):
        c.grad(c.box(x - 26, 560, x + 26, 1040), mix(STONE, PAPER, 0.2), mix(STONE, UMBER, 0.4))
        c.rect(x + 8, 560, x + 26, 1040, INK, 0.22)
        c.rect(x - 40, 545, x + 40, 572, mix(STONE, UMBER, 0.3))
        c.rect(x - 44, 1030, x + 44, 1064, mix(STONE, UMBER, 0.2))
    crossers = ((790, THAI, 1), (900, replace(MONG, back="gùi", load=EARTH), 1),
        (1330, replace(BOY, load=TEAL), -1), (1440, GIRL, -1), (1590, FARMER, -1))
    for x, kit, face in crossers:
        child = kit.scarf
        person(c, x, deck(x) - 4, 150 if child else 200, replace(kit, hat=STRAW) if kit is FARMER else kit,
            "walk" if x != 900 else "stride", "side", face, child, None)
    c.line([(x, rope(x, 330)) for x in xs], dark, 9)
    for x in xs[::2]:
        c.line([(x, rope(x, 330)), (x, deck(x) + 4)], dark, 3)
    c.poly([(x, deck(x) + 4) for x in xs] + [(x, deck(x) + 22) for x in xs[::-1]], dark)
    c.line([(x, deck(x) - 74) for x in xs], dark, 4)
    for x, s in ((404, -1), (2016, 1)):
        c.line([(x, 560), (x + s * 430, 1000)], dark, 9)
    for _ in range(7):
        c.ell(1200 + c.rng.uniform(-420, 420), 1130 + c.rng.uniform(-20, 40), 70, 5, m.mist, 0.4)
    bamboo(c, 210, 1500, 620)
    banana(c, 2250, 1530, 520)
    edge_grass(c, 30, 110, 0.6)


def mua_lu(c: Canvas) -> None:
    """Flood: a brown stream under driving rain, a boat with rescuers, a house with water at its stilts."""
    m = backdrop(c, "rain", 330, 3, None, 120, 150, 6)
    for _ in range(12):
        c.glow(c.rng.uniform(0, 2400), c.rng.uniform(-40, 260), 520, 150, mix(SLATE, INK, 0.45), 0.35)
    line = ridge_line(c, 880, 60, 2.4, 4, 0.4)
    hill(c, line, mix(PINE, SLATE, 0.3), mix(MOSS, SLATE, 0.35), 240, 34)
    c.mist(900, 80, m.mist, 0.25)
    flood = mix(mix(EARTH, STONE, 0.4), CREAM, 0.12)
    c.grad(c.box(0, 990, c.w, c.h), mix(flood, PALE, 0.3), mix(flood, UMBER, 0.35))
    for x, h in ((80, 300), (300, 220), (2330, 340), (2180, 240), (1990, 180)):
        tree(c, x, 1020 + h * 0.12, h, mix(LEAF, SLATE, 0.25))
    for x in (420, 470, 540):
        far_tree(c, x, 1010, 90, mix(LEAF, SLATE, 0.3))
    stilt_house(c, 620, 1150, 640, mix(EARTH, SLATE, 0.25), True, mix(WOOD, SLATE, 0.2))
    c.poly([(240, 1085), (1000, 1085), (1060, 1180), (180, 1180)], mix(flood, PALE, 0.15))
    c.shade([(300, 1085), (960, 1085), (960, 1230), (300, 1230)], INK, 0.4, 0.0)
    for px in (348, 500, 655, 800):
        c.line([(px - 26, 1090), (px + 26, 1090)], PALE, 4, 0.8)
    person(c, 520, 1030, 150, THAI, "raise", "side", 1, False, None)
    person(c, 452, 1030, 100, replace(KID, top=GOLD), "raise", "side", 1, True, None)
    ripples(c, 0, 1040, 2400, 1600, mix(flood, PALE, 0.55), 150, 0.7)
    for k in range(26):
        x, y = c.rng.uniform(0, 2400), c.rng.uniform(1120, 1590)
        q = (y - 900) / 400
        pts = [(x + t * 34 * q, y + math.sin(t * 1.1 + k) * 7 * q) for t in range(8)]
        c.line(pts, mix(flood, UMBER, 0.5), 5 * q, 0.5)
    bx, by = 1480, 1330
    c.ell(bx, by + 74, 520, 40, INK, 0.25)
    vest = mix(TERRA, GOLD, 0.35)
    rope = replace(GREEN, head="mũ", top=vest)
    person(c, bx - 240, by + 40, 430, rope, "row", "side", -1, False, None, by - 62)
    person(c, bx + 240, by + 36, 420, replace(THAI2, head="nón", hat=STRAW, top=vest), "sit", "side", -1,
        False, None,
        by - 58)
    person(c, bx + 70, by + 26, 300, replace(KID, top=vest), "sit", "side", -1, True, None, by - 40)
    person(c, bx - 60, by + 40, 410, replace(MAN, top=vest, hair=(200, 194, 184)), "sit", "side", -1, False,
        None,
        by - 58)
    for x, w in ((bx - 280, 66), (bx - 100, 64), (bx + 200, 64)):
        c.blob([(x - w, by - 108), (x + w * 0.6, by - 112), (x + w * 0.7, by - 30), (x - w, by - 62)], GOLD,
            0.0)
    hull = [(bx - 520, by - 66), (bx - 400, by - 22), (bx, by), (bx + 380, by - 58), (bx + 500, by - 58),
        (bx + 410, by + 66), (bx + 300, by + 84), (bx - 330, by + 84), (bx - 430, by + 56)]
    c.poly(hull, mix(WOOD, INK, 0.15))
    c.poly([(bx - 520, by - 66), (bx - 400, by - 22), (bx, by), (bx + 380, by - 58), (bx + 500, by - 58),
        (bx + 492, by - 34), (bx + 376, by + 8), (bx, by + 28), (bx - 400, by + 6), (bx - 510, by - 40)],
        mix(EARTH, CREAM, 0.2))
    c.shade(hull, INK, 0.0, 0.4)
    c.taper((bx - 120, by - 170), (bx - 470, by + 120), 12, 10, EARTH)
    c.blob([(bx - 440, by + 84), (bx - 480, by + 90), (bx - 540, by + 190), (bx - 500, by + 196)], EARTH)
    c.blob([(bx - 560, by + 92), (bx, by + 78), (bx + 520, by + 90), (bx + 300, by + 122),
        (bx - 300, by + 124)], mix(flood, PALE, 0.25))
    ripples(c, bx - 700, by + 84, bx + 700, by + 170, PALE, 26, 0.7)
    banana(c, 2300, 1570, 420, mix(LEAF, RICE, 0.3))
    for k in range(3):
        c.taper((180 + k * 90, 1480 + k * 18), (520 + k * 60, 1440 + k * 26), 30, 16,
            mix(UMBER, INK, 0.2 * k))
    rain(c, 620, 74, 24, PALE, 0.32)
    c.grade(mix(SLATE, PALE, 0.5), 0.12)


def ao_ca(c: Canvas) -> None:
    """A fish pond with a hut on stilts, golden evening, a net being thrown."""
    backdrop(c, "dusk", 380, 3, (1780, 430, 84), 115, 130)
    line = ridge_line(c, 850, 30, 3, 4)
    hill(c, line, mix(INK, PINE, 0.7), mix(MOSS, INK, 0.35), 160, 40)
    bank = mix(MOSS, INK, 0.3)
    c.grad(c.box(0, 950, c.w, c.h), mix(GOLD, PINK, 0.55), mix(INDIGO, SLATE, 0.35))
    for k in range(9):
        x = 1000 + k * 190
        c.shade(c.box(x - 160, 955, x + 160, 1120), mix(INDIGO, PINE, 0.4), 0.35, 0.0)
    c.glow(1780, 1080, 200, 420, mix(STRAW, TERRA, 0.2), 0.6)
    ripples(c, 0, 990, 2400, 1560, mix(STRAW, PINK, 0.4), 170, 0.6)
    c.blob([(-300, 930), (300, 945), (900, 950), (1500, 945), (2700, 930), (2700, 980), (1700, 985),
        (900, 978), (-300, 992)], bank)
    for x, h in ((120, 260), (260, 200), (2230, 280), (2340, 220), (1320, 140)):
        tree(c, x, 962, h, mix(LEAF, INK, 0.3))
    banana(c, 2080, 975, 230, mix(MOSS, INK, 0.1))
    stilt_house(c, 720, 1150, 620, mix(EARTH, INK, 0.25), True, mix(WOOD, INK, 0.15))
    c.poly([(380, 1075), (1080, 1075), (1130, 1180), (330, 1180)], mix(mix(GOLD, PINK, 0.55), INDIGO, 0.45))
    for px in (456, 600, 744, 888):
        c.shade(c.box(px - 9, 1076, px + 9, 1240), mix(INK, UMBER, 0.4), 0.75, 0.0)
        c.line([(px - 30, 1080), (px + 30, 1080)], STRAW, 4, 0.8)
    c.glow(620, 1140, 150, 190, STRAW, 0.35)
    c.poly([(-20, 1128), (330, 1098), (330, 1120), (-20, 1156)], mix(EARTH, INK, 0.3))
    for px in (40, 160, 280):
        c.rect(px, 1120, px + 12, 1230, mix(UMBER, INK, 0.4))
    person(c, 200, 1122, 210, replace(THAI, back="gùi", load=EARTH), "walk", "side", 1, False, None)
    ripples(c, 300, 1080, 1150, 1260, mix(STRAW, PINK, 0.3), 30, 0.6)
    bx, by = 1520, 1310
    c.ell(bx, by + 40, 330, 22, INK, 0.3)
    j = person(c, bx + 30, by + 10, 420, replace(FARMER, hat=mix(STRAW, TERRA, 0.2)), "hoe_up", "side", 1,
        False, None)
    nx, ny = j["near"]
    fall = [(nx + 60, ny - 10), (nx + 300, ny + 30), (nx + 520, ny + 170), (nx + 500, ny + 300),
        (nx + 330, ny + 330), (nx + 150, ny + 220), (nx + 50, ny + 80)]
    c.blob(fall, PAPER, 0.16)
    for k in range(13):
        t = k / 12
        ex, ey = nx + 150 + 370 * t, ny + 225 + 120 * math.sin(t * 2.6) - 60 * t
        c.line([(nx, ny), (nx + 150 + 140 * t, ny + 20 + 60 * t), (ex, ey)], PAPER, 2.2, 0.65)
    for q in (0.35, 0.55, 0.75, 0.95):
        arc = []
        for k in range(13):
            t = k / 12
            ex, ey = nx + 150 + 370 * t, ny + 225 + 120 * math.sin(t * 2.6) - 60 * t
            arc.append((nx + (ex - nx) * q + 30 * q * (1 - q) * 4 * t,
                ny + (ey - ny) * q - 60 * q * (1 - q) * 2))
        c.line(arc, PAPER, 2.2, 0.65)
    hull = [(bx - 330, by - 40), (bx - 230, by - 8), (bx + 230, by - 8), (bx + 330, by - 44),
        (bx + 240, by + 44), (bx - 240, by + 44)]
    c.blob(hull, mix(UMBER, INK, 0.35))
    c.line([(bx - 320, by - 36), (bx - 230, by - 4), (bx + 230, by - 4), (bx + 320, by - 38)],
        mix(EARTH, STRAW, 0.3), 10)
    ripples(c, bx - 420, by + 46, bx + 420, by + 110, STRAW, 26, 0.7)
    for x, y, r in ((420, 1420, 60), (560, 1460, 46), (330, 1500, 70), (640, 1400, 34), (2100, 1480, 64),
        (2230, 1430, 46), (2300, 1530, 76)):
        c.ell(x, y, r, r * 0.3, mix(LEAF, INK, 0.2))
        c.ell(x - r * 0.1, y - 3, r * 0.8, r * 0.2, mix(MOSS, RICE, 0.3))
    for x, y in ((440, 1400), (2210, 1415)):
        for k in range(5):
            t = -2.6 + k * 0.52
            c.blob([(x, y), (x + math.cos(t) * 26 - 8, y + math.sin(t) * 30),
                (x + math.cos(t) * 44, y + math.sin(t) * 50), (x + math.cos(t) * 26 + 8,
                y + math.sin(t) * 30)], mix(ROSE, PINK, k / 5))
    for _ in range(26):
        x = c.rng.choice((c.rng.uniform(-20, 330), c.rng.uniform(2000, 2420)))
        grass(c, x, 1620, c.rng.uniform(200, 420), mix(DEEP, INK, c.rng.random() * 0.6), 5)


SCENES = {"cau-treo": cau_treo, "mua-lu": mua_lu, "ao-ca": ao_ca}
