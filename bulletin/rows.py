"""What is remembered of outputs and problems, as the plain values that a table holds."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from bulletin.packs import Stored
from bulletin.problem import Place, Problem, Problems, Severity

Key = tuple[str, str, str]  # a shared part's template, `up` and section
Raw = tuple[Any, ...]


class Slot(NamedTuple):
    """Where a shared part lies in a page, in bytes, and the digest of what lies there."""

    offset: int
    length: int
    key: Key
    digest: bytes


class Row(NamedTuple):
    """From what an output was made, and how its file was left."""

    fingerprint: bytes
    size: int
    sha256: str
    modified: int  # the file's time in ns
    slots: tuple[Slot, ...] = ()
    view: Stored | None = None  # of a page with a body: itself and its `Shown`, pickled
    sight: bytes = b""  # of a page of its own: the digest of what its view is made from
    brings: tuple[Raw, Raw] = ((), ())  # with its view come these problems, and files as (path, origin)

    def raw(self) -> Raw:
        v = self.view
        view = (v.digest, v.pack, v.offset, v.length) if v else None
        return *self[:4], tuple([tuple(slot) for slot in self.slots]), view, self.sight, self.brings


def row_of(raw: Raw) -> Row:
    fingerprint, size, sha256, modified, slots, view, sight, brings = raw
    slots = tuple([Slot(*s) for s in slots])
    return Row(fingerprint, size, sha256, modified, slots, Stored(*view) if view else None, sight, brings)


def problem_rows(problems: Problems) -> Raw:
    return tuple([(p.place.path, p.place.line, p.kind, p.values, str(p.severity)) for p in problems])


def problems_of(rows: Sequence[Raw]) -> Problems:
    return tuple(
        [
            Problem(Place(path, line), kind, values, Severity(severity))
            for path, line, kind, values, severity in rows
        ]
    )
