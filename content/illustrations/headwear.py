"""Heads of the figures: hair, scarves and hats. ``r`` is the radius of the skull in px."""

from __future__ import annotations

from typing import Protocol

from canvas import Canvas, Pt
from palette import CREAM, GOLD, INK, RED, SLATE, TERRA, UMBER, Colour, mix


class Wearer(Protocol):
    """What a head needs to know of an outfit."""

    @property
    def head(self) -> str: ...
    @property
    def hat(self) -> Colour: ...
    @property
    def skin(self) -> Colour: ...
    @property
    def hair(self) -> Colour: ...


def draw_head(c: Canvas, at: Pt, r: float, o: Wearer, view: str, face: int, up: Pt) -> None:
    """Skull, hair and what is worn on it."""
    x, y = at
    f = face if view == "side" else 0

    def on(u: float, v: float) -> Pt:
        """A spot ``u`` radii forward (or right) and ``v`` radii towards the crown."""
        fx, fy = -up[1], up[0]
        s = face if view == "side" else 1
        return x + fx * u * r * s + up[0] * v * r, y + fy * u * r * s + up[1] * v * r

    c.ell(x - f * r * 0.12, y - r * 0.06, r * 0.98, r * 1.08, o.hair)
    if view == "back":
        for k in (-1, 1):
            ex, ey = on(k * 0.98, -0.2)
            c.ell(ex, ey, r * 0.12, r * 0.2, o.skin)
        c.shade([on(-0.8, 0.2), on(-0.6, 0.8), on(-0.1, 1.0), on(0.1, 0.85), on(-0.35, 0.5), on(-0.5, -0.1)],
            SLATE, 0.5, 0.1)
        if o.head in ("hair", "khăn", "mũ"):
            c.blob([on(-0.62, -0.62), on(0, -0.78), on(0.62, -0.62), on(0.45, -1.08), on(-0.45, -1.08)],
                mix(o.skin, UMBER, 0.25))
    else:
        fx, fy = on(0.26 if f else 0, -0.2)
        c.ell(fx, fy, r * (0.7 if f else 0.76), r * 0.86, o.skin)
        if f:
            ex, ey = on(-0.3, -0.22)
            c.blob([on(-0.95, 0.1), on(-0.1, 0.95), on(0.75, 0.75), on(0.5, 0.42), on(-0.05, 0.3),
                on(-0.2, -0.2),
                    on(-0.5, -0.85), on(-0.95, -0.5)], o.hair)  # fmt: skip
            c.ell(ex + f * r * 0.12, ey + r * 0.12, r * 0.13, r * 0.2, mix(o.skin, UMBER, 0.2))
        else:
            c.blob([on(-0.9, 0.0), on(-0.75, 0.8), on(0, 1.08), on(0.75, 0.8), on(0.9, 0.0), on(0.62, 0.38),
                    on(0.0, 0.5), on(-0.62, 0.38)], o.hair)  # fmt: skip
    if o.head == "đuôi":
        c.blob([on(-0.75, 0.3), on(-1.2, 0.1), on(-1.3, -1.0), on(-1.0, -1.7), on(-0.85, -0.8)]
               if f else [on(-0.35, 0.1), on(0.35, 0.1), on(0.42, -1.0), on(0, -2.0), on(-0.42, -1.0)]
               if view == "back" else [on(-0.9, 0.3), on(-1.05, -0.6), on(-0.7, -0.9), on(-0.75, 0)], o.hair)
    elif o.head == "búi":
        bx, by = on(-0.05, 1.15)
        c.ell(bx, by, r * 0.46, r * 0.42, o.hair)
        c.line([on(-0.5, 1.1), on(0.45, 1.22)], GOLD, r * 0.1)
    elif o.head == "piêu":
        c.blob([on(-1.08, -0.2), on(-1.05, 0.7), on(0, 1.22), on(0.95, 0.75), on(0.95, 0.35), on(0.1, 0.5),
                on(-0.45, 0.1)] if f else [on(-1.08, -0.1), on(-0.95, 0.8), on(0, 1.25), on(0.95, 0.8),
                    on(1.08, -0.1),
                on(0.6, 0.35), on(-0.6, 0.35)], o.hat)  # fmt: skip
        c.blob([on(-0.5, 0.9), on(-1.15, 0.6), on(-1.35, -1.4), on(-0.75, -1.4), on(-0.6, 0.1)]
               if f else [on(0.55, 0.8), on(1.12, 0.4), on(1.2, -1.3), on(0.75, -1.3), on(0.7, 0.0)], o.hat)
        lo = -1.35 if f else 0.75
        c.poly([on(lo, -1.05), on(lo + (0.55 if f else 0.44), -1.05), on(lo + (0.55 if f else 0.44), -1.4),
            on(lo, -1.4)], TERRA)
        c.line([on(-0.9, 0.62), on(0.0, 0.78), on(0.92, 0.58)], TERRA, r * 0.16)
        if view == "back":
            c.ell(x, y - r * 0.1, r * 1.02, r * 1.05, o.hat)
            c.poly([on(-0.7, 0.1), on(0.7, 0.1), on(0.75, -1.5), on(-0.75, -1.5)], o.hat)
            c.poly([on(-0.74, -1.15), on(0.74, -1.15), on(0.75, -1.5), on(-0.75, -1.5)], TERRA)
            c.line([on(-0.74, -1.05), on(0.74, -1.05)], CREAM, r * 0.1)
    elif o.head == "khăn":
        c.blob([on(-1.15, 0.3), on(-1.0, 0.95), on(0, 1.25), on(1.0, 0.95), on(1.15, 0.35), on(0, 0.45)],
            o.hat)
        c.line([on(-1.05, 0.55), on(0, 0.72), on(1.05, 0.58)], GOLD, r * 0.13)
        c.line([on(-0.9, 0.9), on(0, 1.0), on(0.9, 0.9)], CREAM, r * 0.08)
    elif o.head == "nón":
        c.poly([on(-2.05, 0.12), on(-1.0, 0.85), on(0, 1.8), on(1.0, 0.85), on(2.05, 0.12), on(1.2, -0.12),
            on(0, -0.2),
                on(-1.2, -0.12)] if f or view != "back" else [on(-2.05, 0.1), on(0, 1.8), on(2.05, 0.1),
                    on(1.2, -0.2),
                on(0, -0.3), on(-1.2, -0.2)], o.hat)  # fmt: skip
        c.poly([on(0, 1.8), on(2.05, 0.12), on(1.2, -0.14), on(0.2, -0.22)], UMBER, 0.22)
    elif o.head == "mũ":
        c.blob([on(-1.05, 0.3), on(-0.9, 1.0), on(0, 1.3), on(0.9, 1.0), on(1.0, 0.4), on(0, 0.35)], o.hat)
        if view == "side":
            c.blob([on(0.6, 0.5), on(1.55, 0.3), on(1.5, 0.15), on(0.6, 0.25)], mix(o.hat, INK, 0.3))
        else:
            c.line([on(-0.95, 0.38), on(0.95, 0.38)], mix(o.hat, INK, 0.3), r * 0.2)
    elif o.head == "len":
        c.blob([on(-1.05, 0.1), on(-0.9, 0.9), on(0, 1.3), on(0.9, 0.9), on(1.0, 0.2), on(0, 0.25)], o.hat)
        bx, by = on(-0.1, 1.35)
        c.ell(bx, by, r * 0.28, r * 0.28, RED)
        c.line([on(-1.0, 0.25), on(1.0, 0.3)], CREAM, r * 0.22)
