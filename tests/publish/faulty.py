"""A bad line: what goes to a host's ports passes here, late, and is cut where a test says.

The host listens at HOME; the line listens at AWAY, which is this machine too, under the same port numbers.
So a client that is told to use AWAY comes through the line also for FTP's data connections, TLS or not:
their port is named in the answer, their address is that of the first connection.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HOME, AWAY = "127.0.0.1", "127.0.0.2"
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset, as a router does that forgot us
_CHUNK = 65536


@dataclass(eq=False)
class Line:
    """Counts are of all connections together, from the start or the last `mend`. None cuts nothing.

    `delay`: seconds one way; bytes in flight do not wait for each other, and a new connection takes
    three ways until the host may speak or hears us, as TCP's greeting does.
    `cut_after_bytes` to the host and `cut_after_answers` from it: this many arrive, and nothing after.
    `cut_after_connections`: this many are made; with the next one the line is cut.
    `mends_itself`: only what was open when it was cut is lost. Else nothing passes until `mend`.
    """

    delay: float = 0.0
    cut_after_bytes: int | None = None
    cut_after_answers: int | None = None
    cut_after_connections: int | None = None
    mends_itself: bool = False
    is_down: bool = False
    cuts: int = 0
    sent: int = 0
    answered: int = 0
    connections: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _open: set["_Connection"] = field(default_factory=set)

    def cut(self) -> None:
        """Now; from any thread. Not a byte passes afterwards, whatever is under way."""
        if not self.is_down:
            self.is_down = True
            self.cuts += 1
            self._loop.call_soon_threadsafe(self._drop)

    def mend(self) -> None:
        """All is well again; what was set to cut it is forgotten."""
        self.cut_after_bytes = self.cut_after_answers = self.cut_after_connections = None
        self.sent = self.answered = self.connections = 0
        self._in_loop(self._drop)
        self.is_down = False

    def _drop(self) -> None:
        for connection in tuple(self._open):
            connection.reset()
        self._open.clear()
        if self.mends_itself and self.is_down:
            self.cut_after_bytes = self.cut_after_answers = self.cut_after_connections = None
            self.is_down = False

    def _in_loop(self, work: Callable[[], None]) -> None:
        async def whole() -> None:
            work()

        asyncio.run_coroutine_threadsafe(whole(), self._loop).result(10)

    # -- in the loop's thread ----------------------------------------------------------------

    def to_host(self, data: bytes) -> bytes:
        """What of it arrives."""
        passed = self._within(data, self.sent, self.cut_after_bytes)
        self.sent += len(passed)
        return passed

    def to_client(self, data: bytes) -> bytes:
        passed = self._within(data, self.answered, self.cut_after_answers)
        self.answered += len(passed)
        return passed

    def _within(self, data: bytes, before: int, limit: int | None) -> bytes:
        if self.is_down:
            return b""
        if limit is None or before + len(data) < limit:
            return data
        self.cut()
        return data[: limit - before]

    async def accept(self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = _Connection(self, writer)
        if not self.is_down:
            self.connections += 1
            if self.cut_after_connections is not None and self.connections > self.cut_after_connections:
                self.cut()
        if self.is_down:
            connection.reset()
            return
        self._open.add(connection)
        with suppress(OSError, asyncio.CancelledError):
            await asyncio.sleep(3 * self.delay)
            await connection.carry(reader, port)
        self._open.discard(connection)
        connection.reset(politely=True)


class _Connection:
    def __init__(self, line: Line, client: asyncio.StreamWriter) -> None:
        self._line = line
        self._writers = [client]
        self._is_reset = False

    async def carry(self, client: asyncio.StreamReader, port: int) -> None:
        host, to_host = await asyncio.open_connection(HOME, port)
        self._writers.append(to_host)
        if self._is_reset:
            self._is_reset = False
            self.reset()
            return
        ways = (
            self._carry(client, to_host, self._line.to_host),
            self._carry(host, self._writers[0], self._line.to_client),
        )
        await asyncio.gather(*ways, return_exceptions=True)

    async def _carry(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, passing: Callable[[bytes], bytes]
    ) -> None:
        """Until the source has no more; each piece is given on when its time has come."""
        loop, pieces = asyncio.get_running_loop(), asyncio.Queue[tuple[float, bytes]]()

        async def deliver() -> None:
            while True:
                due, data = await pieces.get()
                if (wait := due - loop.time()) > 0:
                    await asyncio.sleep(wait)
                if not data:
                    if target.can_write_eof():
                        target.write_eof()
                    return
                target.write(passing(data))
                await target.drain()

        delivery = asyncio.ensure_future(deliver())
        data = b"?"
        try:
            while data:
                data = await source.read(_CHUNK)
                pieces.put_nowait((loop.time() + self._line.delay, data))
            await delivery
        except OSError:
            self.reset()  # one end is gone: the other hears it at once
        finally:
            delivery.cancel()

    def reset(self, *, politely: bool = False) -> None:
        """Close both ends; what was given on before still arrives."""
        if self._is_reset:
            return
        self._is_reset = True
        for writer in self._writers:
            if politely:
                writer.close()
                continue
            with suppress(OSError):
                if raw := writer.get_extra_info("socket"):
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.transport.abort()


@contextmanager
def line_to(ports: Sequence[int], delay: float = 0.0) -> Iterator[Line]:
    """A line to those ports of HOME, at AWAY."""
    line = Line(delay)
    loop = line._loop

    async def begin() -> list[asyncio.Server]:
        def accepting(port: int) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
            return lambda reader, writer: line.accept(port, reader, writer)

        return [await asyncio.start_server(accepting(port), AWAY, port) for port in ports]

    async def end(servers: list[asyncio.Server]) -> None:
        for server in servers:
            server.close()
        line.mends_itself, line.is_down = False, True
        line._drop()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    thread = threading.Thread(target=loop.run_forever, name="line", daemon=True)
    thread.start()
    try:
        servers = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
        try:
            yield line
        finally:
            asyncio.run_coroutine_threadsafe(end(servers), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
