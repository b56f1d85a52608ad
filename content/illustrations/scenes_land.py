"""Landscapes: terraces, the valley, tea, the orchard, a house at dawn, the new road. Sizes in px."""

from __future__ import annotations

from dataclasses import replace

from buildings import far_house, stilt_house
from canvas import Canvas
from goods import heap
from hills import dict_line, hill, ridge_line
from moods import backdrop
from nature import bamboo, banana, bush, far_tree, fruit_tree, grass, lump, ribbon, tree
from palette import (
    BRICK,
    CREAM,
    DEEP,
    EARTH,
    GOLD,
    INDIGO,
    INK,
    LEAF,
    MOSS,
    PAPER,
    PINE,
    PINK,
    RICE,
    ROSE,
    STONE,
    STRAW,
    TEAL,
    TERRA,
    UMBER,
    WATER,
    WHITE,
    mix,
)
from people import FARMER, GIRL, MONG, MONG2, THAI, THAI2, person
from terrain import RIPE_FIELDS, meadow, paddies, smoke, stones, stream, tea_rows, terraces


def edge_grass(c: Canvas, n: int = 40, size: float = 90, dark: float = 0.4) -> None:
    """Tufts along the foot of the picture, framing it."""
    for _ in range(n):
        grass(c, c.rng.uniform(0, c.w), c.h + 12, size * c.rng.uniform(0.5, 1.2),
            mix(MOSS, DEEP, dark + c.rng.uniform(0, 0.5)), 7)


def ruong_bac_thang(c: Canvas) -> None:
    """Terraces in the ripe season, morning, a stilt house and two women with baskets."""
    m = backdrop(c, "morning", 400, 3, (1640, 230, 66))
    terraces(c, 480, 960, 860, 190, 360, 17, fade=m.mist, far=0.42, detail=False)
    terraces(c, 1960, 1000, 900, 200, 430, 19, fade=m.mist, far=0.32, detail=False)
    c.mist(930, 60, m.mist, 0.3)
    for k in range(30):
        x = c.rng.uniform(-20, 900) if k < 15 else c.rng.uniform(1500, 2420)
        far_tree(c, x, 960 + c.rng.uniform(-10, 50), c.rng.uniform(40, 80), mix(LEAF, m.mist, 0.3))
    terraces(c, 1180, 1330, 1500, 330, 470, 20, far=0.1)
    terraces(c, 2120, 1500, 1150, 340, 540, 19)
    for x, h in ((1810, 180), (1880, 130)):
        tree(c, x, 1008, h)
    stilt_house(c, 2040, 1022, 330, mix(EARTH, STRAW, 0.15))
    for x, h in ((2250, 230), (2330, 170)):
        tree(c, x, 1020, h)
    smoke(c, 2090, 780, 300, PAPER, 0.14)
    terraces(c, 260, 1800, 1500, 420, 700, 17)
    basket = replace(MONG, back="gùi", load=mix(EARTH, STRAW, 0.4))
    person(c, 560, 1330, 250, basket, "walk")
    person(c, 760, 1382, 246, replace(THAI, back="gùi", load=EARTH), "stride")
    banana(c, 90, 1430, 470)
    edge_grass(c)


def toan_canh(c: Canvas) -> None:
    """The whole valley in the golden hour: river, fields, hamlets among hills."""
    m = backdrop(c, "gold", 300, 3, (1790, 170, 56), 82, 130)
    line = ridge_line(c, 560, 60, 5, 4, 0.4, 0)
    hill(c, line, mix(MOSS, m.mist, 0.25), mix(RICE, m.mist, 0.3), 200, 16)
    terraces(c, 330, 720, 620, 110, 260, 15, fade=m.mist, far=0.22, detail=False)
    terraces(c, 2150, 700, 640, 110, 270, 15, fade=m.mist, far=0.26, detail=False)
    c.grad(c.box(0, 690, c.w, c.h), mix(RICE, m.mist, 0.2), mix(MOSS, RICE, 0.35))
    for k in range(26):
        y = 696 + k * k * 0.42
        x = c.rng.uniform(-200, 2300)
        w = c.rng.uniform(300, 800)
        lump(c, x, y, w * 0.5, 9 + k * 0.9, mix(RIPE_FIELDS[k % 5], RICE, c.rng.uniform(0, 0.5)), 0.9, 12,
            0.12)
    stream(c, [(1330, 690, 16), (1180, 725, 34), (1420, 775, 66), (1240, 850, 120), (1500, 960, 230),
        (1440, 1040, 320)],
           mix(WATER, INDIGO, 0.3), mix(WATER, STRAW, 0.55), 46)  # fmt: skip
    for _ in range(150):
        t = c.rng.random()
        far_tree(c, c.rng.uniform(0, 2400) if t > 0.35 else c.rng.gauss(820, 150), 700 + t * t * 120,
            26 + 46 * t, mix(LEAF, m.mist, 0.28 - 0.2 * t))
    for x, y, w in ((640, 742, 92), (740, 760, 104), (880, 748, 96), (980, 772, 112), (800, 790, 120),
        (1700, 752, 96), (1820, 768, 108), (1940, 750, 92)):
        far_house(c, x, y, w, mix(EARTH, TERRA, 0.25), mix(EARTH, CREAM, 0.4), STRAW)
        for k in (-0.8, 0.9):
            far_tree(c, x + w * k, y + 6, w * 0.7, mix(LEAF, m.mist, 0.08))
    for x in (700, 910, 1830):
        smoke(c, x, 690, 230, m.mist, 0.15)
    c.mist(700, 40, m.mist, 0.25)
    terraces(c, 160, 1070, 900, 170, 290, 12)
    stilt_house(c, 250, 836, 300, mix(EARTH, STRAW, 0.1), True)
    for x, h in ((40, 250), (480, 190)):
        tree(c, x, 850 if x < 300 else 872, h)
    terraces(c, 2350, 1110, 800, 180, 280, 11)
    bamboo(c, 2300, 1010, 520)
    edge_grass(c, 50, 60)


def che(c: Canvas) -> None:
    """Tea hills in the morning, women picking among the hedges."""
    m = backdrop(c, "morning", 380, 3, (620, 240, 62))
    green = mix(mix(LEAF, RICE, 0.45), STRAW, 0.08)
    tea = mix(green, m.mist, 0.4)
    tea_rows(c, 560, 900, 760, 150, 240, 13, tea)
    tea_rows(c, 1820, 930, 900, 170, 290, 14, mix(green, m.mist, 0.28))
    c.mist(930, 60, m.mist, 0.28)
    tea_rows(c, 1010, 1190, 1050, 250, 330, 13, mix(green, m.mist, 0.08))
    for x, h in ((1640, 250), (1740, 180)):
        tree(c, x, 1000, h, mix(LEAF, m.mist, 0.1))
    tea_rows(c, 2120, 1480, 1150, 330, 460, 13, mix(green, LEAF, 0.25))
    pick = replace(THAI, head="nón", hat=STRAW, back="gùi", load=mix(EARTH, STRAW, 0.4))
    person(c, 1560, 1330, 250, pick, "bow", face=-1)
    person(c, 2010, 1192, 226, replace(pick, top=TERRA), "bow", face=1)
    person(c, 880, 1010, 150, replace(pick, top=ROSE), "bow")
    tea_rows(c, 360, 1760, 1250, 380, 540, 12, mix(green, LEAF, 0.55))
    person(c, 770, 1440, 330, replace(MONG2, back="gùi", load=EARTH, head="nón", hat=STRAW), "bow", face=1)
    edge_grass(c, 12, 60)


def vuon_cay(c: Canvas) -> None:
    """A plum orchard in June, the trees hung with fruit, baskets filled at their feet."""
    m = backdrop(c, "morning", 340, 3, (1760, 240, 64))
    line = ridge_line(c, 790, 60, 2.2, 3, 0.4, -120)
    hill(c, line, mix(MOSS, m.mist, 0.4), mix(RICE, m.mist, 0.3), 260)
    at = dict_line(line)
    plums = (BRICK, TERRA, mix(BRICK, INDIGO, 0.4), ROSE)
    for row in range(3):
        for k in range(20 - row * 3):
            x = 20 + k * (126 + row * 22) + c.rng.uniform(-22, 22)
            far_tree(c, x, at(x) + 36 + row * 74 + c.rng.uniform(-8, 8), 92 + row * 34,
                mix(LEAF, m.mist, 0.3 - 0.1 * row))
    c.mist(880, 50, m.mist, 0.22)
    meadow(c, 1010, mix(MOSS, LEAF, 0.3), mix(RICE, m.mist, 0.2), 1, 24, 90, 34)
    path = ribbon([(1420, 990, 40), (1360, 1120, 90), (1500, 1290, 190), (1340, 1500, 360),
        (1280, 1640, 520)])
    c.grad(path, mix(EARTH, PAPER, 0.55), mix(EARTH, CREAM, 0.3))
    for x, y, h in ((1020, 1130, 430), (1800, 1130, 430), (130, 1150, 400)):
        c.shadow(x + 30, y, h * 0.4, h * 0.05, INK, 0.22)
        fruit_tree(c, x, y, h, mix(LEAF, m.mist, 0.06), plums)
    basket = mix(EARTH, STRAW, 0.4)
    person(c, 1390, 1290, 290, replace(MONG, back="gùi", load=basket), "stride")
    person(c, 1130, 1165, 230, FARMER, "reach", face=-1)
    c.shadow(620, 1440, 400, 40, INK, 0.25)
    fruit_tree(c, 560, 1440, 960, mix(LEAF, MOSS, 0.25), plums)
    c.shadow(2210, 1400, 330, 34, INK, 0.25)
    fruit_tree(c, 2190, 1400, 800, mix(LEAF, MOSS, 0.15), plums)
    person(c, 830, 1470, 470, replace(MONG2, hat=INDIGO), "reach", face=-1)
    person(c, 1050, 1500, 330, replace(GIRL, top=ROSE, scarf=False, back=""), "bow", face=-1, child=True)
    person(c, 1930, 1440, 430, replace(THAI, top=TEAL, head="nón", hat=STRAW), "reach", face=1)
    for x, y, w in ((880, 1540, 230), (660, 1520, 200), (1760, 1490, 210)):
        heap(c, x, y, w, plums)
    edge_grass(c, 26, 70)


def nha_san(c: Canvas) -> None:
    """A stilt house at dawn, lamp lit, smoke above the roof, plum blossom."""
    m = backdrop(c, "dawn", 420, 3, (610, 400, 78))
    line = ridge_line(c, 960, 30, 2.5, 4, 0.4)
    hill(c, line, mix(PINE, m.mist, 0.3), mix(MOSS, m.mist, 0.35), 200, 26)
    c.mist(1000, 60, m.mist, 0.34)
    for x, y, w in ((250, 1060, 180), (640, 1040, 150)):
        far_house(c, x, y, w, mix(UMBER, m.mist, 0.35), mix(EARTH, m.mist, 0.3), STRAW)
    bamboo(c, 2230, 1190, 760, mix(MOSS, m.mist, 0.12), 11)
    meadow(c, 1110, mix(LEAF, INK, 0.15), mix(MOSS, m.mist, 0.3), 1.2, 16, 110, 36)
    path = ribbon([(1240, 1250, 60), (1130, 1330, 110), (980, 1430, 190), (900, 1540, 280), (860, 1640, 380)])
    c.grad(path, mix(EARTH, PINK, 0.45), mix(EARTH, UMBER, 0.2))
    tree(c, 2020, 1210, 470, mix(LEAF, INK, 0.1))
    smoke(c, 1600, 560, 460, m.mist, 0.17)
    stilt_house(c, 1460, 1290, 960, mix(EARTH, UMBER, 0.25), True)
    c.glow(1300, 1010, 380, 240, STRAW, 0.3)
    person(c, 1020, 1385, 236, replace(THAI2, back="gùi", load=EARTH), "walk")
    bush(c, 2080, 1330, 240, mix(MOSS, INK, 0.2))
    tree(c, 210, 1500, 880, mix(LEAF, INK, 0.15), wide=0.42)
    edge_grass(c, 40, 90, 0.7)


def duong_ban(c: Canvas) -> None:
    """The new concrete road winding down to the hamlet, golden afternoon."""
    m = backdrop(c, "gold", 380, 3, (1900, 260, 64))
    terraces(c, 1880, 960, 800, 150, 330, 17, fade=m.mist, far=0.3, detail=False)
    line = ridge_line(c, 900, 40, 2, 4, 0.4, 60)
    hill(c, line, mix(MOSS, m.mist, 0.3), mix(RICE, m.mist, 0.2), 420, 20)
    paddies(c, 1040, 1500, 13, (STRAW, mix(GOLD, RICE, 0.4), mix(RICE, STRAW, 0.3), RICE))
    c.blob([(-300, 1290), (500, 1270), (900, 1380), (1300, 1480), (1350, 1800), (-300, 1800)],
        mix(MOSS, RICE, 0.25))
    c.blob([(1180, 1420), (1560, 1290), (2000, 1260), (2700, 1240), (2700, 1800), (1050, 1800)],
        mix(MOSS, RICE, 0.35))
    for x, y, w in ((420, 985, 150), (620, 1005, 170), (820, 975, 140), (1040, 1000, 150)):
        far_tree(c, x - w * 0.8, y + 8, w * 0.8, mix(LEAF, m.mist, 0.1))
        far_house(c, x, y, w, mix(TERRA, EARTH, 0.4), CREAM, STRAW)
    spine = [(930, 1010, 26), (1120, 1040, 44), (1500, 1085, 74), (1640, 1140, 110), (1330, 1225, 170),
        (820, 1330, 280), (760, 1440, 420), (1000, 1640, 640)]
    c.poly(ribbon([(x, y, w * 1.32 + 8) for x, y, w in spine]), mix(EARTH, RICE, 0.4))
    road = ribbon(spine)
    c.grad(road, mix(STONE, PAPER, 0.55), mix(STONE, PAPER, 0.15))
    with c.clip(road):
        for k in range(22):
            y = 1030 + k * k * 1.32
            c.line([(0, y), (2400, y + 8)], mix(STONE, INK, 0.3), 1 + k * 0.16, 0.5)
        c.shade(c.box(0, 1250, 760, 1640), INK, 0.22, 0.0, "right")
    for x, y in ((1745, 1150), (1660, 1200), (1470, 1250), (1200, 1320), (1100, 1400), (1150, 1490)):
        q = (y - 1000) / 260
        c.rect(x - 7 * q, y - 62 * q, x + 7 * q, y, WHITE)
        c.rect(x - 7 * q, y - 62 * q, x + 7 * q, y - 46 * q, TERRA)
        c.rect(x + 2 * q, y - 62 * q, x + 7 * q, y, INK, 0.2)
    person(c, 1290, 1262, 165, FARMER, "walk", face=-1)
    person(c, 1215, 1275, 160, replace(MONG, back="gùi", load=EARTH), "stride", face=-1)
    stones(c, 1830, 1390, 260, 9, STONE)
    tree(c, 2020, 1330, 560)
    bush(c, 2240, 1380, 330)
    banana(c, 330, 1330, 420, mix(RICE, LEAF, 0.3))
    stilt_house(c, 130, 1330, 380, mix(EARTH, STRAW, 0.1))
    bush(c, 420, 1400, 260)
    for _ in range(110):
        x = c.rng.uniform(1250, 2400)
        y = c.rng.uniform(1400, 1600)
        c.ell(x, y, 7, 6, c.rng.choice((STRAW, WHITE, ROSE)), 0.95)
        c.line([(x, y + 5), (x + 2, y + 26)], LEAF, 2)
    edge_grass(c, 40, 90)


SCENES = {
    "ruong-bac-thang": ruong_bac_thang,
    "toan-canh": toan_canh,
    "che": che,
    "vuon-cay": vuon_cay,
    "nha-san": nha_san,
    "duong-ban": duong_ban,
}
