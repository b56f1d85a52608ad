"""The hosts that tests of publishing ask for, each alone for its test; the programs they need may be missing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from certificates import Authority
from ftp_hosts import lend_ftp
from lending import KINDS, Host
from proftpd import lend_proftpd
from s3_host import S3Host, lend_s3
from sftp_host import lend_sftp
from ssh_hosts import GitHost, git_in, git_on, lend_sshd, rsync_on

pytest.register_assert_rewrite("publishing", "rehearsal")

Need = Callable[[str], str]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """The system trusts it, as long as the tests run."""
    authority = Authority(tmp_path_factory.mktemp("certificates"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(authority.certificate))
        yield authority


@pytest.fixture
def folder(tmp_path: Path) -> Host:
    root = tmp_path / "máy chủ" / "trang web"
    root.mkdir(parents=True)
    return Host("folder", root, 0, folder=str(root))


@pytest.fixture
def ftp(tmp_path: Path) -> Iterator[Host]:
    with lend_ftp(tmp_path / "ftp") as host:
        yield host


@pytest.fixture
def ftps(tmp_path: Path, authority: Authority) -> Iterator[Host]:
    with lend_ftp(tmp_path / "ftps", "ftps", authority.good) as host:
        yield host


@pytest.fixture
def ftps_implicit(tmp_path: Path, authority: Authority) -> Iterator[Host]:
    with lend_ftp(tmp_path / "ftps-implicit", "ftps-implicit", authority.good) as host:
        yield host


@pytest.fixture
def proftpd(tmp_path: Path, authority: Authority, need: Need) -> Iterator[Host]:
    with lend_proftpd(need("proftpd"), tmp_path / "proftpd", authority.good) as host:
        yield host


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[Host]:
    with lend_sftp(tmp_path / "sftp") as host:
        yield host


@pytest.fixture
def sshd(tmp_path: Path, need: Need) -> Iterator[Host]:
    with lend_sshd(need("sshd"), tmp_path / "sshd") as host:
        yield host


@pytest.fixture
def s3(tmp_path: Path) -> Iterator[S3Host]:
    with lend_s3(tmp_path / "s3") as host:
        yield host


@pytest.fixture
def rsync(sshd: Host, need: Need) -> Host:
    need("rsync")
    return rsync_on(sshd)


@pytest.fixture
def git(tmp_path: Path, need: Need) -> GitHost:
    need("git")
    return git_in(tmp_path / "trang.git")


@pytest.fixture
def git_ssh(sshd: Host, need: Need) -> GitHost:
    need("git")
    return git_on(sshd)


@pytest.fixture(params=KINDS)
def host(request: pytest.FixtureRequest) -> Host:
    """One of each kind, in turn."""
    host: Host = request.getfixturevalue(request.param)
    return host
