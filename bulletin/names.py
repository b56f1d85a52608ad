"""Vietnamese text as names: slugs, folding of accents, order.

Everything here gives the same answer for composed (NFC) and decomposed (NFD) text.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize

# The accents of Latin, Greek and Cyrillic; the vowel signs of other scripts are letters.
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")

# Unicode does not split đ. Old converters of fonts write Icelandic or African letters that look like it.
_CROSSED_D = str.maketrans("đðɖ", "ddd")


def nfc(text: str) -> str:
    """The composed form, in which everything is stored and compared."""
    return normalize("NFC", text)


@lru_cache(maxsize=4096)  # categories, tags, keys: the same names come again and again
def fold(text: str) -> str:
    """What remains for searching and matching: no case, no accents. Folding twice changes nothing.

    >>> fold("Đường Lê Lợi")
    'duong le loi'
    """
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", normalize("NFD", nfc(text).casefold()))
    return nfc(bare).translate(_CROSSED_D)


_BETWEEN_WORDS = re.compile("[^a-z0-9]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")  # soft hyphen, zero-width signs of Word
_RESERVED = re.compile("(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")  # Windows has devices of these names


@lru_cache(maxsize=4096)
def slug(text: str, longest: int = 80) -> str:
    """`text` as a part of an address: words of a-z and 0-9 joined by "-"; "" if none is there.

    At most `longest` characters (1 or more), cut between words where there is a gap. The slug
    of a slug is itself. A name that Windows keeps for a device ("con", "aux", "com1") gets
    "-0" at its end, beyond `longest` if need be.

    >>> slug("Chắp cánh ước mơ"), slug("Đ/c")
    ('chap-canh-uoc-mo', 'd-c')
    """
    plain = text.lower() if text.isascii() else fold(normalize("NFKC", _INVISIBLE.sub("", text)))
    name = _BETWEEN_WORDS.sub("-", plain).strip("-")
    if len(name) > longest:
        head, gap, _ = name[: longest + 1].rpartition("-")
        name = head if gap else name[:longest]
    return name + "-0" if _RESERVED.fullmatch(name) else name


# A key is a string that Python can compare as it stands. A syllable gives its letters, then
# its tone; a tone is lower than any letter, so "ba" is before "bà", and "bà" before "ban".
# Ranks are at the end of Unicode, so that letters of other alphabets come before "a".
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {ord(letter): chr(0x10FF00 + i) for i, letter in enumerate(_ALPHABET)}
_LETTERS = {_RANKS[ord(letter)]: letter.upper() for letter in _ALPHABET}
_RANKS |= dict.fromkeys(map(ord, "ðɖ"), _RANKS[ord("đ")])
_TONES = {"\u0300": "\2", "\u0309": "\3", "\u0303": "\4", "\u0301": "\5", "\u0323": "\6"}
_LEVEL, _NUMBER, _END = "\1", "\7", "\0"

_TONE = re.compile(f"[{''.join(_TONES)}]")
_FOREIGN = re.compile(f"[^{_ALPHABET}ðɖ]+")
_TOKEN = re.compile("[0-9]+|(?:[^\\W0-9_]|[\u0300-\u036f])+")


def sort_key(text: str) -> str:
    """A key for `sorted`: the order of Vietnamese dictionaries.

    Syllable by syllable: first the letters (a ă â b c d đ …), then the tone (ngang, huyền, hỏi,
    ngã, sắc, nặng), wherever it is written: hòa beside hoà. Numbers come before letters and
    count by value; signs count for nothing. Only between texts equal so far: the spelling,
    then small letters before capitals.

    >>> sorted(["tuần chay", "tuân thủ", "Số 10", "Số 9"], key=sort_key)
    ['Số 9', 'Số 10', 'tuân thủ', 'tuần chay']
    """
    whole = nfc(text)
    small = whole.lower()
    tokens = "".join(map(_token_key, _TOKEN.findall(small)))
    return f"{tokens}{_END}{small}{_END}{whole.swapcase()}"


def person_key(text: str) -> str:
    """A key for `sorted`: by given name, which is the last word, then by the rest.

    >>> sorted(["Trần Thị Bình", "Nguyễn Văn An", "Lê An"], key=person_key)
    ['Lê An', 'Nguyễn Văn An', 'Trần Thị Bình']
    """
    words = text.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))


def first_letter(text: str) -> str:
    """The heading of an alphabetical index that `text` stands under: "A", "Ă", "Đ" …, or "#".

    In the order of `sort_key` all texts of a heading stand together, those of "#" first.

    >>> first_letter("Ổn định"), first_letter("“Đền” thờ"), first_letter("2026")
    ('Ô', 'Đ', '#')
    """
    first = _TOKEN.search(nfc(text).lower())
    return _LETTERS.get(_token_key(first[0])[0], "#") if first else "#"


@lru_cache(maxsize=8192)
def _token_key(token: str) -> str:
    """The key of one syllable in lower case, or of one number; never empty."""
    if token[0] in "0123456789":
        digits = token.lstrip("0")
        return f"{_NUMBER}{chr(min(len(digits), 0x10FFFF))}{digits}"
    apart = normalize("NFD", token)
    letters = _FOREIGN.sub(lambda part: fold(part[0]), nfc(_TONE.sub("", apart)))
    tones = "".join(_TONES[mark] for mark in _TONE.findall(apart))
    return letters.translate(_RANKS) + (tones or _LEVEL)


_NEAR = 0.6  # how alike two names must be to be taken for each other; 1 is equal


def nearest(wanted: str, known: Iterable[str]) -> str | None:
    """The one of `known` that an editor who wrote `wanted` most likely meant; None if none is near.

    Accents and case weigh only between equals. The order of `known` has no part in it.

    >>> nearest("tieu de", ["mô tả", "tiêu đề"])
    'tiêu đề'
    """
    from difflib import SequenceMatcher  # only a mistake needs it

    sought = fold(wanted)
    letters = Counter(sought).items()

    def ceiling(name: str) -> float:
        """What difflib's ratio cannot exceed, by the letters alone; much quicker than the ratio."""
        shared = sum(min(count, name.count(letter)) for letter, count in letters)
        return 2 * shared / (len(sought) + len(name) or 1)

    hopeful = [(top, name, folded) for name in set(known) if (top := ceiling(folded := fold(name))) >= _NEAR]
    matcher = SequenceMatcher(b=sought, autojunk=False)
    best, guesses = _NEAR, list[str]()
    for top, name, folded in sorted(hopeful, reverse=True):
        if top < best:
            break
        matcher.set_seq1(folded)
        ratio = matcher.ratio()
        if ratio > best:
            best, guesses = ratio, []
        if ratio == best:
            guesses.append(name)
    matcher.set_seq2(nfc(wanted))

    def by_spelling(name: str) -> float:
        matcher.set_seq1(nfc(name))
        return matcher.ratio()

    return max(guesses, key=by_spelling, default=None)
