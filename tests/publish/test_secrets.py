"""No password is in anything that is said, logged, written or raised, whatever goes wrong."""

import base64
import json
import logging
import ssl
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncssh
import keyring
import keyring.backend
import pytest
from certificates import Authority
from ftp_hosts import lend_ftp
from lending import PASSWORD, Host
from publishing import Office, destination
from rehearsal import AFTER, BEFORE
from ssh_hosts import git_on, rsync_on

from bulletin.cli import main
from bulletin.problem import WorldError
from bulletin.publish import program, secret
from tests.building import article, write_site

FORMS = (
    PASSWORD,
    quote(PASSWORD),
    quote(PASSWORD, safe=""),
    repr(PASSWORD)[1:-1],
    json.dumps(PASSWORD)[1:-1],
    base64.b64encode(PASSWORD.encode()).decode(),
    "7Q%4",  # a part of it, as one finds that is cut in two by quoting
    "7Q%254",
)
FAULTS: dict[str, dict[str, object]] = {
    "login": {"login_refused": True},
    "full": {"quota": 100},
    "read only": {"read_only": True},
    "rename": {"rename_always_refused": True},
    "delete": {"delete_refused": True},
    "clock": {"clock": timedelta(days=400)},
    "cut at once": {"cut_before": 1},
    "cut later": {"cut_before": 20},
    "no answer": {"cut_after": 12},
    "none": {},
}


def leaks(text: str) -> list[str]:
    return [form for form in FORMS if form in text]


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything that any library has logged, down to its least words."""
    caplog.set_level(logging.DEBUG)
    for name in ("asyncssh", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    return lambda: caplog.text


def written(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def test_leaks_are_seen() -> None:
    assert leaks(f"ftp://a:{quote(PASSWORD)}@b") == [quote(PASSWORD), "7Q%254"]
    assert leaks(f"530 {PASSWORD!r}")
    assert leaks("mật khẩu") == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("host", ["ftp", "ftps", "ftps_implicit", "sftp", "s3"], indirect=True)
def test_what_is_raised(
    fault: str,
    host: Host,
    tmp_path: Path,
    heard: Callable[[], str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("publishing.WAITS", ())
    office = Office(tmp_path / "xã")
    said = ""
    with host.far_away() as (away, line):
        office.build(BEFORE)
        office.publish(away)
        office.build(AFTER)
        host.faults.seen.clear()
        for name, value in FAULTS[fault].items():
            setattr(host.faults, name, value)
        try:
            office.publish(away)
        except WorldError as refusal:
            said = "".join(traceback.format_exception(refusal)) + repr(refusal.values)
        assert line.is_down == ("cut" in fault or fault == "no answer") or host.kind == "s3"
    out = capfd.readouterr()
    assert leaks(said + out.out + out.err + heard() + written(office.root)) == []


def bulletin(place: Path, lent: Host, **other: object) -> Path:
    kind = {
        "kind": lent.kind,
        "host": lent.address,
        "port": lent.port,
        "user": lent.user,
        "folder": lent.folder,
    }
    rows = "".join(f"{name} = {json.dumps(value)}\n" for name, value in (kind | other).items())
    settings = f'[site]\nname = "Bản tin xã"\naddress = "https://banxa.example/"\n\n[publish.web]\n{rows}'
    return write_site(place, {"site.toml": settings, "content/tin/a.md": article()})


def ended(root: Path, *words: str) -> int:
    return main(["publish", "web", "--site", str(root), *words])


def test_what_the_command_says(
    tmp_path: Path,
    authority: Authority,
    heard: Callable[[], str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BANTIN_PASSWORD_WEB", PASSWORD)
    monkeypatch.setattr("bulletin.publish.hosts.WAITS", ())
    codes = []
    with lend_ftp(tmp_path / "host", "ftps", authority.good) as host:
        root = bulletin(tmp_path / "xã", host)
        codes.append(ended(root, "--dry-run"))
        for faults in ({"login_refused": True}, {"quota": 100}, {}):
            for name, value in faults.items():
                setattr(host.faults, name, value)
            codes.append(ended(root))
            host.faults.forget()
        bulletin(root, host, kind="ftp")
        codes.append(ended(root))
        bulletin(root, host, port=1)
        codes.append(ended(root))
        bulletin(root, host, host="no-such-host.invalid")
        codes.append(ended(root))
    with lend_ftp(tmp_path / "expired", "ftps", authority.expired) as host:
        bulletin(root, host)
        codes.append(ended(root))
    out = capfd.readouterr()
    assert leaks(out.out + out.err + heard() + written(root)) == []
    assert codes == [0, 3, 3, 0, 3, 3, 3, 3]
    assert "Traceback" not in out.err


@pytest.fixture
def sealed(sshd: Host) -> Host:
    """The same key, but only with a passphrase."""
    assert sshd.key
    key = asyncssh.read_private_key(sshd.key)
    sealed = sshd.key.with_name("sealed_key")
    key.write_private_key(
        sealed, "pkcs8-pem", passphrase=PASSWORD
    )  # OpenSSH's own form needs bcrypt, which we do without
    sealed.chmod(0o600)
    return replace(sshd, key=sealed, password=PASSWORD)


@pytest.mark.parametrize(
    ("kind", "password", "code"),
    [("sftp", PASSWORD, 0), ("sftp", f"{PASSWORD}sai", 3), ("rsync", PASSWORD, 3), ("git", PASSWORD, 3)],
)
def test_a_key_with_a_passphrase(
    kind: str,
    password: str,
    code: int,
    sealed: Host,
    need: Callable[[str], str],
    tmp_path: Path,
    heard: Callable[[], str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """ssh itself, which rsync and git go by, takes such a key from its agent only: nobody is asked, nothing is said."""
    monkeypatch.setenv("BANTIN_PASSWORD_WEB", password)
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setattr("bulletin.publish.hosts.WAITS", ())
    host, more = sealed, {"key": str(sealed.key)}
    if kind == "rsync":
        need("rsync")
        host = rsync_on(sealed)
    elif kind == "git":
        need("git")
        host = git_on(sealed)
        more |= {"repository": host.repository, "host": "", "port": 0}
    root = bulletin(tmp_path / "xã", host, **more)
    fingerprint = asyncssh.read_public_key(sealed.root.parent.parent / "host_key.pub").get_fingerprint(
        "sha256"
    )
    assert ended(root, "--trust", fingerprint) == code
    out = capfd.readouterr()
    assert leaks(out.out + out.err + heard() + written(root)) == []
    assert "Traceback" not in out.err


def test_git_by_https(
    tmp_path: Path,
    authority: Authority,
    need: Callable[[str], str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The password goes to the host, and nowhere else: not into the command, git's files or what it says."""
    need("git")
    monkeypatch.setenv("BANTIN_PASSWORD_WEB", PASSWORD)
    monkeypatch.setenv("GIT_SSL_CAINFO", str(authority.certificate))
    monkeypatch.setenv("GIT_TRACE", "1")
    commands: list[str] = []
    run = program.run

    def noted(words: Sequence[str], **how: Any) -> program.Ended:
        commands.append(repr(words))
        ended = run(words, **how)
        commands.append(repr(ended.stdout) + ended.stderr.decode("utf-8", "replace"))
        return ended

    monkeypatch.setattr(program, "run", noted)
    with gate(authority.good) as (port, told):
        lent = Host("git", tmp_path, 0, repository=f"https://127.0.0.1:{port}/trang.git")
        root = bulletin(tmp_path / "xã", lent, repository=lent.repository, host="")
        assert ended(root) == 3
    assert base64.b64encode(f"{lent.user}:{PASSWORD}".encode()).decode() in " ".join(told)
    out = capfd.readouterr()
    assert leaks(out.out + out.err + written(root) + "".join(commands)) == []


@contextmanager
def gate(certificate: Path) -> Iterator[tuple[int, list[str]]]:
    """A host that lets nobody in, over TLS; and what it was told in `Authorization`."""
    told: list[str] = []

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.append(self.headers.get("Authorization", ""))
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="x"')
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], told
        server.shutdown()
        thread.join(10)


class FileKeyring(keyring.backend.KeyringBackend):
    """As the system's: it keeps what it is given in a file outside the bulletin."""

    priority = 1.0
    place = Path()

    def get_password(self, service: str, username: str) -> str | None:
        kept = json.loads(self.place.read_text("utf-8")) if self.place.exists() else {}
        return kept.get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.place.write_text(json.dumps({f"{service}/{username}": password}), "utf-8")


def test_the_keyring(
    ftp: Host,
    tmp_path: Path,
    heard: Callable[[], str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Kept once, nobody is asked again; a host that refuses it is not told to anybody either."""
    monkeypatch.delenv("BANTIN_PASSWORD_WEB", raising=False)
    before, kept = keyring.get_keyring(), FileKeyring()
    kept.place = tmp_path / "kho" / "mật khẩu.json"
    kept.place.parent.mkdir()
    keyring.set_keyring(kept)
    try:
        root = bulletin(tmp_path / "xã", ftp)
        assert ended(root) == 3  # nobody to ask
        where = destination(ftp)
        assert secret.keep(where, PASSWORD)
        assert secret.find(where, None) == PASSWORD
        assert ended(root) == 0
        ftp.faults.login_refused = True
        assert ended(root) == 3
    finally:
        keyring.set_keyring(before)
    out = capfd.readouterr()
    assert leaks(out.out + out.err + heard() + written(root)) == []
