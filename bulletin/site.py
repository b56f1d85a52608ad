"""The road, on one screen."""

import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bulletin.config import checked_address
from bulletin.model import model
from bulletin.plan import plan
from bulletin.problem import Problem, Problems, Severity, UsageError, in_order
from bulletin.read import read, read_settings
from bulletin.render import environment, render
from bulletin.settings import Settings
from bulletin.store import PictureStore
from bulletin.theme import read_theme
from bulletin.write import Stage, Written

CACHE = ".bantin"  # in the site's folder: may be deleted at any time


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """`written` is None when nothing was to be written, or something was wrong."""

    problems: Problems
    written: Written | None
    withheld: tuple[tuple[str, int], ...]  # why an article is not published, and how many are not
    timings: tuple[tuple[str, float], ...]  # stage, seconds


class Listener(Protocol):
    """Told how far the build is; says it or keeps quiet."""

    def stage(self, name: str) -> None: ...
    def progress(self, done: int, total: int) -> None: ...
    def waiting(self) -> None: ...


def build(request: Request, listener: Listener) -> Outcome:
    """Build or check the site. Raises WorldError; what is wrong with the content comes back."""
    clock = _Clock(listener)
    settings, problems = _settings(request)
    if any(p.kind == "settings-syntax" for p in problems):
        return Outcome(problems, None, (), ())
    stage = Stage(request.output, listener.waiting) if request.write else nullcontext()
    with stage:
        clock.stage("read")
        theme, wrong = read_theme(request.root, settings)
        sources, more = read(request.root, settings, listener.progress, request.workers)
        problems += wrong + more

        clock.stage("model")
        library, more = model(sources, settings, request.now, drafts=request.drafts, future=request.future)
        problems += more

        clock.stage("plan")
        outputs, frame, more = plan(library, theme)
        problems += more

        clock.stage("pictures")
        store = PictureStore(request.root / CACHE / "pictures")
        store.fill(outputs, listener.progress)

        clock.stage("render")
        faults: list[Problem] = []
        for done, (output, made) in enumerate(
            render(outputs, frame, environment(theme.templates), store.load), 1
        ):
            if isinstance(made, Problem):
                faults.append(made)
            elif isinstance(stage, Stage):
                stage.put(output.path, made, output.rank)
            listener.progress(done, len(outputs))
        problems = in_order((*problems, *faults))

        store.note_use(outputs, time.time())
        store.prune(settings.pictures.cache_megabytes)

        clock.stage("write")
        written = (
            stage.commit() if isinstance(stage, Stage) and is_good(problems, strict=request.strict) else None
        )
    withheld = tuple(sorted(Counter(map(str, library.withheld.values())).items()))
    return Outcome(problems, written, withheld, clock.timings())


def is_good(problems: Problems, *, strict: bool) -> bool:
    return not any(strict or p.severity is Severity.ERROR for p in problems)


def _settings(request: Request) -> tuple[Settings, Problems]:
    settings, problems = read_settings(request.root)
    if not request.base_url:
        return settings, problems
    address = checked_address(request.base_url)
    if address is None:
        raise UsageError("bad-base-url", address=request.base_url)
    return replace(settings, address=address), problems


class _Clock:
    """Times the stages as they are announced."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._begun: list[tuple[str, float]] = []

    def stage(self, name: str) -> None:
        self._begun.append((name, time.perf_counter()))
        self._listener.stage(name)

    def timings(self) -> tuple[tuple[str, float], ...]:
        ends = [begin for _, begin in self._begun[1:]] + [time.perf_counter()]
        return tuple((name, end - begin) for (name, begin), end in zip(self._begun, ends, strict=True))
