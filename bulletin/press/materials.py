"""What every issue is set with: the presenter, the theme's colours, the templates, the engine's versions."""

import contextlib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from bulletin.addresses import addresses
from bulletin.links import Resolver
from bulletin.model import Library
from bulletin.present import Presenter
from bulletin.press.job import Colours
from bulletin.theme import Theme
from bulletin.tokens import read_tokens

ENGINE = ("typst", "pikepdf", "segno", "fonttools", "pillow", "fontpkg-source-serif-4", "fontpkg-noto-serif",
          "fontpkg-noto-sans-khmer", "fontpkg-be-vietnam-pro")  # fmt: skip
_FALLBACK = {"accent": "#a1381a", "panel": "#262a5c", "on-panel": "#faf4e6", "panel-accent": "#f4b392"}


def is_there() -> bool:
    """Whether everything that printing needs is installed."""
    return all(find_spec(name) for name in ("typst", "pikepdf", "segno", "fontTools"))


def presenter(library: Library, theme: Theme) -> Presenter:
    """What knows the site's addresses, files and blurred parts; a second one, beside that of `plan`."""
    assets = {name: asset.url for name, asset in theme.assets.items()}
    return Presenter(library, Resolver(library, frozenset(addresses(library)), assets), theme.card_colours)


def colours(theme: Theme) -> Colours:
    """The theme's colours by day, the commune's own over them; the sheet for browsers' printing has none."""
    found = dict(_FALLBACK)
    for name in sorted(name for name in theme.assets if name.endswith(".css") and "print" not in name):
        day = read_tokens(theme.assets[name].data.decode("utf-8", "replace")).day
        found |= {token: str(day[token]) for token in found if token in day}
    return Colours(found["accent"], found["panel"], found["on-panel"], found["panel-accent"])


def templates(theme: Theme) -> Mapping[str, bytes]:
    """The print templates by name: a site's own over the built-in ones."""
    made: dict[str, bytes] = {}
    for folder in reversed(theme.templates):
        for path in sorted((folder / "press").glob("*.typ")):
            if path.is_file():
                made[path.name] = path.read_bytes()
    return made


def engine_versions() -> str:
    def one(name: str) -> str:
        with contextlib.suppress(PackageNotFoundError):
            return f"{name} {version(name)}"
        return name

    return ", ".join(map(one, ENGINE))
