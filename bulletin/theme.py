"""What a site looks like: its templates and assets over the built-in ones.

Read once at the start of a build. An asset's name on the site holds the digest of its bytes
(`assets/css/10-base.1a2b3c4d5e.css`), so a host may let browsers keep it for ever.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from bulletin.files import walk
from bulletin.problem import Place, Problem, Problems, WorldError, error
from bulletin.settings import Settings
from bulletin.tokens import SHEET, commune_sheet, read_tokens

CARD = ("#262a5c", "#faf4e6")  # the colours of share cards where the theme names none
ROOT_FILES = "root/"  # assets/root/favicon.ico is published as favicon.ico, name untouched
_CSS_URL = re.compile(r"""url\(\s*(["']?)(?!data:|https?:|//|#)([^"')?#]+)([?#][^"')]*)?\1\s*\)""")


@dataclass(frozen=True, slots=True)
class Asset:
    url: str  # below the site's root
    data: bytes


@dataclass(frozen=True, slots=True)
class Theme:
    """`templates` are folders to look in, the site's own first; `assets` are by name below assets/."""

    templates: tuple[Path, ...]
    assets: Mapping[str, Asset]
    bar_colours: tuple[str, str] = ("", "")  # of the browser's bar, by day and by night; may be empty
    card_colours: tuple[str, str] = CARD  # of share cards: the ground, the words

    def named(self, pattern: str) -> tuple[str, ...]:
        """The urls of assets whose name matches, in the order of their names."""
        found = (name for name in self.assets if PurePosixPath(name).match(pattern))
        return tuple(self.assets[name].url for name in sorted(found))


def builtin(name: str) -> Path:
    """A folder of the built-in theme: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "theme" / name
    return inside if inside.is_dir() else package.parent / name


def read_theme(root: Path, settings: Settings) -> tuple[Theme, Problems]:
    """Read templates' places and every asset, with the commune's own colours among them."""
    problems: list[Problem] = []
    folders = {path.resolve(): path for path in (builtin("assets"), root / "assets")}
    data: dict[str, bytes] = {}
    for folder in folders.values():  # the site's own last: it wins
        for found in walk(folder.parent, "assets", problems):
            try:
                data[found.path.removeprefix("assets/")] = found.disk.read_bytes()
            except OSError as fault:
                raise WorldError("cannot-read", path=found.path, why=fault.strerror) from None
    styles = "\n".join(data[n].decode("utf-8", "replace") for n in sorted(data) if n.startswith("css/"))
    tokens = read_tokens(styles)
    sheet, unreadable = commune_sheet(settings, tokens)
    if sheet:
        data[SHEET] = sheet.encode()
    day = settings.theme.panel or str(tokens.day.get("panel", ""))
    night = str(tokens.night.get("paper", ""))
    card = (day or CARD[0], str(tokens.day.get("on-panel", "")) or CARD[1])
    templates = dict.fromkeys(path.resolve() for path in (root / "templates", builtin("templates")))
    assets, wrong = fingerprinted(data)
    return Theme(tuple(path for path in templates if path.is_dir()), assets, (day, night), card), (
        *problems,
        *unreadable,
        *wrong,
    )


def fingerprinted(data: Mapping[str, bytes]) -> tuple[Mapping[str, Asset], Problems]:
    """Name every asset by its bytes; a style sheet after what it refers to."""
    assets: dict[str, Asset] = {}
    problems: list[Problem] = []
    for name in sorted(data, key=lambda n: (n.endswith(".css"), n)):
        content = data[name]
        if name.startswith(ROOT_FILES):
            assets[name] = Asset(name.removeprefix(ROOT_FILES), content)
            continue
        if name.endswith(".css"):
            content = _with_urls(name, content, assets, problems)
        mark = hashlib.sha256(content).hexdigest()[:10]
        pure = PurePosixPath(name)
        assets[name] = Asset(f"assets/{pure.with_name(f'{pure.stem}.{mark}{pure.suffix}')}", content)
    return MappingProxyType(assets), tuple(problems)


def _with_urls(name: str, content: bytes, assets: Mapping[str, Asset], problems: list[Problem]) -> bytes:
    """The style sheet with its url(…) leading to fingerprinted names. CSS may not @import CSS."""
    text = content.decode("utf-8", errors="replace")

    def put(found: re.Match[str]) -> str:
        wanted = _joined(PurePosixPath(name).parent, found[2])
        asset = assets.get(wanted)
        if asset is None:
            line = text.count("\n", 0, found.start()) + 1
            problems.append(error(Place(f"assets/{name}", line), "asset-missing", name=found[2]))
            return found[0]
        depth = len(PurePosixPath(name).parts)
        return f'url("{"../" * depth}{asset.url}{found[3] or ""}")'

    return _CSS_URL.sub(put, text).encode()


def _joined(folder: PurePosixPath, target: str) -> str:
    parts = list(folder.parts)
    for part in PurePosixPath(target.strip()).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
