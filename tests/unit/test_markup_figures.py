"""`bulletin.markup.figures`: credits, and descriptions that describe nothing."""

import pytest

from bulletin.markup.figures import is_placeholder, split_credit


@pytest.mark.parametrize(
    ("caption", "words", "credit"),
    [
        ("Em A nhận quà. Ảnh: Hồng Hà", "Em A nhận quà.", "Hồng Hà"),
        ("Em A nhận quà (Ảnh: Hồng Hà)", "Em A nhận quà", "Hồng Hà"),
        ("Em A nhận quà. (Ảnh: Hồng Hà).", "Em A nhận quà.", "Hồng Hà"),
        ("Em A nhận quà - ẢNH : Hồng Hà.", "Em A nhận quà", "Hồng Hà"),
        ("Ảnh: Hồng Hà", "", "Hồng Hà"),
        ("“Chắp cánh” Ảnh: Hồng Hà, Minh Đức", "“Chắp cánh”", "Hồng Hà, Minh Đức"),
        ("Cầu treo. Nguồn ảnh: Minh Đức", "Cầu treo.", "Minh Đức"),
        ("Ảnh minh họa", "Ảnh minh họa", ""),
        ("Ảnh trên: bà Lan", "Ảnh trên: bà Lan", ""),
        ("Cảnh: núi", "Cảnh: núi", ""),
        ("", "", ""),
    ],
)
def test_split_credit(caption: str, words: str, credit: str) -> None:
    assert split_credit(caption) == (words, credit)


@pytest.mark.parametrize(
    ("alt", "target"),
    [
        ("anh tin bai", "a.jpg"),
        ("Ảnh tin bài", "a.jpg"),
        ("image", "a.jpg"),
        ("Image 1", "a.jpg"),
        ("IMG_20261116_073000.jpg", "a.jpg"),
        ("DSC01234", "a.jpg"),
        ("z5012345678901", "a.jpg"),
        ("hình ảnh", "a.jpg"),
        ("Cầu treo.JPG", "anh/cau treo.jpg"),
        ("cau-treo", "anh/c%E1%BA%A7u-treo.jpg"),
    ],
)
def test_placeholders(alt: str, target: str) -> None:
    assert is_placeholder(alt, target)


@pytest.mark.parametrize(
    "alt", ["Cầu treo Sín Phà", "Ảnh ba mẹ con", "Ảnh 3 em nhỏ", "Hình vẽ con trâu", "z"]
)
def test_descriptions(alt: str) -> None:
    assert not is_placeholder(alt, "a.jpg") or alt == "z"
