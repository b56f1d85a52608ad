"""School and children: the yard, opening day, the library, the way to school, football. Sizes in px."""

from __future__ import annotations

from dataclasses import replace

from buildings import flag, hall
from canvas import Canvas
from hills import dict_line, hill, ridge_line
from moods import backdrop, light, room
from nature import bamboo, bush, far_tree, grass, leafy, lump, ribbon, tree
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
    PINK,
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
from people import AODAI, BOY, CLERK, ELDER, GIRL, KID, LADY, MONG, MONG2, THAI, THAI2, Outfit, person
from props import balloons, bench, books, bunting, drum, shelf, table, window
from scenes_land import edge_grass
from terrain import terraces

YARD = mix(EARTH, PAPER, 0.55)


def yard(c: Canvas, y: float, near: float = 0.2) -> None:
    """A swept schoolyard from the line y to the viewer, long bands of light and shade."""
    c.grad(c.box(0, y, c.w, c.h), mix(YARD, PAPER, 0.3), mix(YARD, EARTH, near))
    for k in range(14):
        yy = y + (c.h - y) * (k / 14) ** 1.6
        c.line([(0, yy), (c.w, yy)], mix(YARD, EARTH, 0.5), 1 + k * 0.15, 0.35)
    for k in range(-16, 17):
        c.line([(c.w / 2 + k * 130, y), (c.w / 2 + k * 480, c.h)], mix(YARD, EARTH, 0.5), 1.6, 0.35)


def san_truong(c: Canvas) -> None:
    """The schoolyard in the morning: flag, yellow school, hills; lessons are over, leaves are swept."""
    m = backdrop(c, "noon", 360, 3, None, 115, 130)
    terraces(c, 2120, 900, 620, 120, 300, 15, (mix(RICE, STRAW, 0.4), RICE), fade=m.mist, far=0.3,
        detail=False)
    line = ridge_line(c, 850, 20, 4, 3)
    hill(c, line, mix(LEAF, m.mist, 0.15), mix(MOSS, m.mist, 0.1), 120, 46)
    yard(c, 940)
    hall(c, 980, 990, 1420, 250, mix(STRAW, CREAM, 0.25), TERRA, 9, True, mix(TEAL, LEAF, 0.4))
    bush(c, 300, 1010, 200)
    for x in (470, 700, 1260, 1500):
        bush(c, x, 1016, 130, mix(MOSS, LEAF, 0.3))
    c.shadow(1640, 1204, 130, 16, INK, 0.22)
    c.rect(1560, 1170, 1680, 1200, mix(STONE, PAPER, 0.4))
    c.rect(1584, 1146, 1656, 1172, mix(STONE, PAPER, 0.6))
    flag(c, 1620, 1150, 860, 330, 13)
    c.poly([(1635, 1195), (1670, 1195), (2400, 1330), (2400, 1360)], INK, 0.12)
    tree(c, 2110, 1130, 560, mix(LEAF, MOSS, 0.4))
    chalk = mix(WHITE, YARD, 0.15)
    for k in range(6):
        x, y, w, t = 1010 + k * 74, 1440 - k * 21, 70, 44
        for dx in ((0,) if k in (0, 1, 3, 5) else (-38, 38)):
            c.line([(x + dx, y), (x + dx + w, y - 18), (x + dx + w + 22, y - 18 + t), (x + dx + 22, y + t),
                (x + dx, y)],
                   chalk, 4, 0.9)
    j = person(c, 1900, 1350, 400, replace(LADY, top=mix(TEAL, PAPER, 0.2)), "dig", "side", -1)
    end = (j["far"][0] - 120, 1346)
    c.taper(j["near"], end, 9, 9, EARTH)
    for k in range(9):
        c.line([end, (end[0] - 62 + k * 9, end[1] + 26)], mix(EARTH, STRAW, 0.4), 6)
    for _ in range(60):
        x, y = c.rng.gauss(1640, 90), c.rng.gauss(1372, 20)
        c.ell(x, y, 9, 4, c.rng.choice((GOLD, TERRA, RICE)))
    for x in (560, 900):
        bench(c, x, 1165, 230, 56, mix(STONE, EARTH, 0.2))
    c.poly([(0, 1290), (420, 1340), (760, 1470), (900, 1600), (0, 1600)], INK, 0.13)
    for k in range(4):
        tree_branch(c, 60 + k * 170, -20)


def tree_branch(c: Canvas, x: float, y: float) -> None:
    """Leaves of a great tree hanging in from the upper edge."""
    for _ in range(9):
        lump(c, x + c.rng.uniform(-110, 110), y + c.rng.uniform(-20, 110), 62, 40,
            mix(LEAF, INK, c.rng.uniform(0, 0.35)))
    for _ in range(26):
        px, py = x + c.rng.uniform(-150, 150), y + c.rng.uniform(30, 170)
        c.ell(px, py, 15, 8, mix(LEAF, RICE, c.rng.uniform(0, 0.6)))


def le_khai_giang(c: Canvas) -> None:
    """The first day of school: the drum is beaten, balloons rise, rows of pupils."""
    backdrop(c, "morning", 330, 3, (420, 230, 60), 110, 120)
    yard(c, 900)
    hall(c, 1280, 960, 1500, 430, mix(STRAW, CREAM, 0.2), TERRA, 9, True, mix(TEAL, LEAF, 0.4), 2)
    tree(c, 210, 1000, 520)
    tree(c, 2310, 990, 430)
    flag(c, 560, 1010, 820, 270, 11)
    bunting(c, (560, 420), (1300, 330), 110, 22, 44)
    bunting(c, (1300, 330), (2420, 250), 150, 30, 46)
    c.rect(0, 0, 0, 0, INK)
    c.poly([(720, 1120), (2060, 1120), (2150, 1180), (640, 1180)], mix(STONE, PAPER, 0.55))
    c.rect(640, 1180, 2150, 1232, mix(STONE, INK, 0.12))
    table(c, 1720, 1165, 250, 110, RED)
    person(c, 1560, 1160, 300, AODAI, "read", "side", -1)
    person(c, 1900, 1158, 300, CLERK, "clap", "side", -1)
    person(c, 2010, 1160, 296, LADY, "clap", "side", -1)
    drum(c, 960, 1172, 104)
    j = person(c, 800, 1168, 306, CLERK, "drum", "side", 1)
    for key, end in (("near", (930, 1000)), ("far", (935, 940))):
        c.taper(j[key], end, 9, 12, UMBER)
    balloons(c, 1290, 610, 62, 15, (1330, 1060), (TERRA, GOLD, TEAL, ROSE, INDIGO, RED))
    for x, y, r, col in ((1100, 330, 44, GOLD), (1480, 240, 38, ROSE), (1590, 420, 42, TEAL),
        (1010, 190, 32, TERRA)):
        balloons(c, x, y, r, 1, (x + 14, y + 150), (col,))
    for k in range(2):
        person(c, 1290 + 90 * k, 1165, 196, (GIRL, BOY)[k], "front_up", "front", 1, True)
    rows = ((1330, 205, 14, 170), (1450, 245, 12, 205), (1590, 300, 10, 250))
    for r, (y, h, n, gap) in enumerate(rows):
        for k in range(n):
            x = 1200 + (k - (n - 1) / 2) * gap + c.rng.uniform(-14, 14) + (60 if r == 1 else 0)
            kit = c.rng.choice((BOY, GIRL, BOY, GIRL, replace(GIRL, load=TEAL), replace(BOY, load=INDIGO),
                replace(GIRL, top=MONG.top, head="khăn", hat=BRICK)))
            person(c, x, y, h * c.rng.uniform(0.94, 1.04), kit, "front_wave" if c.rng.random() < 0.12
                else "front", "back", 1, True)
    c.shade(c.box(0, 1380, c.w, c.h), INK, 0.0, 0.18)


def thu_vien(c: Canvas) -> None:
    """The school library: full shelves, a window on the hills, children from behind."""
    room(c, 1130, mix(CREAM, STRAW, 0.25), mix(EARTH, CREAM, 0.25), mix(TEAL, PAPER, 0.4))
    window(c, 960, 170, 1500, 720, WHITE, PAPER, 3)
    c.poly([(960, 1180), (1500, 1180), (1800, 1500), (1080, 1500)], STRAW, 0.28)
    shelf(c, 120, 190, 840, 1150, 5)
    shelf(c, 1630, 190, 2290, 1150, 5)
    bunting(c, (880, 90), (1600, 80), 60, 16, 46)
    c.rect(960, 900, 1500, 920, WOOD)
    c.rect(960, 1090, 1500, 1150, mix(WOOD, INK, 0.3))
    books(c, 975, 900, 1490, 140)
    books(c, 985, 1090, 1490, 150)
    c.ell(1400, 752, 46, 16, TERRA)
    for k in range(7):
        grass(c, 1400, 742, 110, mix(LEAF, RICE, k / 8), 3)
    c.poly([(1350, 735), (1450, 735), (1435, 790), (1365, 790)], TERRA)
    person(c, 560, 1250, 470, replace(GIRL, back="", head="đuôi"), "reach", "side", -1, True)
    person(c, 790, 1290, 440, replace(BOY, back="cặp", load=TEAL), "read", "side", -1, True)
    person(c, 2010, 1240, 560, AODAI, "reach", "side", 1)
    person(c, 1790, 1265, 430, replace(GIRL, top=INK, bottom=INDIGO, scarf=False, head="khăn", hat=BRICK,
        bands=MONG.bands, back=""), "read", "side", 1, True)
    c.ell(1240, 1490, 780, 130, mix(TERRA, CREAM, 0.25))
    c.ell(1240, 1490, 720, 112, mix(GOLD, CREAM, 0.3))
    c.ell(1240, 1490, 640, 92, mix(TERRA, CREAM, 0.15))
    for x, y, kit, face in ((900, 1480, BOY, 1), (1180, 1510, replace(GIRL, top=ROSE, scarf=False), 1),
        (1620, 1490, GIRL, -1)):
        j = person(c, x, y, 430, replace(kit, back=""), "floor", "side", face, True, None)
        bx, by = j["near"]
        for s in (-1, 1):
            c.poly([(bx, by + 6), (bx + s * 58, by - 22), (bx + s * 58, by + 12), (bx, by + 36)],
                mix(WHITE, INK, 0.05 + 0.05 * s))
    for k, col in enumerate((TERRA, TEAL, GOLD, INDIGO)):
        c.rect(1360 + k * 6, 1528 - k * 20, 1490 - k * 4, 1546 - k * 20, col)
        c.rect(1366 + k * 6, 1542 - k * 20, 1486 - k * 4, 1546 - k * 20, CREAM)
    c.shade(c.box(0, 0, 500, 1600), INK, 0.25, 0.0, "right")
    light(c, [(960, 0), (1500, 0), (1900, 1600), (900, 1600)], STRAW, 0.06)


def em_nho_di_hoc(c: Canvas) -> None:
    """Children from behind on the ridge path to school at sunrise."""
    m = backdrop(c, "dawn", 470, 3, (1500, 520, 92), 120, 150)
    terraces(c, 2080, 1080, 900, 180, 400, 18, fade=m.mist, far=0.3, detail=False)
    hall(c, 1180, 1016, 300, 74, mix(STRAW, m.mist, 0.2), mix(TERRA, m.mist, 0.2), 5, True,
        mix(TEAL, m.mist, 0.3))
    flag(c, 1010, 1020, 170, 60, 3)
    line = ridge_line(c, 1040, 34, 1.6, 3, 0.4, 30)
    hill(c, line, mix(MOSS, m.mist, 0.3), mix(RICE, m.mist, 0.1), 260)
    at = dict_line(line)
    for k in range(16):
        x = 80 + k * 150
        if not 1000 < x < 1400:
            far_tree(c, x, at(x) + 12, c.rng.uniform(60, 110), mix(LEAF, m.mist, 0.2))
    c.mist(1080, 50, m.mist, 0.3)
    c.blob([(-300, 1230), (300, 1160), (900, 1200), (1500, 1290), (2000, 1240), (2800, 1120), (2800, 2000),
        (-300, 2000)], mix(MOSS, LEAF, 0.25))
    path = ribbon([(1190, 1040, 16), (1130, 1090, 36), (1290, 1160, 70), (1300, 1240, 130), (1130, 1350, 250),
        (1090, 1480, 430), (1180, 1660, 700)])
    c.grad(path, mix(EARTH, PINK, 0.6), mix(EARTH, PAPER, 0.28))
    for _ in range(90):
        y = 1240 + c.rng.random() * 360
        x = c.rng.choice((c.rng.uniform(0, 780), c.rng.uniform(1560, 2400)))
        grass(c, x, y, 20 + (y - 1200) * 0.16, mix(LEAF, DEEP, c.rng.random()), 6)
    hmong = replace(GIRL, top=INK, bottom=INDIGO, bands=MONG.bands, head="khăn", hat=BRICK, scarf=False,
        load=GOLD)
    person(c, 1296, 1190, 96, BOY, "front", "back", 1, True)
    person(c, 1340, 1196, 90, GIRL, "front", "back", 1, True)
    for x, y, h, kit, pose in ((990, 1510, 470, hmong, "hold"), (1200, 1530, 540, replace(BOY, load=TEAL),
        "hold"),
                               (1400, 1500, 440, replace(GIRL, load=TERRA), "hold")):  # fmt: skip
        person(c, x, y, h, kit, pose, "back", 1, True)
    tree(c, 270, 1420, 820, mix(LEAF, INK, 0.1), wide=0.42)
    leafy(c, (2460, 640), 172, 430, 26, LEAF, 2)
    edge_grass(c, 44, 120, 0.5)


def bong_da(c: Canvas) -> None:
    """Children's football on a dirt pitch between hills, late afternoon; portrait."""
    m = backdrop(c, "gold", 640, 3, (1180, 420, 92), 150, 170, 2)
    terraces(c, 300, 1240, 760, 150, 390, 18, fade=m.mist, far=0.25, detail=False)
    line = ridge_line(c, 1200, 20, 4, 3)
    hill(c, line, mix(LEAF, m.mist, 0.15), mix(MOSS, m.mist, 0.1), 110, 60)
    c.grad(c.box(0, 1290, c.w, c.h), mix(CLAY_PITCH, PAPER, 0.35), mix(CLAY_PITCH, TERRA, 0.25))
    c.poly([(0, 1290), (1600, 1290), (1600, 1330), (0, 1318)], mix(MOSS, RICE, 0.4))
    goal = [(960, 1400), (960, 1180), (1400, 1180), (1400, 1400)]
    for k in range(1, 12):
        c.line([(960 + k * 36.6, 1190), (975 + k * 35, 1380)], WHITE, 2, 0.5)
        c.line([(962, 1190 + k * 17), (1398, 1190 + k * 17)], WHITE, 2, 0.5)
    c.line(goal, mix(EARTH, CREAM, 0.35), 13)
    c.line([(0, 1560), (1600, 1600)], WHITE, 6, 0.5)
    red = Outfit(RED, INK, "shorts")
    blue = replace(red, top=mix(TEAL, INDIGO, 0.3), bottom=WHITE)
    person(c, 1180, 1410, 190, replace(KID, top=GOLD), "ring2", "front", 1, True)
    for x, y, h, kit, pose, face in ((300, 1470, 220, blue, "run", 1), (660, 1500, 236, red, "run", 1),
        (1390, 1580, 270, blue, "run", -1)):
        c.poly([(x, y), (x + 20, y + 8), (x - 190, y + 56), (x - 200, y + 40)], INK, 0.2)
        person(c, x, y, h, kit, pose, "side", face, True, None)
    for x in (60, 150, 250):
        person(c, x, 1372, 150, c.rng.choice((THAI, THAI2, MONG2, ELDER)), "clap")
    for x, y, h, kit, pose, face in ((1190, 1960, 560, blue, "run", -1), (640, 2060, 680, red, "kick", 1)):
        c.poly([(x - 20, y - 6), (x + 60, y + 16), (x - 300, y + 112), (x - 330, y + 80)], INK, 0.24)
        person(c, x, y, h, kit, pose, "side", face, True, None)
    bx, by, r = 985, 1960, 52
    c.poly([(bx - 20, by + 44), (bx + 30, by + 50), (bx - 150, by + 110), (bx - 190, by + 92)], INK, 0.24)
    c.ell(bx, by, r, r, WHITE)
    c.shade(c.box(bx - r, by, bx + r, by + r), INK, 0.0, 0.0)
    for dx, dy, q in ((0, 0, 0.34), (-0.72, -0.3, 0.2), (0.7, -0.4, 0.2), (0.5, 0.66, 0.2),
        (-0.52, 0.66, 0.2), (0.0, -0.85, 0.16)):
        lump(c, bx + dx * r, by + dy * r, q * r, q * r, INK, 1, 5, 0.05)
    for _ in range(40):
        c.glow(c.rng.uniform(420, 1150), 2060 + c.rng.uniform(-20, 40), 60, 26, mix(CLAY_PITCH, PAPER, 0.5),
            0.12)
    bamboo(c, 60, 2330, 900, mix(MOSS, INK, 0.15))
    edge_grass(c, 40, 120, 0.5)


CLAY_PITCH = mix(EARTH, PINK, 0.42)

SCENES = {
    "san-truong": san_truong,
    "le-khai-giang": le_khai_giang,
    "thu-vien": thu_vien,
    "em-nho-di-hoc": em_nho_di_hoc,
    "bong-da": bong_da,
}
