"""The first process: builds, tells the second, waits for the next save, and so on until Ctrl-C."""

import os
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bulletin import ahead
from bulletin.messages import Catalogue
from bulletin.problem import Problems, WorldError
from bulletin.report import Report
from bulletin.request import Outcome, Request, Written
from bulletin.serve import overlay
from bulletin.serve.watch import Watcher
from bulletin.serve.wire import Asked, News, main
from bulletin.site import build

PATIENCE = 60.0  # seconds that the second process may take to begin
REST = 1.5  # seconds without a save, after which what was shown ahead of its build is built
ROUND = 5.0  # seconds of waiting, after which it is looked whether the second process lives


class Server:
    """The second process, as the first sees it."""

    def __init__(self, asked: Asked) -> None:
        """Raises WorldError when the port is not to be had."""
        context = get_context("spawn")
        self._pipe: Connection[Any, Any]
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=main, args=(theirs, asked), daemon=True)
        self._asked = asked
        self._process.start()
        theirs.close()

    def port(self) -> int:
        """Where it answers. Raises WorldError."""
        try:
            word, number = self._pipe.recv() if self._pipe.poll(PATIENCE) else ("no", 0)
        except (EOFError, OSError):
            word, number = "no", 0
        if word != "at":
            raise WorldError("serve-port", port=self._asked.port, why=os.strerror(number))
        return int(number)

    def tell(self, news: News) -> None:
        """Raises WorldError when it is not there any more."""
        try:
            self._pipe.send(news)
        except OSError:
            raise WorldError("serve-ended") from None

    def check(self) -> None:
        if not self._process.is_alive():
            raise WorldError("serve-ended")

    def close(self) -> None:
        self._pipe.close()
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


@contextmanager
def started(asked: Asked) -> Iterator[Server]:
    server = Server(asked)
    try:
        yield server
    finally:
        server.close()


@dataclass(slots=True)
class Desk:
    """Builds again and again; `clock` says the moment of each build."""

    request: Request
    clock: Callable[[], datetime]
    server: Server
    words: Catalogue
    report: Report
    is_debug: bool = False
    _build: int = 0
    _problems: Problems = ()
    _last: ahead.Ahead | None = None  # what the last build left
    _ahead: frozenset[str] | None = None  # pages in place whose build is due; None when none is

    def run(self, watcher: Watcher, begin: Callable[[], None]) -> None:
        """Until KeyboardInterrupt; `begin` is called after the first build.

        Raises WorldError when the first build meets one, or when the second process is gone.
        """
        self._tell(*self._timed())
        begin()
        while True:
            saved = watcher.wait(ROUND if self._ahead is None else REST)
            if (saved and not self._show(saved)) or (not saved and self._ahead is not None):
                self._again()
            self.server.check()

    def _show(self, saved: Collection[str]) -> bool:
        """Show new words before they are built, if that can be done."""
        begun = time.perf_counter()
        if self._last is None:
            return False
        paths = [Path(path) for path in saved]
        if not all(path.is_relative_to(self.request.root) for path in paths):
            return False
        names = [path.relative_to(self.request.root).as_posix() for path in paths]
        try:
            pages = self._last.show(replace(self.request, now=self.clock()), names)
        except Exception:  # the build says what is the matter, if it is still so
            if self.is_debug:
                raise
            return False
        if pages is None:
            return False
        self._ahead = (self._ahead or frozenset()) | pages
        outcome = Outcome(self._problems, Written(len(pages), 0, 0), ())
        self._tell(outcome, time.perf_counter() - begun)
        return True

    def _again(self) -> None:
        """What the machine says no to is said, in the page too, and the next save tries again."""
        self._last = None
        try:
            self._tell(*self._timed())
        except WorldError as fault:
            self._refused(fault)
        except Exception as fault:
            if self.is_debug:
                raise
            self._refused(WorldError("internal", detail=f"{type(fault).__name__}: {fault}"))

    def _timed(self) -> tuple[Outcome, float]:
        begun = time.perf_counter()
        pages, self._ahead = self._ahead, None
        request = replace(self.request, now=self.clock(), ahead=pages or frozenset())
        outcome = build(request, self.report)
        if pages is not None and outcome.is_mended:
            self._build -= 1  # nobody need look again
        if outcome.written:
            self._last = ahead.recall(request)
        return outcome, time.perf_counter() - begun

    def _tell(self, outcome: Outcome, seconds: float) -> None:
        self._build += outcome.written is not None
        panel = overlay.panel(outcome.problems, self.request.root, self.words)
        self.server.tell(News(self._build, panel))
        known = set(self._problems)
        self._problems = outcome.problems
        self.report.rebuilt(outcome, [p for p in outcome.problems if p not in known], seconds)

    def _refused(self, fault: WorldError) -> None:
        self._problems = ()
        self.server.tell(News(self._build, overlay.refusal(fault, self.words)))
        self.report.world(fault.kind, fault.values)
