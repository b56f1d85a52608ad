"""Pictures among the assets tell no more than those of articles, and stand as they were held."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bulletin.decor import EMBLEM, WIDEST, cleaned, drawing_size, published_name
from bulletin.pictures import PictureError
from tests.building import article, build_site, files_of, report_of, write_site

SITE = """[site]
name = "Bản tin Nà Pheo"
address = "https://napheo.example/"
logo = "logo xã.JPG"

[[badges]]
title = "Huy hiệu"
image = "huy hiệu/dấu.svg"
alt = "Huy hiệu"
url = "https://chung-nhan.example/"
"""
PLACE = b"here a child lives"


def phone_photo(form: str = "JPEG", size: tuple[int, int] = (2000, 1000)) -> bytes:
    """Held sideways: red on the left becomes the top; with a place and words in it."""
    image = Image.new("RGB", size, "navy")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = PLACE.decode()
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    ("saved", "form", "made"),
    [("JPEG", "JPEG", "jpg"), ("PNG", "PNG", "png"), ("WEBP", "WEBP", "webp"), ("AVIF", "JPEG", "jpg")],
)  # fmt: skip
def test_a_photo_is_upright_small_and_silent(saved: str, form: str, made: str) -> None:
    data, kind, width, height = cleaned(phone_photo(saved), EMBLEM, 60)
    image = Image.open(io.BytesIO(data))
    assert (kind, width, height, image.size, image.format) == (made, 240, 480, (240, 480), form)
    assert PLACE not in data
    assert not image.getexif()
    top = image.convert("RGB").getpixel((120, 100))
    assert isinstance(top, tuple)
    assert top[0] > 200
    assert cleaned(phone_photo(saved), WIDEST, 60)[2:] == (800, 1600)


def test_a_small_png_without_words_stays_byte_for_byte() -> None:
    image, words = Image.new("RGBA", (40, 30), (9, 9, 9, 99)), PngInfo()
    words.add_text("Author", PLACE.decode())
    plain, written = io.BytesIO(), io.BytesIO()
    image.save(plain, "PNG")
    image.save(written, "PNG", pnginfo=words)
    assert cleaned(plain.getvalue(), EMBLEM, 60) == (plain.getvalue(), "png", 40, 30)
    for told in (written.getvalue(), plain.getvalue() + PLACE):
        assert PLACE in told
        assert PLACE not in cleaned(told, EMBLEM, 60)[0]


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(PictureError):
        cleaned(b"\xff\xd8 not really", EMBLEM, 60)


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('<svg width="160" height="56px">', (160, 56)), ("<svg viewBox='0 0 24.4 10'>", (24, 10)),
        ('<svg width="100%" height="1em" viewBox="0,0,3,4">', (3, 4)), ("<svg>", (0, 0)), ("", (0, 0)),
    ],
)  # fmt: skip
def test_the_size_of_a_drawing(root: str, size: tuple[int, int]) -> None:
    assert drawing_size(root.encode()) == size


def test_names_are_plain() -> None:
    made = published_name("huy hiệu/Đền thờ (1).PNG", b"", "png")
    assert made == "huy-hieu/den-tho-1.e3b0c44298.PNG"
    assert published_name("a/LICENSE", b"") == "a/LICENSE.e3b0c44298"
    assert published_name("xã.tif", b"", "jpg") == "xa.e3b0c44298.jpg"


def test_a_logo_on_the_page(tmp_path: Path) -> None:
    write_site(tmp_path, {
        "site.toml": SITE,
        "content/tin/a.md": article(),
        "assets/logo xã.JPG": phone_photo(),
        "assets/huy hiệu/dấu.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 56"/>',
        "assets/root/icon.png": phone_photo("PNG"),
    })  # fmt: skip
    outcome = build_site(tmp_path)
    assert outcome.written, report_of(outcome)
    files = files_of(tmp_path / "output")
    assert all(path.isascii() and " " not in path for path in files)
    assert not [path for path, data in files.items() if PLACE in data]
    assert Image.open(io.BytesIO(files["icon.png"])).size == (800, 1600)
    (logo,) = (path for path in files if path.startswith("assets/logo-xa."))
    (badge,) = (path for path in files if path.startswith("assets/huy-hieu/dau."))
    page = files["index.html"].decode()
    assert f'<img src="./{logo}" width="240" height="480" alt="Bản tin Nà Pheo"' in page
    assert f'<img src="./{badge}" alt="Huy hiệu" width="160" height="56"' in page


def test_a_damaged_picture_and_a_copy_of_what_is_hidden_are_not_published(tmp_path: Path) -> None:
    write_site(tmp_path, {
        "site.toml": '[site]\nname = "A"\naddress = "https://a.example/"\n',
        "content/tin/a/index.md": article(body='![Em đọc sách](anh.jpg){: mo="10 10 20 20" }\n'),
        "content/tin/a/anh.jpg": phone_photo(),
        "assets/chep.jpg": phone_photo(),
        "assets/hong.png": b"\x89PNG",
    })  # fmt: skip
    outcome = build_site(tmp_path)
    assert outcome.written is None
    assert [(p.place.path, p.kind) for p in outcome.problems] == [
        ("assets/chep.jpg", "picture-blur-elsewhere"),
        ("assets/hong.png", "picture-broken"),
    ]
