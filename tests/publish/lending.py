"""Hosts of the tests' own, on free ports of this machine: what they are, and what may go wrong on them.

ftp_hosts    FTP and FTPS by pyftpdlib          faults on demand
proftpd      FTPS by ProFTPD                    as Debian sets it up, with TLS sessions taken up again
ssh_hosts    SFTP, rsync and git by OpenSSH
sftp_host    SFTP by asyncssh                   passwords, faults on demand
s3_host      S3 by moto                         faults on demand
"""

import errno
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path

from faulty import AWAY, HOME, Line, line_to

FAR = (
    "ftp",
    "ftps",
    "ftps_implicit",
    "proftpd",
    "sftp",
    "sshd",
    "s3",
    "rsync",
    "git_ssh",
)  # at the end of a line
KINDS = ("folder", *FAR, "git")  # fixtures
USER = "bientap"
# A word that cannot be in any output by chance, with what needs quoting in commands and addresses.
PASSWORD = "bí mật 7Q%4/@:'\"$x#"


@dataclass
class Faults:
    """What a host does wrong, from now on. A test may change it while the host runs.

    `cut_before`, `cut_after`: `cut` is called before or after the operation of that number, counted
    from 1 in `seen`, once; after means that it is done, and that its answer is lost.
    """

    quota: int | None = None  # bytes that fit; then the disk is full
    rename_refused: bool = False  # onto a file that is there
    rename_always_refused: bool = False
    delete_refused: bool = False
    read_only: bool = False
    login_refused: bool = False
    no_mlsd: bool = False
    connections: int = 0  # that it takes at a time; 0 for any number
    clock: timedelta = timedelta()  # how far its clock is ahead
    cut_before: int = 0
    cut_after: int = 0
    cut: Callable[[], None] = lambda: None
    seen: list[str] = field(default_factory=list)

    def before(self, operation: str) -> None:
        self.seen.append(operation)
        if 0 < self.cut_before <= len(self.seen):
            self.cut_before = 0
            self.cut()

    def after(self) -> None:
        if 0 < self.cut_after <= len(self.seen):
            self.cut_after = 0
            self.cut()

    def forget(self) -> None:
        """All is well again."""
        fresh = Faults()
        for each in fields(self):
            setattr(self, each.name, getattr(fresh, each.name))

    def check_room(self, root: Path, more: int) -> None:
        """Raises OSError, as a system does whose disk is full."""
        if self.quota is None:
            return
        held = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
        if held + more > self.quota:
            raise OSError(errno.EDQUOT, "Disk quota exceeded")

    def check_write(self, path: str) -> None:
        if self.read_only:
            raise OSError(errno.EACCES, "Permission denied", path)

    def check_rename(self, target: Path) -> None:
        if self.rename_always_refused or (self.rename_refused and target.exists()):
            raise OSError(errno.EACCES, "Permission denied", target)

    def check_delete(self, path: str) -> None:
        if self.read_only or self.delete_refused:
            raise OSError(errno.EACCES, "Permission denied", path)


@dataclass(frozen=True)
class Host:
    """A running host: what an editor knows of it, and what lies on it."""

    kind: str  # as in site.toml
    root: Path  # where the site's files lie
    port: int
    address: str = HOME
    user: str = USER
    password: str = ""
    key: Path | None = None
    folder: str = ""  # the root, as clients name it
    bucket: str = ""
    repository: str = ""
    branch: str = ""
    data_ports: tuple[int, ...] = ()
    faults: Faults = field(default_factory=Faults)

    def files(self) -> Mapping[str, bytes]:
        """Everything that lies there, hidden files too."""
        found = sorted(path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def write(self, path: str, data: bytes) -> None:
        """As somebody else would who works on the host by hand."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    def delete(self, path: str) -> None:
        (self.root / path).unlink()

    @contextmanager
    def far_away(self, delay: float = 0.0) -> Iterator[tuple["Host", Line]]:
        """The same host at the end of a line, which its operations may cut."""
        with line_to((self.port, *self.data_ports), delay) as line:
            self.faults.cut = line.cut
            repository = self.repository.replace(HOME, AWAY)
            try:
                yield replace(self, address=AWAY, repository=repository), line
            finally:
                self.faults.forget()


def free_ports(count: int) -> tuple[int, ...]:
    """Ports that nobody listens at, at HOME and AWAY, a moment ago."""
    probes: list[socket.socket] = []
    ports: list[int] = []
    try:
        while len(ports) < count:
            home, away = socket.socket(), socket.socket()
            probes += [home, away]
            home.bind((HOME, 0))
            port = int(home.getsockname()[1])
            try:
                away.bind((AWAY, port))
            except OSError:
                continue
            ports.append(port)
        return tuple(ports)
    finally:
        for probe in probes:
            probe.close()


def free_port() -> int:
    return free_ports(1)[0]


@contextmanager
def process(words: list[str | Path], port: int, log: Path, **how: object) -> Iterator[None]:
    """A server in the foreground, from when it listens until the block ends."""
    with log.open("w+b") as stream:
        server = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, **how)  # type: ignore[call-overload]
        try:
            until = time.monotonic() + 30
            while not listens(port):
                if server.poll() is not None or time.monotonic() > until:
                    raise AssertionError(log.read_text("utf-8", "replace"))
                time.sleep(0.02)
            yield
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(10)


def listens(port: int) -> bool:
    try:
        socket.create_connection((HOME, port), 1).close()
    except OSError:
        return False
    return True
