"""A commune's own colours and type: from `[theme]` to a style sheet of tokens, checked for contrast.

The theme's style sheets define tokens (`--accent: #a1381a`), by day and by night. A commune
chooses four; what stands on them or beside them is derived, so that every pair of PAIRS can be
read by day and by night. A choice with which that cannot be is a problem, not a page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bulletin.colours import (
    BLACK,
    SHAPES,
    WHITE,
    Colour,
    contrast,
    is_readable,
    luminance,
    mixed,
    parse_colour,
    readable,
)
from bulletin.problem import Problem, Problems, error
from bulletin.settings import Look, Settings

SHEET = "css/11-commune.css"  # right after the theme's own tokens
GROUNDS = ("paper", "sheet", "tint")
# Which text stands on which ground.
PAIRS = (
    *((text, ground) for text in ("ink", "ink-soft", "link", "accent") for ground in GROUNDS),
    *((text, "panel") for text in ("on-panel", "on-panel-soft", "panel-accent")),
    ("on-accent", "accent"),
    ("ink", "mark"),
)
_CHOICES = ("paper", "ink", "accent", "panel")  # in the order in which one gives way to another
_TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})\b")
_FONT = re.compile(r"""(?:[\w -]+|"[\w -]+"|'[\w -]+')(?:\s*,\s*(?:[\w -]+|"[\w -]+"|'[\w -]+'))*""")
_FONTS = {"heading_font": "heading", "text_font": "text"}
# Readers who ask for more contrast get the theme's: it knows their system's colours.
_WHEN = "@media (prefers-color-scheme: {}) and (prefers-contrast: no-preference)"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by name, by day and by night; what the night does not change is as by day."""

    day: Mapping[str, Colour]
    night: Mapping[str, Colour]


def read_tokens(css: str) -> Tokens:
    """The tokens of `:root`, by day and in the media query of dark screens; those of paper do not count."""
    day: dict[str, Colour] = {}
    night: dict[str, Colour] = {}
    for around, declarations in _rules(css):
        media = [words for words in around if words.startswith("@media")]
        is_dark = len(media) == 1 and "prefers-color-scheme: dark" in media[0]
        if around[-1] == ":root" and (is_dark or not media):
            found = {name: parse_colour(text) for name, text in _TOKEN.findall(declarations)}
            (night if is_dark else day).update({name: colour for name, colour in found.items() if colour})
    return Tokens(day, {**day, **night})


def _rules(css: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """What stands in braces, after all that it stands in: (("@media print", ":root"), "--ink: #000")."""
    around: list[str] = []
    words = ""
    for piece in re.split(r"([{};])", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if piece == "{":
            around.append(words.rpartition(";")[2].strip())
            words = ""
        elif piece == "}":
            if around and words.strip():
                yield tuple(around), words
            around, words = around[:-1], ""
        else:
            words += piece
            if piece == ";" and not around:  # @layer reset, base;
                words = ""


def commune_sheet(settings: Settings, tokens: Tokens) -> tuple[str, Problems]:
    """The style sheet that lays `[theme]` over the tokens; "" when nothing is changed."""
    look, problems = settings.theme, []
    chosen: dict[str, Colour] = {}
    for name in _CHOICES:
        written = getattr(look, name)
        colour = parse_colour(written) if written else None
        if written and colour is None:
            problems.append(error(settings.place("theme", name), "theme-colour", key=name, value=written))
        elif colour:
            chosen[name] = colour
    problems += _unreadable(settings, chosen, tokens.day)
    fonts = "".join(f" --{token}: {font};" for token, font in _fonts(settings, look, problems))
    lines = [f"  :root {{{fonts} }}\n"] if fonts else []
    if chosen:
        for scheme, made in (("light", by_day(chosen, tokens.day)), ("dark", by_night(chosen, tokens.night))):
            rules = "".join(f" --{name}: {colour};" for name, colour in made.items())
            lines += [f"  {_WHEN.format(scheme)} {{ :root {{{rules} }} }}\n"] if rules else []
    return f"@layer base {{\n{''.join(lines)}}}\n" if lines else "", tuple(problems)


def by_day(chosen: Mapping[str, Colour], theme: Mapping[str, Colour]) -> dict[str, Colour]:
    """What was chosen, and all that follows it."""
    made = dict(chosen)
    if "paper" in chosen:
        made |= _grounds(chosen["paper"])
    now = {**theme, **made}
    grounds = tuple(now[name] for name in GROUNDS if name in now)
    if "paper" in chosen and "accent" in now:
        now["accent"] = made["accent"] = readable(now["accent"], grounds)
    if "ink" in now and "paper" in now and ("ink" in chosen or "paper" in chosen):
        soft = mixed(now["ink"], now["paper"], 0.3) if "ink" in chosen else now.get("ink-soft", now["ink"])
        made["ink-soft"] = readable(soft, grounds, now["ink"])
        if "mark" in now:
            made["mark"] = readable(now["mark"], (now["ink"],))
        if "focus" in now:
            made["focus"] = readable(now["focus"], grounds, least=SHAPES)
    return made | _followers(chosen, now, grounds, chosen.get("panel"))


def by_night(chosen: Mapping[str, Colour], theme: Mapping[str, Colour]) -> dict[str, Colour]:
    """The same choices for dark screens. Paper and ink are the theme's own: a light paper would dazzle."""
    own = {name: chosen[name] for name in ("accent", "panel") if name in chosen}
    grounds = tuple(theme[name] for name in GROUNDS if name in theme)
    made = {}
    if "accent" in own:
        made["accent"] = readable(own["accent"], grounds)
    if "panel" in own:
        made["panel"] = mixed(own["panel"], BLACK, 0.2)
    return made | _followers(own, {**theme, **made}, grounds, own.get("panel"))


def _grounds(paper: Colour) -> dict[str, Colour]:
    """What lies on the paper: a sheet a little lighter, a tint and lines a little nearer to the words."""
    end = BLACK if is_readable(BLACK, (paper,)) else WHITE
    sheet = mixed(paper, WHITE, 0.7 * luminance(paper))
    return {"sheet": sheet, "tint": mixed(paper, end, 0.05), "line": mixed(paper, end, 0.16)}


def _followers(
    chosen: Mapping[str, Colour], now: Mapping[str, Colour], grounds: tuple[Colour, ...], panel: Colour | None
) -> dict[str, Colour]:
    """Links and rules take the panel's colour; what stands on a choice is moved until it reads."""
    made: dict[str, Colour] = {}
    if panel or "paper" in chosen:
        made["link"] = readable(panel or now.get("link", BLACK), grounds)
        made["line-strong"] = readable(panel or now.get("line-strong", BLACK), grounds, least=SHAPES)
    if panel:
        made["thread-ground"] = now["panel"]
        made["panel-line"] = mixed(now["panel"], now.get("on-panel", WHITE), 0.2)
    if "accent" in chosen:
        made["thread-warm"] = chosen["accent"]
    if "accent" in now and ("accent" in chosen or "paper" in chosen):
        made["on-accent"] = readable(now.get("on-accent", WHITE), (now["accent"],))
    if (panel or "accent" in chosen) and "panel" in now:
        warm = chosen.get("accent") or now.get("panel-accent", WHITE)
        made["panel-accent"] = readable(warm, (now["panel"],))
    return made


def _unreadable(
    settings: Settings, chosen: Mapping[str, Colour], theme: Mapping[str, Colour]
) -> list[Problem]:
    """For each choice that reads badly with the others, as these are to be, the nearest that reads."""
    problems = []
    mended = dict(chosen)
    for name, colour in chosen.items():
        if not _fits(name, mended, theme):
            other = min(_beside(name, mended, theme), key=lambda other: contrast(colour, other))
            guess = _nearest(name, mended, theme)
            said = {
                "colour": colour,
                "other": other,
                "ratio": f"{contrast(colour, other):.1f}".replace(".", ","),
            }
            problems.append(
                error(settings.place("theme", name), "theme-contrast", key=name, guess=guess, **said)
            )
            mended[name] = guess
    return problems


def _beside(name: str, chosen: Mapping[str, Colour], theme: Mapping[str, Colour]) -> tuple[Colour, ...]:
    """What a choice stands on, or what stands on it; not what is derived from it."""
    if name == "panel":
        return tuple(theme[text] for text in ("on-panel", "on-panel-soft") if text in theme)
    now = {**theme, **chosen, **(_grounds(chosen["paper"]) if "paper" in chosen else {})}
    return tuple(now[other] for other in (("ink",) if name == "paper" else GROUNDS) if other in now)


def _fits(name: str, chosen: Mapping[str, Colour], theme: Mapping[str, Colour]) -> bool:
    """Whether a choice reads; a paper also when the file has an ink that can be moved to read."""
    if name != "paper":
        return is_readable(chosen[name], _beside(name, chosen, theme))
    grounds = _beside("ink", chosen, theme)
    ink = chosen.get("ink", theme.get("ink"))
    return ink is None or is_readable(readable(ink, grounds) if "ink" in chosen else ink, grounds)


def _nearest(name: str, chosen: Mapping[str, Colour], theme: Mapping[str, Colour]) -> Colour:
    """The colour that fits after the fewest steps; on a paper the accent should read, if it can."""
    steps = [mixed(chosen[name], end, step / 20) for step in range(21) for end in (BLACK, WHITE)]
    fitting = [colour for colour in steps if _fits(name, {**chosen, name: colour}, theme)]
    if name == "paper" and "accent" in chosen:
        liked = [colour for colour in fitting if _fits("accent", {**chosen, name: colour}, theme)]
        fitting = liked or fitting
    return fitting[0] if fitting else steps[-1]


def _fonts(settings: Settings, look: Look, problems: list[Problem]) -> list[tuple[str, str]]:
    made = []
    for key, token in _FONTS.items():
        value = getattr(look, key)
        if value and not _FONT.fullmatch(value):
            problems.append(error(settings.place("theme", key), "theme-font", key=key, value=value))
        elif value:
            made.append((token, value))
    return made
