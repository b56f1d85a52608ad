"""Programs of the system that carry the files: ssh's family, rsync, git."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bulletin.problem import WorldError
from bulletin.publish.remote import LostError
from bulletin.publish.trust import Trust
from bulletin.settings import Destination

LONGEST = 3600  # seconds that one step may take
Ended = subprocess.CompletedProcess[bytes]


def found(name: str) -> str:
    """Where a program lies. Raises WorldError."""
    path = shutil.which(name)
    if path is None:
        raise WorldError("publish-no-program", program=name)
    return path


def run(words: Sequence[str], *, data: bytes = b"", more: Mapping[str, str] | None = None) -> Ended:
    """Run to the end, asking nobody anything, in plain English."""
    environment = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C", **(more or {})}
    try:
        return subprocess.run(  # noqa: S603  # a program that `found` has found, words of our own
            words, input=data, capture_output=True, env=environment, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        raise LostError(words[0]) from None


def ssh(root: Path, where: Destination, trust: Trust, quoted: Mapping[str, str]) -> str:
    """The ssh command for rsync and git: only the keys that the bulletin knows, and no questions."""
    options = [
        "BatchMode=yes",
        "StrictHostKeyChecking=yes",
        f"UserKnownHostsFile={_word(trust.path)}",
        "GlobalKnownHostsFile=none",
        "ConnectTimeout=20",
        "ServerAliveInterval=10",
        "ServerAliveCountMax=3",
    ]
    words = ["ssh", *(part for option in options for part in ("-o", quoted_in(option, quoted)))]
    if where.port:
        words += ["-p", str(where.port)]
    if where.key:
        words += ["-o", "IdentitiesOnly=yes", "-i", quoted_in(str(root / where.key), quoted)]
    return " ".join(words)


def _word(path: Path) -> str:
    """A path within an option of ssh, which splits at spaces."""
    return f'"{path}"' if " " in str(path) else str(path)


def quoted_in(text: str, quoted: Mapping[str, str]) -> str:
    """`text` for whoever splits the command into words: quotes as that one reads them."""
    if not any(sign in text for sign in " \"'\\"):
        return text
    mark = quoted["mark"]
    return mark + text.replace(mark, quoted["inside"]) + mark


def refusal(said: str, where: Destination) -> Exception:
    """What ssh or a program behind it said, as a cause."""
    words = said.lower()
    host = where.host or where.repository
    if "host key verification failed" in words or "identification has changed" in words:
        return WorldError("publish-other-key", host=host, file="known_hosts")
    if (
        "permission denied (" in words
        or "authentication failed" in words
        or "could not read username" in words
    ):
        return WorldError("publish-login", host=host, user=where.user)
    if "could not resolve" in words or "name or service not known" in words:
        return WorldError("publish-unknown-host", host=host)
    if "no space left" in words or "quota exceeded" in words:
        return WorldError("publish-full", path=host)
    if "permission denied" in words or "read-only file system" in words:
        return WorldError("publish-permission", path=where.folder or host)
    if any(cut in words for cut in _CUT):
        return LostError(_last(said))
    return WorldError("publish-refused", path=host, detail=_last(said))


_CUT = (
    "connection refused",
    "connection reset",
    "connection closed",
    "connection timed out",
    "connection unexpectedly closed",
    "broken pipe",
    "timed out",
    "unexpected disconnect",
    "early eof",
    "hung up",
    "kex_exchange_identification",
    "network is unreachable",
)


def _last(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "?"
