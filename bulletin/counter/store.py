"""What every store of figures does, and how hits reach it: in groups, by a thread of their own.

StoreError        the figures cannot be had or kept just now: answer 503
  FullError       too many readers at once to remember one more
"""

import os
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from bulletin.counter.definitions import Day, Figures

REMEMBERED = 200_000  # visitors, and visitors on pages, of the last half hour: beyond it new ones are refused
PAGE_DAYS = 62  # the latest days of which we know which pages were read; counted, for a clock may jump
GROUP = 256  # hits in one transaction
WAITING = 4_096  # hits that may wait for a transaction
PATIENCE = 10.0  # seconds that a hit waits for its answer


class StoreError(Exception):
    """The store cannot do it now; the words are for whoever keeps the counter."""


class FullError(StoreError):
    """More readers in half an hour than we are ready to remember."""


class Hit(NamedTuple):
    """One reader looking at one page. Keys are 64 bits; `…_across` are the same across midnight."""

    at: int
    day: Day
    visitor: int
    visitor_across: int | None = None
    page: str | None = None  # None: not one that is counted by itself
    view: int = 0  # the visitor's key on that page
    view_across: int | None = None


class Counted(NamedTuple):
    """What came of a hit: it is kept, and these are the figures after it."""

    is_visit: bool
    is_view: bool
    figures: Figures
    views: int | None  # of its page


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that a store holds of a site. Equal snapshots are equal stores."""

    days: Mapping[Day, tuple[int, int]] = field(default_factory=dict)  # visits, views
    pages: Mapping[str, int] = field(default_factory=dict)
    page_days: Mapping[Day, Mapping[str, int]] = field(default_factory=dict)
    seen: Mapping[int, int] = field(default_factory=dict)  # visitor's key -> latest hit
    viewed: Mapping[int, int] = field(default_factory=dict)
    salts: Mapping[Day, bytes] = field(default_factory=dict)
    imported: tuple[int, int] = (0, 0)  # the newest second of logs that are in, and how many of its lines

    @property
    def is_empty(self) -> bool:
        return not (self.days or self.pages)


class Store(Protocol):
    """Keeps the figures of one site. Every method may raise StoreError."""

    def apply(
        self, hits: Sequence[Hit], imported: tuple[int, int] | None = None
    ) -> list[Counted | StoreError]:
        """Keep `hits`, and how far a log is imported. When it returns they are as safe as can be."""
        ...

    def figures(self, at: int, today: Day) -> Figures: ...
    def views(self, pages: Sequence[str] | None = None) -> Mapping[str, int]:
        """Views of each page ever, of these or of all."""
        ...

    def days(self, first: Day, last: Day) -> Mapping[Day, tuple[int, int]]: ...
    def page_days(self, first: Day, last: Day) -> Mapping[str, int]:
        """Views of each page in these days, as far as they are remembered."""
        ...

    def salt(self, day: Day, make: bool) -> bytes | None: ...
    def destroy_salts(self, kept: frozenset[Day]) -> None: ...
    def imported(self) -> tuple[int, int]: ...
    def snapshot(self) -> Snapshot: ...
    def restore(self, snapshot: Snapshot) -> None:
        """Hold just this. Only for a store that holds nothing yet."""
        ...

    def close(self) -> None: ...


class _Waiting:
    __slots__ = ("answer", "done", "hit", "is_given_up")

    def __init__(self, hit: Hit) -> None:
        self.hit = hit
        self.done = threading.Lock()  # released when the answer is there: cheaper than an Event
        self.done.acquire()
        self.answer: Counted | StoreError | None = None
        self.is_given_up = False


class Grouped:
    """Lets many threads share transactions: what has gathered while one was written goes into the next.

    The thread starts at the first hit, in the process that has it: servers fork after loading us.
    """

    def __init__(self, store: Store, patience: float = PATIENCE) -> None:
        self.store, self._patience = store, patience
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._process = 0
        self._starting = threading.Lock()

    def hit(self, hit: Hit) -> Counted:
        """Returns when the hit is kept. Raises StoreError when it is not, or nobody knows."""
        if self._process != os.getpid():
            self._start()
        if self._queue.qsize() >= WAITING:
            raise StoreError("too many hits are waiting")
        waiting = _Waiting(hit)
        self._queue.put(waiting)
        if not waiting.done.acquire(timeout=self._patience):
            waiting.is_given_up = (
                True  # who is told "not counted" is not counted, unless it is being done now
            )
            raise StoreError("no answer in time")
        if isinstance(waiting.answer, Counted):
            return waiting.answer
        raise waiting.answer or StoreError("no answer")

    def close(self) -> None:
        """Write what waits, then close the store."""
        thread = self._thread
        if thread is not None and self._process == os.getpid():
            self._queue.put(None)
            thread.join(self._patience)
        self.store.close()

    def _start(self) -> None:
        with self._starting:
            if self._process == os.getpid():
                return
            self._queue = queue.SimpleQueue()
            self._thread = threading.Thread(target=self._run, name="counter", daemon=True)
            self._thread.start()
            self._process = os.getpid()

    def _run(self) -> None:
        take = self._queue
        while (first := take.get()) is not None:
            group = [first]
            stop = False
            while len(group) < GROUP and not take.empty():
                more = take.get()
                if more is None:
                    stop = True
                    break
                group.append(more)
            self._write(group)
            if stop:
                return

    def _write(self, group: list[_Waiting]) -> None:
        answers: Sequence[Counted | StoreError]
        group = [waiting for waiting in group if not waiting.is_given_up]
        try:
            answers = self.store.apply([waiting.hit for waiting in group])
        except StoreError as fault:
            answers = [fault] * len(group)
        except Exception as fault:  # noqa: BLE001  # this thread must live; the hit is answered 503
            answers = [StoreError(f"{type(fault).__name__}: {fault}")] * len(group)
        for waiting, answer in zip(group, answers, strict=True):
            waiting.answer = answer
            waiting.done.release()


Opener = Callable[[], Store]
