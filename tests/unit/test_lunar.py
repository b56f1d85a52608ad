import doctest
from datetime import date, timedelta

import pytest

from bulletin import lunar as module
from bulletin.lunar import Lunar, lunar, words


def test_examples() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), Lunar(15, 10, "Bính Ngọ")),
        (date(2025, 7, 24), Lunar(30, 6, "Ất Tỵ")),
        (date(2025, 7, 25), Lunar(1, 6, "Ất Tỵ", is_leap=True)),
        (date(2025, 8, 22), Lunar(29, 6, "Ất Tỵ", is_leap=True)),
        (date(2025, 8, 23), Lunar(1, 7, "Ất Tỵ")),
        (date(2026, 1, 1), Lunar(13, 11, "Ất Tỵ")),
        (date(2026, 2, 16), Lunar(29, 12, "Ất Tỵ")),
        (date(2026, 4, 26), Lunar(10, 3, "Bính Ngọ")),  # Giỗ Tổ Hùng Vương
        (date(2026, 9, 25), Lunar(15, 8, "Bính Ngọ")),  # Trung thu
        (date(2023, 3, 22), Lunar(1, 2, "Quý Mão", is_leap=True)),
        (date(2033, 12, 22), Lunar(1, 11, "Quý Sửu", is_leap=True)),
        (date(2034, 1, 20), Lunar(1, 12, "Quý Sửu")),
    ],
)
def test_days(day: date, expected: Lunar) -> None:
    assert lunar(day) == expected


@pytest.mark.parametrize(
    ("day", "year_name"),
    [
        (date(1968, 1, 29), "Mậu Thân"),  # China: 30 January
        (date(1975, 2, 11), "Ất Mão"),
        (date(1985, 1, 21), "Ất Sửu"),  # China: 20 February
        (date(2000, 2, 5), "Canh Thìn"),
        (date(2007, 2, 17), "Đinh Hợi"),  # China: 18 February
        (date(2023, 1, 22), "Quý Mão"),
        (date(2024, 2, 10), "Giáp Thìn"),
        (date(2025, 1, 29), "Ất Tỵ"),
        (date(2026, 2, 17), "Bính Ngọ"),
        (date(2027, 2, 6), "Đinh Mùi"),
        (date(2030, 2, 2), "Canh Tuất"),  # China: 3 February
    ],
)
def test_new_year(day: date, year_name: str) -> None:
    assert lunar(day) == Lunar(1, 1, year_name)
    eve = lunar(day - timedelta(days=1))
    assert (eve.month, eve.is_leap) == (12, False)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (Lunar(15, 10, "Bính Ngọ"), "Ngày 15 tháng 10 năm Bính Ngọ"),
        (Lunar(1, 1, "Đinh Mùi"), "Ngày 1 tháng 1 năm Đinh Mùi"),
        (Lunar(1, 6, "Ất Tỵ", is_leap=True), "Ngày 1 tháng 6 nhuận năm Ất Tỵ"),
    ],
)
def test_words(day: Lunar, expected: str) -> None:
    assert words(day) == expected
