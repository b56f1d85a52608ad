"""Public life: awards, gifts, the meeting, the one-stop office. Sizes in px."""

from __future__ import annotations

from dataclasses import replace

from buildings import hall, star
from canvas import Canvas
from moods import backdrop, frame_wood, light, room
from nature import bush, grass, lump, tree
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
    RED,
    RICE,
    ROSE,
    SLATE,
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
    AODAI,
    BOY,
    CLERK,
    ELDER,
    FARMER,
    GIRL,
    GREEN,
    LADY,
    MAN,
    MONG,
    MONG2,
    THAI,
    THAI2,
    THAI3,
    person,
)
from props import bench, brocade, bunting, certificate, curtain, sack, swag, table, window
from scenes_land import edge_grass
from terrain import terraces

CROWD = (MAN, THAI, MONG, THAI2, ELDER, MONG2, FARMER, THAI3, GREEN, replace(MAN, top=TERRA),
    replace(MAN, top=SLATE), LADY, CLERK)


def heads(c: Canvas, y: float, h: float, n: int, dim: float = 0.0, sway: float = 12) -> None:
    """A row of an audience seen from behind, sitting, feet at y, ``h`` px if they stood."""
    gap = c.w / n
    for k in range(n):
        kit = c.rng.choice(CROWD)
        if kit.head == "nón":
            kit = replace(kit, head="hair")
        if dim:
            kit = replace(kit, top=mix(kit.top, INK, dim), hat=mix(kit.hat, INK, dim),
                skin=mix(kit.skin, INK, dim), hair=mix(kit.hair, INK, dim * 0.5))
        x = gap * (k + 0.5) + c.rng.uniform(-sway, sway)
        person(c, x, y + c.rng.uniform(-0.02, 0.02) * h, h, kit, "back_sit", "back", 1, False, None)
        chair = mix(mix(WOOD, TERRA, 0.3), INK, dim)
        c.rect(x - 0.11 * h, y - 0.26 * h, x + 0.11 * h, y + 0.04 * h, mix(chair, INK, 0.6))
        c.blob([(x - 0.12 * h, y - 0.46 * h), (x + 0.12 * h, y - 0.46 * h), (x + 0.115 * h, y - 0.22 * h),
            (x - 0.115 * h, y - 0.22 * h)], chair)


def le_khen_thuong(c: Canvas) -> None:
    """Awards on a stage before a red curtain; the hall watches in the dark."""
    c.grad(c.box(0, 0, c.w, c.h), INK, mix(INK, BRICK, 0.35))
    curtain(c, 150, 60, 2250, 1010, 21, RED)
    c.glow(1200, 520, 1050, 760, GOLD, 0.18)
    star(c, 1200, 340, 120, GOLD)
    for k in range(2):
        x = 620 if k == 0 else 1780
        brocade(c, x - 190, 300, x + 190, 380, INK)
    curtain(c, 0, 0, 300, 1090, 4, BRICK)
    curtain(c, 2100, 0, 2400, 1090, 4, BRICK)
    swag(c, -20, 2420, -10, 190, 8, BRICK)
    c.grad([(230, 960), (2170, 960), (2400, 1150), (0, 1150)], mix(EARTH, BRICK, 0.3),
        mix(EARTH, STRAW, 0.35))
    c.rect(0, 1150, c.w, 1300, mix(UMBER, INK, 0.25))
    brocade(c, 0, 1165, c.w, 1255, INK)
    for x in (360, 470, 2040, 1930):
        c.poly([(x - 42, 1088), (x + 42, 1088), (x + 30, 1150), (x - 30, 1150)], TERRA)
        for _ in range(3):
            grass(c, x, 1092, 130, mix(LEAF, RICE, c.rng.random()), 6)
        for _ in range(7):
            lump(c, x + c.rng.uniform(-50, 50), 1030 + c.rng.uniform(-40, 40), 15, 13,
                c.rng.choice((ROSE, STRAW, WHITE)))
    cast = ((620, THAI, 1), (960, MONG, 1), (1300, ELDER, 1), (1640, replace(GREEN, head="hair"), 1))
    for x, kit, _ in cast:
        give = CLERK if x != 1300 else AODAI
        a = person(c, x, 1085, 480, kit, "give", "side", 1)
        b = person(c, x + 240, 1085, 484, give, "give", "side", -1)
        certificate(c, (a["near"][0] + b["near"][0]) / 2, a["near"][1] - 30, 92)
    c.poly([(800, 0), (1300, 0), (1760, 1080), (420, 1080)], STRAW, 0.06)
    c.poly([(1100, 0), (1600, 0), (2100, 1080), (760, 1080)], STRAW, 0.05)
    heads(c, 1440, 270, 19, 0.5)
    heads(c, 1550, 340, 15, 0.66)
    heads(c, 1700, 450, 11, 0.8)


def trao_qua(c: Canvas) -> None:
    """Gifts in the commune yard: sacks of rice, school bags, parcels."""
    m = backdrop(c, "morning", 340, 3, (1960, 220, 60), 110, 120)
    terraces(c, 300, 940, 700, 130, 280, 15, fade=m.mist, far=0.32, detail=False)
    hall(c, 1400, 980, 1300, 330, mix(CREAM, STRAW, 0.3), TERRA, 7, True, LEAF)
    tree(c, 360, 1060, 520)
    bush(c, 640, 1030, 210)
    tree(c, 2270, 1050, 480, mix(LEAF, MOSS, 0.4))
    yard = mix(EARTH, PAPER, 0.55)
    c.grad(c.box(0, 1010, c.w, c.h), mix(yard, PAPER, 0.2), mix(yard, EARTH, 0.3))
    for k in range(9):
        c.line([(0, 1030 + k * k * 7), (2400, 1026 + k * k * 7)], EARTH, 2, 0.16)
    bunting(c, (640, 560), (2240, 520), 130, 34, 46)
    c.taper((640, 1060), (640, 545), 12, 10, UMBER)
    c.taper((2240, 1060), (2240, 505), 12, 10, UMBER)
    for x, kit in ((1100, MAN), (1240, THAI3), (1370, ELDER), (1500, MONG2), (1650, FARMER), (1790, THAI)):
        person(c, x, 1090 + c.rng.uniform(-8, 8), 262, kit, c.rng.choice(("clap", "rest", "stand")), "side",
            -1 if x > 1400 else 1)
    table(c, 420, 1330, 600, 180, mix(TERRA, BRICK, 0.4))
    for k, col in enumerate((TEAL, GOLD, INDIGO, ROSE, MOSS)):
        x = 200 + k * 108
        c.blob([(x - 42, 1142 - 96), (x + 42, 1142 - 96), (x + 50, 1142), (x - 50, 1142)], col)
        c.blob([(x - 32, 1142 - 46), (x + 32, 1142 - 46), (x + 36, 1136), (x - 36, 1136)], mix(col, INK, 0.3))
        c.line([(x - 16, 1050), (x, 1026), (x + 16, 1050)], mix(col, INK, 0.3), 6)
    for y, n, x0 in ((1330, 3, 1990), (1390, 3, 1940), (1450, 3, 2000)):
        for k in range(n):
            sack(c, x0 + k * 148, y, 150, mix(CREAM, PAPER, c.rng.random() * 0.5), (LEAF, TERRA, TEAL)[k % 3])
    person(c, 800, 1450, 540, LADY, "bow", "side", 1)
    hmong = replace(GIRL, top=INK, bottom=INDIGO, bands=MONG.bands, head="khăn", hat=BRICK, scarf=False,
        back="")
    p2 = person(c, 1090, 1452, 370, hmong, "give", "side", -1, True)
    bx, by = p2["near"][0] - 34, p2["near"][1] - 14
    c.blob([(bx - 34, by - 46), (bx + 34, by - 46), (bx + 42, by + 42), (bx - 42, by + 42)], GOLD)
    c.blob([(bx - 26, by), (bx + 26, by), (bx + 30, by + 34), (bx - 30, by + 34)], mix(GOLD, INK, 0.3))
    person(c, 1240, 1440, 350, replace(BOY, back="", scarf=False, top=SLATE), "rest", "side", -1, True)
    j = person(c, 1520, 1480, 540, replace(GREEN, head="mũ"), "carry", "side", 1)
    sack(c, j["near"][0] + 26, j["near"][1] + 46, 140)
    person(c, 1800, 1486, 510, replace(THAI2, back="gùi", load=EARTH), "give", "side", -1)
    edge_grass(c, 20, 60)


def hop_dan(c: Canvas) -> None:
    """The village meeting in the wooden hall: benches, an elder speaking, light through the windows."""
    room(c, 980, mix(WOOD, EARTH, 0.4), mix(EARTH, CLAY_FLOOR, 0.5), None, True)
    for x in (180, 1890):
        window(c, x, 300, x + 360, 700, mix(UMBER, INK, 0.2), PAPER, 4)
    c.rect(780, 170, 1620, 640, BRICK)
    c.grad(c.box(800, 190, 1600, 620), mix(RED, BRICK, 0.3), RED)
    star(c, 1200, 400, 110)
    brocade(c, 780, 655, 1620, 740, INK)
    for x in (700, 1700):
        frame_wood(c, x, 60, 1010, mix(WOOD, INK, 0.15))
    c.rect(0, 60, c.w, 110, mix(UMBER, INK, 0.3))
    light(c, [(190, 720), (540, 720), (1050, 1600), (300, 1600)], STRAW, 0.16)
    light(c, [(1900, 720), (2250, 720), (2060, 1600), (1350, 1600)], STRAW, 0.12)
    person(c, 900, 1060, 480, ELDER, "raise", "side", 1)
    table(c, 1330, 1085, 560, 190, mix(TERRA, BRICK, 0.3))
    for x, kit in ((1210, LADY), (1400, CLERK)):
        person(c, x, 1130, 470, kit, "front_hold", "front", 1, False, None)
    table(c, 1330, 1085, 560, 190, mix(TERRA, BRICK, 0.3))
    for x in (1160, 1330, 1490):
        c.rect(x - 12, 850, x + 12, 892, WHITE)
        c.ell(x, 850, 12, 4, mix(TEAL, WHITE, 0.5))
    for y, h, n in ((1240, 350, 9), (1400, 430, 8), (1620, 540, 7)):
        for k in range(n):
            x = 170 + (2060 / (n - 1)) * k + c.rng.uniform(-30, 30) + (30 if y == 1400 else 0)
            if 1100 < x < 1300:
                continue
            kit = c.rng.choice(CROWD)
            kit = replace(kit, head="hair") if kit.head == "nón" else kit
            person(c, x, y, h, kit, "back_sit", "back", 1, False, None)
        for x in (600, 1800):
            pew(c, x, y, 1110, h)
        c.shade(c.box(0, y - h * 0.45, c.w, c.h), UMBER, 0.0, 0.22)
    c.shade(c.box(0, 0, c.w, 400), INK, 0.4, 0.0)


def pew(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    """A bench seen from behind, its back hiding the legs of those who sit on it (``h`` as for a person)."""
    wood = mix(EARTH, WOOD, 0.5)
    c.rect(x - w / 2, y - h * 0.28, x + w / 2, y - h * 0.02, mix(UMBER, INK, 0.35))
    for k in range(5):
        px = x - w / 2 + w * (0.03 + 0.235 * k)
        c.rect(px - h * 0.025, y - h * 0.45, px + h * 0.025, y, mix(wood, INK, 0.3))
    for top, low in ((0.45, 0.36), (0.32, 0.24)):
        c.rect(x - w / 2, y - h * top, x + w / 2, y - h * low, wood)
        c.rect(x - w / 2, y - h * top, x + w / 2, y - h * (top - 0.018), mix(wood, CREAM, 0.3))


CLAY_FLOOR = mix(EARTH, STRAW, 0.4)


def bo_phan_mot_cua(c: Canvas) -> None:
    """The one-stop office: five counters behind low glass, clerks, citizens with papers."""
    room(c, 1140, mix(CREAM, PAPER, 0.5), mix(STONE, PAPER, 0.35), mix(TEAL, PAPER, 0.55))
    window(c, 40, 250, 150, 700, WHITE, PAPER, 1)
    window(c, 2250, 250, 2360, 700, WHITE, PAPER, 1)
    c.rect(420, 170, 1980, 300, mix(RED, BRICK, 0.2))
    brocade(c, 420, 300, 1980, 354, INK)
    star(c, 1200, 234, 50)
    spots = [340 + k * 430 for k in range(5)]
    for k, x in enumerate(spots):
        c.rect(x - 95, 430, x + 95, 515, INDIGO)
        for q in (-60, 60):
            c.line([(x + q, 430), (x + q, 354 if 420 < x + q < 1980 else 300)], INK, 4)
        for q in range(k + 1):
            c.ell(x - k * 16 + q * 32, 473, 11, 11, STRAW)
    c.rect(190, 560, 330, 750, WHITE)
    c.rect(190, 560, 330, 590, TEAL)
    for k in range(5):
        c.line([(206, 614 + k * 27), (314, 614 + k * 27)], STONE, 5)
    for k, x in enumerate(spots):
        person(c, x + 40, 1210, 530, (LADY, CLERK)[k % 2], "front_hold", "front", 1, False, None)
    c.grad(c.box(90, 960, 2310, 1250), mix(WOOD, EARTH, 0.5), mix(WOOD, INK, 0.1))
    for x in spots:
        c.rect(x - 190, 1010, x + 190, 1215, mix(EARTH, CREAM, 0.25))
        brocade(c, x - 190, 1085, x + 190, 1145, INK)
    c.poly([(70, 915), (2330, 915), (2350, 975), (50, 975)], mix(CREAM, EARTH, 0.2))
    c.rect(50, 972, 2350, 992, mix(EARTH, INK, 0.2))
    for x in spots:
        c.rect(x - 165, 800, x - 45, 885, INK)
        c.rect(x - 158, 807, x - 52, 878, mix(SLATE, TEAL, 0.4))
        c.rect(x - 111, 885, x - 99, 925, INK)
        c.rect(x - 135, 922, x - 75, 932, INK)
        c.poly([(x + 55, 925), (x + 140, 925), (x + 152, 952), (x + 46, 952)], WHITE)
        c.poly([(x - 185, 826), (x + 185, 826), (x + 185, 960), (x - 185, 960)], WHITE, 0.2)
        c.poly([(x + 40, 826), (x + 110, 826), (x - 20, 960), (x - 90, 960)], WHITE, 0.16)
        c.line([(x - 185, 826), (x + 185, 826)], WHITE, 5, 0.8)
        for q in (-185, 185):
            c.line([(x + q, 826), (x + q, 962)], mix(STONE, INK, 0.2), 6)
    c.shadow(1200, 1254, 1140, 22, INK, 0.22)
    for x, kit in ((250, THAI), (690, replace(MONG, back="gùi", load=EARTH)), (1540, ELDER)):
        j = person(c, x, 1410, 560, kit, "give", "side", 1)
        px, py = j["near"]
        c.poly([(px - 4, py - 12), (px + 64, py - 30), (px + 70, py + 14), (px + 2, py + 26)], WHITE)
    bench(c, 2010, 1440, 560, 120, TEAL)
    person(c, 1900, 1440, 540, MAN, "sit", "side", -1, False, None, 1318)
    person(c, 2120, 1440, 530, THAI2, "sit", "side", -1, False, None, 1318)
    bench(c, 1090, 1480, 420, 120, TEAL)
    person(c, 1090, 1480, 550, replace(MAN, top=TERRA), "sit", "side", -1, False, None, 1356)
    for k in range(9):
        grass(c, 2340, 1300, 320, mix(LEAF, RICE, k / 10), 4)
    c.poly([(2275, 1284), (2405, 1284), (2388, 1400), (2290, 1400)], TERRA)


SCENES = {
    "le-khen-thuong": le_khen_thuong,
    "trao-qua": trao_qua,
    "hop-dan": hop_dan,
    "bo-phan-mot-cua": bo_phan_mot_cua,
}
