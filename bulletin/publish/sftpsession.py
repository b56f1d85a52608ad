"""The connection that SFTP's channels share, and the key of a host that is met for the first time."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import asyncssh

from bulletin.problem import WorldError
from bulletin.publish.remote import LostError
from bulletin.publish.trust import FILE, Trust
from bulletin.settings import Destination

PATIENCE = 30  # seconds that a host may keep silent
SLOWEST = 10_000  # bytes a second of a line that is still worth waiting for
T = TypeVar("T")
CUT = (
    asyncssh.SFTPConnectionLost,
    asyncssh.SFTPNoConnection,
    asyncssh.ConnectionLost,
    asyncssh.DisconnectError,
    asyncssh.ChannelOpenError,
    OSError,
    asyncio.TimeoutError,
)


class Session:
    """The connection that all channels share, in a thread of its own; opened again when it was cut."""

    def __init__(self, root: Path, where: Destination, password: str, trust: Trust) -> None:
        self._root, self._where, self._password, self._trust = root, where, password, trust
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._opening, self._counting = threading.Lock(), threading.Lock()
        self._flying = 0  # bytes
        self.made: set[str] = set()  # folders that are there
        self._connection: asyncssh.SSHClientConnection | None = None
        self._client: asyncssh.SFTPClient | None = None
        self._dropped: list[asyncssh.SSHClientConnection] = []

    def client(self) -> asyncssh.SFTPClient:
        """Raises WorldError, LostError."""
        with self._opening:
            if self._client is None:
                keys = self._trust.known_keys(self._where.host, self._where.port or 22, self._first_key)
                self.run(self._open(keys))
            assert self._client is not None  # noqa: S101  # for mypy: `_open` has set it
            return self._client

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do `work` in the connection's thread, as long as a host may keep silent. Raises what it raises."""
        patience = PATIENCE + self._flying / SLOWEST
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, patience), self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    @contextmanager
    def sending(self, size: int) -> Iterator[None]:
        """While so many bytes are under way: they delay each other, and all else."""
        with self._counting:
            self._flying += size
        try:
            yield
        finally:
            with self._counting:
                self._flying -= size

    def drop(self, client: asyncssh.SFTPClient | None) -> None:
        """The connection of `client` is of no use any more. Another may be there already."""
        with self._opening:
            if client is not None and client is self._client:
                self._forget()

    def close(self) -> None:
        """Also a second time."""
        if self._loop.is_closed():
            return
        with self._opening:
            self._forget()
        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(2)
        if not self._loop.is_running():
            self._loop.close()

    def _forget(self) -> None:
        connection, self._connection, self._client = self._connection, None, None
        if connection is not None:
            self._dropped.append(connection)
            self._loop.call_soon_threadsafe(connection.abort)

    async def _end(self) -> None:
        """Let what the connections have begun come to its end."""
        for connection in self._dropped:
            await asyncio.wait_for(connection.wait_closed(), 2)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _first_key(self) -> tuple[str, str]:
        return first_key(self._where)

    async def _connect(self, keys: str) -> None:
        where = self._where
        options: dict[str, Any] = {}
        if where.key:
            options["client_keys"] = [
                asyncssh.read_private_key(self._root / where.key, self._password or None)
            ]
        elif self._password:
            options["password"], options["client_keys"] = self._password, None
        self._connection = await asyncssh.connect(
            where.host,
            where.port or 22,
            username=where.user or (),
            known_hosts=asyncssh.import_known_hosts(keys),
            config=None,
            keepalive_interval=10,
            keepalive_count_max=3,
            login_timeout=PATIENCE,
            **options,
        )
        self._client = await self._connection.start_sftp_client()

    async def _open(self, keys: str) -> None:
        try:
            await self._connect(keys)
        except Exception as fault:  # noqa: BLE001
            raise at_login(fault, self._where) from None


def first_key(where: Destination) -> tuple[str, str]:
    """The key that a host shows: its line for known_hosts, and its print. Raises WorldError, LostError."""
    port = where.port or 22
    try:
        key = asyncio.run(asyncio.wait_for(asyncssh.get_server_host_key(where.host, port), PATIENCE))
    except Exception as fault:  # noqa: BLE001
        raise at_login(fault, where) from None
    if key is None:
        raise LostError(where.host)
    name = where.host if port == 22 else f"[{where.host}]:{port}"
    return f"{name} {key.export_public_key('openssh').decode().strip()}", key.get_fingerprint("sha256")


def at_login(fault: Exception, where: Destination) -> Exception:
    """What went wrong before the first file, as a cause."""
    if isinstance(fault, WorldError | LostError):
        return fault
    if isinstance(fault, asyncssh.HostKeyNotVerifiable):
        return WorldError("publish-other-key", host=where.host, file=FILE)
    if isinstance(fault, asyncssh.PermissionDenied):
        return WorldError("publish-login", host=where.host, user=where.user)
    if isinstance(fault, asyncssh.KeyImportError | asyncssh.KeyEncryptionError | FileNotFoundError):
        return WorldError("publish-key", file=where.key)
    if isinstance(fault, socket.gaierror):
        return WorldError("publish-unknown-host", host=where.host)
    if isinstance(fault, CUT):
        return LostError(fault)
    return WorldError("publish-refused", path=where.host, detail=f"{type(fault).__name__}: {fault}")
