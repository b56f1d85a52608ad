"""Colours that a commune chooses: read, checked, and carried into the night."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.colours import AA, Colour, contrast, mixed, parse_colour, readable
from bulletin.settings import Look, Settings
from bulletin.tokens import commune_sheet, read_tokens
from tests.building import article, build_site, files_of, write_site

CSS = """
:root { --paper: #faf6ed; --sheet: #fff; --tint: #eee; --ink: #1e1c2b; --panel: #262a5c; --on-panel: #faf4e6; }
@media (prefers-color-scheme: dark) { :root { --paper: #14141d; --sheet: #1c1c28; --tint: #20202e; --ink: #ece7dc } }
"""
COLOURS = st.builds(Colour, *(st.integers(0, 255),) * 3)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000", "#fff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    a, b = parse_colour(one), parse_colour(other)
    assert a
    assert b
    assert round(contrast(a, b), 2) == ratio


@pytest.mark.parametrize("text", ["", "red", "#12", "#12345", "#gggggg", "rgb(0,0,0)", "#fff; }"])
def test_what_is_no_colour(text: str) -> None:
    assert parse_colour(text) is None


@given(COLOURS, COLOURS)
def test_a_colour_moved_can_be_read_or_is_the_end(colour: Colour, ground: Colour) -> None:
    black, white = Colour(0, 0, 0), Colour(255, 255, 255)
    towards = max(black, white, key=lambda end: contrast(end, ground))
    assert contrast(readable(colour, (ground,), towards), ground) >= AA
    assert mixed(colour, towards, 0) == colour
    assert mixed(colour, towards, 1) == towards


def test_nothing_chosen_is_no_sheet() -> None:
    assert commune_sheet(Settings(), read_tokens(CSS)) == ("", ())


def test_choices_become_tokens_by_day_and_by_night() -> None:
    look = Look(accent="#0b5d3b", panel="#0B3D2E", paper="#ffffff", heading_font="Georgia, serif")
    sheet, problems = commune_sheet(Settings(theme=look), read_tokens(CSS))
    assert problems == ()
    assert sheet == (
        "@layer base {\n"
        "  :root { --accent: #0b5d3b; --thread-warm: #0b5d3b; --panel: #0b3d2e; --line-strong: #0b3d2e; "
        "--thread-ground: #0b3d2e; --paper: #ffffff; --serif: Georgia, serif; }\n"
        "  @media (prefers-color-scheme: dark) { :root { --accent: #609680; --panel: #093125; --paper: #14141d; } }\n"
        "}\n"
    )


def test_the_sheet_is_linked_right_after_the_themes_tokens(tmp_path) -> None:  # type: ignore[no-untyped-def]
    root = write_site(tmp_path, {
        "site.toml": '[site]\nname = "B"\naddress = "https://b.example/"\n[theme]\naccent = "#0b5d3b"\n',
        "content/tin/a.md": article("A"),
    })  # fmt: skip
    outcome = build_site(root)
    assert outcome.written, outcome.problems
    page = files_of(root / "output")["index.html"].decode()
    sheets = [part.split('"')[0] for part in page.split('rel="stylesheet" href="./assets/css/')[1:]]
    assert [name.split("-")[0] for name in sheets][:3] == ["10", "11", "20"]
