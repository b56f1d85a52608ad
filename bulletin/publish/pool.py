"""A remote from channels: several side by side, each for one file at a time.

A channel that breaks is opened anew, after a wait that grows; a host that takes no further channel
gets no further one. What is refused for good stops the rest.
"""

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from bulletin.problem import WorldError
from bulletin.publish.comparison import folders
from bulletin.publish.remote import CrowdedError, Done, LostError, Upload, is_ours

WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before each further try of one job; then we give up
LEAVING = 3.0  # seconds for the workers to end after a refusal


class Channel(Protocol):
    """One connection. Verbs raise WorldError for what another try cannot mend, LostError for the rest."""

    def read(self, path: str) -> bytes | None: ...

    def entries(self, folder: str) -> Sequence[tuple[str, int | None]]:
        """What lies in a folder ("": the first): name and size, None for a folder."""

    def put(self, path: str, data: bytes) -> None:
        """The file whole under its name, the folders it needs made."""

    def remove(self, path: str) -> None: ...

    def remove_folder(self, folder: str) -> None:
        """If it is empty; what the host answers does not matter."""

    def close(self) -> None: ...


Job = Callable[[Channel], Any]


class Pool:
    """A `Remote` over channels that `connect` opens; the first at once, so that what is wrong shows."""

    is_whole = False

    def __init__(
        self,
        connect: Callable[[], Channel],
        most: int,
        waits: Sequence[float] = WAITS,
        end: Callable[[], None] = lambda: None,
    ) -> None:
        self._connect, self._most, self._waits, self._end = connect, most, waits, end
        self._idle: list[Channel] = []
        self._guard = threading.Lock()
        self._is_closed = False
        self._idle.append(self._patiently())

    def read(self, path: str) -> bytes | None:
        found: bytes | None = self._one(lambda channel: channel.read(path))
        return found

    def listing(self) -> Mapping[str, int]:
        return {path: size for path, size in self.walk("").items() if not is_ours(path)}

    def walk(self, top: str) -> Mapping[str, int]:
        """Every file below `top`, level by level, each folder of a level by itself."""
        found: dict[str, int] = {}
        level = [top]
        while level:
            below: list[str] = []

            def listed(folder: str, entries: Any, below: list[str] = below) -> None:
                for name, size in entries:
                    path = f"{folder}/{name}" if folder else name
                    if size is None:
                        below.append(path)
                    else:
                        found[path] = size

            self.each([(folder, _lister(folder)) for folder in level], listed)
            level = below
        return found

    def put(self, files: Sequence[Upload], done: Done) -> None:
        # A folder that many files need is made by the first of them, before the others come.
        jobs = [(file.path, _putter(file)) for file in sorted(files, key=lambda f: len(folders(f.path)))]
        self.each(jobs, done)

    def remove(self, paths: Sequence[str], done: Done) -> None:
        self.each([(path, _remover(path)) for path in paths], lambda path, _: done(path, 0))

    def tidy(self, folders: Sequence[str]) -> None:
        """The deepest first, so that a folder is empty when its turn comes."""
        for depth in sorted({folder.count("/") for folder in folders}, reverse=True):
            level = [folder for folder in folders if folder.count("/") == depth]
            self.each([(folder, _folder_remover(folder)) for folder in level], lambda *_: None)

    def finish(self, moment: str) -> None:
        pass

    def close(self) -> None:
        with self._guard:
            idle, self._idle, self._is_closed = self._idle, [], True
        for channel in idle:
            channel.close()
        self._end()

    # -- channels ----------------------------------------------------------------------------

    def _one(self, job: Job) -> Any:
        results: list[Any] = []
        self.each([("", job)], lambda _, result: results.append(result))
        return results[0]

    def each(self, jobs: Sequence[tuple[str, Job]], done: Callable[[str, Any], None]) -> None:
        """Run every job; `done(name, result)` in this thread, as they end. Raises the first refusal."""
        if not jobs:
            return
        run = _Run(jobs, min(self._most, len(jobs)))
        threads = [threading.Thread(target=self._work, args=(run,), daemon=True) for _ in range(run.workers)]
        for thread in threads:
            thread.start()
        try:
            for _ in jobs:
                name, result, fault = run.ended.get()
                if fault:
                    raise fault
                done(name, result)
        finally:
            run.stop.set()
            # After a refusal, whoever waits for a slow host is left behind.
            until = time.monotonic() + LEAVING
            for thread in threads:
                thread.join(max(0.0, until - time.monotonic()))

    def _work(self, run: "_Run") -> None:
        """Take job after job, on a channel of this worker's own."""
        channel = self._left()
        while (job := run.take()) is not None:
            name, work = job
            is_crowded = False
            for wait in (*self._waits, None):
                try:
                    if channel is None:
                        channel = self._connect()
                    result = work(channel)
                except CrowdedError as fault:
                    if run.leave(job):  # those that the host took do it
                        return
                    detail, is_crowded = str(fault), True
                except LostError as fault:
                    detail = fault.detail
                except BaseException as fault:  # noqa: BLE001  # whatever it is, the main thread raises it
                    run.ended.put((name, None, fault))
                    _drop(channel)
                    return
                else:
                    run.ended.put((name, result, None))
                    break
                _drop(channel)
                channel = None
                if wait is None:
                    run.ended.put((name, None, WorldError("publish-lost", detail=detail)))
                    return
                if run.stop.wait(wait):
                    return
                if is_crowded:  # the host's last place may be held by one that has ended its work meanwhile
                    channel = self._left()
        if channel is not None:
            self._keep(channel)

    def _keep(self, channel: Channel) -> None:
        """For who comes next; a worker that was left behind may end when all are closed."""
        with self._guard:
            if not self._is_closed:
                self._idle.append(channel)
                return
        channel.close()

    def _left(self) -> Channel | None:
        """A channel that is open and that nobody uses."""
        with self._guard:
            return self._idle.pop() if self._idle else None

    def _patiently(self) -> Channel:
        for wait in (*self._waits, None):
            try:
                return self._connect()
            except (LostError, CrowdedError) as fault:
                if wait is None:
                    raise WorldError("publish-lost", detail=str(fault)) from None
                time.sleep(wait)
        raise AssertionError


class _Run:
    """Jobs that workers share. Leaving and finding nothing exclude each other, so no job is left over."""

    def __init__(self, jobs: Sequence[tuple[str, Job]], workers: int) -> None:
        self._waiting = list(reversed(jobs))
        self._guard = threading.Lock()
        self.workers = workers
        self.ended: queue.SimpleQueue[tuple[str, Any, BaseException | None]] = queue.SimpleQueue()
        self.stop = threading.Event()

    def take(self) -> tuple[str, Job] | None:
        with self._guard:
            if self._waiting and not self.stop.is_set():
                return self._waiting.pop()
            self.workers -= 1
            return None

    def leave(self, job: tuple[str, Job]) -> bool:
        """Give a job back and work no more, unless nobody else would be left."""
        with self._guard:
            if self.workers < 2:
                return False
            self.workers -= 1
            self._waiting.append(job)
            return True


def _drop(channel: Channel | None) -> None:
    if channel is not None:
        channel.close()


def _lister(folder: str) -> Job:
    return lambda channel: channel.entries(folder)


def _remover(path: str) -> Job:
    return lambda channel: channel.remove(path)


def _folder_remover(folder: str) -> Job:
    return lambda channel: channel.remove_folder(folder)


def _putter(file: Upload) -> Job:
    def put(channel: Channel) -> int:
        data = file.load()
        channel.put(file.path, data)
        return len(data)

    return put
