"""SFTP by asyncssh, in a thread: login by password, and faults that OpenSSH cannot be asked for."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncssh
from faulty import HOME
from lending import PASSWORD, USER, Faults, Host, free_port

FOLDER = "/www"  # of the site, in the folder that the user is locked into


@contextmanager
def lend_sftp(home: Path) -> Iterator[Host]:
    root = home / FOLDER.strip("/")
    root.mkdir(parents=True)
    host = Host("sftp", root, free_port(), password=PASSWORD, folder=FOLDER, faults=Faults())
    loop = asyncio.new_event_loop()

    async def begin() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            HOME,
            host.port,
            server_factory=lambda: _Login(host.faults),
            server_host_keys=[asyncssh.generate_private_key("ssh-ed25519")],
            sftp_factory=lambda channel: _Files(channel, home, host),
            reuse_address=True,
        )

    async def end(server: asyncssh.SSHAcceptor) -> None:
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    thread = threading.Thread(target=loop.run_forever, name="sftp host", daemon=True)
    thread.start()
    try:
        server = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
        try:
            yield host
        finally:
            asyncio.run_coroutine_threadsafe(end(server), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


class _Login(asyncssh.SSHServer):
    open = 0

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._is_refused = False

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        _Login.open += 1
        if self._faults.connections and _Login.open > self._faults.connections:
            conn.disconnect(asyncssh.DISC_TOO_MANY_CONNECTIONS, "Too many connections")

    def connection_lost(self, exc: Exception | None) -> None:
        _Login.open -= 1

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return not self._faults.login_refused and (username, password) == (USER, PASSWORD)


class _Files(asyncssh.SFTPServer):
    """Whatever changes something is an operation."""

    def __init__(self, channel: Any, home: Path, host: Host) -> None:
        super().__init__(channel, chroot=str(home).encode())
        self._faults, self._top = host.faults, host.root

    def _place(self, path: bytes) -> Path:
        return Path(self.map_path(path).decode())

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Any:
        self._faults.before(f"open {path.decode()}")
        if pflags & asyncssh.FXF_WRITE:
            self._faults.check_write(path.decode())
        done = super().open(path, pflags, attrs)
        self._faults.after()
        return done

    def write(self, file_obj: Any, offset: int, data: bytes) -> int:
        self._faults.before("write")
        self._faults.check_room(self._top, len(data))
        done = int(super().write(file_obj, offset, data))  # type: ignore[arg-type]
        self._faults.after()
        return done

    def close(self, file_obj: Any) -> None:
        with suppress(ValueError):
            super().close(file_obj)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        if self._faults.rename_refused:  # an extension of OpenSSH's that others do without
            raise asyncssh.SFTPOpUnsupported("Extended request not supported")
        self._faults.before(f"rename {newpath.decode()}")
        self._faults.check_write(newpath.decode())
        self._faults.check_rename(self._place(newpath))
        super().posix_rename(oldpath, newpath)
        self._faults.after()

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._faults.before(f"rename {newpath.decode()}")
        self._faults.check_write(newpath.decode())
        self._faults.check_rename(self._place(newpath))
        super().rename(oldpath, newpath)
        self._faults.after()

    def remove(self, path: bytes) -> None:
        self._faults.before(f"remove {path.decode()}")
        self._faults.check_delete(path.decode())
        super().remove(path)
        self._faults.after()

    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        self._faults.before(f"mkdir {path.decode()}")
        self._faults.check_write(path.decode())
        super().mkdir(path, attrs)
        self._faults.after()

    def rmdir(self, path: bytes) -> None:
        self._faults.before(f"rmdir {path.decode()}")
        self._faults.check_delete(path.decode())
        super().rmdir(path)
        self._faults.after()
