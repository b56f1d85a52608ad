"""The house of culture and the health station. Sizes in px."""

from __future__ import annotations

from dataclasses import replace

from buildings import flag, hall, stilt_house
from canvas import Canvas
from hills import hill, ridge_line
from moods import backdrop
from nature import banana, bush, far_tree, grass, lump, ribbon, tree
from palette import (
    EARTH,
    GOLD,
    INDIGO,
    INK,
    LEAF,
    MOSS,
    PAPER,
    RED,
    RICE,
    ROSE,
    STONE,
    STRAW,
    TEAL,
    TERRA,
    UMBER,
    WHITE,
    WOOD,
    mix,
)
from people import (
    CLERK,
    ELDER,
    FARMER,
    KID,
    LADY,
    MAN,
    MONG,
    MONG2,
    THAI,
    THAI2,
    THAI3,
    person,
)
from props import brocade, bunting
from scenes_land import edge_grass
from terrain import meadow, terraces


def nha_van_hoa(c: Canvas) -> None:
    """The village house of culture in late sun, people arriving from both sides."""
    m = backdrop(c, "gold", 330, 3, (430, 250, 66), 110, 130)
    line = ridge_line(c, 830, 20, 4, 3)
    hill(c, line, mix(LEAF, m.mist, 0.2), mix(MOSS, m.mist, 0.1), 150, 56)
    meadow(c, 940, mix(MOSS, LEAF, 0.3), mix(RICE, m.mist, 0.2), 1, 10, 60, 30)
    yard = mix(EARTH, STRAW, 0.55)
    c.grad(ribbon([(1330, 1020, 800), (1300, 1150, 900), (1180, 1350, 1250), (1100, 1640, 1900)]),
        mix(yard, PAPER, 0.3), mix(yard, EARTH, 0.3))
    tree(c, 2200, 1110, 620)
    banana(c, 2030, 1110, 330)
    stilt_house(c, 1380, 1090, 1120, mix(TERRA, EARTH, 0.35), True, mix(WOOD, EARTH, 0.5))
    brocade(c, 890, 862, 1690, 902, INK)
    flag(c, 560, 1110, 780, 270, 10)
    bush(c, 400, 1110, 260)
    bunting(c, (566, 560), (772, 690), 30, 6, 38)
    for x, y, h, kit, pose, face in ((900, 1190, 246, THAI, "walk", 1), (1000, 1198, 242, MAN, "stride", 1),
        (1640, 1190, 246, MONG, "walk", -1),
                                     (1740, 1198, 242, ELDER, "stride", -1),
                                         (1290, 1170, 232, THAI3, "stand", 1), (1390, 1172, 238, CLERK,
                                         "rest", -1)):
        person(c, x, y, h, kit, pose, "side", face)
    person(c, 520, 1390, 390, replace(MONG2, head="khăn"), "walk", "side", 1)
    person(c, 660, 1400, 240, replace(KID, top=GOLD), "stride", "side", 1, True)
    person(c, 820, 1420, 400, MAN, "walk", "side", 1)
    person(c, 1900, 1450, 420, THAI2, "walk", "side", -1)
    person(c, 1740, 1440, 410, replace(THAI, top=TERRA), "stride", "side", -1)
    c.shade(c.box(0, 1300, c.w, c.h), UMBER, 0.0, 0.2)
    edge_grass(c, 46, 90)


def tram_y_te(c: Canvas) -> None:
    """The health station and its herb garden, morning; a nurse greets a mother."""
    m = backdrop(c, "noon", 330, 3, (1980, 210, 56), 110, 130)
    terraces(c, 240, 930, 640, 120, 280, 15, (mix(RICE, STRAW, 0.4), RICE), fade=m.mist, far=0.3,
        detail=False)
    meadow(c, 930, mix(MOSS, LEAF, 0.2), mix(RICE, m.mist, 0.2), 1, 10, 40, 28)
    far_tree(c, 640, 960, 210, LEAF)
    tree(c, 2250, 1010, 480)
    hall(c, 1420, 1010, 1240, 320, mix(PAPER, WHITE, 0.4), mix(TEAL, INDIGO, 0.25), 7, True,
        mix(TEAL, PAPER, 0.25), 1, WHITE)
    c.ell(1400, 580, 62, 62, WHITE)
    c.rect(1386, 540, 1414, 620, RED)
    c.rect(1360, 566, 1440, 594, RED)
    path = ribbon([(1420, 1020, 190), (1400, 1120, 240), (1240, 1280, 380), (1180, 1460, 560),
        (1160, 1650, 800)])
    c.grad(path, mix(STONE, PAPER, 0.6), mix(STONE, PAPER, 0.3))
    for r in range(4):
        y = 1130 + r * 88 + r * r * 9
        for x0, x1 in ((-40, 1010 - r * 75), (1660 - r * 10, 2440)):
            c.poly([(x0, y), (x1, y), (x1 - 20, y + 44 + r * 6), (x0, y + 44 + r * 6)],
                mix(EARTH, UMBER, 0.25))
            c.poly([(x0, y - 8), (x1, y - 8), (x1 - 16, y + 18), (x0, y + 18)], mix(EARTH, UMBER, 0.08))
            x = x0 + 30
            while x < x1 - 30:
                kind = (r + (x0 > 0)) % 3
                s = 34 + r * 9
                if kind == 0:
                    lump(c, x, y - s * 0.4, s * 0.7, s * 0.6, mix(LEAF, RICE, 0.3))
                    lump(c, x - 5, y - s * 0.55, s * 0.45, s * 0.35, mix(RICE, STRAW, 0.15))
                elif kind == 1:
                    grass(c, x, y + 4, s * 1.9, mix(LEAF, RICE, c.rng.random() * 0.6), 7)
                else:
                    grass(c, x, y + 4, s * 1.3, LEAF, 6)
                    for _ in range(4):
                        c.ell(x + c.rng.uniform(-s, s) * 0.5, y - s * c.rng.uniform(0.5, 1.1), 8, 8,
                            c.rng.choice((ROSE, STRAW, WHITE)))
                x += s * 1.7
    person(c, 1270, 1330, 420, replace(LADY, low="gown", bottom=WHITE), "give", "side", 1)
    j = person(c, 1460, 1335, 410, THAI, "rest", "side", -1)
    c.blob([(j["near"][0] - 30, j["near"][1] - 50), (j["near"][0] + 46, j["near"][1] - 36),
        (j["near"][0] + 50, j["near"][1] + 12), (j["near"][0] - 26, j["near"][1] + 4)], TERRA)
    c.ell(j["near"][0] - 10, j["near"][1] - 48, 24, 24, mix(UMBER, EARTH, 0.3))
    person(c, 1570, 1340, 240, replace(KID, top=GOLD), "stand", "side", -1, True)
    person(c, 620, 1290, 360, replace(FARMER, hat=STRAW), "dig", "side", -1)
    person(c, 1500, 1080, 240, CLERK, "stand", "side", -1)
    person(c, 1620, 1075, 236, ELDER, "stand", "side", -1)
    edge_grass(c, 30, 70)


SCENES = {"nha-van-hoa": nha_van_hoa, "tram-y-te": tram_y_te}
