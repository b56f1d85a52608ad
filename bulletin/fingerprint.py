"""The digest of a value: equal values have equal ones, whatever machine and process made them.

What a page is made from is a tree of frozen dataclasses, tuples and plain values. It becomes
tuples, those become bytes by `marshal` (version 2, which knows no references: the bytes depend
on the value alone), and those a BLAKE2b digest of 16 bytes.
"""

import marshal
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

SIZE = 16  # bytes
_PLAIN = frozenset({str, int, bool, float, bytes, type(None)})


def digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=SIZE).digest()


class Fingerprints:
    """Digests of values; those of `remembered` types are turned into tuples once for each object.

    The objects are kept, because they are told apart by their identity.
    """

    def __init__(self, *remembered: type) -> None:
        self._remembered = frozenset(remembered)
        self._known: dict[int, tuple[Any, Any]] = {}

    def of(self, *values: object) -> bytes:
        return digest(marshal.dumps(self._plain(values), 2))

    def _plain(self, value: Any) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple:
            return tuple([v if type(v) in _PLAIN else self._plain(v) for v in value])
        if kind in self._remembered:
            known = self._known.get(id(value))
            if known is None:
                known = self._known[id(value)] = value, digest(marshal.dumps(self._parts(value), 2))
            return known[1]
        return self._parts(value)

    def _parts(self, value: Any) -> Any:
        kind: type = type(value)
        if is_dataclass(kind):
            return kind.__name__, *[v if type(v) in _PLAIN else self._plain(v) for v in _getter(kind)(value)]
        if isinstance(value, Enum | str):
            return str(value)
        if isinstance(value, Mapping):
            return tuple((self._plain(k), self._plain(v)) for k, v in sorted(value.items()))
        if isinstance(value, tuple | list):
            return tuple(map(self._plain, value))
        if isinstance(value, frozenset):
            return tuple(sorted(map(self._plain, value)))
        if isinstance(value, PurePath):
            return value.as_posix()
        if isinstance(value, ZoneInfo):
            return value.key
        raise TypeError(f"no fingerprint of a {type(value).__name__}")


@cache
def _getter(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """All fields of a dataclass that count in comparisons, as one tuple."""
    names = [f.name for f in fields(kind) if f.compare]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)
