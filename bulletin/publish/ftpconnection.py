"""FTP's two connections: plain, and over TLS as hosts really ask for it, with sessions taken up again."""

import ftplib
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

PATIENCE = 30  # seconds that a host may keep silent

SOON = 5.0  # seconds in which a host says why it ended a line


class Plain(ftplib.FTP):  # a host may have nothing else
    """FTP in which nothing waits for an answer that it does not need.

    The connection is for bytes, not text, from login on.
    """

    _folders: Sequence[str] = ()

    def connect(self, *given: Any, **named: Any) -> str:
        welcome = super().connect(*given, **named)
        _at_once(self.sock)
        return welcome

    def store(self, path: str, data: bytes, folders: Sequence[str] = ()) -> None:
        """A file; first the folders that it may need, of which some may be there.

        Unlike `storbinary` it does not ask for bytes each time, and the folders cost no way there and back.
        """
        self._folders = folders
        connection, _ = self.ntransfercmd(f"STOR {path}")
        try:
            with connection:
                connection.sendall(data)
                if isinstance(connection, ssl.SSLSocket):
                    connection.unwrap().close()
        except OSError:
            self._hear_why()
            raise
        self.voidresp()

    def _hear_why(self) -> None:
        """A host that refuses what it is sent ends that line first; why, it says on the other one."""
        before = self.sock.gettimeout()  # type: ignore[union-attr]
        self.sock.settimeout(SOON)  # type: ignore[union-attr]
        try:
            with suppress(OSError, EOFError):
                self.voidresp()
        finally:
            with suppress(OSError):
                self.sock.settimeout(before)  # type: ignore[union-attr]

    def retrieve(self, path: str) -> bytes:
        """As `retrbinary`, which asks for bytes each time."""
        connection, _ = self.ntransfercmd(f"RETR {path}")
        with connection:
            pieces = list(iter(lambda: connection.recv(65536), b""))
            if isinstance(connection, ssl.SSLSocket):
                connection.unwrap().close()
        self.voidresp()
        return b"".join(pieces)

    def makepasv(self) -> tuple[str, int]:
        """As in ftplib; what is said before it is not waited for."""
        folders, self._folders = self._folders, ()
        peer = self.sock.getpeername()  # type: ignore[union-attr]
        for folder in folders:
            self.putcmd(f"MKD {folder}")
        self.putcmd("PASV" if self.af == socket.AF_INET else "EPSV")
        for _ in folders:
            with suppress(ftplib.error_perm):  # there already; what is truly wrong shows when storing
                self.getresp()
        answer = self.getresp()
        if self.af == socket.AF_INET:  # the address that it tells may be that of a network behind it
            return peer[0], ftplib.parse227(answer)[1]  # noqa: S321
        return ftplib.parse229(answer, peer)  # noqa: S321

    def retrlines(self, cmd: str, callback: Callable[[str], object] | None = None) -> str:
        """Listings are text; hosts tell no size of text, and change it on the way."""
        try:
            return super().retrlines(cmd, callback)
        finally:
            self.voidcmd("TYPE I")

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        connection, size = self.begun(cmd)
        return connection, size

    def begun(self, cmd: str) -> tuple[socket.socket, int | None]:
        """The command is said while the second connection is still being made."""
        host, port = self.makepasv()
        self.putcmd(cmd)
        connection = socket.create_connection((host, port), self.timeout, source_address=self.source_address)
        _at_once(connection)
        try:
            answer = self.getresp()
            if answer.startswith("2"):  # some hosts say so before the answer that counts
                answer = self.getresp()
            if not answer.startswith("1"):
                raise ftplib.error_reply(answer)  # noqa: S321
        except BaseException:
            connection.close()
            raise
        return connection, None


class Tls(Plain, ftplib.FTP_TLS):
    """FTP_TLS that may begin with TLS, checks whom it meets, and takes its session up again for data."""

    def __init__(
        self, context: ssl.SSLContext, check: Callable[[ssl.SSLSocket], None], *, is_implicit: bool
    ) -> None:
        super().__init__(context=context, timeout=PATIENCE, encoding="utf-8")
        self._check, self._is_implicit = check, is_implicit

    def connect(self, *given: Any, **named: Any) -> str:
        if not self._is_implicit:
            return super().connect(*given, **named)
        host, port = given
        self.host, self.port = host, port
        raw = socket.create_connection((host, port), self.timeout)
        _at_once(raw)
        self.af = raw.family
        self.sock = self._wrapped(raw)
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()
        return self.welcome

    def auth(self) -> str:
        """As in ftplib, with our check of whom we meet, before a password is said."""
        answer = self.voidcmd("AUTH TLS")
        self.sock = self._wrapped(self.sock)
        self.file = self.sock.makefile(mode="r", encoding=self.encoding)
        return answer

    def login(self, user: str = "", passwd: str = "", acct: str = "", secure: bool = True) -> str:
        if secure and not isinstance(self.sock, ssl.SSLSocket):
            self.auth()
        return ftplib.FTP.login(self, user, passwd, acct)  # noqa: S321

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        connection, size = self.begun(cmd)
        try:
            session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
            return self._wrapped(connection, session), size
        except BaseException:
            connection.close()
            raise

    def _wrapped(self, raw: socket.socket | None, session: ssl.SSLSession | None = None) -> ssl.SSLSocket:
        assert raw is not None  # noqa: S101  # for mypy: it is connected
        try:
            raw.getpeername()  # of one that was reset, wrap_socket loses hold without closing it
        except OSError:
            raw.close()
            raise
        wrapped = self.context.wrap_socket(raw, server_hostname=self.host, session=session)
        try:
            self._check(wrapped)
        except BaseException:
            wrapped.close()
            raise
        return wrapped


def _at_once(connection: socket.socket | None) -> None:
    """Send small pieces without waiting for what went before: else each file waits 40 ms for that."""
    if connection is not None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def certificate(host: str, port: int, *, is_implicit: bool) -> bytes | None:
    """What the host shows, whoever it is: to be looked at, nothing else is said on this connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    seen: list[bytes] = []
    ftp = Tls(context, lambda s: seen.append(s.getpeercert(binary_form=True) or b""), is_implicit=is_implicit)
    with suppress(Exception):
        ftp.connect(host, port)
        if not seen:
            ftp.auth()
    with suppress(Exception):
        ftp.close()
    return seen[0] if seen else None
