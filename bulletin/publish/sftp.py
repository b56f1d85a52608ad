"""SFTP: one connection, many files in flight, so that a slow line is full and not waiting."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR
from typing import Any, TypeVar

import asyncssh

from bulletin.problem import WorldError
from bulletin.publish.comparison import folders
from bulletin.publish.remote import LostError, beside
from bulletin.publish.trust import FILE, Trust
from bulletin.settings import Destination

PATIENCE = 30  # seconds that a host may keep silent
T = TypeVar("T")
_GONE = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath)
_FULL = (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded)
_CUT = (
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
        self._opening = threading.Lock()
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
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, PATIENCE), self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

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
    if isinstance(fault, _CUT):
        return LostError(fault)
    return WorldError("publish-refused", path=where.host, detail=f"{type(fault).__name__}: {fault}")


class SftpChannel:
    """One file at a time over the shared connection; several channels keep several files in flight."""

    def __init__(self, session: Session, top: str) -> None:
        self._session, self._top = session, top.rstrip("/")
        self._client = session.client()

    def read(self, path: str) -> bytes | None:
        async def work() -> bytes | None:
            try:
                async with self._client.open(self._at(path), "rb") as stream:
                    data = await stream.read()
                    return data if isinstance(data, bytes) else data.encode()
            except _GONE:
                return None

        return self._do(work(), path)

    def entries(self, folder: str) -> Sequence[tuple[str, int | None]]:
        async def work() -> Sequence[tuple[str, int | None]]:
            found: list[tuple[str, int | None]] = []
            try:
                async for entry in self._client.scandir(self._at(folder) or "."):
                    name = (
                        entry.filename
                        if isinstance(entry.filename, str)
                        else entry.filename.decode("utf-8", "replace")
                    )
                    if name not in (".", ".."):
                        is_folder = S_ISDIR(entry.attrs.permissions or 0)
                        found.append((name, None if is_folder else entry.attrs.size or 0))
            except _GONE:
                if folder:
                    raise
            return found

        return self._do(work(), folder)

    def put(self, path: str, data: bytes) -> None:
        self._do(self._put(path, data), path)

    async def _put(self, path: str, data: bytes) -> None:
        arriving = self._at(beside(path))
        try:
            await self._store(arriving, data)
        except _GONE:
            await self._make_folders(path)
            await self._store(arriving, data)
        try:
            await self._client.posix_rename(arriving, self._at(path))
        except asyncssh.SFTPOpUnsupported:
            await self._replace(arriving, self._at(path), path)

    async def _store(self, full: str, data: bytes) -> None:
        async with self._client.open(full, "wb") as stream:
            await stream.write(data)

    async def _replace(self, arriving: str, final: str, path: str) -> None:
        """For hosts that rename over nothing that is there: remove it first."""
        with suppress(*_GONE):
            await self._client.remove(final)
        try:
            await self._client.rename(arriving, final)
        except (asyncssh.SFTPFailure, asyncssh.SFTPPermissionDenied) as fault:
            raise WorldError("publish-rename", path=path, detail=fault.reason) from None

    async def _make_folders(self, path: str) -> None:
        for folder in folders(self._at(path)):
            if folder:
                # There already, or made by another channel; what is truly wrong shows when storing.
                with suppress(
                    asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists, asyncssh.SFTPPermissionDenied
                ):
                    await self._client.mkdir(folder)

    def remove(self, path: str) -> None:
        async def work() -> None:
            for name in (path, beside(path)):
                with suppress(*_GONE):
                    await self._client.remove(self._at(name))

        self._do(work(), path)

    def remove_folder(self, folder: str) -> None:
        async def work() -> None:
            with suppress(asyncssh.SFTPError):
                await self._client.rmdir(self._at(folder))

        self._do(work(), folder)

    # -- for releases ----------------------------------------------------------------------

    def target(self, name: str) -> str | None:
        async def work() -> str | None:
            try:
                if await self._client.islink(self._at(name)):
                    target = await self._client.readlink(self._at(name))
                    return target if isinstance(target, str) else target.decode("utf-8", "replace")
            except _GONE:
                return None
            return "" if await self._client.exists(self._at(name)) else None

        return self._do(work(), name)

    def link(self, old: str, new: str) -> None:
        async def work() -> None:
            try:
                await self._client.link(self._at(old), self._at(new))
            except (*_GONE, asyncssh.SFTPFailure):
                await self._make_folders(new)
                await self._client.link(self._at(old), self._at(new))

        self._linking(work(), new)

    def point(self, name: str, target: str) -> None:
        async def work() -> None:
            beside = self._at(f".{name}.bantin")
            with suppress(*_GONE):
                await self._client.remove(beside)
            await self._client.symlink(target, beside)
            await self._client.posix_rename(beside, self._at(name))

        self._linking(work(), name)

    def rename(self, old: str, new: str) -> None:
        self._do(self._client.rename(self._at(old), self._at(new)), new)

    def remove_tree(self, folder: str) -> None:
        async def work() -> None:
            with suppress(asyncssh.SFTPError):
                await self._client.rmtree(self._at(folder))

        self._do(work(), folder)

    def _linking(self, work: Coroutine[Any, Any, None], path: str) -> None:
        try:
            self._do(work, path)
        except WorldError as fault:
            if fault.kind == "publish-refused":
                raise WorldError("publish-no-links", detail=fault.values["detail"]) from None
            raise

    def close(self) -> None:
        self._session.drop(self._client)

    def _do(self, work: Coroutine[Any, Any, T], path: str) -> T:
        try:
            return self._session.run(work)
        except _FULL:
            raise WorldError("publish-full", path=path) from None
        except (asyncssh.SFTPPermissionDenied, asyncssh.SFTPWriteProtect):
            raise WorldError("publish-permission", path=path) from None
        except (*_GONE, *_CUT) as fault:
            # What had just arrived is gone: another publisher took it, and the next try finds its claim.
            raise LostError(fault) from None
        except asyncssh.SFTPError as fault:
            words = str(fault.reason).lower()
            if any(word in words for word in ("quota", "space", "disk full")):
                raise WorldError("publish-full", path=path) from None
            raise WorldError("publish-refused", path=path, detail=fault.reason) from None

    def _at(self, path: str) -> str:
        return f"{self._top}/{path}" if self._top and path else path or self._top
