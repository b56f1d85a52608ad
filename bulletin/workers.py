"""Run one function over many items in worker processes, each item under a limit.

An item that takes too long, eats the memory or kills its process costs that item: its
result is a `Failure`, the process is replaced, and the others go on.
"""

import copyreg
import gc
import multiprocessing as mp
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from types import MappingProxyType
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Cause(StrEnum):
    TIME = "time"
    MEMORY = "memory"
    NESTING = "nesting"  # deeper than Python's stack
    CRASH = "crash"  # the process died
    BUG = "bug"  # an exception; `detail` is its traceback


@dataclass(frozen=True, slots=True)
class Failure:
    cause: Cause
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """For each item: wall-clock seconds, and megabytes beyond what the process starts with."""

    seconds: float
    megabytes: int


def _proxy(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


# A spawned worker is sent what a forked one has: read-only mappings too, which pickle does not know.
copyreg.pickle(MappingProxyType, lambda mapping: (_proxy, (dict(mapping),)))

START = 60.0  # seconds that a new process may take to begin
CHUNK = 16  # items given to a worker at once: small, so that two workers end together
TOGETHER = 0.02  # seconds of work after which answers are sent: many at once cost less


def run_each(
    make: Callable[..., Callable[[T], R]],
    arguments: tuple[Any, ...],
    items: Sequence[T],
    limit: Limit,
    workers: int = 0,
    chunk: int = CHUNK,
) -> Iterator[tuple[T, R | Failure]]:
    """Yield (item, result) as they come, in no order.

    `make(*arguments)` is called once in each process and gives the function. `make` must
    be importable, and items, arguments and results picklable. `workers` 0: one a core.
    `chunk` items are given to one at once: 1 where each of them is long.
    """
    if items:
        pool = _Pool(make, arguments, items, limit, workers, chunk)
        try:
            yield from pool.run()
        finally:
            pool.close()


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: "Connection[Any, Any]"
    given: deque[int] = field(default_factory=deque)  # indexes not answered yet, in order
    since: float = 0.0  # when the first of them was begun
    is_ready: bool = False  # its imports are done; until then the limit of an item does not run


class _Pool(Generic[T, R]):
    def __init__(
        self,
        make: Callable[..., Callable[[T], R]],
        arguments: tuple[Any, ...],
        items: Sequence[T],
        limit: Limit,
        workers: int,
        chunk: int,
    ) -> None:
        self._items, self._limit, self._chunk = items, limit, chunk
        self._task = (make, arguments, limit)
        self._waiting = deque(range(len(items)))
        self._suspects: set[int] = set()  # one of these ended a worker: each goes alone
        self._count = max(1, min(workers or os.cpu_count() or 1, -(-len(items) // chunk)))
        self._workers: list[_Worker] = []
        # A forked child needs no imports; but a fork of a process with threads can lock up.
        self._forks = sys.platform == "linux" and threading.active_count() == 1
        self._context: Any = mp.get_context("fork" if self._forks else "spawn")

    def run(self) -> Iterator[tuple[T, R | Failure]]:
        while len(self._workers) < self._count:
            self._hire()
        while any(w.given for w in self._workers):
            now = time.monotonic()
            patience = min(self._end(w) - now for w in self._workers if w.given)
            ready = wait([w.pipe for w in self._workers if w.given], max(0.0, patience))
            for worker in list(self._workers):
                if worker.pipe in ready:
                    yield from self._answer(worker)
                elif worker.given and time.monotonic() > self._end(worker):
                    yield from self._lose(worker, Cause.TIME)

    def close(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.kill()
            worker.process.join()
        self._workers.clear()

    def _hire(self) -> None:
        ours, theirs = self._context.Pipe()
        # A forked child holds copies of our ends of the other pipes: it closes them, or the
        # other workers would not notice when we are gone.
        inherited = [w.pipe for w in self._workers] + [ours]
        inherited = inherited if self._forks else []
        items = self._items if self._forks else None  # a fork has them already
        process = self._context.Process(
            target=_serve, args=(theirs, inherited, items, *self._task), daemon=True
        )
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        self._give(worker)

    def _give(self, worker: _Worker) -> None:
        """Keep the worker in work: it gets a chunk while it is still at the last one.

        Not where items themselves are sent: two ends that both write into full pipes wait for ever.
        """
        chunk: list[int] = []
        most = self._chunk if self._forks else 0
        while self._waiting and len(chunk) < self._chunk and len(worker.given) <= most:
            if self._waiting[0] in self._suspects and (chunk or worker.given):
                break
            chunk.append(self._waiting.popleft())
            if chunk[0] in self._suspects:
                break
        if chunk:
            if not worker.given:
                worker.since = time.monotonic()
            worker.given.extend(chunk)
            worker.pipe.send(chunk if self._forks else [self._items[i] for i in chunk])

    def _end(self, worker: _Worker) -> float:
        return worker.since + (self._limit.seconds if worker.is_ready else START)

    def _answer(self, worker: _Worker) -> Iterator[tuple[T, R | Failure]]:
        try:
            results = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._lose(worker, Cause.CRASH)
            return
        worker.since = time.monotonic()
        if not worker.is_ready:  # its first word is only that it is there, or why it is not
            if results:
                raise RuntimeError(results)
            worker.is_ready = True
            return
        done = [worker.given.popleft() for _ in results]
        self._give(worker)
        for index, result in zip(done, results, strict=True):
            yield self._items[index], result

    def _lose(self, worker: _Worker, cause: Cause) -> Iterator[tuple[T, R | Failure]]:
        """Find the item that ended the worker: alone it is known, of several each goes alone once more."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        lost = list(worker.given)
        if len(lost) > 1:
            self._suspects.update(lost)
            self._waiting.extendleft(reversed(lost))
        if self._waiting:
            self._hire()
        if len(lost) == 1:
            yield self._items[lost[0]], Failure(cause)


def _serve(
    pipe: "Connection[Any, Any]",
    inherited: list["Connection[Any, Any]"],
    items: Sequence[Any] | None,
    make: Callable[..., Callable[[Any], Any]],
    arguments: tuple[Any, ...],
    limit: Limit,
) -> None:
    """The worker's end: lists of items (or of their places in `items`) in, lists of results out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    for other in inherited:
        other.close()
    try:
        function = make(*arguments)
    except Exception:  # noqa: BLE001  # told to the parent: no other worker would fare better
        pipe.send(traceback.format_exc())
        return
    pipe.send(None)
    _limit_memory(limit.megabytes)
    gc.freeze()  # what is here now stays: a collection need not look at it again
    gc.disable()  # the work makes few cycles and many objects; collected now and then
    chunks = 0
    try:
        while True:
            results: list[Any] = []
            begun = time.monotonic()
            for item in pipe.recv():
                _limit_time(limit.seconds)
                results.append(_guarded(function, item if items is None else items[item]))
                if time.monotonic() - begun > TOGETHER:
                    pipe.send(results)
                    results, begun = [], time.monotonic()
            _limit_time(0)
            if results:
                pipe.send(results)
            chunks += 1
            if chunks % 32 == 0:
                gc.collect()
    except (EOFError, OSError):
        return


def _guarded(function: Callable[[Any], Any], item: Any) -> Any:
    try:
        return function(item)
    except MemoryError:
        return Failure(Cause.MEMORY)
    except RecursionError:
        return Failure(Cause.NESTING)
    except Exception:  # noqa: BLE001  # a parser's own mistake must name the file and spare the others
        return Failure(Cause.BUG, traceback.format_exc())


def _limit_time(seconds: float) -> None:
    """POSIX: an item that outlives its limit and its parent too ends the process by itself."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 2 * seconds)


def _limit_memory(megabytes: int) -> None:
    """Linux only: elsewhere the limit of time is what bounds the memory."""
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
        size = int(statm.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = size + megabytes * 1_000_000
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
