"""Life of the villages: market day, the hearth, the loom. Sizes in px."""

from __future__ import annotations

from dataclasses import replace

from buildings import far_house
from canvas import Canvas, Pt
from goods import heap, parasol, pot
from moods import backdrop, frame_wood, room
from nature import leafy, lump
from palette import (
    BRICK,
    CREAM,
    EARTH,
    GOLD,
    INDIGO,
    INK,
    LEAF,
    MOSS,
    NIGHT,
    PAPER,
    PINK,
    RICE,
    RIPE,
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
from people import ELDER, KID, MAN, MONG, MONG2, THAI, THAI2, THAI3, person
from props import THREADS, block, brocade, table, window
from terrain import fire, smoke, terraces


def cho_phien(c: Canvas) -> None:
    """Market day on the pass: umbrellas, brocade skirts, heaps of fruit."""
    m = backdrop(c, "morning", 280, 3, (500, 210, 60), 110, 130)
    terraces(c, 2050, 860, 760, 130, 320, 16, fade=m.mist, far=0.3, detail=False)
    ground = mix(EARTH, PAPER, 0.48)
    c.grad(c.box(0, 880, c.w, c.h), mix(ground, PAPER, 0.25), mix(ground, EARTH, 0.35))
    for x, y, w in ((260, 905, 280), (620, 890, 230), (1300, 888, 220)):
        far_house(c, x, y, w, mix(EARTH, TERRA, 0.3), mix(EARTH, CREAM, 0.5))
    kits = (MONG, MONG2, THAI, THAI2, MAN, ELDER, THAI3, replace(MONG, hat=GOLD, bottom=TEAL))
    pairs = ((TERRA, CREAM), (INDIGO, STRAW), (GOLD, PAPER), (TEAL, CREAM), (ROSE, PAPER), (BRICK, GOLD))
    for k in range(7):
        x = 130 + k * 350 + c.rng.uniform(-20, 20)
        for q in (-1, 1):
            person(c, x + q * 110 + c.rng.uniform(-20, 20), 985, 190, c.rng.choice(kits),
                c.rng.choice(("stand", "rest", "walk", "bow")), "side", -q)
        parasol(c, x, 975, 270, 300, pairs[(k * 2 + 1) % 6])
        table(c, x, 1000, 210, 70)
        for q in (-1, 0, 1):
            lump(c, x + q * 60, 926, 30, 16, c.rng.choice((RICE, TERRA, GOLD, LEAF)), 1, 8)
    c.shade(c.box(0, 880, c.w, 1010), m.mist, 0.2, 0.05)
    for x in (1010, 1510):
        c.taper((x, 1190), (x, 690), 13, 11, UMBER)
    c.line([(1000, 712), (1520, 712)], UMBER, 10)
    for k, (col, th) in enumerate(((INK, THREADS), (BRICK, (GOLD, PAPER, STRAW, INDIGO)),
        (INDIGO, (STRAW, ROSE, PAPER)), (INK, (ROSE, TEAL, STRAW)))):
        x = 1040 + k * 118
        c.poly([(x, 712), (x + 96, 712), (x + 110, 1010), (x - 12, 1010)], col)
        for y in (745, 835, 925):
            brocade(c, x - (y - 712) * 0.03, y, x + 98 + (y - 712) * 0.03, y + 64, col, th, 34)
        c.shade([(x, 712), (x + 96, 712), (x + 110, 1010), (x - 12, 1010)], INK, 0.0, 0.3, "right")
    for x, y, h, kit, pose, face in ((330, 1190, 300, MONG, "walk", 1),
        (450, 1200, 180, replace(KID, top=GOLD, head="len", hat=TEAL), "walk", 1),
                                     (1640, 1190, 300, replace(THAI2, back="gùi", load=EARTH), "rest", -1),
                                         (900, 1190, 310, MAN, "rest", 1),
                                     (1290, 1215, 330, MONG2, "reach", -1),
                                         (2230, 1230, 330, ELDER, "walk", -1)):
        person(c, x, y, h, kit, pose, "side", face)
    c.blob([(60, 1440), (980, 1420), (1120, 1560), (-40, 1570)], mix(INDIGO, SLATE, 0.35))
    c.blob([(1330, 1440), (2300, 1420), (2440, 1560), (1240, 1570)], mix(TERRA, CREAM, 0.25))
    parasol(c, 700, 1420, 620, 760, (TERRA, CREAM))
    parasol(c, 1800, 1430, 660, 780, (INDIGO, STRAW))
    person(c, 520, 1440, 440, replace(MONG, hat=TERRA), "squat", "side", 1)
    person(c, 1980, 1450, 440, replace(THAI, top=TEAL), "squat", "side", -1)
    person(c, 1180, 1490, 470, replace(MONG2, back="gùi", load=mix(EARTH, STRAW, 0.3)), "bow", "side", -1)
    person(c, 1390, 1500, 460, THAI3, "bow", "side", 1)
    for x, y, w, cols in ((230, 1480, 210, (ROSE, TERRA, BRICK)), (690, 1500, 210, (LEAF, RICE, MOSS)),
        (900, 1490, 200, (GOLD, STRAW, RIPE)),
                          (450, 1550, 220, (GOLD, TERRA)), (1640, 1500, 210,
                              (BRICK, mix(BRICK, INDIGO, 0.4))), (2210, 1490, 220, (LEAF, RICE)),
                              (1820, 1545, 220, (STRAW, GOLD))):
        heap(c, x, y, w, cols)
    leafy(c, (2450, 90), 165, 600, 26, LEAF, 2)


def bep_lua(c: Canvas) -> None:
    """The hearth of a stilt house: fire, pots, drying maize, grandmother and child."""
    room(c, 1090, mix(UMBER, INK, 0.2), mix(WOOD, UMBER, 0.3), None, True, 0.45)
    window(c, 1720, 300, 2140, 690, mix(UMBER, INK, 0.4), PINK, 4)
    for x in (330, 1500, 2330):
        frame_wood(c, x, 70, 1110, mix(UMBER, INK, 0.1))
    c.rect(0, 96, c.w, 150, mix(UMBER, INK, 0.45))
    c.rect(0, 150, c.w, 166, mix(INK, UMBER, 0.3))
    for k in range(12):
        x = 430 + k * 88
        for q in range(5):
            t = 150 + q * 34
            for s in (-1, 1):
                c.blob([(x, t), (x + s * 30, t + 22), (x + s * 26, t + 82), (x + s * 6, t + 60)],
                    mix(GOLD, TERRA if (k + q) % 3 else STRAW, 0.3 + 0.1 * (q % 2)))
        c.line([(x, 110), (x, 170)], STRAW, 4)
    c.rect(380, 560, 1440, 588, mix(UMBER, EARTH, 0.3))
    for x in (410, 1410):
        c.line([(x, 150), (x, 560)], mix(INK, UMBER, 0.4), 7)
    for k, (x, r) in enumerate(((480, 54), (620, 66), (1300, 62))):
        pot(c, x, 556, r, mix(INK, TERRA if k == 1 else UMBER, 0.35))
    for x, w in ((820, 150), (1010, 190), (1170, 120)):
        c.blob([(x - w / 2, 556), (x - w * 0.42, 556 - w * 0.5), (x + w * 0.42, 556 - w * 0.5),
            (x + w / 2, 556)], mix(EARTH, STRAW, 0.25))
        for q in range(4):
            c.line([(x - w * 0.45, 548 - q * w * 0.12), (x + w * 0.45, 548 - q * w * 0.12)],
                mix(EARTH, UMBER, 0.6), 3)
    for k in range(3):
        x = 1590 + k * 26
        c.line([(x, 170), (x, 300 + k * 20)], STRAW, 3)
        c.blob([(x - 16, 300 + k * 20), (x + 16, 300 + k * 20), (x + 20, 470 + k * 20),
            (x - 20, 470 + k * 20)], mix(BRICK, INK, 0.2 + k * 0.1))
    hx, hy = 1090, 1330
    c.poly([(hx - 470, hy - 90), (hx + 470, hy - 90), (hx + 600, hy + 150), (hx - 600, hy + 150)],
        mix(UMBER, INK, 0.2))
    c.poly([(hx - 430, hy - 76), (hx + 430, hy - 76), (hx + 545, hy + 122), (hx - 545, hy + 122)],
        mix(STONE, UMBER, 0.45))
    c.glow(hx, hy - 120, 1300, 1000, mix(GOLD, TERRA, 0.4), 0.72)
    for x in (hx - 360, hx + 360):
        c.taper((x * 0.62 + hx * 0.38, hy - 215), (x, hy + 50), 15, 17, INK)
    fire(c, hx, hy + 30, 250)
    c.line([(hx - 290, hy - 210), (hx + 290, hy - 210)], INK, 16)
    pot(c, hx - 138, hy - 205, 132, mix(INK, UMBER, 0.15))
    pot(c, hx + 142, hy - 205, 118, mix(INK, UMBER, 0.3))
    smoke(c, hx + 20, hy - 440, 640, mix(STONE, GOLD, 0.3), 0.1)
    c.ell(470, 1456, 240, 46, mix(EARTH, STRAW, 0.2))
    block(c, 480, 1450, 190, 96, 22, mix(EARTH, WOOD, 0.4))
    j = person(c, 500, 1490, 640, replace(THAI2, top=mix(TEAL, INK, 0.15), hair=(200, 194, 184)), "sit",
        "side", 1, False, None, 1340)
    c.taper((j["near"][0] - 10, j["near"][1] + 12), (hx - 190, hy + 34), 14, 12, EARTH)
    block(c, 1690, 1460, 150, 86, 20, mix(EARTH, WOOD, 0.4))
    person(c, 1680, 1490, 460, replace(KID, top=TERRA, head="len", hat=INDIGO), "sit", "side", -1, True, None,
        1368)
    person(c, 1900, 1500, 620, replace(MONG, hat=TERRA, top=mix(INDIGO, INK, 0.4)), "floor", "side", -1,
        False, None, 1420)
    for k in range(9):
        px, py = 2150 + (k % 3) * 60 + (k // 3 % 2) * 26, 1480 - k // 3 * 50
        c.taper((px, py), (px + 150, py - 30), 52, 50, mix(EARTH, UMBER, 0.35 + 0.12 * (k % 3)))
        c.ell(px, py, 22, 26, mix(EARTH, STRAW, 0.35))
        c.ell(px, py, 12, 15, mix(EARTH, UMBER, 0.2))
    c.blob([(1330, 1440), (1400, 1430), (1450, 1450), (1430, 1480), (1350, 1482)], mix(EARTH, CREAM, 0.1))
    for x in (690, 760):
        c.blob([(x - 30, 1468), (x + 30, 1468), (x + 18, 1500), (x - 18, 1500)], WHITE)
        c.ell(x, 1468, 30, 9, mix(STRAW, WHITE, 0.4))
    c.glow(hx, hy - 60, 900, 640, GOLD, 0.18)
    c.shade(c.box(0, 0, 620, 1600), NIGHT, 0.3, 0.0, "right")
    c.shade(c.box(1780, 0, 2400, 1600), NIGHT, 0.0, 0.28, "right")
    c.shade(c.box(0, 0, c.w, 320), NIGHT, 0.4, 0.0)


def det_tho_cam(c: Canvas) -> None:
    """A woman at her loom, brocade growing on it, bands hung in the window light."""
    room(c, 1120, mix(WOOD, EARTH, 0.45), mix(EARTH, STRAW, 0.3), None, True, 0.4)
    window(c, 150, 250, 640, 780, mix(UMBER, INK, 0.2), PAPER, 4)
    c.poly([(150, 1120), (620, 1120), (1500, 1600), (520, 1600)], STRAW, 0.22)
    c.line([(800, 190), (2360, 190)], mix(UMBER, INK, 0.2), 16)
    for k, (ground, th) in enumerate(((INK, THREADS), (BRICK, (STRAW, PAPER, GOLD, INDIGO)),
        (INDIGO, (STRAW, PAPER, ROSE)), (INK, (GOLD, TERRA, PAPER)), (mix(TEAL, INK, 0.4),
        (STRAW, PAPER, ROSE)))):
        x = 850 + k * 300
        tall = (470, 560, 430, 600, 500)[k]
        c.rect(x + 12, 196, x + 232, 200 + tall + 14, INK, 0.25)
        c.rect(x, 182, x + 220, 190 + tall, ground)
        y = 214.0
        while y + 96 < 190 + tall:
            brocade(c, x, y, x + 220, y + 92, ground, th, 55)
            y += 116
        for q in range(18):
            c.line([(x + 8 + q * 12, 190 + tall), (x + 8 + q * 12, 190 + tall + 34)], mix(ground, th[0], 0.5),
                3)
    wood, dark = mix(EARTH, STRAW, 0.15), mix(UMBER, INK, 0.15)
    c.shadow(1120, 1462, 780, 50, INK, 0.3)
    ox, oy = 150, -130
    for x in (560, 1420):
        c.taper((x + ox, 1440 + oy), (x + ox, 700 + oy), 34, 30, dark)
    c.line([(480 + ox, 1380 + oy), (1560 + ox, 1380 + oy)], dark, 30)
    c.line([(500 + ox, 720 + oy), (1480 + ox, 720 + oy)], dark, 30)

    def on(u: float, v: float) -> Pt:
        """A spot on the warp: u from the far beam to the weaver, v across."""
        return 540 + 960 * u + ox * v, 1010 + 110 * u + oy * v

    c.poly([on(0, 0.08), on(1, 0.08), on(1, 0.92), on(0, 0.92)], PAPER)
    for k in range(27):
        v = 0.08 + 0.84 * k / 26
        c.line([on(0, v), on(0.62, v)], (TERRA, CREAM, INDIGO, CREAM)[k % 4], 2.5, 0.8)
    c.poly([on(0.6, 0.08), on(1, 0.08), on(1, 0.92), on(0.6, 0.92)], INK)
    for r in range(8):
        u0, u1 = 0.61 + r * 0.05, 0.61 + r * 0.05 + 0.036
        for k in range(5):
            v0 = 0.1 + k * 0.16
            um, vm = (u0 + u1) / 2, v0 + 0.08
            c.poly([on(u0, vm), on(um, v0 + 0.15), on(u1, vm), on(um, v0 + 0.01)], THREADS[(k + r) % 5])
            c.poly([on(u0 + 0.01, vm), on(um, v0 + 0.11), on(u1 - 0.01, vm), on(um, v0 + 0.05)], INK)
        c.line([on(u1 + 0.007, 0.08), on(u1 + 0.007, 0.92)], (GOLD, TERRA, TEAL)[r % 3], 4)
    for u, tone in ((0.34, CREAM), (0.42, STRAW)):
        for k in range(20):
            p = on(u, 0.06 + 0.88 * k / 19)
            c.line([(p[0], p[1] - 130), (p[0], p[1] + 60)], tone, 2.5, 0.75)
        for dy in (-130, 60):
            a, b = on(u, 0.0), on(u, 1.0)
            c.line([(a[0], a[1] + dy), (b[0], b[1] + dy)], wood, 14)
        for v in (0.15, 0.85):
            a = on(u, v)
            c.line([(a[0], a[1] - 130), (a[0] + 10, 720 + oy * v)], UMBER, 5)
    a, b = on(0.56, -0.03), on(0.56, 1.03)
    c.poly([(a[0] - 16, a[1] - 50), (b[0] - 16, b[1] - 50), (b[0] + 12, b[1] + 26), (a[0] + 12, a[1] + 26)],
        mix(wood, CREAM, 0.15))
    for u in (0.0, 1.0):
        a, b = on(u, -0.08), on(u, 1.08)
        c.taper(a, b, 44, 40, wood)
    for x in (560, 1420):
        c.taper((x, 1460), (x, 700), 38, 34, wood)
        c.line([(x + 10, 1450), (x + 10, 710)], INK, 9, 0.25)
    c.line([(480, 1395), (1580, 1395)], wood, 34)
    c.line([(500, 715), (1490, 715)], wood, 34)
    for x in (560, 1420):
        c.line([(x, 715), (x + ox, 720 + oy)], wood, 26)
    c.line([(1500, 1395), (1900, 1395)], wood, 34)
    c.rect(1650, 1250, 1880, 1284, mix(wood, CREAM, 0.2))
    for x in (1676, 1840):
        c.rect(x, 1284, x + 24, 1450, dark)
    j = person(c, 1780, 1460, 780, replace(THAI, top=ROSE, head="búi", sash=MOSS), "weave", "side", -1, False,
        None, 1212)
    c.taper((j["near"][0] - 60, j["near"][1] + 4), (j["near"][0] + 46, j["near"][1] + 10), 20, 18,
        mix(EARTH, CREAM, 0.3))
    heap(c, 2110, 1500, 260, (TERRA, INDIGO, GOLD, TEAL, ROSE))
    for k, col in enumerate((TERRA, GOLD, INDIGO)):
        x = 300 + k * 110
        c.ell(x, 1500 + k * 10, 44, 40, mix(col, INK, 0.2))
        for q in range(6):
            c.ell(x - 4, 1496 + k * 10, 40 - q * 6, 12 + q * 4, mix(col, CREAM, 0.1 * (q % 2)), 0.5)
    c.shade(c.box(0, 0, c.w, 260), INK, 0.35, 0.0)
    c.shade(c.box(1900, 0, 2400, 1600), INK, 0.0, 0.3, "right")


SCENES = {"cho-phien": cho_phien, "bep-lua": bep_lua, "det-tho-cam": det_tho_cam}
