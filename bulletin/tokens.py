"""A commune's own colours and type: from `[theme]` to a style sheet of tokens, checked for contrast.

The theme's style sheets define tokens (`--accent: #a1381a`), by day and by night. What
`site.toml` changes is laid over them in a sheet of its own; everything else follows. A colour
that could not be read on the theme's grounds is a problem, not a page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bulletin.colours import AA, Colour, contrast, mixed, parse_colour, readable
from bulletin.problem import Problem, Problems, error
from bulletin.settings import Look, Settings

SHEET = "css/11-commune.css"  # right after the theme's own tokens
WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)
_TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})\b")
_FONT = re.compile(r"""(?:[\w -]+|"[\w -]+"|'[\w -]+')(?:\s*,\s*(?:[\w -]+|"[\w -]+"|'[\w -]+'))*""")
# Which text stands on which ground.
_PAIRS = (
    *(
        (text, ground)
        for text in ("ink", "ink-soft", "link", "accent")
        for ground in ("paper", "sheet", "tint")
    ),
    *((text, "panel") for text in ("on-panel", "on-panel-soft", "panel-accent")),
)
# A colour that does not read is moved towards this until it does: text and panels darker, paper lighter.
_TOWARDS = {"accent": BLACK, "ink": BLACK, "panel": BLACK, "paper": WHITE}
# What else takes the colour of a token that a commune may change.
_FOLLOWERS = {"panel": ("line-strong", "thread-ground"), "accent": ("thread-warm",)}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by name, by day and by night; what the night does not change is as by day."""

    day: Mapping[str, Colour]
    night: Mapping[str, Colour]


def read_tokens(css: str) -> Tokens:
    """The tokens of a style sheet: those before the first dark media query, and those after."""
    light, _, dark = css.partition("prefers-color-scheme: dark")
    day = {name: colour for name, text in _TOKEN.findall(light) if (colour := parse_colour(text))}
    night = {name: colour for name, text in _TOKEN.findall(dark) if (colour := parse_colour(text))}
    return Tokens(day, {**day, **night})


def commune_sheet(settings: Settings, tokens: Tokens) -> tuple[str, Problems]:
    """The style sheet that lays `[theme]` over the tokens; "" when nothing is changed."""
    look, problems = settings.theme, []
    day: dict[str, Colour] = {}
    for name in ("accent", "panel", "paper", "ink"):
        written = getattr(look, name)
        colour = parse_colour(written) if written else None
        if written and colour is None:
            problems.append(error(settings.place("theme", name), "theme-colour", key=name, value=written))
        elif colour:
            day[name] = colour
    problems += _unreadable(settings, {**tokens.day, **day}, day)
    rules = [
        f"--{token}: {colour};" for name, colour in day.items() for token in (name, *_FOLLOWERS.get(name, ()))
    ]
    rules += [f"--{token}: {font};" for token, font in _fonts(settings, look, problems)]
    if not rules:
        return "", tuple(problems)
    night = "".join(f" --{name}: {colour};" for name, colour in _night(day, tokens).items())
    dark = f"  @media (prefers-color-scheme: dark) {{ :root {{{night} }} }}\n" if night else ""
    return f"@layer base {{\n  :root {{ {' '.join(rules)} }}\n{dark}}}\n", tuple(problems)


def _unreadable(
    settings: Settings, colours: Mapping[str, Colour], changed: Mapping[str, Colour]
) -> list[Problem]:
    """For each colour chosen, the pair that reads worst, if it reads too badly."""
    problems = []
    for name, colour in changed.items():
        others = [
            (_other(pair, name), pair) for pair in _PAIRS if name in pair and all(p in colours for p in pair)
        ]
        if not others:
            continue
        ratio, other = min((contrast(colour, colours[other]), other) for other, _ in others)
        if ratio < AA:
            guess = readable(colour, tuple(colours[other] for other, _ in others), _TOWARDS[name])
            said = {"colour": colour, "other": colours[other], "ratio": f"{ratio:.1f}".replace(".", ",")}
            problems.append(
                error(settings.place("theme", name), "theme-contrast", key=name, guess=guess, **said)
            )
    return problems


def _other(pair: tuple[str, str], name: str) -> str:
    return pair[1] if pair[0] == name else pair[0]


def _night(day: Mapping[str, Colour], tokens: Tokens) -> dict[str, Colour]:
    """The same choices for dark screens: text lighter until it reads, panels a little darker."""
    grounds = tuple(tokens.night[name] for name in ("paper", "sheet", "tint") if name in tokens.night)
    night = {}
    if "accent" in day:
        night["accent"] = readable(day["accent"], grounds, WHITE)
    if "panel" in day:
        night["panel"] = mixed(day["panel"], BLACK, 0.2)
    for name in ("paper", "ink"):  # by night the theme's own: a light paper would dazzle
        if name in day and name in tokens.night:
            night[name] = tokens.night[name]
    return night


def _fonts(settings: Settings, look: Look, problems: list[Problem]) -> list[tuple[str, str]]:
    made = []
    for key, token in (("heading_font", "serif"), ("text_font", "sans")):
        value = getattr(look, key)
        if value and not _FONT.fullmatch(value):
            problems.append(error(settings.place("theme", key), "theme-font", key=key, value=value))
        elif value:
            made.append((token, value))
    return made
