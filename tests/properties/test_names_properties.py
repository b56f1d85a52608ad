"""Promises of `bulletin.names`, for any text and for Vietnamese syllables."""

import re
from itertools import groupby
from random import Random
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from bulletin.names import first_letter, fold, nearest, nfc, person_key, slug, sort_key

INITIALS = ("", "b", "c", "ch", "d", "đ", "g", "gh", "h", "kh", "l", "m", "n", "ng", "ngh", "qu", "t", "x")
VOWELS = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "oa", "uy", "iê", "ươ")
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
FINALS = ("", "c", "ch", "m", "n", "ng", "nh", "p", "t")

syllables = st.tuples(*map(st.sampled_from, (INITIALS, VOWELS, TONES, FINALS))).map("".join).map(nfc)
cased = syllables | syllables.map(str.title) | syllables.map(str.upper)
phrases = st.lists(cased | st.integers(0, 2026).map(str), max_size=4).map(" ".join)
texts = st.text() | phrases


@given(texts)
def test_forms_agree(text: str) -> None:
    apart, whole = normalize("NFD", text), normalize("NFC", text)
    for function in (nfc, fold, slug, sort_key, person_key, first_letter):
        assert function(apart) == function(whole) == function(text)


@given(texts)
def test_a_fold_of_a_fold_is_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_fold_forgets_case(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


@given(phrases)
def test_a_fold_of_vietnamese_is_ascii(text: str) -> None:
    assert fold(text).isascii()
    assert len(fold(text)) == len(text)


@given(texts, st.integers(1, 100))
def test_slug(text: str, longest: int) -> None:
    name = slug(text, longest)
    assert re.fullmatch("(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", name)
    assert len(name.removesuffix("-0")) <= longest
    assert name not in {
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{port}{i}" for port in ("com", "lpt") for i in range(10)),
    }
    assert slug(name, longest) == name


@given(phrases)
def test_slug_is_the_words(text: str) -> None:
    assert slug(text, 1000).removesuffix("-0") == "-".join(fold(text).split()).removesuffix("-0")


@given(syllables, syllables, syllables)
def test_order_is_total(a: str, b: str, c: str) -> None:
    first, second, third = sorted([a, b, c], key=sort_key)
    assert sort_key(first) <= sort_key(second) <= sort_key(third)
    assert sort_key(first) <= sort_key(third)
    assert (sort_key(a) == sort_key(b)) == (a == b)


@given(syllables, syllables, phrases, phrases)
def test_order_is_by_the_first_syllable(a: str, b: str, rest: str, other: str) -> None:
    if sort_key(a) < sort_key(b) and sort_key(a).split("\0")[0] != sort_key(b).split("\0")[0]:
        assert sort_key(f"{a} {rest}") < sort_key(f"{b} {other}")


@given(phrases, st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_go_by_value(text: str, a: int, b: int) -> None:
    assert (sort_key(f"{text} {a}") < sort_key(f"{text} {b}")) == (a < b)


@given(st.lists(texts))
def test_a_heading_stands_once(found: list[str]) -> None:
    headings = [heading for heading, _ in groupby(sorted(found, key=sort_key), key=first_letter)]
    assert len(headings) == len(set(headings))
    assert headings == sorted(headings, key=lambda heading: (heading != "#", sort_key(heading)))


@given(texts, st.lists(texts), st.randoms())
def test_nearest_minds_no_order(wanted: str, known: list[str], random: Random) -> None:
    assert nearest(wanted, known) == nearest(wanted, random.sample(known, len(known)))


@given(phrases.filter(bool), st.lists(phrases))
def test_what_is_known_is_nearest(wanted: str, known: list[str]) -> None:
    assert nearest(wanted, [*known, wanted]) == wanted
