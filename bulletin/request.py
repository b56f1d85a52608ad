"""What is asked of a build, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from bulletin.problem import Problems, Severity


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built. `now` is aware; `base_url` replaces the settings' address.

    Without `write` everything is made and checked, and nothing is kept.
    """

    root: Path
    output: Path
    now: datetime
    drafts: bool = False
    future: bool = False
    base_url: str = ""
    strict: bool = False
    write: bool = True
    workers: int = 0  # 0: one a core
    press: Callable[..., Any] | None = None  # (library, theme, now, load, tell) -> what was printed, problems
    found: Problems = ()  # before the build: that the counter does not answer
    remember: bool = True  # False: as if nothing had ever been built
    pictures: bool = True  # False, without `write`: none is made, so none is checked
    ahead: frozenset[str] = frozenset()  # pages that were put in place before the build: `ahead.Ahead.show`


@dataclass(frozen=True, slots=True)
class Written:
    """How many files of the site were written, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


class Timing(NamedTuple):
    """How long a stage took: wall-clock seconds, and the processors' of all its processes together."""

    stage: str
    wall: float
    processor: float  # without the workers', on Windows


@dataclass(frozen=True, slots=True)
class Outcome:
    """`written` is None when nothing was to be written, or something was wrong."""

    problems: Problems
    written: Written | None
    withheld: tuple[tuple[str, int], ...]  # why an article is not published, and how many are not
    timings: tuple[Timing, ...] = ()
    is_mended: bool = False  # nothing but the words of bodies was other


class Listener(Protocol):
    """Told how far the build is; says it or keeps quiet."""

    def stage(self, name: str) -> None: ...
    def progress(self, done: int, total: int) -> None: ...
    def waiting(self) -> None: ...


def is_good(problems: Problems, *, strict: bool) -> bool:
    return not any(strict or p.severity is Severity.ERROR for p in problems)
