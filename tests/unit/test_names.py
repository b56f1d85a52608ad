import doctest
from itertools import permutations
from unicodedata import normalize

import pytest

from bulletin import names
from bulletin.names import first_letter, fold, nearest, nfc, person_key, slug, sort_key


def nfd(text: str) -> str:
    return normalize("NFD", text)


def test_examples() -> None:
    assert doctest.testmod(names).failed == 0


def test_nfc() -> None:
    assert nfc(nfd("trồng")) == "trồng"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Chắp cánh ước mơ", "chap canh uoc mo"),
        ("ĐƯỜNG Lê Lợi", "duong le loi"),
        ("hòa hoà Thủy thuỷ quý quỹ", "hoa hoa thuy thuy quy quy"),
        ("\u00d0\u1ea3ng", "dang"),  # Icelandic Ð, from a converted font
        ("07-ĐA/TU", "07-da/tu"),
        ("Straße", "strasse"),
        ("한국", "한국"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert fold(nfd(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chắp cánh ước mơ", "chap-canh-uoc-mo"),
        ("Đ/c", "d-c"),
        ("  Tin tức – Sự kiện  ", "tin-tuc-su-kien"),
        ("Đề án 07-ĐA/TU", "de-an-07-da-tu"),
        ("1.618 hộ dân", "1-618-ho-dan"),
        ("Rộng 35 m²", "rong-35-m2"),
        ("“Đền” thờ…", "den-tho"),
        ("Ca\u0301i c\u00f4\u0323ng", "cai-cong"),
        ("nghi\u00eam\u00a0trang", "nghiem-trang"),
        ("tuyên\u00adtruyền\ufeff", "tuyentruyen"),  # a soft hyphen and a BOM are no gaps
        ("--Ảnh.PNG", "anh-png"),
        ("../../etc", "etc"),
        ("", ""),
        ("…!?", ""),
        ("한국", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected
    assert slug(nfd(text)) == expected


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("Chắp cánh ước mơ", 16, "chap-canh-uoc-mo"),
        ("Chắp cánh ước mơ", 15, "chap-canh-uoc"),
        ("Chắp cánh ước mơ", 13, "chap-canh-uoc"),
        ("Chắp cánh ước mơ", 12, "chap-canh"),
        ("Chắp cánh ước mơ", 4, "chap"),
        ("Chắp cánh ước mơ", 3, "cha"),
        ("con đường", 5, "con-0"),
        ("a" * 100, 80, "a" * 80),
    ],
)
def test_slug_is_cut_between_words(text: str, longest: int, expected: str) -> None:
    assert slug(text, longest) == expected
    assert slug(expected, longest) == expected


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com0", "com1", "com9", "lpt1"])
def test_slug_is_no_device_of_windows(name: str) -> None:
    assert slug(name.upper()) == f"{name}-0"


@pytest.mark.parametrize(("text", "expected"), [("Cồn", "con-0"), ("COM¹", "com1-0"), ("Con cái", "con-cai")])
def test_slug_may_have_a_device_within(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    "ordered",
    [
        list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"),
        ["ma", "mà", "mả", "mã", "má", "mạ", "man", "màn", "mạn", "mang"],
        ["ta", "tà", "tá", "tạ", "tă", "tắ", "tâ", "tẩ", "tậ"],
        ["tuân thủ", "tuần chay"],  # the first syllable's tone before the second's letters
        ["Lê An", "Lê Bình", "Lễ An"],
        ["ba", "ba ba", "bà", "bà ba", "ban"],
        ["an", "An", "án", "Án", "ăn", "Ăn"],
        ["hoà", "hòa", "hoá", "hóa"],
        ["hòa An", "hoà Bình", "hòa Ca"],  # where the tone is written does not matter
        ["thuỷ lợi", "thủy sản"],
        ["", "2", "9", "010", "10", "100", "a"],
        ["Lớp 1A", "Lớp 2", "Lớp 9B", "Lớp 10A", "Lớp A"],
        ["Số 9", "Số 10/2026", "Số 11/2026"],
        ["an ninh", "“An toàn” giao thông", "(an) vui"],  # signs count for nothing
        ["2026", "한국", "ảnh"],
        ["dân", "đan", "đường", "e"],
        ["Mueller", "Müller", "Mun"],
    ],
)
def test_order(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered
    assert sorted(map(nfd, backwards), key=sort_key) == [nfd(text) for text in ordered]


def test_order_of_people() -> None:
    ordered = ["Lê An", "Nguyễn Văn An", "Nguyễn Văn Ân", "Trần Bình", "Trần Đức Bình", "Phạm Thị Đào", "Em"]
    backwards = ordered[::-1]
    assert sorted(backwards, key=person_key) == ordered


def test_a_person_without_a_name_is_no_mistake() -> None:
    assert sorted(["An", "", "  "], key=person_key) == ["", "  ", "An"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an ninh", "A"),
        ("Ắc quy", "Ă"),
        ("ấp 3", "Â"),
        ("đường", "Đ"),
        ("\u00d0\u1ea3ng", "Đ"),
        ("dân", "D"),
        ("Ế ẩm", "Ê"),
        ("ủy ban", "U"),
        ("Ứng dụng", "Ư"),
        ("Ỷ lại", "Y"),
        ("wifi", "W"),
        ("“Chắp cánh”", "C"),
        ("Éclair", "E"),
        ("Ökologie", "O"),
        ("4.0", "#"),
        ("한국", "#"),
        ("…", "#"),
        ("", "#"),
    ],
)
def test_first_letter(text: str, expected: str) -> None:
    assert first_letter(text) == expected
    assert first_letter(nfd(text)) == expected


KEYS = ("title", "date", "draft", "author", "cover", "category", "tags")
SECTIONS = ("Tin tức – Sự kiện", "Chắp cánh ước mơ", "Thi đua – Khen thưởng", "Hoạt động Mặt trận")


@pytest.mark.parametrize(
    ("wanted", "known", "expected"),
    [
        ("titel", KEYS, "title"),
        ("autor", KEYS, "author"),
        ("TAG", KEYS, "tags"),
        ("xyz", KEYS, None),
        ("", KEYS, None),
        ("title", (), None),
        ("Tin tuc su kien", SECTIONS, "Tin tức – Sự kiện"),
        (nfd("Chắp cánh ướt mơ"), SECTIONS, "Chắp cánh ước mơ"),
        (
            "chap-canh/scool/index.md",
            ("chap-canh/hall/index.md", "chap-canh/school/index.md"),
            "chap-canh/school/index.md",
        ),
        ("đường", ("duong", "đường", "dương"), "đường"),
        ("dương", ("duong", "đường", "dương"), "dương"),
        ("bat", ("cat", "rat"), "rat"),
    ],
)
def test_nearest(wanted: str, known: tuple[str, ...], expected: str | None) -> None:
    assert {nearest(wanted, order) for order in list(permutations(known))[:50]} == {expected}
