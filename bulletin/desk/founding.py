"""`init`: a new commune's bulletin, in a folder of its own, that builds at once.

Its files are those of `templates/ban-tin-moi/`, with what was asked for filled in. A folder that holds
anything is left alone.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bulletin.config import checked_address
from bulletin.desk.archetype import one_line
from bulletin.desk.starters import starters
from bulletin.files import is_ignored
from bulletin.names import slug
from bulletin.ownfiles import is_link, own_folder
from bulletin.problem import UsageError, WorldError
from bulletin.settings import RESERVED, Settings
from bulletin.theme import builtin

FOLDER = "ban-tin-moi"
CATEGORIES = "Tin tức – Sự kiện, Thi đua – Khen thưởng, Chắp cánh ước mơ, Thông báo"
# Answers by name of the question, in the order in which they are asked; the defaults where there are any.
QUESTIONS: Mapping[str, str] = {
    "name": "",
    "body": "",
    "address": "https://bantin.example/",
    "categories": CATEGORIES,
    "responsible": "",
}
_BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Founded:
    """`files` are paths below `root`, sorted."""

    root: Path
    name: str
    files: tuple[str, ...]


def checked(question: str, answer: str) -> str:
    """The answer as it can be used, or the default for an empty one. Raises UsageError."""
    text = one_line(answer) or QUESTIONS[question]
    if question == "name" and not text:
        raise UsageError("init-name")
    if question == "address":
        whole = checked_address(text if "://" in text else f"https://{text}")
        if whole is None:
            raise UsageError("init-address", address=text)
        return whole
    if question == "categories" and not categories(text):
        raise UsageError("init-categories", value=text)
    return text


def categories(text: str) -> dict[str, str]:
    """Slug -> title of each category in "Tin tức, Thông báo"."""
    made: dict[str, str] = {}
    for title in re.split(r"[,;]", text):
        name = slug(title)
        if name:
            made.setdefault(f"tin-{name}" if name in RESERVED else name, title.strip())
    return made


def found(root: Path, answers: Mapping[str, str], now: datetime, door: Path | None) -> Founded:
    """Make the bulletin in `root`. `answers` are `checked`. Raises UsageError, WorldError."""
    refuse(root)
    terms = categories(answers["categories"])
    day = now.astimezone(Settings().zone)
    values = {"ngay": f"{day:%Y-%m-%d}"}
    places = {
        "loi-chao.md": f"content/{next(iter(terms))}/{day:%Y-%m-%d}-loi-chao.md",
        "gioi-thieu.md": "content/pages/gioi-thieu.md",
        "lien-he.md": "content/pages/lien-he.md",
        "viet-tat.yaml": "content/data/viet-tat.yaml",
    }
    files = {place: _filled(name, values).encode() for name, place in places.items()}
    files["site.toml"] = settings_text(answers, terms).encode()
    try:
        for folder in ("content/ban-tin", "content/anh-chung", *(f"content/{name}" for name in terms)):
            own_folder(root, folder)
        for place, data in (files | starters(root, door)).items():
            parent, _, name = place.rpartition("/")
            path = (own_folder(root, parent) if parent else root) / name
            with path.open("xb") as file:
                file.write(data)
    except FileExistsError as fault:
        raise UsageError("init-not-empty", folder=root) from fault
    except OSError as fault:
        raise WorldError("cannot-write", path=root, why=fault.strerror or fault) from None
    return Founded(root, answers["name"], tuple(sorted((*files, *starters(root, door)))))


def settings_text(answers: Mapping[str, str], terms: Mapping[str, str]) -> str:
    """The new `site.toml`; `terms` are slugs and titles of the categories."""
    values = {
        "ten": _quoted(answers["name"]),
        "dia_chi": _quoted(answers["address"]),
        "co_quan": _quoted(answers["body"]),
        "chiu_trach_nhiem": _quoted(answers["responsible"]),
        "chuyen_muc": "".join(f"\n{_table('categories', slug=s, title=t)}" for s, t in terms.items()),
        "menu": "".join(f"\n{_table('navigation', label=label, to=to)}" for label, to in _menu(terms)),
    }
    return _filled("site.toml", values)


def refuse(root: Path) -> None:
    """Raises UsageError where something is already, WorldError where nothing can be seen."""
    if is_link(root) or (root.exists() and not root.is_dir()):
        raise UsageError("init-not-empty", folder=root)
    try:
        if root.exists() and any(not is_ignored(path.name) for path in root.iterdir()):
            raise UsageError("init-not-empty", folder=root)
    except OSError as fault:
        raise WorldError("cannot-read", path=root, why=fault.strerror or fault) from None


def _menu(terms: Mapping[str, str]) -> list[tuple[str, str]]:
    lists = [(title, f"/{name}/") for name, title in terms.items()]
    return [("Trang chủ", "/"), ("Giới thiệu", "/gioi-thieu/"), *lists, ("Liên hệ", "/lien-he/")]


def _table(name: str, **values: str) -> str:
    rows = "".join(f"{key} = {_quoted(value)}\n" for key, value in values.items())
    return f"[[{name}]]\n{rows}"


def _quoted(text: str) -> str:
    """A string of TOML, which takes JSON's for it."""
    return json.dumps(text, ensure_ascii=False)


def _filled(name: str, values: Mapping[str, str]) -> str:
    text = (builtin("templates") / FOLDER / name).read_text("utf-8")
    return _BLANK.sub(lambda found: values[found[1]], text).rstrip("\n") + "\n"
