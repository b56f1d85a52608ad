"""A branch of a repository, for hosts that show one as a site. Everything is seen at once: with the push."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bulletin.problem import WorldError
from bulletin.publish import program
from bulletin.publish.remote import Done, Upload, is_ours
from bulletin.publish.sftpsession import first_key
from bulletin.publish.trust import Trust
from bulletin.settings import Destination

_QUOTES = {"mark": "'", "inside": "'\\''"}  # a shell reads GIT_SSH_COMMAND
_SSH = re.compile(
    r"ssh://(?:(?P<user>[^@/]+)@)?(?P<host>[^:/]+)(?::(?P<port>\d+))?/|(?:(?P<u>[^@/]+)@)?(?P<h>[^:/\\]{2,}):(?!/)"
)
# The password comes from the environment: a command line can be read by others.
_HELPER = (
    '!f() { test "$1" = get && echo "username=$BANTIN_GIT_USER" && echo "password=$BANTIN_GIT_PASSWORD"; }; f'
)
MOST_BYTES = 32_000_000  # of files that are in memory together
NO_JEKYLL = ".nojekyll"  # some hosts leave out names that begin with a dot or a line below otherwise


class Git:
    """A `Remote` in a bare repository of our own, `folder`, which may be deleted at any time."""

    is_whole = True

    def __init__(
        self,
        root: Path,
        folder: Path,
        where: Destination,
        password: str,
        trust: Trust,
        waits: Sequence[float],
    ) -> None:
        self._program, self._where, self._waits = program.found("git"), where, waits
        self._branch = where.branch or "gh-pages"
        self._folder = folder
        far = _SSH.match(where.repository)
        self._repository = (
            where.repository if far or "://" in where.repository else str(root / where.repository)
        )
        self._environment = {
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_DIR": str(folder),
            "GIT_INDEX_FILE": str(folder / "bantin-index"),
            "BANTIN_GIT_USER": where.user,
            "BANTIN_GIT_PASSWORD": password,
            **{
                f"GIT_{who}_{what}": value
                for who in ("AUTHOR", "COMMITTER")
                for what, value in (("NAME", "Bản tin"), ("EMAIL", "bantin@localhost"))
            },
        }
        if far:
            host, port = far["host"] or far["h"], int(far["port"] or 22)
            there = Destination(
                name=where.name,
                kind="git",
                host=host,
                port=port if far["port"] else 0,
                user=where.user,
                key=where.key,
            )
            trust.known_keys(host, port, lambda: first_key(there))
            self._environment["GIT_SSH_COMMAND"] = program.ssh(root, there, trust, _QUOTES)
        self._tip = self._fetched()
        self._git("read-tree", self._tip) if self._tip else self._git("read-tree", "--empty")

    def read(self, path: str) -> bytes | None:
        if not self._tip:
            return None
        ended = self._ended("cat-file", "blob", f"{self._tip}:{path}")
        return ended.stdout if ended.returncode == 0 else None

    def listing(self) -> Mapping[str, int]:
        if not self._tip:
            return {}
        rows = self._git("ls-tree", "-r", "-l", "-z", "--full-tree", self._tip).split("\0")
        found: dict[str, int] = {}
        for row in filter(None, rows):
            facts, _, path = row.partition("\t")
            size = facts.split()[3]
            if size != "-" and not is_ours(path) and path != NO_JEKYLL:
                found[path] = int(size)
        return found

    def put(self, files: Sequence[Upload], done: Done) -> None:
        for part in _parts(files):
            self._index(self._stored(part))
            for path, data in part:
                done(path, len(data))

    def _stored(self, part: Sequence[tuple[str, bytes]]) -> Sequence[str]:
        """Rows for the index. One program for many files: starting one for each took 2.5 ms a file."""
        blobs = [
            b"blob\nmark :%d\ndata %d\n%b\n" % (n, len(data), data) for n, (_, data) in enumerate(part, 1)
        ]
        marks = [b"get-mark :%d\n" % n for n in range(1, len(part) + 1)]
        digests = self._git("fast-import", "--quiet", data=b"".join(blobs + marks)).split()
        return [f"100644 {digest}\t{path}" for digest, (path, _) in zip(digests, part, strict=True)]

    def remove(self, paths: Sequence[str], done: Done) -> None:
        self._index([f"0 {'0' * 40}\t{path}" for path in paths])
        for path in paths:
            done(path, 0)

    def tidy(self, folders: Sequence[str]) -> None:
        """A tree has no empty folders."""

    def finish(self, moment: str) -> None:
        """Commit and push. Raises WorldError, also when somebody else has pushed meanwhile."""
        empty = self._git("hash-object", "-w", "--stdin").strip()
        self._index([f"100644 {empty}\t{NO_JEKYLL}"])
        tree = self._git("write-tree").strip()
        parent = ("-p", self._tip) if self._tip else ()
        commit = self._git("commit-tree", tree, *parent, "-m", f"{self._where.name} {moment}").strip()
        self._far("push", "--quiet", self._repository, f"{commit}:refs/heads/{self._branch}")
        self._tip = commit

    def close(self) -> None:
        pass

    # -- git -------------------------------------------------------------------------------

    def _fetched(self) -> str:
        """The commit at the branch's tip; "" when there is no such branch yet."""
        if not (self._folder / "HEAD").exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare", str(self._folder))
        said = self._far("ls-remote", self._repository, f"refs/heads/{self._branch}")
        if not said.strip():
            return ""
        self._far(
            "fetch",
            "--quiet",
            "--no-tags",
            "--depth=1",
            self._repository,
            f"+refs/heads/{self._branch}:refs/heads/there",
        )
        return self._git("rev-parse", "refs/heads/there").strip()

    def _index(self, rows: Sequence[str]) -> None:
        if rows:
            self._git("update-index", "-z", "--add", "--index-info", data=("\0".join(rows) + "\0").encode())

    def _git(self, *words: str, data: bytes = b"") -> str:
        ended = self._ended(*words, data=data)
        if ended.returncode:
            raise WorldError("publish-refused", path=words[0], detail=_last(ended.stderr))
        return ended.stdout.decode("utf-8", "replace")

    def _far(self, *words: str) -> str:
        """Something that asks the other side: tried again when the line was cut."""
        for wait in (*self._waits, None):
            ended = self._ended("-c", "credential.helper=", "-c", f"credential.helper={_HELPER}", *words)
            if ended.returncode == 0:
                return ended.stdout.decode("utf-8", "replace")
            said = ended.stderr.decode("utf-8", "replace")
            if (
                "fetch first" in said
                or "non-fast-forward" in said
                or "stale info" in said
                or "cannot lock ref" in said
            ):
                raise WorldError("publish-overtaken")
            fault = self._refusal(said)
            if isinstance(fault, WorldError):
                raise fault
            if wait is None:
                raise WorldError("publish-lost", detail=getattr(fault, "detail", "?"))
            time.sleep(wait)
        raise AssertionError

    def _refusal(self, said: str) -> Exception:
        words = said.lower()
        if (
            "does not appear to be a git repository" in words
            or "repository not found" in words
            or "not found" in words
        ):
            return WorldError("publish-no-repository", repository=self._where.repository)
        if "certificate" in words:
            return WorldError("publish-tls", host=self._where.repository, detail=said.strip()[-200:])
        return program.refusal(said, self._where)

    def _ended(self, *words: str, data: bytes = b"") -> "program.Ended":
        return program.run([self._program, *words], data=data, more=self._environment)


def _parts(files: Sequence[Upload]) -> Iterator[Sequence[tuple[str, bytes]]]:
    """Paths and bytes, as many at once as need little memory."""
    part: list[tuple[str, bytes]] = []
    size = 0
    for file in files:
        data = file.load()
        if part and size + len(data) > MOST_BYTES:
            yield part
            part, size = [], 0
        part.append((file.path, data))
        size += len(data)
    if part:
        yield part


def _last(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else "?"
