"""A front matter's lines with the safe mends: dates, lists of tags, spaces. YAML only. Pure."""

import re
from collections.abc import Mapping
from datetime import tzinfo

from bulletin.dates import parse_moment
from bulletin.desk.archetype import scalar
from bulletin.desk.debris import single_spaces
from bulletin.frontmatter import LONGEST, key_named

DATES = frozenset({"date", "updated", "expires", "licence_until"})
_PAIR = re.compile(r"(?P<key>[^\s:：#\-\[{][^:：]*?)(?P<gap>\s*)(?P<colon>[:：])(?P<after>\s*)(?P<value>.*)")
_VALUE = re.compile(
    r"""(?P<quote>["'])(?P<inner>[^"'\\]*)(?P=quote)(?P<rest>\s*(?:#.*)?)|(?P<plain>[^"'\s#](?:[^#]|(?<=\S)#)*?)(?P<note>\s*(?:\s#.*)?)"""
)
_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?", re.ASCII
)
_STRUCTURE = ("[", "{", "|", ">", "&", "*", "!")

Keys = Mapping[str, tuple[str, ...]]
Mends = tuple[str, frozenset[str]]  # a line, and what was mended in it


def front_lines(lines: list[str], keys: Keys, zone: tzinfo) -> list[Mends]:
    """The lines between the fences, one for one, each with the kinds of its mends."""
    made: list[Mends] = []
    is_text = False  # in a block of text, whose lines are nobody's business
    for place, line in enumerate(lines):
        is_text = is_text and (not line.strip() or line[:1] in " \t\u00a0")
        if is_text:
            made.append((line, frozenset()))
            continue
        following = lines[place + 1] if place + 1 < len(lines) else ""
        goes_on = following[:1] in (" ", "\t", "\u00a0") and not following.lstrip().startswith("#")
        new, kinds = _front_line(line, keys, zone, is_whole=not goes_on or not following.strip())
        is_text = re.search(r":[ \t]+[|>][-+0-9]*[ \t]*(?:#.*)?$", new) is not None
        made.append((new, frozenset(kinds)))
    return made


def _front_line(line: str, keys: Keys, zone: tzinfo, *, is_whole: bool) -> tuple[str, set[str]]:
    """`is_whole`: the value does not go on below."""
    kinds: set[str] = set()
    if line.lstrip().startswith("#") or len(line) > LONGEST:
        return line, kinds
    lead = len(line) - len(line.lstrip())
    new = re.sub(r"\s", " ", line[:lead]) + single_spaces(line[lead:]).rstrip()
    if line.startswith("\t") and _is_key(line.lstrip("\t"), keys):
        new = new.lstrip()
    elif "\t" in line[:lead]:
        new = line[:lead].replace("\t", "  ") + new[lead:]
    pair = _PAIR.fullmatch(new)
    key = key_named(pair["key"], keys) if pair else None
    if pair and key:
        if pair["colon"] == "：" or (not pair["after"] and pair["value"]):
            new = f"{pair['key']}{pair['gap']}: {pair['value']}"
        value = new[new.index(":", pair.end("gap")) + 1 :].lstrip()
        head = new[: len(new) - len(value)]
        changed = _value(value, key, zone) if is_whole else value
        if changed != value:
            kinds.add("date" if key in DATES else "tags" if changed.startswith("[") else "spaces")
        if head + value != line:
            kinds.add("spaces")
        return head + changed, kinds
    return new, kinds | ({"spaces"} if new != line else set())


def _is_key(text: str, keys: Keys) -> bool:
    pair = _PAIR.fullmatch(text)
    return pair is not None and key_named(pair["key"], keys) is not None


def _value(text: str, key: str, zone: tzinfo) -> str:
    found = _VALUE.fullmatch(text)
    if found is None or text.startswith(_STRUCTURE):
        return text
    quote, rest = found["quote"] or "", found["rest"] if found["quote"] else found["note"]
    inner = found["inner"] if quote else found["plain"]
    if key in DATES:
        written = _iso(inner, zone)
        return f"{quote}{written}{quote}{rest}" if written else text
    if key == "tags":
        tags = [tag.strip() for tag in re.split(r"[,;]", inner) if tag.strip()]
        return f"[{', '.join(map(_item, tags))}]{rest}" if len(tags) > 1 else text
    return f"{quote}{inner.strip()}{quote}{rest}" if quote else text


def _iso(text: str, zone: tzinfo) -> str:
    """The moment as year-month-day and perhaps the time, in the site's zone; "" if it needs no mend."""
    moment = None if _ISO.fullmatch(text) else parse_moment(text, zone)
    if moment is None:
        return ""
    if not moment.has_time:
        return f"{moment.at:%Y-%m-%d}"
    return f"{moment.at:%Y-%m-%d %H:%M}" + (f":{moment.at:%S}" if moment.at.second else "")


def _item(tag: str) -> str:
    """A tag in a list of one line."""
    plain = scalar(tag)
    return f'"{tag}"' if plain == tag and re.search(r"[\[\]{}]", tag) else plain
