"""What a site looks like: its templates and assets over the built-in ones.

Read once at the start of a build. An asset's name on the site holds the digest of its bytes
(`assets/css/00-all.1a2b3c4d5e.css`), so a host may let browsers keep it for ever.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from bulletin.decor import EMBLEM, WIDEST, Asset, cleaned, drawing_size, is_picture, published_name
from bulletin.files import walk
from bulletin.pictures import PictureError
from bulletin.problem import Place, Problem, Problems, WorldError, error
from bulletin.settings import Settings
from bulletin.tokens import SHEET, commune_sheet, read_tokens

CARD = ("#262a5c", "#faf4e6")  # the colours of share cards where the theme names none
ROOT_FILES = "root/"  # assets/root/favicon.ico is published as favicon.ico, name untouched
_CSS_URL = re.compile(r"""url\(\s*(["']?)(?!data:|https?:|//|#)([^"')?#]+)([?#][^"')]*)?\1\s*\)""")


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
    own: set[str] = set()
    for number, folder in enumerate(folders.values()):  # the site's own last: it wins
        for found in walk(folder.parent, "assets", problems):
            name = found.path.removeprefix("assets/")
            try:
                data[name] = found.disk.read_bytes()
            except OSError as fault:
                raise WorldError("cannot-read", path=found.path, why=fault.strerror) from None
            if number:
                own.add(name)
    if not settings.counter.is_on:  # what shows and tells of figures
        data.pop("css/45-counter.css", None)
    if not settings.counter.has_script:
        data.pop("js/counter.js", None)
    styles = "\n".join(data[n].decode("utf-8", "replace") for n in sorted(data) if n.startswith("css/"))
    tokens = read_tokens(styles)
    sheet, unreadable = commune_sheet(settings, tokens)
    if sheet:
        data[SHEET] = sheet.encode()
    day = settings.theme.panel or str(tokens.day.get("panel", ""))
    night = str(tokens.night.get("paper", ""))
    card = (day or CARD[0], str(tokens.day.get("on-panel", "")) or CARD[1])
    templates = dict.fromkeys(path.resolve() for path in (root / "templates", builtin("templates")))
    assets, wrong = fingerprinted(data, settings)
    assets = joined(assets, own)
    return Theme(tuple(path for path in templates if path.is_dir()), assets, (day, night), card), (
        *problems,
        *unreadable,
        *wrong,
    )


def fingerprinted(data: Mapping[str, bytes], settings: Settings) -> tuple[Mapping[str, Asset], Problems]:
    """Name every asset by its bytes, a style sheet after what it refers to; pictures lose what they tell."""
    assets: dict[str, Asset] = {}
    problems: list[Problem] = []
    emblems = {settings.logo, *(badge.image for badge in settings.badges)}
    for name in sorted(data, key=lambda n: (n.endswith(".css"), n)):
        content, form, width, height = data[name], None, 0, 0
        if is_picture(name):
            try:
                longest = EMBLEM if name in emblems else WIDEST
                content, form, width, height = cleaned(content, longest, settings.limits.picture_megapixels)
            except PictureError as fault:
                problems.append(error(Place(f"assets/{name}"), fault.kind, name=name))
        elif name.endswith(".svg"):
            width, height = drawing_size(content)
        elif name.endswith(".css"):
            content = _with_urls(name, content, assets, problems)
        url = name.removeprefix(ROOT_FILES)
        if url == name:
            url = f"assets/{published_name(name, content, form)}"
        assets[name] = Asset(url, content, width, height, hashlib.sha256(data[name]).hexdigest())
    return MappingProxyType(assets), tuple(problems)


def joined(assets: Mapping[str, Asset], own: Collection[str]) -> Mapping[str, Asset]:
    """One style sheet and one script in the place of many, in the order of their names: a phone on a slow
    line asks once, and its first picture need not wait in the queue. Sheets for paper stand alone, for no
    screen waits for them; so do a site's `own` scripts, whose mistakes must not stop others. Scripts of
    search need each other, and are one whoever wrote them."""
    made = dict(assets)
    sheets = [name for name in sorted(assets) if _lies_in(name, "css", ".css") and "print" not in name]
    scripts = [name for name in sorted(assets) if _lies_in(name, "js", ".js") and name not in own]
    search = [name for name in sorted(assets) if _lies_in(name, "search", ".js")]
    groups = (("css/00-all.css", sheets), ("js/00-all.js", scripts), ("search/00-all.js", search))
    for name, parts in groups:
        if len(parts) > 1:
            content = b"\n".join(made.pop(part).data for part in parts)
            url = f"assets/{published_name(name, content)}"
            made[name] = Asset(url, content, origin=hashlib.sha256(content).hexdigest())
    return MappingProxyType(made)


def _lies_in(name: str, folder: str, suffix: str) -> bool:
    pure = PurePosixPath(name)
    return pure.parts[:-1] == (folder,) and pure.suffix == suffix


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
