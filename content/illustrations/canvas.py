"""A drawing surface: scenes speak in px of the finished picture, the surface holds twice as many."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise

from palette import Colour
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Pt = tuple[float, float]
GRAIN = 0.016  # share of full contrast given to the paper grain
MOTTLE = 0.014  # the same for the slow unevenness of the ink


def smooth(points: Sequence[Pt], closed: bool = True, steps: int = 8) -> list[Pt]:
    """A Catmull–Rom curve through the points, ``steps`` pieces between two of them."""
    n = len(points)
    out: list[Pt] = []
    for i in range(n if closed else n - 1):
        if closed:
            a, b, c, d = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            a, b, c, d = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, n - 1)]
        for k in range(steps):
            t = k / steps
            t2, t3 = t * t, t * t * t
            w = (-t3 + 2 * t2 - t, 3 * t3 - 5 * t2 + 2, -3 * t3 + 4 * t2 + t, t3 - t2)
            out.append(
                (
                    0.5 * (a[0] * w[0] + b[0] * w[1] + c[0] * w[2] + d[0] * w[3]),
                    0.5 * (a[1] * w[0] + b[1] * w[1] + c[1] * w[2] + d[1] * w[3]),
                )
            )
    if not closed:
        out.append(points[-1])
    return out


class Canvas:
    """A picture being drawn. All coordinates and sizes are px of the finished picture."""

    def __init__(self, name: str, width: int = 2400, height: int = 1600, scale: float = 2.0) -> None:
        self.w, self.h, self.s = width, height, scale
        self.rng = random.Random(name)
        self.img = Image.new("RGB", (round(width * scale), round(height * scale)))
        self.draw = ImageDraw.Draw(self.img, "RGBA")

    def _px(self, points: Sequence[Pt]) -> list[Pt]:
        return [(x * self.s, y * self.s) for x, y in points]

    def poly(self, points: Sequence[Pt], colour: Colour, a: float = 1.0) -> None:
        """A filled polygon; ``a`` is its opacity."""
        self.draw.polygon(self._px(points), fill=(*colour, round(a * 255)))

    def blob(self, points: Sequence[Pt], colour: Colour, a: float = 1.0) -> None:
        """A filled closed curve through the points."""
        self.poly(smooth(points), colour, a)

    def ell(self, x: float, y: float, rx: float, ry: float, colour: Colour, a: float = 1.0) -> None:
        """A filled ellipse around (x, y)."""
        s = self.s
        box = ((x - rx) * s, (y - ry) * s, (x + rx) * s, (y + ry) * s)
        self.draw.ellipse(box, fill=(*colour, round(a * 255)))

    def rect(self, x0: float, y0: float, x1: float, y1: float, colour: Colour, a: float = 1.0) -> None:
        """A filled rectangle between two corners."""
        self.poly([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour, a)

    def line(self, points: Sequence[Pt], colour: Colour, w: float, a: float = 1.0) -> None:
        """A line of ``w`` px with round joints; round ends when it is opaque."""
        fill, px, width = (*colour, round(a * 255)), self._px(points), max(1, round(w * self.s))
        self.draw.line(px, fill=fill, width=width, joint="curve")
        if a == 1.0 and width > 3:
            r = width / 2
            for x, y in (px[0], px[-1]):
                self.draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def taper(self, p: Pt, q: Pt, wp: float, wq: float, colour: Colour, a: float = 1.0) -> None:
        """A limb from p to q, ``wp`` px thick at p and ``wq`` at q, round at both ends."""
        dx, dy = q[0] - p[0], q[1] - p[1]
        n = math.hypot(dx, dy) or 1.0
        ux, uy = -dy / n / 2, dx / n / 2
        self.poly(
            [
                (p[0] + ux * wp, p[1] + uy * wp),
                (q[0] + ux * wq, q[1] + uy * wq),
                (q[0] - ux * wq, q[1] - uy * wq),
                (p[0] - ux * wp, p[1] - uy * wp),
            ],
            colour,
            a,
        )
        if a == 1.0:
            self.ell(p[0], p[1], wp / 2, wp / 2, colour)
            self.ell(q[0], q[1], wq / 2, wq / 2, colour)

    def _mask(self, points: Sequence[Pt]) -> tuple[Image.Image, tuple[int, int]]:
        px = self._px(points)
        x0, y0 = max(0, int(min(x for x, _ in px))), max(0, int(min(y for _, y in px)))
        x1 = min(self.img.width, int(max(x for x, _ in px)) + 2)
        y1 = min(self.img.height, int(max(y for _, y in px)) + 2)
        mask = Image.new("L", (max(1, x1 - x0), max(1, y1 - y0)))
        ImageDraw.Draw(mask).polygon([(x - x0, y - y0) for x, y in px], fill=255)
        return mask, (x0, y0)

    def shade(self, points: Sequence[Pt], colour: Colour, a0: float, a1: float, side: str = "down") -> None:
        """Colour over a polygon, its opacity running from a0 to a1 in the direction named."""
        mask, at = self._mask(points)
        ramp = Image.linear_gradient("L")
        turn = {"up": 180, "right": 90, "left": 270}.get(side)
        if turn:
            ramp = ramp.rotate(turn)
        table = [round(255 * (a0 + (a1 - a0) * v / 255)) for v in range(256)]
        ramp = ramp.resize(mask.size, Image.Resampling.BILINEAR).point(table)
        self.img.paste(colour, at, ImageChops.multiply(mask, ramp))

    def grad(self, points: Sequence[Pt], one: Colour, two: Colour, side: str = "down") -> None:
        """A polygon running from colour ``one`` to colour ``two`` in the direction named."""
        self.poly(points, one)
        self.shade(points, two, 0.0, 1.0, side)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> list[Pt]:
        """The four corners of a rectangle."""
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]

    def sky(self, stops: Sequence[tuple[float, Colour]]) -> None:
        """Bands of vertical gradient: (y, colour) from the top down, the whole width."""
        for (y0, one), (y1, two) in pairwise(stops):
            self.grad(self.box(0, y0, self.w, y1 + 1), one, two)

    def glow(self, x: float, y: float, rx: float, ry: float, colour: Colour, a: float) -> None:
        """A soft round light (or shadow) fading to nothing at its rim."""
        size = max(2, round(rx * 2 * self.s)), max(2, round(ry * 2 * self.s))
        table = [round(a * 255 * max(0.0, 1 - v / 180) ** 1.7) for v in range(256)]
        mask = Image.radial_gradient("L").point(table).resize(size, Image.Resampling.BICUBIC)
        self.img.paste(colour, (round((x - rx) * self.s), round((y - ry) * self.s)), mask)

    def mist(self, y: float, height: float, colour: Colour, a: float, x0: float = 0, x1: float = 0) -> None:
        """A bank of mist around height y: long soft lenses laid over each other."""
        x1 = x1 or self.w
        for _ in range(7):
            w = (x1 - x0) * self.rng.uniform(0.22, 0.5)
            x = self.rng.uniform(x0, x1)
            self.glow(x, y + self.rng.uniform(-0.3, 0.3) * height, w, height * 0.8, colour, a)

    def shadow(self, x: float, y: float, rx: float, ry: float, colour: Colour, a: float = 0.3) -> None:
        """The shadow that stands a thing on its ground."""
        self.ell(x, y, rx, ry, colour, a)

    @contextmanager
    def clip(self, points: Sequence[Pt]) -> Iterator[None]:
        """Whatever is drawn inside the ``with`` stays within the polygon."""
        before = self.img.copy()
        yield
        mask = Image.new("L", self.img.size, 255)
        ImageDraw.Draw(mask).polygon(self._px(points), fill=0)
        self.img.paste(before, (0, 0), mask)

    def soften(self, points: Sequence[Pt], radius: float) -> None:
        """Blur what lies within the polygon, ``radius`` px."""
        mask, (x, y) = self._mask(points)
        part = self.img.crop((x, y, x + mask.width, y + mask.height))
        self.img.paste(part.filter(ImageFilter.GaussianBlur(radius * self.s)), (x, y), mask)

    def grade(self, colour: Colour, a: float) -> None:
        """Tint the whole picture as coloured light does (multiply), by share ``a``."""
        tint = Image.new("RGB", self.img.size, colour)
        self.img.paste(Image.blend(self.img, ImageChops.multiply(self.img, tint), a))

    def finish(self) -> Image.Image:
        """The picture at its final size, with ink mottle and paper grain."""
        img = self.img.resize((self.w, self.h), Image.Resampling.LANCZOS)
        for size, share in (((self.w // 60, self.h // 60), MOTTLE), ((self.w, self.h), GRAIN)):
            noise = Image.frombytes("L", size, self.rng.randbytes(size[0] * size[1]))
            noise = noise.resize((self.w, self.h), Image.Resampling.BICUBIC)
            if share == GRAIN:
                noise = noise.filter(ImageFilter.GaussianBlur(0.7))
            table = [round(128 + (v - 128) * share * (3 if share == GRAIN else 1)) for v in range(256)]
            noise = noise.point(table)
            img = ImageChops.add(img, Image.merge("RGB", (noise,) * 3), 1, -128)
        return img

    def jpeg(self, quality: int = 70) -> bytes:
        """The finished picture as JPEG bytes, without any metadata."""
        out = BytesIO()
        self.finish().save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=2)
        return out.getvalue()
