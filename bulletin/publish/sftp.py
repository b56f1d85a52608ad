"""SFTP: one connection, many files in flight, so that a slow line is full and not waiting."""

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
_GONE = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath)
_FULL = (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded)


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
