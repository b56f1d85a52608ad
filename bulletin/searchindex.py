"""The layout of the full-text index: a pure function of what is published, so that a build of what
changed leaves the bytes of a build from nothing (docs/decisions/0060).

An article's *slot* comes from its address, and hardly ever changes when others come or go. A
*shard* is a text of lines `spelling=slots`, in order: everything that is known of the terms whose
folded form falls to it. Slots are written as gaps, five bits a character.
"""

from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise
from zlib import crc32

from bulletin.searchwords import HEADING, PARTS
from bulletin.syllables import fold

ROOM = 4  # slots for each article: then addresses seldom want the same
MOST_SHARDS = 2048
COMMON, MANY = 8, 64  # a lone syllable of more than MANY articles, and an eighth of all, is only counted
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"  # the upper half: more follows


def digest_of(url: str) -> int:
    """64 bits of an address: where its article lies follows from them."""
    return int.from_bytes(blake2b(url.encode(), digest_size=8).digest())


def slots(urls: Sequence[str]) -> dict[str, int]:
    """A number for each address, below `size_of(count)`. Who comes first keeps it from who comes later."""
    size = size_of(len(urls))
    taken: set[int] = set()
    made: dict[str, int] = {}
    for url in urls:
        slot = digest_of(url) % size
        while slot in taken:
            slot = (slot + 1) % size
        taken.add(slot)
        made[url] = slot
    return made


def size_of(count: int) -> int:
    return power(count * ROOM)


def power(least: int) -> int:
    """The smallest power of two that is not below `least`."""
    return 1 << max(0, least - 1).bit_length()


def units(count: int) -> tuple[int, ...]:
    """How many articles come, on average, before those of a part go into the one before it; each divides
    the last. The first is less than a fortieth of all, or 32."""
    first = max(32, power(count // 40 + 1) // 2)
    return first, first // 4, first // 16


def border(digests: Sequence[int], every: int) -> int:
    """Where a part ends: after the last whose digest says so, as one of `every` (a power of two) does.

    No number decides it, so that an article that goes moves no other from one part to the next.
    The upper half of a digest is looked at; slots come from the lower.
    """
    return next((n for n in range(len(digests), 0, -1) if not (digests[n - 1] >> 32) % every), 0)


def shard_of(folded: str, shards: int) -> int:
    """Which of `shards` (a multiple of PARTS) has the term. All of one first syllable are in one part."""
    first = folded.partition(" ")[0]
    inside = shards // PARTS
    return (
        crc32(first.encode("utf-8", "replace")) % PARTS * inside
        + crc32(folded.encode("utf-8", "replace")) % inside
    )


class Postings:
    """Spelling -> slots, of one part of the vocabulary. Articles come in the order of their slots."""

    def __init__(self) -> None:
        self.slots: dict[str, list[int]] = {}
        self.words: list[str] = []  # the syllables as folded, for slips of typing; known with the shards

    def add(self, slot: int, terms: str) -> None:
        """`terms` is a line of `searchwords.Extractor.terms`."""
        known = self.slots
        for term in terms.split("\t"):
            found = known.get(term)
            if found is None:
                known[term] = [slot]
            else:
                found.append(slot)

    def shards(self, number: int, count: int) -> dict[int, str]:
        """Every shard of a part of an index of `number` articles in `count` shards."""
        self.slots.pop("", None)
        folds = _Folds()
        lines: dict[int, list[str]] = {}
        singles: dict[str, set[int]] = {}
        for term, found in self.slots.items():
            bare = term.removeprefix(HEADING)
            first, _, second = bare.partition(" ")
            if second:
                folded = f"{folds[first]} {folds[second]}"
                lines.setdefault(shard_of(folded, count), []).append(f"{term}={_written(found)}")
            if bare is term:
                singles.setdefault(first, set()).update(found)
        for term, members in singles.items():
            line = f"{term}={_single(sorted(members), number)}"
            lines.setdefault(shard_of(folds[term], count), []).append(line)
        self.words = sorted({folded for word in singles if is_word(folded := folds[word])})
        return {place: "\n".join(sorted(found)) for place, found in lines.items()}


class _Folds(dict[str, str]):
    def __missing__(self, syllable: str) -> str:
        made = self[syllable] = fold(syllable)
        return made


class _Gaps(dict[int, str]):
    def __missing__(self, gap: int) -> str:
        left, text = gap, ""
        while left > 31:
            text += _DIGITS[32 + (left & 31)]
            left >>= 5
        made = self[gap] = text + _DIGITS[left]
        return made


_GAPS = _Gaps()


def _written(found: Sequence[int]) -> str:
    """Slots, in order, as the distances between them: `_DIGITS` of five bits, the lowest first."""
    text = _GAPS[found[0]]
    if len(found) > 1:
        text += "".join([_GAPS[b - a] for a, b in pairwise(found)])
    return text


def _single(found: Sequence[int], number: int) -> str:
    """What a line says of a lone syllable, in an index of `number` articles."""
    return f"*{len(found)}" if is_common(len(found), number) else _written(found)


def is_common(count: int, number: int) -> bool:
    return count > max(MANY, number // COMMON)


def is_word(folded: str) -> bool:
    """Whether slips of typing may lead to it: not to numbers."""
    return not any(c.isdigit() for c in folded)


def read_slots(text: str) -> list[int]:
    """The inverse of how slots are written."""
    made: list[int] = []
    slot = gap = shift = 0
    for digit in text:
        value = _DIGITS.index(digit)
        gap += (value & 31) << shift
        shift += 5
        if value < 32:
            slot += gap
            made.append(slot)
            gap = shift = 0
    return made


class UnknownError(Exception):
    """What is not in a shard is needed: the whole part of the index must be made anew."""


class Shard:
    """A shard's text, in which one article's terms are exchanged."""

    def __init__(self, text: str, number: int) -> None:
        """`number` articles are in the index."""
        self._number = number
        self._lines = dict(line.split("=", 1) for line in text.split("\n") if line)

    def text(self) -> str:
        # By the whole line, as it was made: "=" is below every letter and above a space.
        return "\n".join(sorted(f"{term}={found}" for term, found in self._lines.items()))

    def holds(self, folded: str) -> bool:
        """Whether a lone syllable of that folded form is here."""
        return any(" " not in term and term[0] != HEADING and fold(term) == folded for term in self._lines)

    def put(self, term: str, slot: int) -> None:
        found = self._lines.get(term, "")
        if found.startswith("*"):
            self._lines[term] = f"*{int(found[1:]) + 1}"
            return
        members = sorted({*read_slots(found), slot})
        self._write(term, members)

    def take(self, term: str, slot: int) -> None:
        """Raises UnknownError."""
        found = self._lines[term]
        if found.startswith("*"):
            count = int(found[1:]) - 1
            if not is_common(count, self._number):
                raise UnknownError(term)
            self._lines[term] = f"*{count}"
            return
        members = [member for member in read_slots(found) if member != slot]
        if members:
            self._write(term, members)
        else:
            del self._lines[term]

    def _write(self, term: str, members: list[int]) -> None:
        is_single = " " not in term and term[0] != HEADING
        self._lines[term] = _single(members, self._number) if is_single else _written(members)


def lines_of(terms: bytes) -> set[str]:
    """The terms of one article as the lines of shards have them: pairs, and lone syllables."""
    made = set(terms.decode().replace("\n", "\t").split("\t")) - {""}
    singles = {term.partition(" ")[0] for term in made if term[0] != HEADING}
    return {term for term in made if " " in term} | singles
