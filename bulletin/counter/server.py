"""The counter as a server of its own: granian, with no thread for each hit that waits."""

import asyncio
import gc
import socket
import sys
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from bulletin.counter.application import Answer, Counter, Site, Wanted
from bulletin.counter.place import Place
from bulletin.counter.store import GROUP, WAITING, Counted, Hit, Store, StoreError

ENOUGH = 48  # hits make a group; for fewer we wait a moment, for a group costs as much as ten hits
GATHERING = 0.003  # seconds
TIDYING = 60.0  # seconds between looks whether a salt is to be destroyed, should nobody come
# What the application looks at in a request; other headers are not even copied.
_HEADERS = {
    name.lower().replace("_", "-"): f"HTTP_{name}"
    for name in (
        "ORIGIN", "REFERER", "USER_AGENT", "X_FORWARDED_FOR", "DNT", "SEC_GPC",
        "SEC_PURPOSE", "PURPOSE", "X_PURPOSE", "X_MOZ",
    )
}  # fmt: skip
_HEADERS["content-length"] = "CONTENT_LENGTH"


def serve(places: Sequence[Place], host: str, port: int, workers: int) -> None:
    """Serve until told to stop. Raises ImportError without granian, OSError when the port is taken."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    Granian(
        "counter",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        backlog=2048,
        websockets=False,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=16_384, header_read_timeout=10_000),
        log_access=False,  # a log of who asked is what we promise not to keep
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
    ).serve(target_loader=partial(load, tuple(places)), wrap_loader=False)


def free_address(host: str, port: int) -> str:
    """The address that `host` is, free at that port. Raises OSError, OverflowError or UnicodeError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    family, kind, _, _, (address, *_) = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((address, port))
    return str(address)


def load(places: Sequence[Place]) -> Any:
    """Called in each worker process."""
    from bulletin.counter.wsgi import counter

    return Door(counter(places))


class Door:
    """The application as granian's own protocol (RSGI) has it: hits wait as futures, not in threads."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._gathered: dict[Site, _Gathered] = {}

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        # The writer has the disk to tend: it must not wait 5 ms for its turn while hits come in.
        sys.setswitchinterval(0.0005)
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)  # what a hit leaves behind is freed without its help
        self.tidy(loop)

    def tidy(self, loop: asyncio.AbstractEventLoop) -> None:
        """Now and from now on."""
        loop.run_in_executor(None, self._counter.tidy)
        loop.call_later(TIDYING, self.tidy, loop)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._counter.close()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": scope.method,
            "PATH_INFO": scope.path,
            "QUERY_STRING": scope.query_string,
            "REMOTE_ADDR": scope.client.rpartition(":")[0],
        }
        for name, value in scope.headers.items():
            if known := _HEADERS.get(name):
                environ[known] = f"{environ[known]},{value}" if known in environ else value
        wanted = self._counter.examine(environ)
        answer = wanted if not isinstance(wanted, Wanted) else await self._answer(wanted)
        status, body, headers = answer
        if environ["REQUEST_METHOD"] == "HEAD" or status == 204:
            protocol.response_empty(status, headers)
        else:
            protocol.response_bytes(status, headers, body)

    async def _answer(self, wanted: Wanted) -> Answer:
        gathered = self._gathered.get(wanted.site)
        if gathered is None:
            gathered = self._gathered[wanted.site] = _Gathered(wanted.site.grouped.store)
        try:
            if wanted.hit is None:
                return await gathered.ask(partial(self._counter.asked, wanted))
            counted = await gathered.hit(wanted.hit)
        except StoreError:
            return self._counter.refused(wanted)
        if isinstance(counted, StoreError):
            return self._counter.refused(wanted)
        return self._counter.kept(wanted, counted)


class _Waiting:
    """A hit whose coroutine waits: as much of a future as its driver asks for (see `asyncio.isfuture`).

    A future of asyncio has the loop called once more for each hit; this one goes on at once when its
    group is told.
    """

    __slots__ = ("_asyncio_future_blocking", "_loop", "answer", "hit", "wake")

    def __init__(self, hit: Hit, loop: asyncio.AbstractEventLoop) -> None:
        self.hit, self._loop = hit, loop
        self.answer: Counted | StoreError | None = None
        self.wake: Callable[[_Waiting], object] | None = None
        self._asyncio_future_blocking = False

    def __await__(self) -> Generator["_Waiting", None, Counted | StoreError]:
        self._asyncio_future_blocking = True
        yield self
        return self.result()

    def add_done_callback(self, wake: "Callable[[_Waiting], object]", context: object = None) -> None:
        self.wake = wake

    def get_loop(self) -> asyncio.AbstractEventLoop:
        return self._loop

    def result(self) -> Counted | StoreError:
        return self.answer or StoreError("no answer")

    def tell(self, answer: Counted | StoreError) -> None:
        self.answer = answer
        if self.wake is not None:
            self.wake(self)


class _Gathered:
    """What `store.Grouped` is to threads: hits gather while a group is written, by one thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loop = asyncio.get_running_loop()
        self._writer = ThreadPoolExecutor(1, "counter")
        self._waiting: deque[_Waiting] = deque()
        self._is_writing = False

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        return await self._loop.run_in_executor(self._writer, question)

    def hit(self, hit: Hit) -> _Waiting:
        """To be awaited. Raises StoreError when too many wait already."""
        if len(self._waiting) >= WAITING:
            raise StoreError("too many hits are waiting")
        waiting = _Waiting(hit, self._loop)
        self._waiting.append(waiting)
        if not self._is_writing:
            self._is_writing = True
            # Not at once: what has already arrived is looked at first, and goes along.
            self._loop.call_soon(self._next)
        return waiting

    def _next(self) -> None:
        group = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
        self._is_writing = bool(group)
        if group:
            self._writer.submit(self._write, group)

    def _write(self, group: list[_Waiting]) -> None:
        answers: Sequence[Counted | StoreError]
        try:
            answers = self._store.apply([waiting.hit for waiting in group])
        except Exception as fault:  # noqa: BLE001  # whatever it was, the hits are answered 503
            answers = [StoreError(f"{type(fault).__name__}: {fault}")] * len(group)
        self._loop.call_soon_threadsafe(self._tell, group, answers)

    def _tell(self, group: list[_Waiting], answers: Sequence[Counted | StoreError]) -> None:
        # The next group is on its way before these readers have their answers.
        if len(self._waiting) in range(1, ENOUGH):
            self._loop.call_later(GATHERING, self._next)
        else:
            self._next()
        for waiting, answer in zip(group, answers, strict=True):
            waiting.tell(answer)
