"""Archetypes: what a new file begins with. Files of `templates/bai-mau/`, which a commune edits.

The first line may be `<!-- Mẫu: … -->`, by which it is offered; then come front matter and body with
blanks, `{{ tieu_de }}`. Blanks are exchanged for text and nothing is run; in the front matter the text
is quoted where YAML asks for it, so that any title is read back as it was given.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bulletin.files import decode
from bulletin.names import nearest, nfc
from bulletin.problem import UsageError, WorldError
from bulletin.theme import builtin

FOLDER = "bai-mau"
BLANKS = ("tieu_de", "ngay", "tac_gia", "so", "nam", "ten_ban_tin")
_LABEL = re.compile(r"\A<!--\s*Mẫu:\s*(.*?)\s*-->[ \t]*\n")
_BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")
# A scalar that YAML, and whoever looks at it, takes for plain text.
_PLAIN = re.compile(r"[^\W_](?:[^:#\n]|:(?=\S)|(?<=\S)#)*")
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Archetype:
    """`name` is the file's, by which it is asked for; `label` says what it is for."""

    name: str
    label: str
    text: str


def archetypes(root: Path) -> tuple[Archetype, ...]:
    """The built-in ones and the site's own, which win, by name. Raises WorldError."""
    folders = (builtin("templates") / FOLDER, root / "templates" / FOLDER)
    files = {path.stem: path for folder in folders for path in sorted(folder.glob("*.md"))}
    return tuple(_read(name, files[name]) for name in sorted(files, key=_first_tin))


def _first_tin(name: str) -> tuple[bool, str]:
    return name != "tin", name  # the commonest is offered first


def _read(name: str, path: Path) -> Archetype:
    try:
        text, problem = decode(path.read_bytes(), path.name)
    except OSError as fault:
        raise WorldError("cannot-read", path=path, why=fault.strerror or fault) from None
    if problem:
        raise WorldError("archetype-encoding", path=path)
    label = _LABEL.match(text)
    return Archetype(name, label[1] if label else name, text[label.end() :] if label else text)


def chosen(made: tuple[Archetype, ...], name: str) -> Archetype:
    """The archetype of that name. Raises UsageError."""
    names = [archetype.name for archetype in made]
    if name in names:
        return made[names.index(name)]
    raise UsageError("new-template", name=name, guess=nearest(name, names) or ", ".join(names))


def filled(archetype: Archetype, values: Mapping[str, str]) -> str:
    """The text of a new file. Raises UsageError for a blank that is none of `BLANKS`."""
    end = _front_end(archetype.text)

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name not in BLANKS:
            raise UsageError("archetype-blank", name=name, template=archetype.name, names=", ".join(BLANKS))
        value = values.get(name, "")
        line = archetype.text[archetype.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        is_whole = re.fullmatch(r"[^\s#][^:\n]*:[ \t]+", line) is not None
        after = archetype.text[found.end() : found.end() + 1]
        if found.start() >= end:
            return value
        if is_whole and after in ("", "\n"):
            return scalar(value)
        return _escaped(value) if line.count('"') % 2 else value

    text = _BLANK.sub(fill, archetype.text)
    return re.sub(r"^([^\s#][^:\n]*:)[ \t]+$", r"\1", text, flags=re.MULTILINE)  # "tac_gia: " and nothing


def _front_end(text: str) -> int:
    closed = re.compile(r"^---[ \t]*$", re.MULTILINE).search(text, 3) if text.startswith("---") else None
    return closed.start() if closed else 0


def one_line(text: str) -> str:
    """What was typed, as a value: one line without what cannot be seen."""
    return nfc(" ".join(_INVISIBLE.sub(" ", text.encode("utf-8", "replace").decode()).split()))


def scalar(text: str) -> str:
    """`text`, one line, as YAML that reads back as the same string.

    >>> scalar("Họp dân"), scalar("Thông báo: họp"), scalar('"Cây" của bản')
    ('Họp dân', '"Thông báo: họp"', '"\\\\"Cây\\\\" của bản"')
    """
    if not text or (_PLAIN.fullmatch(text) and not text.endswith(":") and text != "null"):
        return text
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
