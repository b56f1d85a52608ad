"""Settings: the good ones as values, the bad ones each with its line."""

import pytest

from bulletin.config import checked_address, parse_settings
from bulletin.settings import Badge, Entry, Home, Settings, Term
from bulletin.tomllines import key_lines

GOOD = """\
# Bản tin
[site]
name = "Bản tin Mường Khơi"
tagline = "Tiếng nói của xã"
address = "https://bantin.example"
time_zone = "Asia/Ho_Chi_Minh"

[publisher]
body = "Ủy ban MTTQ"
[[categories]]
slug = "tin-tuc"
title = "Tin tức"
description = \"\"\"
Nhiều
dòng\"\"\"
[[categories]]
slug = "guong-sang"
title = "Gương sáng"
[[navigation]]
label = "Trang chủ"
to = "/"
[[badges]]
title = "T"
image = "badges/t.svg"
alt = "Tín nhiệm"
url = "https://t.example/"
[home]
latest = 3
"""


def test_settings_are_values() -> None:
    settings, problems = parse_settings(GOOD)
    assert problems == ()
    assert (settings.name, settings.address, settings.publisher.body) == (
        "Bản tin Mường Khơi",
        "https://bantin.example/",
        "Ủy ban MTTQ",
    )
    assert settings.categories == (
        Term("tin-tuc", "Tin tức", "Nhiều\ndòng"),
        Term("guong-sang", "Gương sáng"),
    )
    assert settings.navigation == (Entry("Trang chủ", "/"),)
    assert settings.badges == (Badge("T", "badges/t.svg", "Tín nhiệm", "https://t.example/"),)
    assert settings.home == Home(latest=3)
    assert str(settings.zone) == "Asia/Ho_Chi_Minh"
    assert settings.place("categories", 1).line == 16


def test_lines_of_keys() -> None:
    lines = key_lines(GOOD)
    assert [
        lines[k]
        for k in (("site",), ("site", "name"), ("categories",), ("categories", 1, "slug"), ("home", "latest"))
    ] == [2, 3, 10, 17, 28]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ('[site]\nname = "A\n', [(2, "settings-syntax", {"text": 'name = "A'})]),
        ("[site]\nname = \n", [(2, "settings-syntax", {"text": "name ="})]),
        (
            '[site]\nnane = "A"\nname="A"\naddress="https://a.example/"',
            [(2, "settings-key-guess", {"key": "nane", "guess": "name"})],
        ),
        (
            '[site]\nxyz = "A"\nname="A"\naddress="https://a.example/"',
            [(2, "settings-key", {"key": "xyz", "guess": ""})],
        ),
        ("[categoris]\n", [(1, "settings-key-guess", {"key": "categoris", "guess": "categories"})]),
        (
            '[site]\nname = 3\naddress="https://a.example/"',
            [
                (2, "settings-text", {"key": "name"}),
                (1, "settings-missing", {"key": "name", "table": "[site]"}),
            ],
        ),
        ('[site]\nname="A"\naddress = "a.example"', [(3, "settings-address", {"address": "a.example"})]),
        (
            '[site]\nname="A"\naddress="https://a.example/"\ntime_zone="Hà Nội"',
            [(4, "settings-zone", {"zone": "Hà Nội"})],
        ),
        ("[paging]\ncategory = -1", [(2, "settings-number", {"key": "category"})]),
        ("[paging]\ncategory = true", [(2, "settings-number", {"key": "category"})]),
        ("[printing]\ncreep = 0.1", []),
        ("[printing]\ncreep = 1", []),
        ("[printing]\ncreep = nan", [(2, "settings-measure", {"key": "creep"})]),
        ("[printing]\ncreep = 6", [(2, "settings-measure", {"key": "creep"})]),
        ('[printing]\ncreep = "0,1"', [(2, "settings-measure", {"key": "creep"})]),
        (
            '[printing]\napproval = "yes"',
            [(2, "settings-approval", {"value": "yes", "kinds": "none, remind, required"})],
        ),
        *(
            (
                f'[search]\nweb = "{web}"',
                [(2, "settings-web-search", {"value": web, "names": "google, duckduckgo, bing, coccoc"})],
            )
            for web in (
                "yahoo",
                "http://tim.example/?q={words}",
                "https://tim.example/",
                "https://tim.example/{words}",
                "https://tim.example/?a={words}&b={words}",
                "https://tim.example; script-src *?q={words}",
                "javascript:alert(1)?q={words}",
            )
        ),
        ("[paging]\ncategori = 1", [(2, "settings-key-guess", {"key": "categori", "guess": "category"})]),
        ('paging = "x"', [(1, "settings-table", {"name": "paging"})]),
        ("[categories]\nslug='a'", [(1, "settings-repeated", {"name": "categories"})]),
        ("[[categories]]\nslug='a'", [(1, "settings-missing", {"key": "title", "table": "[[categories]]"})]),
        (
            "[[categories]]\nslug='Tin Tức'\ntitle='T'",
            [(2, "settings-slug", {"slug": "Tin Tức", "guess": "tin-tuc"})],
        ),
        ("[[categories]]\nslug='tu-khoa'\ntitle='T'", [(2, "settings-reserved", {"slug": "tu-khoa"})]),
        (
            "[[topics]]\nslug='a'\ntitle='T'\n[[topics]]\nslug='a'\ntitle='T'",
            [(5, "settings-slug-twice", {"slug": "a", "line": "2"})],
        ),
        ("[login]\nlabel='Đăng nhập'", [(1, "settings-missing", {"key": "to", "table": "[login]"})]),
    ],
)
def test_a_wrong_setting_has_its_line(text: str, problems: object) -> None:
    _, found = parse_settings(text)
    assert [(p.place.line, p.kind, dict(p.values)) for p in found] == problems


def test_an_empty_file_is_the_defaults() -> None:
    assert parse_settings("") == (Settings(), ())


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://a.example", "https://a.example/"),
        ("http://a.example/bản-tin/", "http://a.example/bản-tin/"),
        ("https://a.example:8080/x", "https://a.example:8080/x/"),
        ("ftp://a.example/", None),
        ("a.example", None),
        ("https://", None),
        ("https://a.example/?x", None),
        ("https://a b.example/", None),
        ('https://a.example/"', None),
        ("https://user@a.example/", None),
    ],
)
def test_addresses(written: str, address: str | None) -> None:
    assert checked_address(written) == address
