"""What is wrong with the content, as a value: a place, a kind, and what was written there.

A mistake in the content is never an exception. Stages return problems beside their
result, `road.build` decides, and `report` words them (see `bulletin.messages`) in the
language the editor asked for. Exceptions are for the world: a full disk, a lost server.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file, by its path from the site's root with "/", and a line counted from 1 (0: unknown)."""

    path: str
    line: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. `kind` names a message of `bulletin.messages`, `values` fills its blanks."""

    place: Place
    kind: str
    values: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR


Problems = tuple[Problem, ...]


def error(place: Place, kind: str, **values: object) -> Problem:
    """A mistake that keeps the site from being published."""
    return Problem(place, kind, tuple((k, str(v)) for k, v in values.items()))


def warning(place: Place, kind: str, **values: object) -> Problem:
    """Something the editor should look at; an error only under `--strict`."""
    return Problem(place, kind, tuple((k, str(v)) for k, v in values.items()), Severity.WARNING)


def in_order(problems: Iterable[Problem]) -> Problems:
    """Each problem once, by file, line and kind."""
    return tuple(
        sorted(set(problems), key=lambda p: (p.place.path, p.place.line, p.kind, p.values, p.severity))
    )


class WorldError(Exception):
    """The world said no: a full disk, no permission, another build at work.

    `kind` and `values` name a message as in `Problem`; the command line ends with 3.
    """

    def __init__(self, kind: str, **values: object) -> None:
        super().__init__(kind, values)
        self.kind = kind
        self.values = {k: str(v) for k, v in values.items()}

    def __reduce__(self) -> tuple[object, ...]:
        """A worker's exception reaches its parent as it is."""
        return _again, (type(self), self.kind, self.values)


class UsageError(WorldError):
    """What was typed cannot be done: no such folder, an output inside the content. Ends with 2."""


def _again(cls: type[WorldError], kind: str, values: dict[str, str]) -> WorldError:
    return cls(kind, **values)
