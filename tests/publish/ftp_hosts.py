"""FTP and FTPS by pyftpdlib, in a thread."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from faulty import HOME
from lending import PASSWORD, USER, Faults, Host, free_ports
from OpenSSL import SSL
from pyftpdlib.authorizers import AuthenticationFailed, DummyAuthorizer
from pyftpdlib.exceptions import _FileReadWriteError
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import DTPHandler, FTPHandler, TLS_DTPHandler, TLS_FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

FOLDER = "/www"  # of the site, in the home of the user
PASSIVE_PORTS = 40

# It says on stderr what its clients do wrong, unless somebody listens.
logging.getLogger("pyftpdlib").addHandler(logging.NullHandler())
logging.getLogger("pyftpdlib").propagate = False


@contextmanager
def lend_ftp(home: Path, kind: str = "ftp", certificate: Path | None = None) -> Iterator[Host]:
    """`kind`: ftp, ftps or ftps-implicit; the latter two need a file with certificate and key."""
    root = home / FOLDER.strip("/")
    root.mkdir(parents=True)
    port, *data_ports = free_ports(1 + PASSIVE_PORTS)
    host = Host(
        kind, root, port, password=PASSWORD, folder=FOLDER, data_ports=tuple(data_ports), faults=Faults()
    )
    loop = IOLoop()
    server = _Server((HOME, port), _handler(home, host, certificate), ioloop=loop)
    server.faults = host.faults
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            loop.loop(timeout=0.05, blocking=False)
        server.close_all()

    thread = threading.Thread(target=serve, name=f"{kind} host", daemon=True)
    thread.start()
    try:
        yield host
    finally:
        stop.set()
        thread.join(10)


def _handler(home: Path, host: Host, certificate: Path | None) -> type[FTPHandler]:
    settings: dict[str, object] = {
        "authorizer": _Authorizer(home, host.faults),
        "abstracted_fs": type("Files", (_Files,), {"faults": host.faults, "top": host.root}),
        "passive_ports": list(host.data_ports),
        "faults": host.faults,
        "auth_failed_timeout": 0,
        "banner": "Máy chủ thử nghiệm",
        "use_sendfile": False,
    }
    if host.kind == "ftp":
        return type("Handler", (_Plain,), {**settings, "dtp_handler": _Data})
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.use_privatekey_file(str(certificate))
    context.use_certificate_file(str(certificate))
    context.set_session_id(b"bantin")
    settings |= {"ssl_context": context, "tls_control_required": True, "tls_data_required": True}
    base = _Implicit if host.kind == "ftps-implicit" else _Explicit
    return type("Handler", (base,), {**settings, "dtp_handler": _TlsData})


class _Server(FTPServer):
    faults: Faults

    @property
    def max_cons(self) -> int:
        """pyftpdlib counts sockets, its own and those of data among them; here, whoever is connected counts."""
        few = self.faults.connections
        return 1 if few and len(self.ip_map) > few else 10_000

    def _map_len(self) -> int:
        return 2


class _Authorizer(DummyAuthorizer):
    def __init__(self, home: Path, faults: Faults) -> None:
        super().__init__()
        self._faults = faults
        self.add_user(USER, PASSWORD, str(home), perm="elradfmwMT")

    def validate_authentication(self, username: str, password: str, handler: FTPHandler) -> None:
        if self._faults.login_refused:
            raise AuthenticationFailed("Authentication failed.")
        super().validate_authentication(username, password, handler)


class _Files(AbstractedFS):
    faults: Faults
    top: Path

    def open(self, filename: str, mode: str) -> Any:
        if "r" not in mode:
            self.faults.check_write(filename)
        return _File(super().open(filename, mode), self)

    def rename(self, src: str, dst: str) -> None:
        self.faults.check_write(dst)
        self.faults.check_rename(Path(dst))
        super().rename(src, dst)

    def remove(self, path: str) -> None:
        self.faults.check_delete(path)
        super().remove(path)

    def rmdir(self, path: str) -> None:
        self.faults.check_delete(path)
        super().rmdir(path)

    def mkdir(self, path: str) -> None:
        self.faults.check_write(path)
        super().mkdir(path)

    def getmtime(self, path: str) -> float:
        return float(super().getmtime(path)) + self.faults.clock.total_seconds()


class _File:
    """A file on a disk that may be full."""

    def __init__(self, stream: Any, files: _Files) -> None:
        self._stream, self._files = stream, files

    def write(self, data: bytes) -> int:
        self._files.faults.check_room(self._files.top, len(data))
        written = int(self._stream.write(data))
        self._stream.flush()
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __del__(self) -> None:
        """pyftpdlib leaves it open when a line was cut that it was to come by."""
        self._stream.close()


class _FullDisk:
    """Data that the disk has no room for: 552, as the standard has it (RFC 959, 4.2.1), not pyftpdlib's 426."""

    def handle_error(self) -> None:
        if isinstance(sys.exc_info()[1], _FileReadWriteError):
            self._resp = ("552 Disk quota exceeded; transfer aborted.", logging.getLogger("pyftpdlib").info)
            self.close()  # type: ignore[attr-defined]
        else:
            super().handle_error()  # type: ignore[misc]


class _Data(_FullDisk, DTPHandler):
    pass


class _TlsData(_FullDisk, TLS_DTPHandler):
    pass


class _Faulty:
    """Every command is an operation, and done when its last answer is about to be sent."""

    faults: Faults

    def pre_process_command(self, line: str, cmd: str, arg: str) -> None:
        if self.faults.no_mlsd and cmd in ("MLSD", "MLST"):
            self.respond(f'500 Command "{cmd}" not understood.')  # type: ignore[attr-defined]
            return
        self.faults.before(f"{cmd} {arg}" if cmd != "PASS" else cmd)
        super().pre_process_command(line, cmd, arg)  # type: ignore[misc]

    def respond(self, resp: str, **how: Any) -> None:
        if not resp.startswith("1"):
            self.faults.after()
        super().respond(resp, **how)  # type: ignore[misc]


class _Plain(_Faulty, FTPHandler):
    pass


class _Explicit(_Faulty, TLS_FTPHandler):
    pass


class _Implicit(_Explicit):
    """TLS from the first byte."""

    def handle(self) -> None:
        self.secure_connection(self.ssl_context)

    def handle_ssl_established(self) -> None:
        super().handle()

    def handle_max_cons(self) -> None:
        self.close()
