"""Pictures come out upright, clean and small. (The hostile ones come with the pictures' own issue.)"""

import io

import pytest
from PIL import Image

from bulletin.pictures import PictureError, Recipe, Shape, derive, probe, recipe, widths

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


def corners(data: bytes) -> list[str]:
    image = Image.open(io.BytesIO(data)).convert("RGB")
    w, h = image.size
    points = [(w // 4, h // 4), (3 * w // 4, h // 4), (w // 4, 3 * h // 4), (3 * w // 4, 3 * h // 4)]
    return [
        min(
            CORNERS, key=lambda n: sum(abs(a - b) for a, b in zip(CORNERS[n], image.getpixel(p), strict=True))
        )
        for p in points
    ]  # type: ignore[arg-type]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_eight_ways_to_hold_a_camera(orientation: int) -> None:
    upright = four_corners()
    back = {1: None, 2: 0, 3: 1 + 2, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    held = upright if back is None else upright.transpose(Image.Transpose(back))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Máy ảnh"
    data = saved(held, "JPEG", exif=exif, quality=95)
    shape = probe(io.BytesIO(data), 10)
    assert shape == Shape(80, 40, "jpg")
    made = derive(data, recipe(shape, 80))
    assert corners(made) == ["red", "green", "blue", "white"]
    assert Image.open(io.BytesIO(made)).size == (80, 40)


def test_no_metadata_comes_through() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (21.0, 2.0, 3.0)}  # where the child lives
    data = saved(four_corners(), "JPEG", exif=exif, comment=b"nha em") + b"appended"
    made = derive(data, Recipe(40, 20, "jpg"))
    opened = Image.open(io.BytesIO(made))
    assert (dict(opened.getexif()), opened.info.get("comment"), b"Exif" in made, b"nha em" in made) == (
        {},
        None,
        False,
        False,
    )


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_way_of_storing_colour(mode: str) -> None:
    image = (
        four_corners().convert("L").convert("I").point(lambda v: v * 256).convert("I;16")
        if mode == "I;16"
        else four_corners().convert(mode)
    )
    data = saved(image, "JPEG" if mode == "CMYK" else "PNG")
    shape = probe(io.BytesIO(data), 10)
    made = Image.open(io.BytesIO(derive(data, recipe(shape, 40))))
    assert (made.size, made.mode in ("RGB", "RGBA")) == ((40, 20), True)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg/>",
        b"\xff\xd8\xff\xe0",
        b"%PDF",
        saved(four_corners(), "BMP"),
        saved(four_corners(), "JPEG")[:300],
    ],
)
def test_what_is_no_picture_is_said_so(data: bytes) -> None:
    with pytest.raises(PictureError):
        derive(data, recipe(probe(io.BytesIO(data), 10), 10))


def test_a_bomb_is_refused_by_its_header() -> None:
    with pytest.raises(PictureError) as fault:
        probe(io.BytesIO(saved(Image.new("1", (5000, 3000)), "PNG")), 10)
    assert fault.value.kind == "picture-too-large"


def test_widths_never_enlarge() -> None:
    assert [widths(Shape(w, 10, "jpg")) for w in (1, 480, 500, 960, 1599, 1600, 4000)] == [
        (1,), (480,), (480, 500), (480, 960), (480, 960, 1599), (480, 960, 1600), (480, 960, 1600),
    ]  # fmt: skip


def test_the_same_bytes_twice() -> None:
    data = saved(four_corners(), "JPEG")
    assert derive(data, Recipe(33, 17, "jpg")) == derive(data, Recipe(33, 17, "jpg"))
