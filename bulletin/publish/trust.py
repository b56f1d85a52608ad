"""Whom we talk to: host keys and certificates, seen once, shown, and kept in the bulletin's folder.

`known_hosts` beside site.toml is OpenSSH's own format, so ssh, rsync and git read it too. A certificate
that no authority vouches for, as cheap hosts have them, is kept there as a comment: `#tls HOST:PORT PRINT`.
"""

import base64
import hashlib
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bulletin.ownfiles import is_link
from bulletin.problem import WorldError

FILE = "known_hosts"
_ISSUER_UNKNOWN = {18, 19, 20, 21}  # X509_V_ERR_…: self-signed, or no issuer that is known here
_EXPIRED = {9, 10}
_OTHER_NAME = {62, 64}


@dataclass(frozen=True, slots=True)
class Checked:
    """How a TLS connection is to be made, and what is still to be looked at once it is."""

    context: ssl.SSLContext
    check: Callable[[ssl.SSLSocket], None]


class Trust:
    """The fingerprints of one bulletin. `agree(host, print)` asks somebody who can see both."""

    def __init__(self, root: Path, agree: Callable[[str, str], bool], accepted: str = "") -> None:
        self._path, self._agree, self._accepted = root / FILE, agree, accepted
        self._guard = threading.RLock()
        self._checked: dict[tuple[str, int], Checked] = {}

    @property
    def path(self) -> Path:
        return self._path

    # -- ssh -------------------------------------------------------------------------------

    def known_keys(self, host: str, port: int, fetch: Callable[[], tuple[str, str]]) -> str:
        """Lines of known_hosts for a host, with `fetch` for one that is new: (line, fingerprint).

        Raises WorldError when nobody agrees.
        """
        name = host if port == 22 else f"[{host}]:{port}"
        with self._guard:
            lines = self._lines()
            if not any(name in line.split(" ")[0].split(",") for line in lines if not line.startswith("#")):
                line, print_ = fetch()
                self._ask(name, print_)
                self._keep(line)
            return self._text()

    # -- TLS -------------------------------------------------------------------------------

    def tls(self, host: str, port: int) -> Checked:
        """As the system's authorities vouch, or a fingerprint that was agreed to."""
        with self._guard:
            if (host, port) not in self._checked:
                wanted = self._pinned(host, port)
                self._checked[host, port] = _pinned(host, wanted) if wanted else _vouched()
            return self._checked[host, port]

    def on_certificate(self, host: str, port: int, fault: ssl.SSLCertVerificationError, der: bytes) -> None:
        """No authority vouches for this one: ask, and keep what was agreed to. Raises WorldError."""
        print_ = _print(der)
        if fault.verify_code in _EXPIRED:
            raise WorldError("publish-certificate-expired", host=host) from None
        if fault.verify_code in _OTHER_NAME:
            why = "publish-certificate-name"
        elif fault.verify_code in _ISSUER_UNKNOWN:
            why = ""
        else:
            raise WorldError("publish-tls", host=host, detail=fault.verify_message) from None
        with self._guard:
            if self._pinned(host, port) == print_:  # another connection was first
                self._checked.pop((host, port), None)
                return
            if why and not self._accepted:
                raise WorldError(why, host=host, fingerprint=print_) from None
            self._ask(f"{host}:{port}", print_)
            self._keep(f"#tls {host}:{port} {print_}")
            self._checked.pop((host, port), None)

    # -- the file --------------------------------------------------------------------------

    def _ask(self, name: str, print_: str) -> None:
        if self._accepted == print_ or (not self._accepted and self._agree(name, print_)):
            return
        raise WorldError("publish-unknown-key", host=name, fingerprint=print_, file=FILE)

    def _pinned(self, host: str, port: int) -> str:
        head = f"#tls {host}:{port} "
        return next((line[len(head) :].strip() for line in self._lines() if line.startswith(head)), "")

    def _text(self) -> str:
        if is_link(self._path):
            raise WorldError("output-link", path=self._path)
        try:
            return self._path.read_text("utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError):
            raise WorldError("cannot-read", path=FILE, why="?") from None

    def _lines(self) -> list[str]:
        return self._text().splitlines()

    def _keep(self, line: str) -> None:
        text = self._text()
        if text and not text.endswith("\n"):
            text += "\n"
        try:
            self._path.write_text(f"{text}{line}\n", "utf-8", newline="\n")
        except OSError as fault:
            raise WorldError("cannot-write", path=FILE, why=fault.strerror) from None


def _vouched() -> Checked:
    return Checked(ssl.create_default_context(), lambda _: None)


def _pinned(host: str, wanted: str) -> Checked:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # what is met is compared with what was agreed to, below

    def check(wrapped: ssl.SSLSocket) -> None:
        if _print(wrapped.getpeercert(binary_form=True) or b"") != wanted:
            raise WorldError("publish-other-certificate", host=host, file=FILE)

    return Checked(context, check)


def _print(der: bytes) -> str:
    digest = base64.b64encode(hashlib.sha256(der).digest()).decode().rstrip("=")
    return f"SHA256:{digest}"
