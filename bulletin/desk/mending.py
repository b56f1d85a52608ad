"""One Markdown file with the safe mends, as bytes: lines that need none stay as they are, to the byte.

Encoding, byte order mark, line ends, quotes, comments and the order of keys are kept. What comes out
is proved before it is used: the same fields, moments and tags, and the same page, or it is not mended.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from bulletin.dates import parse_moment
from bulletin.desk.debris import body_lines, visible
from bulletin.desk.frontlines import DATES, front_lines
from bulletin.files import decode
from bulletin.frontmatter import EDITION_KEYS, KEYS, Field, Front, parse_front
from bulletin.markup import Converter
from bulletin.names import nfc
from bulletin.problem import Problems, Severity
from bulletin.read import EDITIONS

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_FENCE = re.compile(r"-{3,}\s*")


Lines = list[tuple[str, frozenset[str]]]  # each line, and what was mended in it
KINDS = ("date", "tags", "nfc", "invisible", "spaces", "word")


@dataclass(frozen=True, slots=True)
class Mend:
    """What was mended in a line of the file, counted from 1."""

    line: int
    kinds: tuple[str, ...]  # of KINDS
    before: str
    after: str

    @property
    def is_seen(self) -> bool:
        """Whether the two lines look different to the eye."""
        return _plain(self.before) != _plain(self.after)


@dataclass(frozen=True, slots=True)
class Mended:
    """`data` is that of the file where there is nothing to mend."""

    data: bytes
    mends: tuple[Mend, ...] = ()


class Mender:
    """Mends files, one after the other. Made once in each worker process."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def __call__(self, data: bytes, path: str) -> Mended:
        encoding = _encoding(data)
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            return Mended(data)
        if decode(data, path)[1] or text.encode(encoding) != data:
            return Mended(data)
        found = [(m[1], m[2]) for m in _LINE.finditer(text)]
        lines = [line for line, _ in found]
        keys = EDITION_KEYS if path.startswith(EDITIONS) else KEYS
        for made in self._proposals(lines, keys):
            made = _apart(found, made)
            mends = _mends(lines, made)
            if not mends:
                break
            new = "".join(line + end for (line, _), (_, end) in zip(made, found, strict=True)).encode(
                encoding
            )
            if self._is_same(data, new, path, keys):
                return Mended(new, mends)
        return Mended(data)

    def _proposals(self, lines: list[str], keys: Mapping[str, tuple[str, ...]]) -> list[Lines]:
        """The most that can be mended, then less: each line and what was mended in it."""
        begin = lines[0][:1] if lines[0][:1] == "\ufeff" else ""
        bare = [lines[0][len(begin) :], *lines[1:]]
        seen = [visible(line) for line in bare]
        composed = [nfc(line) for line in seen]
        letters = [
            (line, _kinds(("invisible", a != b), ("nfc", b != line)))
            for a, b, line in zip(bare, seen, composed, strict=True)
        ]
        block = _block(composed)
        if block is None:
            return [_led(begin, letters)]
        first, end = block
        front = [
            (line, kinds | more)
            for (line, more), (_, kinds) in zip(
                front_lines(composed[first:end], keys, self._zone), letters[first:end], strict=True
            )
        ]
        below = composed[end + 1 :]
        body = [
            (line, kinds | _kinds((_body_kind(old, line), line != old)))
            for line, old, (_, kinds) in zip(body_lines(below), below, letters[end + 1 :], strict=True)
        ]
        top = letters[:first]
        fence = letters[end]
        return [
            _led(begin, [*top, *front, fence, *body]),
            _led(begin, [*top, *front, fence, *letters[end + 1 :]]),
            _led(begin, [*letters[: end + 1], *body]),
            _led(begin, letters),
        ]

    def _is_same(self, old: bytes, new: bytes, path: str, keys: Mapping[str, tuple[str, ...]]) -> bool:
        """The same fields or more, the same page, and no problem that was not there."""
        was, wrong = parse_front(decode(old, path)[0], path, keys)
        now, still = parse_front(decode(new, path)[0], path, keys)
        if _errors(still) > _errors(wrong) or not self._are_same(was, now):
            return False
        if not now.fields:  # nothing can be read of it: nobody knows what it is
            return False
        if not was.fields and not was.body:
            return True
        return _page(was, path) == _page(now, path)

    def _are_same(self, was: Front, now: Front) -> bool:
        if not was.fields:
            return True
        return was.fields.keys() == now.fields.keys() and all(
            self._meaning(key, field) == self._meaning(key, now.fields[key])
            for key, field in was.fields.items()
        )

    def _meaning(self, key: str, field: Field) -> object:
        """What is to stay the same of a value."""
        if key == "tags":
            items = re.split(r"[,;]", field.value) if isinstance(field.value, str) else field.value
            return [plain for item in items if (plain := _plain(item))]
        if isinstance(field.value, tuple):
            return [_plain(item) for item in field.value]
        moment = parse_moment(_plain(field.value), self._zone) if key in DATES else None
        return moment or _plain(field.value)


def _encoding(data: bytes) -> str:
    """As `files.decode` has it, but so that a byte order mark stays a sign of the text."""
    if data.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if data.startswith(b"\xfe\xff"):
        return "utf-16-be"
    if b"\0" in data[:64] and len(data) > 1:
        return "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    return "utf-8"


def _block(lines: list[str]) -> tuple[int, int] | None:
    """Where the YAML block's first line is, and its closing fence; None where there is none."""
    first = next((place for place, line in enumerate(lines) if line.strip(" \t")), None)
    if first is None or not _FENCE.fullmatch(lines[first].lstrip(" \t")):
        return None
    end = next((place for place in range(first + 1, len(lines)) if _FENCE.fullmatch(lines[place])), None)
    return None if end is None else (first + 1, end)


def _kinds(*found: tuple[str, bool]) -> frozenset[str]:
    return frozenset(kind for kind, is_there in found if is_there)


def _body_kind(old: str, new: str) -> str:
    is_word = any(old.count(sign) != new.count(sign) for sign in "<&")
    return "word" if is_word else "spaces"


def _led(begin: str, made: Lines) -> Lines:
    (line, kinds), *rest = made
    return [(begin + line, kinds), *rest]


def _apart(found: list[tuple[str, str]], made: Lines) -> Lines:
    """A line that became empty between "\\r" and "\\n" would make one line end of two: it stays."""
    befores = ["", *(end for _, end in found)]
    return [
        (line, frozenset()) if (before, end, new) == ("\r", "\n", "") else (new, kinds)
        for (line, end), before, (new, kinds) in zip(found, befores, made, strict=False)
    ]


def _mends(lines: list[str], made: Lines) -> tuple[Mend, ...]:
    return tuple(
        Mend(place, tuple(kind for kind in KINDS if kind in kinds), old, new)
        for place, (old, (new, kinds)) in enumerate(zip(lines, made, strict=True), 1)
        if new != old
    )


def _plain(text: str) -> str:
    return " ".join(visible(nfc(text)).split())


def _errors(problems: Problems) -> int:
    return sum(p.severity is Severity.ERROR for p in problems)


def _page(front: Front, path: str) -> object:
    """All that a body shows. A line's last space is no part of it."""
    body, problems = Converter().convert(front.body, path, front.body_line)
    html = body.html if isinstance(body.html, str) else ""
    shown = re.sub(r"[ \t]+(?=\n|$|</)", "", html)
    return shown, body.links, body.pictures, body.headings, body.excerpt, problems
