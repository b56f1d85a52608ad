"""Colours that a commune chooses: read, checked, and carried into the night."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.colours import AA, BLACK, WHITE, Colour, contrast, mixed, parse_colour, readable
from bulletin.problem import Problems
from bulletin.settings import Look, Settings
from bulletin.tokens import PAIRS, Tokens, commune_sheet, read_tokens
from tests.building import article, build_site, files_of, write_site

ROOT = Path(__file__).resolve().parents[2]
CSS = "\n".join(sheet.read_text("utf-8") for sheet in sorted((ROOT / "assets/css").glob("*.css")))
THEME = read_tokens(CSS)
COLOURS = st.builds(Colour, *(st.integers(0, 255),) * 3)
LOOKS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("paper", "ink", "accent", "panel"), COLOURS.map(str))
)


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
def test_a_colour_moved_can_be_read(colour: Colour, ground: Colour) -> None:
    assert contrast(readable(colour, (ground,)), ground) >= AA
    assert mixed(colour, BLACK, 0) == colour
    assert mixed(colour, BLACK, 1) == BLACK


def test_where_nothing_reads_the_best_is_taken() -> None:
    assert readable(Colour(200, 0, 0), (WHITE, Colour(60, 60, 60))) == BLACK


def test_tokens_are_those_of_screens() -> None:
    css = """
    /* :root { --ink: #111111; } */
    @layer reset, base;
    @layer base {
      :root { --paper: #faf6ed; --ink: #222222; }
      @media (prefers-color-scheme: dark) { :root { --paper: #14141d; } }
      .note { --ink: #333333; }
    }
    @media print { @layer print { @page { margin: 1cm; } :root { --paper: #fff; --ink: #000; } } }
    """
    day = {"paper": Colour(0xFA, 0xF6, 0xED), "ink": Colour(0x22, 0x22, 0x22)}
    assert read_tokens(css) == Tokens(day, {**day, "paper": Colour(0x14, 0x14, 0x1D)})


def _only(sheet: str, scheme: str) -> str:
    """The rules of a commune's sheet for that colour scheme, as they would stand by themselves."""
    return "".join(line.partition("{")[2].rpartition("}")[0] for line in sheet.splitlines() if scheme in line)


def suggestions(problems: Problems) -> dict[str, str]:
    return {said["key"]: said["guess"] for said in (dict(problem.values) for problem in problems)}


def unread(sheet: str) -> list[str]:
    """The pairs of the theme with the sheet laid over it that cannot be read, by day and by night."""
    day, night = (read_tokens(_only(sheet, scheme)).day for scheme in ("light", "dark"))
    return [
        f"{scheme}: {text} {colours[text]} on {ground} {colours[ground]}"
        for scheme, colours in (("day", {**THEME.day, **day}), ("night", {**THEME.night, **night}))
        for text, ground in PAIRS
        if contrast(colours[text], colours[ground]) < AA
    ]


def test_nothing_chosen_is_no_sheet() -> None:
    assert commune_sheet(Settings(), THEME) == ("", ())
    assert unread("") == []


def test_choices_become_tokens_by_day_and_by_night() -> None:
    look = Look(
        accent="#0b5d3b", panel="#0B3D2E", paper="#ffffff", heading_font="Georgia, serif", text_font="Arial"
    )
    sheet, problems = commune_sheet(Settings(theme=look), THEME)
    assert problems == ()
    assert sheet == (
        "@layer base {\n"
        "  :root { --heading: Georgia, serif; --text: Arial; }\n"
        "  @media (prefers-color-scheme: light) and (prefers-contrast: no-preference) { :root { "
        "--paper: #ffffff; --accent: #0b5d3b; --panel: #0b3d2e; --sheet: #ffffff; --tint: #f2f2f2; "
        "--line: #d6d6d6; --ink-soft: #5a566a; --mark: #fbe3b4; --focus: #1c4fd8; --link: #0b3d2e; "
        "--line-strong: #0b3d2e; --thread-ground: #0b3d2e; --panel-line: #3b6253; --thread-warm: "
        "#0b5d3b; --on-accent: #fffdf8; --panel-accent: #85ae9d; } }\n"
        "  @media (prefers-color-scheme: dark) and (prefers-contrast: no-preference) { :root { "
        "--accent: #609680; --panel: #093125; --link: #79948c; --line-strong: #54776d; "
        "--thread-ground: #093125; --panel-line: #39584c; --thread-warm: #0b5d3b; --on-accent: "
        "#1b1118; --panel-accent: #6d9e89; } }\n"
        "}\n"
    )


@given(LOOKS)
def test_what_is_accepted_can_be_read_by_day_and_by_night(chosen: dict[str, str]) -> None:
    sheet, problems = commune_sheet(Settings(theme=Look(**chosen)), THEME)
    assert problems or unread(sheet) == []


@given(LOOKS)
def test_what_is_suggested_is_accepted(chosen: dict[str, str]) -> None:
    _, problems = commune_sheet(Settings(theme=Look(**chosen)), THEME)
    assert commune_sheet(Settings(theme=Look(**chosen | suggestions(problems))), THEME)[1] == ()


@pytest.mark.parametrize(
    ("chosen", "suggested"),
    [
        ({"paper": "#101010", "accent": "#1020ff"}, {"paper": "#cfcfcf"}),
        ({"paper": "#101010", "ink": "#eeeeee", "accent": "#1020ff"}, {"accent": "#7079ff"}),
        ({"paper": "#ffffff", "accent": "#ffcc00"}, {"accent": "#806600"}),
        ({"paper": "#ffffff", "ink": "#aaaaaa"}, {"ink": "#6e6e6e"}),
        ({"panel": "#8899aa"}, {"panel": "#4b545e"}),
        ({"paper": "#fbf8f0", "ink": "#1c1c1c", "accent": "#8a2f14", "panel": "#12403a"}, {}),
        ({"paper": "#00a300"}, {}),
    ],
)
def test_the_nearest_that_reads_with_the_others(chosen: dict[str, str], suggested: dict[str, str]) -> None:
    _, problems = commune_sheet(Settings(theme=Look(**chosen)), THEME)
    assert suggestions(problems) == suggested


def test_the_sheet_is_linked_right_after_the_themes_tokens(tmp_path) -> None:  # type: ignore[no-untyped-def]
    root = write_site(tmp_path, {
        "site.toml": '[site]\nname = "B"\naddress = "https://b.example/"\n[theme]\naccent = "#0b5d3b"\n',
        "content/tin/a.md": article("A"),
    })  # fmt: skip
    outcome = build_site(root)
    assert outcome.written, outcome.problems
    (sheet,) = (data.decode() for name, data in files_of(root / "output").items() if "/css/00-all." in name)
    places = [sheet.index(part) for part in ("/* Tokens, named by role.", "--accent: #0b5d3b", ".masthead")]
    assert places == sorted(places)
