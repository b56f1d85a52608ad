"""Pictures come out upright, clean, small, and blurred where they must be; hostile ones not at all."""

import contextlib
import io
import struct
import sys
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bulletin.crop import focus_class, parse_boxes, parse_focus
from bulletin.pictures import PictureError, Recipe, Shape, derive, height_at, probe, sizes
from bulletin.pixels import Box

CORNERS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}


def four_corners(width: int = 80, height: int = 40) -> Image.Image:
    """Red, green / blue, white quarters: a picture whose way up can be told."""
    image = Image.new("RGB", (width, height))
    for (x, y), colour in zip([(0, 0), (1, 0), (0, 1), (1, 1)], CORNERS.values(), strict=True):
        image.paste(colour, (x * width // 2, y * height // 2, (x + 1) * width // 2, (y + 1) * height // 2))
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def corners(data: bytes) -> list[str]:
    image = opened(data).convert("RGB")
    w, h = image.size
    points = [(w // 4, h // 4), (3 * w // 4, h // 4), (w // 4, 3 * h // 4), (3 * w // 4, 3 * h // 4)]

    def name(point: tuple[int, int]) -> str:
        seen = image.getpixel(point)
        assert isinstance(seen, tuple)
        return min(CORNERS, key=lambda n: sum(abs(a - b) for a, b in zip(CORNERS[n], seen, strict=True)))

    return [name(point) for point in points]


@pytest.mark.parametrize("form", ["webp", "avif", "jpg", "png"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_eight_ways_to_hold_a_camera(orientation: int, form: str) -> None:
    upright = four_corners()
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    held = upright if back is None else upright.transpose(Image.Transpose(back))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(held, "JPEG", exif=exif, quality=95)
    shape = probe(io.BytesIO(data), 10)
    assert (shape.width, shape.height) == (80, 40)
    (made,) = derive(data, [Recipe(80, 40, form)])  # type: ignore[arg-type]
    assert (opened(made).size, corners(made)) == ((80, 40), ["red", "green", "blue", "white"])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_from_the_side_is_made_small(orientation: int) -> None:
    upright = four_corners(400, 200)
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(upright if back is None else upright.transpose(Image.Transpose(back)), "JPEG", exif=exif)
    made = derive(data, [Recipe(w, w // 2, "webp") for w in (60, 120)])
    for picture, size in zip(made, [(60, 30), (120, 60)], strict=True):
        assert (opened(picture).size, corners(picture)) == (size, ["red", "green", "blue", "white"])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_scan_that_is_not_upright(orientation: int) -> None:
    """Pillow turns a TIFF itself: once is enough."""
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    upright = four_corners()
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(upright if back is None else upright.transpose(Image.Transpose(back)), "TIFF", exif=exif)
    shape = probe(io.BytesIO(data), 10)
    assert (shape.width, shape.height) == (80, 40)
    for size in ((80, 40), (40, 20)):
        (made,) = derive(data, [Recipe(*size, "webp")])
        assert (opened(made).size, corners(made)) == (size, ["red", "green", "blue", "white"])


@pytest.fixture
def heif(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra "heic" is there; other tests do without it (tests/conftest.py)."""
    monkeypatch.delitem(sys.modules, "pillow_heif", raising=False)
    pytest.importorskip("pillow_heif").register_heif_opener()


@pytest.mark.usefixtures("heif")
@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_of_a_phone(orientation: int) -> None:
    """Upright, small, without what the phone wrote into it. It says itself how it is to be turned; EXIF repeats it."""
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    upright = four_corners(320, 160)
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "SECRETMAKER"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 2.0, 3.0), 29: "SECRETGPS"})
    held = upright if back is None else upright.transpose(Image.Transpose(back))
    data = saved(held, "HEIF", exif=exif.tobytes(), xmp=b"<x>SECRETXMP</x>", quality=95)
    assert data[4:8] == b"ftyp"
    assert data.count(b"SECRET") == 3
    shape = probe(io.BytesIO(data), 10)
    assert (shape.width, shape.height) == (320, 160)
    for form in ("webp", "jpg"):
        (made,) = derive(data, [Recipe(80, 40, form)])  # type: ignore[arg-type]
        assert (opened(made).size, corners(made)) == ((80, 40), ["red", "green", "blue", "white"])
        assert b"SECRET" not in made
        assert not opened(made).getexif()


def full_of_secrets() -> bytes:
    """A JPEG with EXIF and GPS, a thumbnail, XMP, IPTC, a comment, a profile, and bytes after its end."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "MAYANH"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 2.0, 3.0), 29: "SECRETGPS"})
    data = saved(
        four_corners(200, 100), "JPEG", exif=exif, comment=b"SECRETCOMMENT", icc_profile=b"SECRETPROFILE" * 20
    )
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x>SECRETXMP</x>"
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0SECRETIPTC"
    segments = b"".join(
        marker + struct.pack(">H", len(body) + 2) + body
        for marker, body in ((b"\xff\xe1", xmp), (b"\xff\xed", iptc))
    )
    return data[:2] + segments + data[2:] + b"SECRETAPPENDED"


def segments(data: bytes, form: str) -> list[str]:
    """The names of every part of a file, read byte by byte, and whether anything follows its end."""
    names = []
    if form == "jpg":
        place = 2
        while place < len(data):
            marker = data[place + 1]
            names.append(f"{marker:02x}")
            if marker == 0xD9:
                place += 2
                break
            place += 2 + int.from_bytes(data[place + 2 : place + 4])
            if marker == 0xDA:
                while data[place] != 0xFF or data[place + 1] in (0, *range(0xD0, 0xD8)):
                    place += 1
    elif form == "png":
        place = 8
        while place < len(data):
            size = int.from_bytes(data[place : place + 4])
            names.append(data[place + 4 : place + 8].decode())
            place += 12 + size
    else:
        place = 12
        while place < 8 + int.from_bytes(data[4:8], "little"):
            size = int.from_bytes(data[place + 4 : place + 8], "little")
            names.append(data[place : place + 4].decode())
            place += 8 + size + size % 2
    return [*names, f"+{len(data) - place}"]


def test_no_metadata_comes_through(tmp_path: Path, need: Callable[[str], str]) -> None:
    data = full_of_secrets()
    assert data.count(b"SECRET") >= 5
    forms = ("jpg", "png", "webp", "avif")
    made = derive(data, [Recipe(60, 120, form) for form in forms])  # type: ignore[arg-type]
    for picture in made:
        assert b"SECRET" not in picture
        assert b"MAYANH" not in picture
    allowed = {
        "jpg": {"e0", "db", "c2", "c4", "da", "d9", "+0"},
        "png": {"IHDR", "IDAT", "IEND", "+0"},
        "webp": {"VP8 ", "+0"},
    }
    for form, picture in zip(forms[:3], made, strict=False):
        assert set(segments(picture, form)) <= allowed[form], form
    import subprocess

    need("exiftool")
    for form, picture in zip(forms, made, strict=True):
        (tmp_path / f"a.{form}").write_bytes(picture)
    done = subprocess.run(
        ["exiftool", "-G", "-s", *sorted(tmp_path.iterdir())], capture_output=True, text=True, check=True
    )
    groups = {line.split("]")[0].strip("[") for line in done.stdout.splitlines() if line.startswith("[")}
    assert groups <= {"ExifTool", "File", "JFIF", "PNG", "RIFF", "QuickTime", "Meta", "Composite"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_way_of_storing_colour(mode: str) -> None:
    grey = four_corners().convert("L")
    image = {
        "I;16": lambda: grey.convert("I").point(lambda v: v * 256).convert("I;16"),
        "I": lambda: grey.convert("I").point(lambda v: v * 256),
        "F": lambda: grey.convert("F").point(lambda v: v * 256),
        "PA": lambda: four_corners().convert("RGBA").quantize(16),
    }.get(mode, lambda: four_corners().convert(mode))()
    data = saved(image, {"CMYK": "JPEG", "F": "TIFF", "I": "TIFF"}.get(mode, "PNG"))
    shape = probe(io.BytesIO(data), 10)
    webp, plain = derive(data, [Recipe(40, 20, "webp"), Recipe(40, 20, "png" if shape.is_clear else "jpg")])
    assert (opened(webp).size, opened(plain).size) == ((40, 20), (40, 20))
    if mode in ("RGB", "CMYK", "RGBA"):
        assert corners(webp) == ["red", "green", "blue", "white"]
    else:  # grey: the order of light stays
        tones = [opened(plain).convert("L").getpixel(p) for p in ((10, 5), (30, 5), (10, 15), (30, 15))]
        assert tones[3] == max(tones)  # type: ignore[type-var]


def test_deep_grey_of_either_byte_order() -> None:
    for mode in ("I;16", "I;16B"):  # as scanners write it, Intel's and Motorola's
        data = saved(Image.new(mode, (40, 20), 30_000), "TIFF")
        probe(io.BytesIO(data), 10)
        (made,) = derive(data, [Recipe(40, 20, "png")])
        assert opened(made).getpixel((20, 10)) == (117, 117, 117), mode


def wide_profile() -> bytes:
    """An ICC profile with the primaries of Display P3, in which phones keep pictures (ICC.1:2022, 7.2, 10.6, 10.31)."""

    def fixed(*numbers: float) -> bytes:
        return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)

    primaries = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))
    tags = [(b"wtpt", b"XYZ \0\0\0\0" + fixed(0.9642, 1, 0.8249))]
    for letter, xyz in zip((b"r", b"g", b"b"), primaries, strict=True):
        tags.append((letter + b"XYZ", b"XYZ \0\0\0\0" + fixed(*xyz)))
        tags.append((letter + b"TRC", b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(2.2 * 256))))
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags:
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(data))
        body += data
    head = struct.pack(">I4xI4s4s4s12x4s28x", 132 + 12 * len(tags) + len(body), 0x02400000, b"mntr",
                       b"RGB ", b"XYZ ", b"acsp") + fixed(0.9642, 1, 0.8249)  # fmt: skip
    return head.ljust(128, b"\0") + table + body


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_profile_is_applied_with_and_without_clear_parts(mode: str) -> None:
    image = Image.new("RGB", (40, 20), (200, 60, 40)).convert(mode)
    if mode == "RGBA":
        image.putalpha(128)
    data = saved(image, "PNG", icc_profile=wide_profile())
    (made,) = derive(data, [Recipe(40, 20, "png")])
    pixel = opened(made).getpixel((20, 10))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 210  # the red of P3 200 is stronger than that of sRGB 200
    assert pixel[1] < 45
    assert pixel[3:] == ((128,) if mode == "RGBA" else ())
    assert segments(made, "png").count("iCCP") == 0


@pytest.mark.parametrize("form", ["webp", "jpg"])
@pytest.mark.parametrize("size", [(1, 1), (30_000, 10), (10, 30_000), (1, 30_000), (3, 2)])
def test_odd_shapes(size: tuple[int, int], form: str) -> None:
    data = saved(Image.new("RGB", size, "teal"), "PNG")
    shape = probe(io.BytesIO(data), 60)
    for (width, height), made in zip(
        sizes(shape),
        derive(data, [Recipe(w, h, form) for w, h in sizes(shape)]),
        strict=True,  # type: ignore[arg-type]
    ):
        assert opened(made).size == (width, height)


MEASURED = """
import io, re, sys
from concurrent.futures import ThreadPoolExecutor
from bulletin.pictures import Recipe, derive, probe, sizes
data = sys.stdin.buffer.read()
with ThreadPoolExecutor(3) as pool:
    shape = list(pool.map(lambda _: probe(io.BytesIO(data), 60), range(3)))[0]
    list(pool.map(lambda _: derive(data, [Recipe(w, h, "webp") for w, h in sizes(shape)[-1:]]), range(3)))
# Not getrusage: its peak begins with what the process that started this one held.
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""
# Small files just below what is taken, in the modes that Pillow widens and of the readers that hold most.
HEAVY = {
    "palette.png": ("P", 7740, {"transparency": bytes(9), "compress_level": 1}),
    "clear.png": ("RGBA", 7740, {"compress_level": 1}),
    "whole.tif": ("RGB", 7740, {"compression": "tiff_lzw", "strip_size": 1 << 30}),
    "turned.tif": ("RGB", 7700, {"compression": "tiff_lzw", "tiffinfo": {274: 6}}),
    "scans.jpg": ("CMYK", 7200, {"progressive": True}),
    "canvas.webp": ("RGB", 5350, {"method": 0}),
    "planes.avif": ("RGB", 6300, {"speed": 10}),
}


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory in kB is Linux's")
@pytest.mark.parametrize("name", HEAVY)
def test_the_largest_pictures_have_room_three_at_once(name: str) -> None:
    import subprocess

    mode, side, options = HEAVY[name]
    out = io.BytesIO()
    Image.new(mode, (side, side)).save(
        out, Image.registered_extensions()[f".{name.rpartition('.')[2]}"], **options
    )
    done = subprocess.run([sys.executable, "-c", MEASURED], input=out.getvalue(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert int(done.stdout) // 1024 <= 580


@pytest.mark.parametrize(("form", "side"), [("WEBP", 5600), ("AVIF", 6500)])
def test_a_picture_whose_reader_needs_too_much_is_told(form: str, side: int) -> None:
    data = saved(Image.new("RGB", (side, side)), form, **{"method": 0} if form == "WEBP" else {"speed": 10})
    with pytest.raises(PictureError) as fault:
        probe(io.BytesIO(data), 60)
    assert fault.value.kind == "picture-too-large"
    assert probe(io.BytesIO(data), 90).width == side  # whoever raises the limit gives more memory too


def png_bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "picture-broken"),
        (b"GIF89a", "picture-broken"),
        (b"\xff\xd8\xff\xe0", "picture-broken"),
        (b"%PDF-1.4", "picture-broken"),
        (b"<html>", "picture-broken"),
        (b"<svg onload='alert(1)'/>", "picture-svg"),
        (b"<?xml version='1.0'?><svg/>", "picture-svg"),
        (saved(four_corners(), "BMP"), "picture-broken"),
        (saved(four_corners(), "ICO"), "picture-broken"),
        (saved(four_corners(), "PNG")[:60], "picture-broken"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "picture-heic"),
        (png_bomb(50_000, 50_000), "picture-too-large"),
        (png_bomb(9_000, 9_000), "picture-too-large"),
    ],
)
def test_what_is_no_picture_is_told_by_its_content(data: bytes, kind: str) -> None:
    with pytest.raises(PictureError) as fault:
        derive(data, [Recipe(10, 10, "jpg")] if probe(io.BytesIO(data), 60) else [])
    assert fault.value.kind == kind


@given(st.data())
def test_a_damaged_picture_is_told_and_stops_nothing(data: st.DataObject) -> None:
    """Each form's reader has its own exceptions: AVIF's says RuntimeError."""
    form = data.draw(st.sampled_from(["AVIF", "WEBP", "JPEG", "PNG", "GIF", "TIFF"]))
    whole = bytearray(saved(four_corners(), form))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(PictureError):
        probe(io.BytesIO(whole), 60)
    with contextlib.suppress(PictureError):
        derive(bytes(whole), [Recipe(10, 10, "jpg")])


def test_an_avif_without_its_frame_is_broken() -> None:
    whole = saved(Image.effect_noise((200, 100), 90), "AVIF")
    start = whole.index(b"mdat") + 4
    data = whole[:start] + b"\0" * (len(whole) - start)
    with pytest.raises(PictureError) as fault:
        probe(io.BytesIO(data), 60)
    assert fault.value.kind == "picture-broken"


def test_a_picture_cut_short_fails_when_it_is_made() -> None:
    data = saved(Image.effect_noise((400, 300), 90), "JPEG")[:3000]
    with pytest.raises(PictureError) as fault:
        derive(data, [Recipe(400, 300, "webp")])
    assert fault.value.kind == "picture-broken"


def test_of_a_moving_picture_the_first_is_kept() -> None:
    frames = [four_corners(), Image.new("RGB", (80, 40), "black")]
    for form in ("GIF", "WEBP"):
        data = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
        (made,) = derive(data, [Recipe(80, 40, "webp")])
        assert (corners(made), getattr(opened(made), "n_frames", 1)) == (["red", "green", "blue", "white"], 1)


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_nothing_is_enlarged_and_every_size_keeps_its_shape(width: int, height: int) -> None:
    shape = Shape(width, height, 0)
    made = sizes(shape)
    assert made[-1][0] == min(width, 1600)
    assert [w for w, _ in made] == sorted({w for w, _ in made})
    for w, h in made:
        assert h == height_at(shape, w)
        assert w <= width
        assert 1 <= h <= max(1, height)


def test_the_same_bytes_twice_and_in_any_company() -> None:
    data = saved(Image.effect_noise((2000, 1000), 60).convert("RGB"), "JPEG")
    large, small = Recipe(1600, 800, "webp"), Recipe(480, 240, "webp")
    assert derive(data, [large, small]) == derive(data, [large, small])
    assert derive(data, [small, large])[1] == derive(data, [large])[0]


BOX = Box(50, 0, 50, 50)  # the green quarter


@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_what_is_blurred_is_gone_in_every_size(orientation: int) -> None:
    """The box is of the upright picture; inside, fine detail is gone, outside it stays."""
    noise = Image.effect_noise((800, 400), 200).convert("RGB")
    back = {1: None, 6: 2, 8: 4}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(
        noise if back is None else noise.transpose(Image.Transpose(back)), "JPEG", exif=exif, quality=95
    )
    for picture in derive(data, [Recipe(800, 400, "png", (BOX,)), Recipe(400, 200, "png", (BOX,))]):
        grey = opened(picture).convert("L")
        width, height = grey.size

        def spread(
            left: int, top: int, grey: Image.Image = grey, width: int = width, height: int = height
        ) -> float:
            part = grey.crop((left, top, left + width // 2, top + height // 2))
            values = part.tobytes()
            neighbours = [abs(a - b) for a, b in pairwise(values)]
            return sum(neighbours) / len(neighbours)

        assert spread(width // 2, 0) < 1
        assert min(spread(0, 0), spread(0, height // 2), spread(width // 2, height // 2)) > 10


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("10 20 30 40", (Box(10, 20, 30, 40),)),
        ("10% 20% 30% 40%; 1,5 0 2.5 3", (Box(10, 20, 30, 40), Box(1.5, 0, 2.5, 3))),
        ("90, 90, 50, 50", (Box(90, 90, 50, 50),)),
        ("", None), ("10 20 30", None), ("10 20 0 5", None), ("100 0 5 5", None), ("a b c d", None), ("-1 0 5 5", None), ("1 2 3 4 5", None),
    ],
)  # fmt: skip
def test_boxes(text: str, boxes: object) -> None:
    assert parse_boxes(text) == boxes


@pytest.mark.parametrize(
    ("text", "focus"),
    [("50 30", (50, 30)), ("0% 100%", (0, 100)), ("50", None), ("101 0", None), ("giữa", None), ("", None)],
)
def test_focus(text: str, focus: object) -> None:
    assert parse_focus(text) == focus
    assert [focus_class(f) for f in ((0, 0), (50, 50), (100, 100))] == ["focus-0-0", "focus-2-2", "focus-4-4"]
