"""The hosts that tests publish to are what they say, and do wrong what they are told to; seen by others' clients."""

import asyncio
import ftplib
import os
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import asyncssh
import obstore
import pytest
from certificates import Authority
from faulty import HOME, Line
from ftp_hosts import lend_ftp
from lending import PASSWORD, USER, Host
from obstore import exceptions
from obstore.store import S3Store
from proftpd import lend_proftpd
from s3_host import S3Host
from ssh_hosts import GitHost

Need = Callable[[str], str]
NAME, DATA = "Tin tức/bài 1.html", b"<p>N\xe1\xbb\x99i dung</p>" * 300


class Implicit(ftplib.FTP_TLS):
    """ftplib knows only TLS that is asked for."""

    _raw = None

    @property
    def sock(self):  # type: ignore[no-untyped-def]
        return self._raw

    @sock.setter
    def sock(self, raw) -> None:  # type: ignore[no-untyped-def]
        if raw is not None and not isinstance(raw, ssl.SSLSocket):
            raw = self.context.wrap_socket(raw, server_hostname=self.host)
        self._raw = raw


class Reusing(ftplib.FTP_TLS):
    """ftplib does not take its session up again."""

    def ntransfercmd(self, cmd, rest=None):  # type: ignore[no-untyped-def]
        raw, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        session = self.sock.session  # type: ignore[union-attr]
        return self.context.wrap_socket(raw, server_hostname=self.host, session=session), size


@contextmanager
def logged_in(host: Host, kind: type[ftplib.FTP] | None = None, password: str = "") -> Iterator[ftplib.FTP]:
    kind = kind or {"ftp": ftplib.FTP, "ftps": ftplib.FTP_TLS, "ftps-implicit": Implicit}[host.kind]
    more = {} if kind is ftplib.FTP else {"context": ssl.create_default_context()}
    client = kind(timeout=10, encoding="utf-8", **more)
    try:
        client.connect(host.address, host.port)
        client.login(host.user, password or host.password)
        if isinstance(client, ftplib.FTP_TLS):
            client.prot_p()
        client.cwd(host.folder)
        yield client
    finally:
        client.close()


def store(client: ftplib.FTP, name: str = "a.html", data: bytes = DATA) -> None:
    client.storbinary(f"STOR {name}", BytesIO(data))


@pytest.mark.parametrize("kind", ["ftp", "ftps", "ftps_implicit"])
def test_ftp_of_each_kind(kind: str, request: pytest.FixtureRequest) -> None:
    host: Host = request.getfixturevalue(kind)
    with logged_in(host) as client:
        client.mkd("Tin tức")
        store(client, "Tin tức/tạm")
        client.rename("Tin tức/tạm", NAME)
        assert [name for name, _ in client.mlsd("Tin tức")] == ["bài 1.html"]
    assert host.files() == {NAME: DATA}
    host.delete(NAME)
    host.write("của người khác.txt", b"?")
    with logged_in(host) as client:
        assert client.nlst() == ["Tin tức", "của người khác.txt"]


def refused(code: str) -> "pytest.RaisesExc[ftplib.Error]":
    return pytest.raises((ftplib.error_perm, ftplib.error_temp, ftplib.error_reply), match=rf"^{code}\b")


def test_faults_of_ftp(ftp: Host) -> None:
    with logged_in(ftp) as client:
        store(client, "a.html")
        ftp.faults.quota = 2 * len(DATA) - 1
        with refused("552"):
            store(client, "b.html")
        ftp.faults.forget()
        store(client, "b.html")
        ftp.faults.rename_refused = True
        with refused("550"):
            client.rename("b.html", "a.html")
        client.rename("b.html", "c.html")
        ftp.faults.forget()
        ftp.faults.delete_refused = True
        with refused("550"):
            client.delete("c.html")
        ftp.faults.read_only = True
        with refused("550"):
            store(client, "a.html", b"?")
        with refused("550"):
            client.mkd("d")
        ftp.faults.forget()
        before = client.voidcmd("MDTM a.html")
        ftp.faults.clock = timedelta(days=36524)
        assert int(client.voidcmd("MDTM a.html")[4:8]) in (int(before[4:8]) + 99, int(before[4:8]) + 100)
        ftp.faults.no_mlsd = True
        with refused("500"):
            list(client.mlsd())
        ftp.faults.forget()
        ftp.faults.login_refused = True
        with refused("530"), logged_in(ftp):
            pass
        ftp.faults.forget()
        with refused("530"), logged_in(ftp, password="khác"):
            pass
        ftp.faults.connections = 1
        with refused("421"), logged_in(ftp):
            pass
        ftp.faults.connections = 2
        with logged_in(ftp) as second:
            assert second.nlst() == ["a.html", "c.html"]
    assert {name: len(data) for name, data in ftp.files().items()} == {
        "a.html": len(DATA),
        "c.html": len(DATA),
    }


def test_ftps_refuses_a_login_in_the_clear(ftps: Host) -> None:
    with refused("550"), logged_in(ftps, ftplib.FTP):
        pass


@pytest.mark.parametrize(
    ("which", "code"),
    [("expired", 10), ("not_yet_valid", 9), ("wrong_name", 64), ("self_signed", 18), ("good", 0)],
)
@pytest.mark.parametrize("kind", ["ftps", "ftps-implicit"])
def test_certificates(kind: str, which: str, code: int, tmp_path: Path, authority: Authority) -> None:
    with lend_ftp(tmp_path / "home", kind, getattr(authority, which)) as host:
        if code:
            with pytest.raises(ssl.SSLCertVerificationError) as fault, logged_in(host):
                pass
            assert fault.value.verify_code == code
        else:
            with logged_in(host) as client:
                store(client)
            assert host.files() == {"a.html": DATA}


def test_proftpd_wants_the_session_again(proftpd: Host) -> None:
    with logged_in(proftpd, Reusing) as client:
        store(client)
        store(client, NAME.replace("/", " "))
        store(client)  # over it, as Debian's settings allow
    # 425, which a client that has much to say hears only after it was cut short.
    with logged_in(proftpd) as client, pytest.raises((ftplib.error_temp, OSError)):
        store(client, "b.html")
    with refused("530"), logged_in(proftpd, Reusing, "khác"):
        pass
    with refused("5[0-9]{2}"), logged_in(proftpd, ftplib.FTP):
        pass
    assert {name for name, data in proftpd.files().items() if data} == {"a.html", NAME.replace("/", " ")}


def test_proftpd_of_its_own_refuses_what_is_there(tmp_path: Path, authority: Authority, need: Need) -> None:
    program = need("proftpd")
    with (
        lend_proftpd(program, tmp_path, authority.good, overwrite=False, connections=1) as host,
        logged_in(host, Reusing) as client,
    ):
        store(client, "a.html")
        store(client, "b.html")
        with refused("550"):
            store(client, "a.html")
        with refused("550"):
            client.rename("b.html", "a.html")
        with refused("530"), logged_in(host, Reusing):
            pass


@contextmanager
def ssh_client(host: Host, **login: object) -> Iterator[Callable[..., object]]:
    """Gives a function that runs `work(sftp)`, a coroutine, on a new connection."""
    options = {"known_hosts": None, "username": host.user, "config": None}
    options |= (
        {"client_keys": [str(host.key)]} if host.key else {"password": host.password, "client_keys": None}
    )

    def run(work: Callable[[asyncssh.SFTPClient], object]) -> object:
        async def whole() -> object:
            async with (
                asyncssh.connect(host.address, host.port, **options | login) as connection,
                connection.start_sftp_client() as client,
            ):
                return await work(client)  # type: ignore[misc]

        return asyncio.run(whole())

    yield run


@pytest.mark.parametrize("kind", ["sftp", "sshd"])
def test_sftp_of_each_kind(kind: str, request: pytest.FixtureRequest) -> None:
    host: Host = request.getfixturevalue(kind)

    async def work(client: asyncssh.SFTPClient) -> object:
        await client.chdir(host.folder)
        await client.mkdir("Tin tức")
        for name in ("Tin tức/tạm", NAME):
            async with client.open(name, "wb") as stream:
                await stream.write(DATA)
        await client.posix_rename("Tin tức/tạm", NAME)
        return sorted(await client.listdir("Tin tức"))

    with ssh_client(host) as run:
        assert run(work) == [".", "..", "bài 1.html"]
    assert host.files() == {NAME: DATA}


def test_sshd_knows_one_key(sshd: Host) -> None:
    another = asyncssh.generate_private_key("ssh-ed25519")

    async def nothing(_: asyncssh.SFTPClient) -> object:
        return None

    with ssh_client(sshd, client_keys=[another]) as run, pytest.raises(asyncssh.PermissionDenied):
        run(nothing)


def test_faults_of_sftp(sftp: Host) -> None:
    async def put(client: asyncssh.SFTPClient) -> object:
        async with client.open("/www/a.html", "wb") as stream:
            await stream.write(DATA)
        return None

    async def rename(client: asyncssh.SFTPClient) -> object:
        return await client.posix_rename("/www/a.html", "/www/b.html")

    async def remove(client: asyncssh.SFTPClient) -> object:
        return await client.remove("/www/b.html")

    with ssh_client(sftp) as run:
        sftp.faults.quota = 100
        with pytest.raises(asyncssh.SFTPFailure, match="quota"):
            run(put)
        sftp.faults.forget()
        run(put)
        run(rename)
        run(put)
        sftp.faults.rename_refused = True
        with pytest.raises(asyncssh.SFTPOpUnsupported):
            run(rename)
        sftp.faults.forget()
        sftp.faults.rename_always_refused = True
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            run(rename)
        sftp.faults.forget()
        sftp.faults.delete_refused = True
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            run(remove)
        sftp.faults.read_only = True
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            run(put)
        sftp.faults.forget()
        assert sftp.faults.seen == []
        run(remove)
        assert sftp.faults.seen == ["remove /www/b.html"]
        sftp.faults.login_refused = True
        with pytest.raises(asyncssh.PermissionDenied):
            run(remove)
    sftp.faults.forget()
    with ssh_client(sftp, password="khác") as run, pytest.raises(asyncssh.PermissionDenied):
        run(remove)


def bucket(host: S3Host, user: str = USER, password: str = PASSWORD) -> S3Store:
    return S3Store(
        host.bucket,
        prefix=host.folder,
        endpoint=host.endpoint,
        region="us-east-1",
        access_key_id=user,
        secret_access_key=password,
        virtual_hosted_style_request=False,
        client_options={"allow_http": True},
        retry_config={"max_retries": 0, "retry_timeout": timedelta(seconds=1)},
    )


def test_s3_and_its_faults(s3: S3Host) -> None:
    store = bucket(s3)
    obstore.put(store, NAME, DATA, attributes={"Content-Type": "text/html; charset=utf-8"})
    assert s3.files() == {NAME: DATA}
    assert s3.kept(NAME)["Content-Type"] == "text/html; charset=utf-8"
    s3.write("khác.txt", b"?")
    assert sorted(entry["path"] for batch in store.list() for entry in batch) == [NAME, "khác.txt"]
    store.delete("khác.txt")
    assert s3.files() == {NAME: DATA}
    for other in (bucket(s3, user="ai đó"), bucket(s3, password="khác")):
        with pytest.raises(exceptions.BaseError, match=r"InvalidAccessKeyId|SignatureDoesNotMatch"):
            other.put("a", b"?")
    s3.faults.quota = len(DATA) + 10
    store.put("a", b"?")
    with pytest.raises(exceptions.BaseError, match="QuotaExceeded"):
        store.put("b", b"?" * 10)
    s3.faults.forget()
    s3.faults.clock = timedelta(minutes=16)
    with pytest.raises(exceptions.BaseError, match="RequestTimeTooSkewed"):
        store.put("b", b"?")
    s3.faults.clock = timedelta(minutes=14)
    s3.faults.delete_refused = True
    with pytest.raises(exceptions.BaseError, match="AccessDenied"):
        store.delete("a")
    s3.faults.read_only = True
    with pytest.raises(exceptions.BaseError, match="AccessDenied"):
        store.put("b", b"?")
    assert list(s3.files()) == [NAME, "a"]


def ssh_command(host: Host) -> str:
    options = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "BatchMode=yes")
    return f"ssh -p {host.port} -i {host.key} " + " ".join(f"-o {option}" for option in options)


def test_rsync(rsync: Host, tmp_path: Path) -> None:
    (tmp_path / "from" / "Tin tức").mkdir(parents=True)
    (tmp_path / "from" / NAME).write_bytes(DATA)
    to = f"{rsync.user}@{rsync.address}:{rsync.folder}/"
    subprocess.run(["rsync", "-r", "-e", ssh_command(rsync), f"{tmp_path / 'from'}/", to], check=True)
    assert rsync.files() == {NAME: DATA}


@pytest.mark.parametrize("kind", ["git", "git_ssh"])
def test_git(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    host: GitHost = request.getfixturevalue(kind)
    assert host.files() == {}
    work = tmp_path / "work"
    environment = {**os.environ, "GIT_SSH_COMMAND": ssh_command(host)}

    def said(*words: str) -> None:
        subprocess.run(["git", "-C", work, *words], check=True, env=environment, capture_output=True)

    subprocess.run(
        ["git", "clone", "-q", host.repository, work], check=True, env=environment, capture_output=True
    )
    (work / "Tin tức").mkdir()
    (work / NAME).write_bytes(DATA)
    said("add", ".")
    said("-c", "user.name=A", "-c", "user.email=a@example", "commit", "-q", "-m", "Một")
    said("push", "-q", host.repository, f"HEAD:{host.branch}")
    assert host.files() == {NAME: DATA}
    host.write("khác.txt", b"?")
    host.delete(NAME)
    assert host.files() == {"khác.txt": b"?"}


# -- the line ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["ftp", "ftps", "ftps_implicit", "proftpd"])
def test_ftp_at_the_end_of_a_line(kind: str, request: pytest.FixtureRequest) -> None:
    """Data goes through it too: the bytes that it counts are more than the file's."""
    host: Host = request.getfixturevalue(kind)
    client_kind = Reusing if kind == "proftpd" else None
    with host.far_away(delay=0.02) as (away, line):
        started = time.monotonic()
        with logged_in(away, client_kind) as client:
            assert time.monotonic() - started > 4 * 0.04  # connecting, USER, PASS, CWD
            store(client, data=DATA * 20)
        assert line.connections == 2
        assert line.sent > len(DATA) * 20
    assert host.files() == {"a.html": DATA * 20}


def test_bytes_in_flight_do_not_wait_for_each_other(sshd: Host) -> None:
    """2 MB, in pieces of 32 KB that are each answered after 40 ms: one at a time they would take 2.5 s."""

    async def put(client: asyncssh.SFTPClient) -> object:
        started = time.monotonic()
        async with client.open(f"{sshd.folder}/a.bin", "wb", block_size=32768, max_requests=128) as stream:
            await stream.write(bytes(2_000_000))
        return time.monotonic() - started

    with sshd.far_away(delay=0.02) as (away, line), ssh_client(away) as run:
        taken = run(put)
        assert line.answered < 100_000
    assert isinstance(taken, float)
    assert 0.08 < taken < 1.5


@pytest.mark.parametrize("limit", [0, 1, 17, 40, 100, 2000, 5000])
def test_cut_at_a_byte(limit: int, ftp: Host) -> None:
    with ftp.far_away() as (away, line):
        line.cut_after_bytes = limit
        with pytest.raises((EOFError, OSError)), logged_in(away) as client:
            store(client, data=DATA * 2)
        assert (line.sent, line.is_down, line.cuts) == (limit, True, 1)
        with pytest.raises((EOFError, OSError)), logged_in(away):
            pass
        line.mend()
        with logged_in(away) as client:
            store(client)
    assert ftp.files()["a.html"] == DATA


def test_cut_at_a_byte_of_an_answer_or_a_connection(ftp: Host) -> None:
    with ftp.far_away() as (away, line):
        line.cut_after_answers = 30
        with pytest.raises((EOFError, OSError)), logged_in(away):
            pass
        assert line.answered == 30
        line.mend()
        line.cut_after_connections = 2
        with logged_in(away) as client:
            store(client)
            with pytest.raises((EOFError, OSError)):
                store(client)
        line.mend()
        line.mends_itself = True
        line.cut_after_bytes = 10
        with pytest.raises((EOFError, OSError)), logged_in(away):
            pass
        with logged_in(away) as client:
            store(client)


def operations(host: Host, line: Line, work: Callable[[], object]) -> list[str]:
    host.faults.seen.clear()
    with suppress(EOFError, OSError, asyncssh.Error, exceptions.BaseError):
        work()
    return host.faults.seen.copy()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_cut_at_an_operation(moment: str, ftp: Host, sftp: Host, s3: S3Host) -> None:
    """Before it, nothing is done; after it, it is done, and the client does not hear so."""

    def by_ftp(away: Host) -> None:
        with logged_in(away) as client:
            client.mkd("a")

    async def over_sftp(client: asyncssh.SFTPClient) -> object:
        return await client.mkdir("/www/a")

    def by_sftp(away: Host) -> None:
        with ssh_client(away) as run:
            run(over_sftp)

    def by_s3(away: Host) -> None:
        assert isinstance(away, S3Host)
        bucket(away).put("a", b"?")

    for host, work in ((ftp, by_ftp), (sftp, by_sftp), (s3, by_s3)):
        with host.far_away() as (away, line):
            seen = operations(host, line, lambda work=work, away=away: work(away))  # type: ignore[misc]
            assert not line.is_down
            if host is s3:
                host.delete("a")
            else:
                (host.root / "a").rmdir()
            setattr(host.faults, f"cut_{moment}", len(seen))
            assert operations(host, line, lambda work=work, away=away: work(away)) == seen  # type: ignore[misc]
            assert line.is_down
        until = time.monotonic() + 5
        while not (is_there := bool(host.files()) if host is s3 else (host.root / "a").exists()):
            if moment == "before" or time.monotonic() > until:
                break
            time.sleep(0.01)
        assert is_there, (host.kind, moment)


def test_a_line_that_is_not_there_any_more(ftp: Host) -> None:
    with ftp.far_away() as (away, _):
        pass
    with pytest.raises(ConnectionRefusedError), logged_in(away):
        pass
    with logged_in(ftp) as client:
        assert client.host == HOME
