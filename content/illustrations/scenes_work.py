"""Work and weather: road, roof, planting, bridge, flood, pond. Sizes in px."""

from __future__ import annotations

import math
from dataclasses import replace

from buildings import far_house, stilt_house
from canvas import Canvas, smooth
from goods import hoe
from hills import hill, ridge_line
from moods import backdrop
from nature import bamboo, banana, far_tree, grass, lump, ribbon, tree
from palette import (
    CREAM,
    EARTH,
    GOLD,
    INK,
    LEAF,
    MOSS,
    PINK,
    RICE,
    SLATE,
    STONE,
    STRAW,
    TEAL,
    TERRA,
    UMBER,
    WOOD,
    mix,
)
from people import FARMER, GIRL, GREEN, KID, MAN, MONG, MONG2, THAI, THAI2, person
from scenes_land import edge_grass
from terrain import meadow, stones, terraces

WORKER = replace(FARMER, hat=STRAW)


def hien_dat(c: Canvas) -> None:
    """People widening the village road with hoes and baskets, morning."""
    m = backdrop(c, "morning", 340, 3, (520, 250, 60), 115, 130)
    terraces(c, 1950, 960, 860, 150, 360, 18, fade=m.mist, far=0.28, detail=False)
    line = ridge_line(c, 900, 30, 3, 3)
    hill(c, line, mix(LEAF, m.mist, 0.2), mix(MOSS, m.mist, 0.15), 160, 40)
    for x, y, w in ((760, 960, 150), (930, 975, 170), (1110, 960, 140)):
        far_house(c, x, y, w, mix(TERRA, EARTH, 0.3), CREAM, STRAW)
    c.blob([(-300, 1010), (600, 985), (1300, 1000), (2700, 980), (2700, 2000), (-300, 2000)],
        mix(MOSS, RICE, 0.4))
    bank = mix(EARTH, TERRA, 0.25)
    c.poly(ribbon([(1010, 985, 70), (1080, 1040, 210), (1190, 1160, 560), (1230, 1330, 1080),
        (1240, 1640, 2100)]), mix(bank, UMBER, 0.2))
    road = ribbon([(1000, 985, 40), (1060, 1040, 150), (1170, 1160, 440), (1200, 1330, 900),
        (1210, 1640, 1800)])
    c.grad(road, mix(EARTH, PINK, 0.55), mix(EARTH, CREAM, 0.25))
    with c.clip(road):
        for _ in range(90):
            y = 1000 + 600 * c.rng.random() ** 0.7
            c.ell(c.rng.uniform(300, 2200), y, 6 + (y - 1000) / 14, 1.5 + (y - 1000) / 120, bank, 0.3)
    c.blob([(1790, 1330), (1900, 1180), (2060, 1110), (2300, 1090), (2700, 1060), (2700, 1900), (2260, 1700)],
        bank)
    c.blob([(1880, 1330), (1960, 1200), (2090, 1130), (2300, 1104), (2700, 1080), (2700, 1300)],
        mix(bank, CREAM, 0.18))
    for k in range(5):
        c.line([(1960 + k * 90, 1240 - k * 26), (2060 + k * 110, 1420 - k * 10)], mix(bank, UMBER, 0.5), 5,
            0.4)
    for _ in range(30):
        x = c.rng.uniform(1950, 2400)
        grass(c, x, 1180 - (x - 1950) * 0.2 + 6, 46, mix(LEAF, RICE, c.rng.random() * 0.5), 6)
    banana(c, 2270, 1110, 380)
    stones(c, 560, 1240, 260, 16, STONE)
    for x, y, h, kit, pose, face in ((880, 1110, 190, WORKER, "dig", 1),
        (1010, 1095, 180, replace(MONG2, head="nón", hat=STRAW), "hoe_up", 1),
                                     (1340, 1130, 200, replace(MAN, top=TERRA), "dig", -1),
                                         (1450, 1150, 205, replace(THAI, back="gùi", load=EARTH), "walk",
                                         -1)):
        j = person(c, x, y, h, kit, pose, "side", face)
        if pose != "walk":
            hoe(c, j["near"], j["far"], h * 0.72, face if pose == "dig" else -face)
    for x, y, h, kit, pose, face in ((1700, 1400, 470, WORKER, "hoe_down", 1),
        (680, 1450, 500, replace(MAN, top=mix(SLATE, TEAL, 0.3), head="mũ", hat=MOSS), "hoe_up", -1)):
        j = person(c, x, y, h, kit, pose, "side", face)
        hoe(c, j["near"], j["far"], h * 0.8, face if pose == "hoe_down" else -face)
    person(c, 1450, 1270, 280, replace(THAI2, back="gùi", load=mix(EARTH, STRAW, 0.3)), "walk", "side", -1)
    j = person(c, 1010, 1300, 340, replace(MAN, top=TERRA, head="mũ", hat=MOSS), "carry", "side", 1)
    px, py = j["near"]
    c.line([(px - 10, py), (px + 120, py + 44)], WOOD, 10)
    c.poly([(px + 66, py + 4), (px + 250, py + 4), (px + 210, py + 80), (px + 106, py + 80)],
        mix(TEAL, INK, 0.2))
    c.blob([(px + 70, py + 8), (px + 120, py - 34), (px + 190, py - 30), (px + 246, py + 8)], bank)
    c.line([(px + 120, py + 76), (px + 104, 1300)], INK, 8)
    c.ell(px + 226, 1268, 34, 34, INK)
    c.ell(px + 226, 1268, 17, 17, STONE)
    stones(c, 300, 1480, 420, 14, mix(STONE, EARTH, 0.2))
    edge_grass(c, 34, 90)


def sua_nha(c: Canvas) -> None:
    """Neighbours laying a new roof on a stilt house, warm afternoon."""
    m = backdrop(c, "gold", 330, 3, (330, 250, 62), 115, 130)
    line = ridge_line(c, 880, 30, 3, 3)
    hill(c, line, mix(LEAF, m.mist, 0.2), mix(MOSS, m.mist, 0.15), 160, 50)
    meadow(c, 1000, mix(MOSS, LEAF, 0.3), mix(RICE, m.mist, 0.15), 1, 12, 80, 30)
    bamboo(c, 2270, 1180, 760)
    tree(c, 200, 1140, 560)
    w, x, y = 1300, 1250, 1330
    stilt_house(c, x, y, w, mix(EARTH, STRAW, 0.3))
    ridge, eave = y - 0.72 * w, y - 0.34 * w
    a, b, d, e = (x - 0.06 * w, ridge), (x + 0.22 * w, ridge), (x + 0.38 * w, eave), (x - 0.1 * w, eave)
    bare = [a, b, (x + 0.27 * w, y - 0.52 * w), d, e]
    c.poly(bare, mix(UMBER, INK, 0.35))
    for k in range(9):
        t = k / 8
        p, q = (a[0] + (b[0] - a[0]) * t, ridge), (e[0] + (d[0] - e[0]) * t, eave)
        if t > 0.85:
            continue
        c.line([p, q], mix(EARTH, STRAW, 0.35), 13)
    for k in range(8):
        t = k / 8
        yy = ridge + (eave - ridge) * t
        half = 0.05 * w * t * t
        c.line([(a[0] - (a[0] - e[0]) * t, yy), (b[0] + (d[0] - b[0]) * t - half - 6, yy)],
            mix(EARTH, CREAM, 0.4), 8)
    for k in range(7):
        t0 = k * 0.14
        for r in range(5):
            yy = eave - r * 76
            xx = x - 0.1 * w + r * 8 - 40
            if k < 3 - r // 2:
                c.poly([(xx + k * 74, yy - 70), (xx + k * 74 + 78, yy - 70), (xx + k * 74 + 84, yy + 12),
                    (xx + k * 74 - 4, yy + 12)], mix(GOLD, EARTH, 0.25 + t0 * 0.5))
                for q in range(9):
                    c.line([(xx + k * 74 + q * 9, yy - 64), (xx + k * 74 + q * 9, yy + 14)],
                        mix(GOLD, UMBER, 0.55), 2, 0.5)
    for px, py, h, kit, face, pose in ((1090, ridge + 168, 330, MAN, 1, "squat"),
        (1430, ridge + 120, 330, replace(MAN, top=TERRA), -1, "squat"),
                                       (1500, eave - 40, 330, replace(MAN, top=mix(SLATE, TEAL, 0.4),
                                           head="mũ", hat=MOSS), -1, "squat")):
        j = person(c, px, py, h, kit, pose, "side", face, False, None)
        hx, hy = j["near"]
        c.poly([(hx - 46, hy - 6), (hx + 46, hy - 6), (hx + 54, hy + 52), (hx - 54, hy + 52)],
            mix(GOLD, EARTH, 0.2))
        for q in range(9):
            c.line([(hx - 40 + q * 10, hy), (hx - 44 + q * 11, hy + 56)], mix(GOLD, UMBER, 0.5), 2, 0.6)
    for off in (0, 74):
        c.taper((560 + off, 1400), (840 + off, 760), 15, 13, mix(EARTH, STRAW, 0.35))
    for k in range(1, 13):
        t = k / 13
        px, py = 560 + 280 * t, 1400 - 640 * t
        c.line([(px, py), (px + 74, py)], mix(EARTH, STRAW, 0.35), 11)
    j = person(c, 720, 1130, 370, replace(FARMER, head="hair"), "climb", "side", 1, False, None)
    for px, py in ((1840, 1430), (1960, 1450), (1900, 1380)):
        c.blob([(px - 110, py), (px - 90, py - 54), (px + 90, py - 60), (px + 120, py)],
            mix(GOLD, EARTH, 0.3))
        for q in range(12):
            c.line([(px - 96 + q * 16, py - 46), (px - 100 + q * 17, py - 2)], mix(GOLD, UMBER, 0.5), 3, 0.6)
        c.line([(px - 10, py - 58), (px - 10, py)], TERRA, 9)
    j = person(c, 1660, 1450, 420, replace(THAI, head="piêu"), "carry", "side", -1)
    c.poly([(j["near"][0] - 70, j["near"][1] - 20), (j["near"][0] + 50, j["near"][1] - 20),
        (j["near"][0] + 62, j["near"][1] + 30), (j["near"][0] - 80, j["near"][1] + 30)],
        mix(GOLD, EARTH, 0.2))
    j = person(c, 420, 1450, 430, MONG2, "raise", "side", 1)
    person(c, 2180, 1440, 240, replace(KID, top=GOLD), "walk", "side", -1, True)
    edge_grass(c, 40, 90)


def trong_cay(c: Canvas) -> None:
    """Planting young trees on a bare slope, spring morning."""
    m = backdrop(c, "noon", 300, 3, (2020, 220, 58), 110, 130)
    slope = [(-40, 700), (400, 760), (900, 900), (1500, 1010), (2000, 1050), (2460, 1060)]
    top = smooth(slope, False, 12)
    c.grad([*top, (2460, 1640), (-40, 1640)], mix(RICE, m.mist, 0.25), mix(MOSS, EARTH, 0.25))
    at = sorted(top)

    def ground(x: float) -> float:
        return min(at, key=lambda p: abs(p[0] - x))[1]

    for k in range(26):
        x = k * 100 + c.rng.uniform(-20, 20)
        far_tree(c, x, ground(x) + 8, c.rng.uniform(60, 130), mix(LEAF, m.mist, 0.25))
    for r in range(1, 8):
        off = 40 + r * r * 9 + r * 22
        row = [(px, py + off + 8 * math.sin(px / 170 + r)) for px, py in top]
        c.line(row, mix(EARTH, MOSS, 0.4), 4 + r * 2.4, 0.45)
        for k in range(30 - r * 2):
            x = -20 + k * (2440 / (29 - r * 2)) + c.rng.uniform(-12, 12)
            s = 16 + r * 8.5
            y = ground(x) + off + 8 * math.sin(x / 170 + r)
            c.ell(x, y + 2, s * 0.62, s * 0.16, mix(EARTH, UMBER, 0.35))
            c.line([(x, y), (x + s * 0.06, y - s * 1.1)], WOOD, max(2, s * 0.06))
            for q in range(5):
                t = -2.5 + q * 0.5
                lump(c, x + math.cos(t) * s * 0.3, y - s * 0.75 + math.sin(t) * s * 0.45, s * 0.2, s * 0.13,
                    mix(LEAF, RICE, 0.3 + q * 0.13), 1, 7)
    for x, off, h, kit, pose, face in ((460, 250, 170, WORKER, "bow", 1), (760, 200, 160, MONG, "bow", -1),
        (1250, 170, 165, THAI, "walk", 1),
                                       (1620, 210, 180, WORKER, "dig", -1),
                                           (2050, 230, 190, replace(MONG2, back="gùi", load=EARTH), "walk",
                                           -1)):
        person(c, x, ground(x) + off, h, kit, pose, "side", face)
    c.blob([(-300, 1400), (500, 1390), (1300, 1460), (2000, 1480), (2700, 1440), (2700, 2000), (-300, 2000)],
        mix(MOSS, EARTH, 0.4))
    for x, y, s in ((1120, 1470, 300), (1960, 1500, 260)):
        c.ell(x, y + 6, s * 0.5, s * 0.11, mix(EARTH, UMBER, 0.4))
        c.ell(x - 10, y - 6, s * 0.4, s * 0.07, mix(EARTH, TERRA, 0.2))
        c.taper((x, y - 4), (x + 12, y - s), s * 0.035, s * 0.018, WOOD)
        for _ in range(16):
            t = c.rng.uniform(-3.1, 0.0)
            q = c.rng.uniform(0.35, 1)
            px, py = x + 8 + math.cos(t) * s * 0.3 * q, y - s * 0.72 + math.sin(t) * s * 0.38 * q
            lump(c, px, py, s * 0.085, s * 0.05, mix(LEAF, RICE, c.rng.random()), 1, 7)
    person(c, 900, 1480, 520, replace(GREEN, head="mũ"), "squat", "side", 1)
    person(c, 1340, 1490, 380, replace(GIRL, back=""), "bow", "side", -1, True)
    j = person(c, 1740, 1530, 560, replace(WORKER, top=mix(SLATE, TEAL, 0.3)), "dig", "side", 1)
    hoe(c, j["near"], j["far"], 420, 1)
    person(c, 520, 1500, 500, replace(THAI2, back="gùi", load=mix(EARTH, STRAW, 0.3)), "walk", "side", 1)
    for k in range(5):
        lump(c, 440 + k * 16, 1212 - (k % 2) * 26, 34, 26, mix(LEAF, RICE, k / 6), 1, 8)
    edge_grass(c, 40, 80)


SCENES = {"hien-dat": hien_dat, "sua-nha": sua_nha, "trong-cay": trong_cay}
