"""Titles of share cards: even lines, nothing broken, nothing cut that has room."""

import io

import pytest
from PIL import Image, ImageDraw

from bulletin.outputs import ShareCard
from bulletin.problem import Place
from bulletin.sharecard import (
    COVER,
    GAP,
    HEIGHT,
    MARGIN,
    SMALLEST,
    WIDTH,
    _balanced,
    _fitted,
    _font,
    can_set,
    draw,
)

TWENTY = "Phát động quyên góp Quỹ Vì người nghèo: hai mươi tám hộ của xã được sửa nhà trước mùa mưa lũ"


@pytest.mark.parametrize("room", [WIDTH - 2 * MARGIN, WIDTH - COVER - 2 * MARGIN])
def test_a_title_of_twenty_words_is_whole_and_large(room: int) -> None:
    assert len(TWENTY.split()) >= 20
    font, lines = _fitted(TWENTY, room, HEIGHT - 2 * MARGIN - 40 - 44 - GAP)
    assert " ".join(lines) == TWENTY
    assert font.size >= 1.4 * SMALLEST
    widths = [font.getlength(line) for line in lines]
    assert max(widths) <= room
    assert min(widths) >= 0.55 * max(widths), "a word or two alone on a line"


@pytest.mark.parametrize("title", ["A", "Nghiêng", "Họp bàn làm đường", "Q" * 80, ""])
def test_even_lines_are_as_few_and_break_no_more_words(title: str) -> None:
    font = _font(700, 64)
    lines = _balanced(title, font, 500)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(font.getlength(line) <= 500 for line in lines)
    if max(map(font.getlength, title.split()), default=0) <= 500:
        assert " ".join(lines) == title


def test_title_and_name_stand_apart() -> None:
    """A title that needs all the room leaves a clear band above the name."""
    card = ShareCard(
        "the.jpg", f"{TWENTY} {TWENTY}", "Bản tin", ("#000000", "#ffffff"), None, (50, 50), (), Place("")
    )
    image = Image.open(io.BytesIO(draw(card, None))).convert("L")
    dark = [y for y in range(HEIGHT) if image.crop((MARGIN, y, WIDTH, y + 1)).getextrema()[1] < 64]
    name = ImageDraw.Draw(image).textbbox((0, HEIGHT - MARGIN), "Bản tin", _font(600, 30), "ld")
    band = [y for y in dark if name[1] - GAP < y < name[1]]
    assert len(band) >= 24


def drawn(title: str, name: str = "Bản tin") -> bytes:
    return draw(
        ShareCard("the.jpg", title, name, ("#000000", "#ffffff"), None, (50, 50), (), Place("")), None
    )


def test_signs_that_the_family_lacks_are_left_out() -> None:
    assert drawn("Lễ hội 🎉 xuống đồng ❤️", "Bản tin 🌾") == drawn("Lễ hội  xuống đồng ", "Bản tin ")
    for kept in ("Ệ", "ỵ", "Đ", "ư", "₫", "“", "”", "–", "…", "½", "²", "°", "×"):
        assert drawn(f"Giá {kept}") != drawn("Giá "), kept


@pytest.mark.parametrize("title", [TWENTY, "Lễ hội 🎉", "10 m² – 5 000 ₫ … “tốt” ½ № 3", "", "naïve Łódź"])
def test_titles_that_a_card_can_show(title: str) -> None:
    assert can_set("Bản tin", title)


@pytest.mark.parametrize(
    "title", ["បុណ្យអុំទូក", "Lễ hội Óoc Om Bóc (អកអំបុក)", "Москва", "北京", "한국", "สวัสดี", "ꪹꪎꪸꪉ", "𠀀"]
)
def test_titles_in_other_letters_have_no_card(title: str) -> None:
    assert not can_set("Bản tin", title)
    assert not can_set(title, "Họp dân")
