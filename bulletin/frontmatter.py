"""A file's text: its front matter as strings with their lines, and its body.

Nothing has a meaning yet: `13-09-2016` and `yes` are strings here, and `model` decides.
The block is read by `frontblock`, so that every key has its line in the file the editor sees. Keys come
out under their English names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bulletin.frontblock import HANDLERS, BlockError, Json, Pairs, Yaml
from bulletin.names import fold, nearest, nfc
from bulletin.problem import Place, Problem, Problems, error, warning

# Every key an article may have, and the names under which editors write it.
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("tieu_de",),
        "date": ("ngay", "ngay_dang"),
        "updated": ("cap_nhat", "ngay_cap_nhat"),
        "category": ("chuyen_muc",),
        "topic": ("chuyen_de",),
        "tags": ("tu_khoa", "the"),
        "author": ("tac_gia",),
        "author_title": ("chuc_danh",),
        "source": ("nguon",),
        "photographer": ("nguoi_chup", "anh_chup"),
        "summary": ("tom_tat", "sapo"),
        "cover": ("anh_bia",),
        "cover_alt": ("mo_ta_anh_bia",),
        "cover_caption": ("chu_thich_anh_bia",),
        "cover_focus": ("tam_anh_bia",),
        "cover_blur": ("mo_anh_bia",),
        "video": ("phim",),
        "issue": ("so_ban_tin",),
        "approved_by": ("nguoi_duyet",),
        "approved_on": ("ngay_duyet",),
        "featured": ("noi_bat",),
        "draft": ("nhap", "ban_nhap"),
        "expires": ("het_han", "ngay_het_han"),
        "aliases": ("dia_chi_cu",),
        "slug": ("duong_dan",),
        "lang": ("ngon_ngu",),
    }
)
# Every key that a printed issue may have: a file of content/ban-tin/.
EDITION_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "number": ("so",),
        "year": ("nam",),
        **{key: KEYS[key] for key in ("title", "date", "summary", "photographer")},
        **{key: names for key, names in KEYS.items() if key.startswith("cover") or key == "draft"},
        "teasers": ("tin_bia",),
        "articles": ("bai", "cac_bai"),
        "format": ("kho", "kho_giay"),
        "columns": ("cot", "so_cot"),
        "lunar": ("am_lich",),
        "responsible": ("chiu_trach_nhiem",),
        "editors": ("ban_bien_tap",),
        "layout": ("trinh_bay",),
        "licence": ("giay_phep",),
        "licence_until": ("giay_phep_den",),
        "printer": ("noi_in",),
        "run": ("so_ban", "so_luong"),
        "period": ("ky_han",),
        "deposit": ("luu_chieu", "nop_luu_chieu"),
    }
)
LONGEST = 5_000  # letters of one value
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")
LISTS = frozenset({"tags", "aliases", "teasers", "articles"})


# "title: Tổ #3 họp": to YAML all from the # on is a comment. A real comment has a space after it.
_HASH = re.compile(r"^[^\n:#]+:(?:[ \t]+[^\s\"'\[{|>#][^\n]*?)?[ \t](#[^\s#][^\n]*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Field:
    """What an editor wrote for one key: one string, or the strings of a list."""

    value: str | tuple[str, ...]
    line: int  # in the file, from 1
    written: str  # the key as the editor wrote it
    lines: tuple[int, ...] = field(default=(), compare=False)  # of a list's items, where they are known


@dataclass(frozen=True, slots=True)
class Front:
    """A file's front matter by English key, and where its body begins."""

    fields: Mapping[str, Field]
    body: str
    body_line: int


def parse_front(text: str, path: str, keys: Mapping[str, tuple[str, ...]] = KEYS) -> tuple[Front, Problems]:
    """Split `text` (NFC, "\\n" line ends) into fields and body; every mistake is a problem.

    On a mistake the fields are those that could be read; the body is empty when the
    block's end is unknown, so that broken front matter never becomes text on a page.
    """
    lead = len(text) - len(text.lstrip("\n \t"))
    head = text[lead:]
    handler = next((h for h in HANDLERS if h.detect(head)), None)
    if handler is None:
        return _nothing(error(Place(path, 1), "front-missing"))
    try:
        block, body = handler.split(head)
    except ValueError:
        return _nothing(error(Place(path, text.count("\n", 0, lead) + 1), "front-unclosed"))
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    # The block begins on its fence's line; a JSON block includes its fences.
    fence = "" if isinstance(handler, Json) else head[: head.index(block, 3)] if block else head
    first = text.count("\n", 0, lead) + fence.count("\n") + 1
    try:
        pairs = handler.pairs(block)
    except BlockError as fault:
        place = Place(path, first + fault.line)
        return Front({}, body, body_line), (error(place, fault.kind, **fault.values),)
    fields, problems = _by_key(pairs, first, path, keys)
    if isinstance(handler, Yaml) and "#" in block:
        problems += [
            warning(
                Place(path, first + block.count("\n", 0, found.start(1))), "front-hash", text=found[1].strip()
            )
            for found in _HASH.finditer(block)
        ]
    return Front(fields, body, body_line), tuple(problems)


def key_for(fields: Mapping[str, Field], key: str) -> str:
    """The name of `key` to show an editor: as it was written, else in the language of the other keys."""
    if key in fields:
        return fields[key].written
    is_vietnamese = any(field.written.lower() != name for name, field in fields.items())
    return KEYS[key][0] if is_vietnamese else key


def key_named(written: str, keys: Mapping[str, tuple[str, ...]]) -> str | None:
    """The English key that an editor means by `written`; None for one that there is not."""
    return _key_named(nfc(written).strip(), _known(keys))


def _known(keys: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: key for key, names in keys.items() for name in (key, *names)}


def _key_named(name: str, known: Mapping[str, str]) -> str | None:
    return known.get(name) or known.get(re.sub(r"[\s-]+", "_", fold(name)))


def _nothing(problem: Problem) -> tuple[Front, Problems]:
    return Front({}, "", 1), (problem,)


def _by_key(
    pairs: Pairs, first: int, path: str, keys: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, Field], list[Problem]]:
    known = _known(keys)
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    for written, value, line in pairs:
        at = first + line
        name = nfc(written).strip()
        key = _key_named(name, known)
        if key is None:
            guess = nearest(name, known)
            kind = "front-key-guess" if guess else "front-key"
            problems.append(warning(Place(path, at), kind, key=name, guess=guess or ""))
        elif key in fields:
            problems.append(error(Place(path, at), "front-key-twice", key=name, line=fields[key].line))
        elif value is None:
            problems.append(error(Place(path, at), "front-nested", key=name))
        elif isinstance(value, tuple) and key not in LISTS:
            problems.append(error(Place(path, at), "front-list", key=name))
        else:
            whole = " ".join(value) if isinstance(value, tuple) else value
            if len(whole) > LONGEST:
                problems.append(error(Place(path, at), "front-long", key=name, limit=LONGEST))
            elif not whole.isprintable() and _CONTROL.search(whole):
                problems.append(error(Place(path, at), "front-character"))
            clean = tuple(map(_tidy, value)) if isinstance(value, tuple) else _tidy(value)
            lines = tuple(first + item for item in getattr(value, "lines", ()))
            fields[key] = Field(clean[:LONGEST], at, name, lines)
    return fields, problems


def _tidy(value: str) -> str:
    """NFC, one line, no space at the ends; YAML's ways of writing nothing are nothing."""
    text = nfc(value)
    if not text.isprintable():
        text = _CONTROL.sub("", text)
    text = " ".join(text.split())
    return "" if text in ("~", "null") else text


def parse_pairs(text: str, path: str) -> tuple[Iterator[tuple[str, str, int]], Problems]:
    """A data file of `key: text` lines as (key, text, line from 1), NFC."""
    try:
        pairs = Yaml().pairs(text)
    except BlockError as fault:
        return iter(()), (error(Place(path, fault.line + 1), fault.kind, **fault.values),)
    wrong = [
        error(Place(path, line + 1), "front-nested", key=key)
        for key, value, line in pairs
        if not isinstance(value, str)
    ]
    good = (
        (nfc(key).strip(), _tidy(value), line + 1) for key, value, line in pairs if isinstance(value, str)
    )
    return good, tuple(wrong)
