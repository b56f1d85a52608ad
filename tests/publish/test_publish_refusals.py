"""Each cause for which a host, or this machine, says no: one kind of message, and nothing half done."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from certificates import Authority
from ftp_hosts import lend_ftp
from lending import Host
from publishing import QUICK, WAITS, Office, destination, site_on, small_site

from bulletin.problem import UsageError, WorldError
from bulletin.publish import claim, secret
from bulletin.publish.command import chosen
from bulletin.publish.hosts import open_remote
from bulletin.publish.record import FOLDER
from bulletin.publish.remote import Remote, Upload
from bulletin.publish.trust import FILE, Trust
from bulletin.settings import Destination, Settings


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path / "xã")
    office.root.mkdir()
    office.build(small_site(3))
    return office


def refused(work: Callable[[], object]) -> tuple[str, dict[str, str]]:
    """The kind of the refusal and what it names."""
    with pytest.raises(WorldError) as raised:
        work()
    return raised.value.kind, raised.value.values


def opened(
    office: Office, where: Destination, password: str = "", *, yes: bool = True, trust: str = ""
) -> Remote:
    trusted = Trust(office.root, lambda *_: yes, trust)
    return open_remote(office.root, office.output, office.state().folder, where, password, trusted, WAITS)


@pytest.mark.parametrize("kind", ["ftp", "ftps", "sftp", "s3"])
def test_a_wrong_password(office: Office, kind: str, request: pytest.FixtureRequest) -> None:
    host: Host = request.getfixturevalue(kind)
    kind_, values = refused(lambda: opened_and_read(office, dataclasses.replace(host, password="sai rồi")))
    assert (kind_, values["user"]) == ("publish-login", host.user)


def opened_and_read(office: Office, host: Host, **more: object) -> None:
    remote = opened(office, destination(host, **more), host.password)
    try:
        remote.read("index.html")
    finally:
        remote.close()


def test_a_key_that_the_host_does_not_know(office: Office, sshd: Host, tmp_path: Path) -> None:
    import asyncssh

    other = tmp_path / "khóa lạ"
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(str(other))
    assert refused(lambda: opened_and_read(office, sshd, key=str(other)))[0] == "publish-login"
    assert refused(lambda: opened_and_read(office, sshd, key="khong-co"))[0] == "publish-key"
    other.write_text("not a key", "utf-8")
    assert refused(lambda: opened_and_read(office, sshd, key=str(other)))[0] == "publish-key"


@pytest.mark.parametrize("kind", ["ftp", "ftps", "sftp", "s3", "rsync"])
def test_a_host_that_does_not_exist(office: Office, kind: str) -> None:
    where = Destination(
        name="web",
        kind=kind,
        host="khong-co.invalid",
        user="x",
        folder="x",
        bucket="x" if kind == "s3" else "",
    )
    kind_, values = refused(lambda: opened(office, where, "mật khẩu").read("x"))
    assert (kind_, values["host"]) == ("publish-unknown-host", "khong-co.invalid")


@pytest.mark.parametrize("kind", ["ftp", "ftps", "sftp", "s3"])
def test_a_host_that_does_not_answer(office: Office, kind: str, request: pytest.FixtureRequest) -> None:
    from lending import free_port

    host: Host = request.getfixturevalue(kind)
    assert (
        refused(lambda: opened_and_read(office, dataclasses.replace(host, port=free_port())))[0]
        == "publish-lost"
    )


@pytest.mark.parametrize("kind", ["ftp", "ftps", "sftp", "s3"])
def test_a_full_disk_leaves_the_old_site(office: Office, kind: str, request: pytest.FixtureRequest) -> None:
    host: Host = request.getfixturevalue(kind)
    office.publish(host)
    before = site_on(host)
    host.faults.quota = sum(map(len, host.files().values())) + 1500
    office.build(small_site(9, "hai"))
    assert refused(lambda: office.publish(host))[0] == "publish-full"
    assert {path: site_on(host)[path] for path in before if path.endswith(".html")} == {
        path: data for path, data in before.items() if path.endswith(".html")
    }
    host.faults.quota = None
    office.publish(host)
    assert site_on(host) == small_site(9, "hai")


@pytest.mark.parametrize("kind", ["ftp", "ftps", "sftp"])
def test_no_right_to_write(office: Office, kind: str, request: pytest.FixtureRequest) -> None:
    host: Host = request.getfixturevalue(kind)
    host.faults.read_only = True
    assert refused(lambda: office.publish(host))[0] == "publish-permission"


@pytest.mark.parametrize("kind", ["ftp", "ftps"])
def test_a_host_that_renames_over_nothing(office: Office, kind: str, request: pytest.FixtureRequest) -> None:
    host: Host = request.getfixturevalue(kind)
    host.faults.rename_refused = True
    office.publish(host)
    office.build(small_site(3, "hai"))
    office.publish(host)
    assert site_on(host) == small_site(3, "hai")
    host.faults.rename_always_refused = True
    office.build(small_site(3, "ba"))
    kind_, values = refused(lambda: office.publish(host))
    assert kind_ == "publish-rename"
    assert values["path"].startswith(FOLDER)


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("expired", "publish-certificate-expired"),
        ("wrong_name", "publish-certificate-name"),
        ("self_signed", "publish-unknown-key"),
    ],
)
@pytest.mark.parametrize("kind", ["ftps", "ftps-implicit"])
def test_certificates(
    office: Office, authority: Authority, tmp_path: Path, kind: str, which: str, said: str
) -> None:
    with lend_ftp(tmp_path / "host", kind, getattr(authority, which)) as host:
        kind_, values = refused(lambda: opened(office, destination(host), host.password, yes=False))
        assert kind_ == said
        if which == "expired":
            return
        # Shown, agreed to, and kept: from then on without a question, and only this one.
        remote = opened(office, destination(host), host.password, yes=False, trust=values["fingerprint"])
        remote.close()
        remote = opened(office, destination(host), host.password, yes=False)
        assert remote.read("index.html") is None
        remote.close()
        kept = office.root / FILE
        kept.write_text(kept.read_text("utf-8").replace(values["fingerprint"], "SHA256:khac"), "utf-8")
        assert (
            refused(lambda: opened(office, destination(host), host.password))[0]
            == "publish-other-certificate"
        )


def test_host_keys(office: Office, sshd: Host) -> None:
    kind_, values = refused(lambda: opened(office, destination(sshd), yes=False))
    assert kind_ == "publish-unknown-key"
    assert values["fingerprint"].startswith("SHA256:")
    opened(office, destination(sshd), yes=False, trust=values["fingerprint"]).close()
    opened(office, destination(sshd), yes=False).close()
    kept = office.root / FILE
    name, kind, _ = kept.read_text("utf-8").split(" ", 2)
    import asyncssh

    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    kept.write_text(f"{name} {other}", "utf-8")
    assert kind
    assert refused(lambda: opened(office, destination(sshd)))[0] == "publish-other-key"


def test_tls_where_there_is_none_and_none_where_there_must_be(office: Office, ftp: Host, ftps: Host) -> None:
    assert refused(lambda: opened(office, destination(ftp, kind="ftps"), ftp.password))[0] == "publish-no-tls"
    assert (
        refused(lambda: opened(office, destination(ftps, kind="ftp"), ftps.password))[0]
        == "publish-needs-tls"
    )


def test_no_bucket_and_no_repository(office: Office, s3: Host, git: Host, tmp_path: Path) -> None:
    assert refused(lambda: opened_and_read(office, s3, bucket="khong-co"))[0] == "publish-no-bucket"
    where = destination(git, repository=str(tmp_path / "khong-co.git"))
    assert refused(lambda: opened(office, where))[0] == "publish-no-repository"


def test_a_folder_whose_disk_is_not_there(office: Office, tmp_path: Path) -> None:
    where = Destination(name="web", kind="folder", folder=str(tmp_path / "o-usb" / "trang"))
    assert refused(lambda: opened(office, where))[0] == "publish-no-folder"


def test_never_through_a_link(office: Office, tmp_path: Path) -> None:
    top, elsewhere = tmp_path / "trang", tmp_path / "nhà riêng"
    top.mkdir()
    elsewhere.mkdir()
    (top / "tin-tuc").symlink_to(elsewhere)
    host = Host("folder", top, 0, folder=str(top))
    assert refused(lambda: office.publish(host))[0] == "publish-link"
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(("kind", "program"), [("rsync", "rsync"), ("git", "git")])
def test_a_program_that_is_missing(
    office: Office, kind: str, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    where = Destination(name="web", kind=kind, host="x", folder="x", repository="/x")
    assert refused(lambda: opened(office, where)) == ("publish-no-program", {"program": program})


def test_a_file_that_changes_meanwhile(office: Office, tmp_path: Path) -> None:
    top = tmp_path / "trang"
    top.mkdir()
    (office.output / "index.html").write_bytes(b"another build")
    host = Host("folder", top, 0, folder=str(top))
    assert refused(lambda: office.publish(host)) == ("publish-changed-meanwhile", {"path": "index.html"})
    assert not (top / "index.html").exists()


def test_one_publisher_at_a_time(office: Office, sftp: Host) -> None:
    """A claim that moves is alive; one that stands still is dead; one's own is gone on with."""
    remote = office.opened(sftp)
    waited: list[str] = []
    try:
        mine = claim.Claim(remote, "của tôi", waited.append, QUICK)
        mine.take()
        theirs = claim.Claim(remote, "của họ", waited.append, dataclasses.replace(QUICK, beat=0.0))
        theirs.take()  # ours stands still
        assert len(waited) == 1
        assert refused(lambda: mine.check())[0] == "publish-busy"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(claim.time, "sleep", lambda _: theirs.beat())
            assert refused(mine.take)[0] == "publish-busy"
        claim.Claim(remote, "của họ", waited.append, QUICK).take()
        theirs.release()
        assert remote.read(claim.FILE) is None
    finally:
        remote.close()


def test_somebody_publishes_between_look_and_claim(office: Office, sftp: Host, tmp_path: Path) -> None:
    from bulletin.publish.upload import Job, look, upload

    office.publish(sftp)
    office.build(small_site(4))
    remote = office.opened(sftp)
    try:
        known = look(remote, office.state(), office.local)
        other = Office(tmp_path / "máy khác")
        other.build(small_site(5))
        other.publish(sftp)
        job = Job(office.output, office.local, known, "2026-11-27T20:00:00+07:00", None)
        assert refused(
            lambda: upload(remote, office.state(), job, lambda *_: None, lambda _: None, QUICK)
        ) == (
            "publish-overtaken",
            {},
        )
    finally:
        remote.close()
    assert site_on(sftp) == small_site(5)


def test_a_push_that_came_second(office: Office, git: Host, tmp_path: Path) -> None:
    first = office.opened(git)
    other = Office(tmp_path / "máy khác")
    other.build(small_site(5))
    other.publish(git)
    first.put([Upload("index.html", lambda: b"x")], lambda *_: None)
    assert refused(lambda: first.finish("2026"))[0] == "publish-overtaken"


def test_a_host_that_takes_few_connections(office: Office, ftp: Host) -> None:
    ftp.faults.connections = 2
    office.publish(ftp)
    assert site_on(ftp) == small_site(3)


def test_destinations_by_name() -> None:
    one, two = Destination(name="mot"), Destination(name="hai")
    assert chosen(Settings(publish=(one,)), "") == one
    assert chosen(Settings(publish=(one, two)), "hai") == two
    assert chosen(Settings(publish=(one, Destination(name="web"))), "").name == "web"
    for settings, name, kind in (
        (Settings(), "", "publish-none"),
        (Settings(publish=(one, two)), "", "publish-which"),
        (Settings(publish=(one,)), "ba", "publish-which"),
    ):
        with pytest.raises(UsageError) as raised:
            chosen(settings, name)
        assert raised.value.kind == kind


def test_passwords_in_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring of the test's own, through the real library."""
    import keyring
    from keyring.backend import KeyringBackend

    class Drawer(KeyringBackend):
        priority = 1
        held: dict[tuple[str, str], str] = {}  # noqa: RUF012

        def get_password(self, service: str, username: str) -> str | None:
            return self.held.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.held[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.held[service, username]

    before = keyring.get_keyring()
    keyring.set_keyring(Drawer())
    try:
        where = Destination(name="web", kind="ftps", host="x")
        monkeypatch.delenv("BANTIN_PASSWORD_WEB", raising=False)
        assert refused(lambda: secret.find(where, None)) == (
            "publish-no-password",
            {"name": "web", "variable": "BANTIN_PASSWORD_WEB"},
        )
        assert secret.find(where, lambda name: f"gõ cho {name}") == "gõ cho web"
        assert secret.keep(where, "trong ngăn")
        assert secret.find(where, None) == "trong ngăn"
        monkeypatch.setenv("BANTIN_PASSWORD_WEB", "của môi trường")
        assert secret.find(where, None) == "của môi trường"
    finally:
        keyring.set_keyring(before)


def test_a_machine_without_a_keyring() -> None:
    import keyring
    from keyring.backends import fail

    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        assert not secret.keep(Destination(name="web"), "x")
        assert secret.find(Destination(name="web", kind="sftp", host="x"), None) == ""
    finally:
        keyring.set_keyring(before)
