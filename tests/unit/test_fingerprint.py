"""Equal values have equal digests, in every process; different values have different ones."""

import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.fingerprint import Fingerprints
from bulletin.packs import Stored
from bulletin.views import Card, Day, Link

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.binary(max_size=5)
)
VALUES = st.recursive(PLAIN, lambda v: st.lists(v, max_size=3).map(tuple), max_leaves=8)


class Kind(StrEnum):
    ONE = "one"


@dataclass(frozen=True)
class Both:
    one: object
    two: object = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Others:
    one: object
    two: object = None


CARD = Card(
    "Tên",
    "tin/a/",
    Link("Tin", "tin/"),
    Day("", "", "", "", "", ""),
    "Tóm tắt",
    None,
    "",
    False,
    False,
    False,
)


def of(*values: object) -> bytes:
    return Fingerprints().of(*values)


def shape(value: object) -> object:
    """Tells 1 from 1.0 and from True, and 0.0 from -0.0."""
    return tuple(map(shape, value)) if isinstance(value, tuple) else (type(value).__name__, repr(value))


@given(VALUES, VALUES)
def test_digests_are_equal_when_values_are(one: object, other: object) -> None:
    assert (of(one) == of(other)) == (shape(one) == shape(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Both(1, 2), Both(1, 3)),
        (Both(1, 2), Both(2, 1)),
        (Both(1, 2), Others(1, 2)),
        (Both("ab", "c"), Both("a", "bc")),
        (Both((1,), ()), Both((), (1,))),
        (Both(""), Both(None)),
        (Both({"a": 1}), Both({"a": 2})),
        (Both(frozenset({"a"})), Both(frozenset({"b"}))),
        (Both(Stored(b"1", "p", 0, 1)), Both(Stored(b"2", "p", 0, 1))),
        (CARD, replace(CARD, title="Khác")),
    ],
)
def test_different_values_have_different_digests(one: object, other: object) -> None:
    assert of(one) != of(other)
    assert Fingerprints(Card, Both).of(one) != Fingerprints(Card, Both).of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Both(1, line=1), Both(1, line=2)),
        (Both(Stored(b"1", "p", 0, 1)), Both(Stored(b"1", "q", 7, 1))),
        (Both({"a": 1, "b": 2}), Both(MappingProxyType({"b": 2, "a": 1}))),
        (Both(frozenset({"a", "b"})), Both(frozenset({"b", "a"}))),
        (Both(Kind.ONE), Both("one")),
        (Both([1, 2]), Both((1, 2))),
        (Both(PurePosixPath("a/b")), Both("a/b")),
        (Both("".join(["a", "b"])), Both("ab")),  # interned or not
    ],
)
def test_equal_values_have_equal_digests(one: object, other: object) -> None:
    assert of(one) == of(other)


def test_a_digest_does_not_depend_on_which_object_it_is_or_what_came_before() -> None:
    prints, twin = Fingerprints(Card), replace(CARD)
    first = prints.of(CARD, CARD)
    assert prints.of(CARD, twin) == prints.of(twin, CARD) == first == Fingerprints(Card).of(twin, twin)
    assert prints.of(CARD, replace(CARD, is_draft=True)) != first


def test_what_has_no_digest_is_refused() -> None:
    with pytest.raises(TypeError, match="no fingerprint of a object"):
        of(object())


def test_every_process_makes_the_same_digest() -> None:
    script = "from tests.unit.test_fingerprint import *; print(of(CARD, frozenset({'a', 'b', 'c'}), {'x': 1, 'y': 2}).hex())"
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert found == {of(CARD, frozenset({"c", "b", "a"}), {"y": 2, "x": 1}).hex() + "\n"}
