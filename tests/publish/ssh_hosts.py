"""OpenSSH's own server, for SFTP, for rsync and for git: who runs the tests logs in, with a key."""

import getpass
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import asyncssh
from faulty import HOME
from lending import Host, free_port, process

BRANCH = "gh-pages"

SETTINGS = """\
ListenAddress {home}
Port {port}
HostKey "{folder}/host_key"
AuthorizedKeysFile "{folder}/authorized_keys"
PidFile none
StrictModes no
UsePAM no
UseDNS no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PrintMotd no
MaxStartups 100
MaxSessions 100
AcceptEnv LANG LC_*
LogLevel VERBOSE
Subsystem sftp internal-sftp
"""


@dataclass(frozen=True)
class GitHost(Host):
    """Its files are those of the branch's tip."""

    def files(self) -> Mapping[str, bytes]:
        if not self._said("branch", "--list", self.branch):
            return {}
        names = self._said("ls-tree", "-r", "-z", "--name-only", self.branch).decode().split("\0")
        wanted = [name for name in names if name]
        asked = "".join(f"{self.branch}:{name}\0" for name in wanted).encode()
        stream = BytesIO(self._said("cat-file", "--batch=%(objectsize)", "-z", data=asked))
        found = {}
        for name in wanted:
            found[name] = stream.read(int(stream.readline()))
            stream.read(1)
        return found

    def write(self, path: str, data: bytes) -> None:
        blob = self._said("hash-object", "-w", "--stdin", data=data).decode().strip()
        self._commit(f"100644 {blob}\t{path}\n")

    def delete(self, path: str) -> None:
        self._commit(f"0 {'0' * 40}\t{path}\n")

    def _commit(self, row: str) -> None:
        """As another person would who pushes to the same branch."""
        self._said("read-tree", self.branch)
        self._said("update-index", "--index-info", data=row.encode())
        tree = self._said("write-tree").decode().strip()
        commit = self._said("commit-tree", "-p", self.branch, "-m", "by hand", tree).decode().strip()
        self._said("update-ref", f"refs/heads/{self.branch}", commit)

    def _said(self, *words: str, data: bytes = b"") -> bytes:
        someone = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Người khác"), ("EMAIL", "nguoi-khac@example"))
        }
        environment = os.environ | someone | {"GIT_INDEX_FILE": str(self.root / "index-by-hand")}
        return subprocess.run(
            ["git", "-C", self.root, *words], input=data, capture_output=True, check=True, env=environment
        ).stdout


@contextmanager
def lend_sshd(program: str, folder: Path) -> Iterator[Host]:
    """A host of kind "sftp"; `rsync_on` and `git_on` give the others on the same server.

    `program` is an absolute path: sshd starts itself again for every connection.
    """
    root = folder / "home" / "www"
    root.mkdir(parents=True)
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # an empty folder that its unprivileged half sees
    for name in ("host_key", "user_key"):
        key = asyncssh.generate_private_key("ssh-ed25519")
        key.write_private_key(folder / name)
        key.write_public_key(folder / f"{name}.pub")
        (folder / name).chmod(0o600)
    (folder / "authorized_keys").write_bytes((folder / "user_key.pub").read_bytes())
    port = free_port()
    settings = folder / "sshd_config"
    settings.write_text(SETTINGS.format(home=HOME, port=port, folder=folder))
    with process([program, "-D", "-e", "-f", settings], port, folder / "sshd.log"):
        yield Host("sftp", root, port, user=getpass.getuser(), key=folder / "user_key", folder=str(root))


def rsync_on(sshd: Host, name: str = "rsync") -> Host:
    root = sshd.root.parent / name
    root.mkdir(exist_ok=True)
    return replace(sshd, kind="rsync", root=root, folder=str(root))


def git_in(folder: Path) -> GitHost:
    """A bare repository, by the way of file://."""
    subprocess.run(["git", "init", "--quiet", "--bare", folder], check=True)
    return GitHost("git", folder, 0, repository=folder.as_uri(), branch=BRANCH)


def git_on(sshd: Host, name: str = "trang.git") -> GitHost:
    """One that is reached by ssh://."""
    plain = git_in(sshd.root.parent / name)
    repository = f"ssh://{sshd.user}@{sshd.address}:{sshd.port}{plain.root}"
    return replace(plain, port=sshd.port, user=sshd.user, key=sshd.key, repository=repository)
