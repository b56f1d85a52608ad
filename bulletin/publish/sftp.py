"""SFTP: one connection, many files in flight, so that a slow line is full and not waiting."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from stat import S_ISDIR
from typing import Any, TypeVar

import asyncssh

from bulletin.problem import WorldError
from bulletin.publish.comparison import folders
from bulletin.publish.remote import LostError, beside
from bulletin.publish.sftpsession import CUT, Session

T = TypeVar("T")
SMALL = 32_000  # bytes that any host takes in one go
_GONE = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath)
_MAYBE_THERE = (
    asyncssh.SFTPFailure,
    asyncssh.SFTPFileAlreadyExists,
    asyncssh.SFTPPermissionDenied,
    *_GONE,
)
_FULL = (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded)


class SftpChannel:
    """One file at a time over the shared connection; several channels keep several files in flight."""

    def __init__(self, session: Session, top: str) -> None:
        self._session, self._top = session, top.rstrip("/")
        self._client = session.client()

    def read(self, path: str) -> bytes | None:
        async def work() -> bytes | None:
            full = self._at(path)
            try:
                # A small file in two ways there and back: all that can be asked at once, is.
                stream = await self._client.open(full, "rb", block_size=0)
                data, facts, _ = await asyncio.gather(stream.read(SMALL, 0), stream.stat(), stream.close())
                if facts.size != len(data):
                    async with self._client.open(full, "rb") as stream:
                        data = await stream.read()
            except _GONE:
                return None
            return data if isinstance(data, bytes) else data.encode()

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
        with self._session.sending(len(data)):
            self._do(self._put(path, data), path)

    async def _put(self, path: str, data: bytes) -> None:
        arriving = self._at(beside(path))
        wanted = [folder for folder in folders(arriving) if folder and folder not in self._session.made]
        try:
            await self._store(arriving, data, wanted)
        except _GONE:  # somebody has removed the folder since
            await self._store(arriving, data, [folder for folder in folders(arriving) if folder])
        self._session.made.update(wanted)
        try:
            await self._client.posix_rename(arriving, self._at(path))
        except asyncssh.SFTPOpUnsupported:
            await self._replace(arriving, self._at(path), path)

    async def _store(self, full: str, data: bytes, wanted: Sequence[str]) -> None:
        """Folders cost no way there and back: a host does what it is asked in order."""
        if len(data) > SMALL:
            await asyncio.gather(*map(self._make_folder, wanted))
            async with self._client.open(full, "wb") as large:
                await large.write(data)
            return
        *made, opened = await asyncio.gather(
            *map(self._make_folder, wanted), self._open_new(full), return_exceptions=True
        )
        for each in (opened, *made):
            if isinstance(each, BaseException):
                raise each
        stream: Any = opened
        await asyncio.gather(stream.write(data), stream.close())

    async def _open_new(self, full: str) -> Any:
        return await self._client.open(full, "wb", block_size=0)

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
                await self._make_folder(folder)

    async def _make_folder(self, folder: str) -> None:
        # There already, or made by another channel; what is truly wrong shows when storing.
        with suppress(
            asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists, asyncssh.SFTPPermissionDenied, *_GONE
        ):
            await self._client.mkdir(folder)

    def remove(self, path: str) -> None:
        async def work() -> None:
            await asyncio.gather(self._remove(path), self._remove(beside(path)))

        self._do(work(), path)

    async def _remove(self, path: str) -> None:
        with suppress(*_GONE):
            await self._client.remove(self._at(path))

    def remove_folder(self, folder: str) -> None:
        self._session.made.discard(self._at(folder))

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
        except (*_GONE, *CUT) as fault:
            # What had just arrived is gone: another publisher took it, and the next try finds its claim.
            raise LostError(fault) from None
        except asyncssh.SFTPError as fault:
            words = str(fault.reason).lower()
            if any(word in words for word in ("quota", "space", "disk full")):
                raise WorldError("publish-full", path=path) from None
            raise WorldError("publish-refused", path=path, detail=fault.reason) from None

    def _at(self, path: str) -> str:
        return f"{self._top}/{path}" if self._top and path else path or self._top
