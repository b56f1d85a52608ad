"""`new`: one file of `content/` with its front matter filled in. Nothing that is there is written over."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bulletin.desk.archetype import Archetype, archetypes, chosen, filled, one_line
from bulletin.files import is_ignored
from bulletin.frontmatter import EDITION_KEYS, parse_front
from bulletin.names import fold, nearest, slug
from bulletin.ownfiles import is_link, own_folder
from bulletin.problem import UsageError, WorldError
from bulletin.settings import RESERVED, Settings, Term
from bulletin.source import MARKDOWN, stem

ISSUE, PAGE = "so-ban-tin", "trang"  # the archetypes that are no article's
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}[-_ ]+(?=\S)")
_NAMED = re.compile(
    r"(?:bản tin\s*)?(?:số\s*)?(\d{1,3})(?:\s*/\s*(\d{4}))?", re.IGNORECASE
)  # a title that is a number
_NUMBER = re.compile(r"(\d+)(?:\s*/\s*(\d{4}))?")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made. `category` as typed; empty where there is but one, or for issues and pages."""

    title: str
    template: str = "tin"
    category: str = ""
    author: str = ""
    is_bundle: bool = False


def make(root: Path, settings: Settings, now: datetime, wish: Wish) -> Path:
    """Write the new file and return where it is. Raises UsageError, WorldError."""
    archetype = chosen(archetypes(root), wish.template)
    title = one_line(wish.title)
    today = now.astimezone(settings.zone)
    values = {
        "tieu_de": title,
        "ngay": f"{today:%Y-%m-%d %H:%M}",
        "tac_gia": one_line(wish.author),
        "ten_ban_tin": settings.name,
    }
    if archetype.name == ISSUE:
        named = _NAMED.fullmatch(title)
        year = int(named[2]) if named and named[2] else today.year
        number = int(named[1]) if named else _next_number(root, year)
        values |= {"so": str(number), "nam": str(year)} | ({"tieu_de": ""} if named else {})
        return _write(root, "content/ban-tin", f"{year}-{number:02}.md", filled(archetype, values))
    if not is_title(title):
        raise UsageError("new-title")
    if archetype.name == PAGE:
        if slug(title) in RESERVED:
            raise UsageError("new-reserved", slug=slug(title))
        return _article(root, "content/pages", slug(title), filled(archetype, values), wish)
    folder = f"content/{category_of(root, settings, wish.category)}"
    name = slug(title, longest=60)
    _refuse(root, folder, f"{today:%Y-%m-%d}-{name}")  # twice on a day is a slip
    name = _free(root / folder, name)
    return _article(root, folder, f"{today:%Y-%m-%d}-{name}", filled(archetype, values), wish)


def is_title(text: str) -> bool:
    """An address can be made from it."""
    return bool(slug(one_line(text)))


def offered(root: Path) -> tuple[Archetype, ...]:
    """What can be made, the commonest first. Raises WorldError."""
    return archetypes(root)


def categories(root: Path, settings: Settings) -> tuple[Term, ...]:
    """Those of the settings; without, the folders that hold articles."""
    if settings.categories:
        return settings.categories
    names = sorted(name for name in _names(root / "content") if (root / "content" / name).is_dir())
    return tuple(Term(name, name) for name in names if slug(name) not in RESERVED)


def category_of(root: Path, settings: Settings, typed: str) -> str:
    """The folder of the category that was typed, by slug or title. Raises UsageError."""
    terms = categories(root, settings)
    if not typed and len(terms) == 1:
        return terms[0].slug
    for term in terms:
        if typed and {fold(typed), slug(typed)} & {fold(term.title), slug(term.title), term.slug}:
            return term.slug
    known = ", ".join(term.slug for term in terms)
    if not typed:
        raise UsageError("new-category-missing", names=known)
    if not settings.categories and slug(typed) and slug(typed) not in RESERVED:
        return slug(typed)  # where the folders are the categories, a new folder is a new one
    guess = nearest(typed, [name for term in terms for name in (term.slug, term.title)])
    raise UsageError("new-category", name=typed, guess=guess or known)


def _article(root: Path, folder: str, name: str, text: str, wish: Wish) -> Path:
    _refuse(root, folder, name)
    if wish.is_bundle:
        return _write(root, f"{folder}/{name}", "index.md", text)
    return _write(root, folder, f"{name}.md", text)


def _refuse(root: Path, folder: str, name: str) -> None:
    for there in _names(root / folder):
        if fold(there.removesuffix(".md")) == name:
            raise UsageError("new-there", path=f"{folder}/{there}")


def _free(folder: Path, name: str) -> str:
    """`name`, or with the first number that no article of another day has in its address."""
    taken = set()
    for there in _names(folder):
        base = stem(there) if there.lower().endswith(MARKDOWN) else there
        taken.add(slug(_DATED.sub("", base, count=1)))
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name}-{number}"
    return free


def _next_number(root: Path, year: int) -> int:
    """One more than the highest number of the year's issues; what is not read counts as none."""
    highest = 0
    folder = root / "content" / "ban-tin"
    for name in _names(folder):
        path = folder / name / "index.md" if (folder / name).is_dir() else folder / name
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        fields = parse_front(text, name, EDITION_KEYS)[0].fields
        number, day, own = (_text(fields.get(key)) for key in ("number", "date", "year"))
        found = _NUMBER.fullmatch(number.strip())
        years = (found and found[2]) or own or " ".join(re.findall(r"\d{4}", day))
        if found and str(year) in years:
            highest = max(highest, int(found[1]))
    return highest + 1


def _text(field: object) -> str:
    value = getattr(field, "value", "")
    return value if isinstance(value, str) else ""


def _names(folder: Path) -> Iterable[str]:
    try:
        return [name for name in os.listdir(folder) if not is_ignored(name)]  # noqa: PTH208
    except OSError:
        return []


def _write(root: Path, folder: str, name: str, text: str) -> Path:
    """A file that was not there, in a folder reached through no link. Raises UsageError, WorldError."""
    shown = f"{folder}/{name}"
    try:
        path = own_folder(root, folder) / name
        if is_link(path):
            raise FileExistsError
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError("new-there", path=shown) from None
    except OSError as fault:
        raise WorldError("cannot-write", path=shown, why=fault.strerror or fault) from None
    return path
