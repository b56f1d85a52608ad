"""FTP, plain or over TLS: the verbs of a channel, and what a host's answers mean."""

import ftplib
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress

from bulletin.problem import WorldError
from bulletin.publish.comparison import folders
from bulletin.publish.ftpconnection import PATIENCE, Plain, Tls, certificate
from bulletin.publish.remote import CrowdedError, LostError, beside
from bulletin.publish.trust import Trust
from bulletin.settings import Destination

IMPLICIT = "ftps-implicit"
_CUT = (EOFError, ConnectionError, TimeoutError, ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


class FtpChannel:
    """One control connection, logged in; `top` is the host's folder for the site, "/"-less at its end."""

    def __init__(self, destination: Destination, password: str, trust: Trust) -> None:
        self._where = destination
        self._top = destination.folder.rstrip("/")
        self._made: set[str] = set()
        self._ftp = self._opened(destination, password, trust)

    def _opened(self, where: Destination, password: str, trust: Trust) -> Plain:
        port = where.port or (990 if where.kind == IMPLICIT else 21)
        if where.kind == "ftp":
            return self._logged_in(Plain(timeout=PATIENCE, encoding="utf-8"), port, password)
        for _ in range(2):
            checked = trust.tls(where.host, port)
            ftp = Tls(checked.context, checked.check, is_implicit=where.kind == IMPLICIT)
            try:
                return self._logged_in(ftp, port, password)
            except ssl.SSLCertVerificationError as fault:
                shown = certificate(where.host, port, is_implicit=where.kind == IMPLICIT)
                if shown is None:
                    raise LostError(where.host) from None
                trust.on_certificate(where.host, port, fault, shown)
        raise WorldError("publish-tls", host=where.host, detail="")

    def _logged_in(self, ftp: Plain, port: int, password: str) -> Plain:
        try:
            ftp.connect(self._where.host, port)
            ftp.login(self._where.user or "anonymous", password)
            if isinstance(ftp, Tls):
                ftp.prot_p()
            ftp.voidcmd("TYPE I")
            # Names as we send them, where a host would take them for others.
            with suppress(ftplib.error_perm, ftplib.error_temp):
                ftp.voidcmd("OPTS UTF8 ON")
        except (WorldError, ssl.SSLCertVerificationError):
            ftp.close()
            raise
        except Exception as fault:  # noqa: BLE001  # sorted out there, and given back when unknown
            ftp.close()
            raise self._at_login(fault, self._where) from None
        return ftp

    @staticmethod
    def _at_login(fault: Exception, where: Destination) -> Exception:
        if isinstance(fault, socket.gaierror):
            return WorldError("publish-unknown-host", host=where.host)
        if isinstance(fault, ssl.SSLError) and not isinstance(fault, _CUT):
            return WorldError("publish-tls", host=where.host, detail=fault.reason or fault)
        if isinstance(fault, ftplib.error_perm):
            said = str(fault)
            if said.startswith("530") and _is_crowded(said):
                return CrowdedError(said)
            if said[:3] in ("530", "532", "430", "331", "332"):
                return WorldError("publish-login", host=where.host, user=where.user)
            if said[:3] in ("500", "502", "504", "534") and where.kind != "ftp":
                return WorldError("publish-no-tls", host=where.host)
            if said[:3] in ("522", "550", "503") or "TLS" in said.upper():
                return WorldError("publish-needs-tls", host=where.host, detail=said)
            return WorldError("publish-refused", path=where.host, detail=said)
        if isinstance(fault, ftplib.error_temp):
            return CrowdedError(str(fault))
        if isinstance(fault, ConnectionRefusedError):
            return LostError(fault.strerror)
        if isinstance(fault, (*_CUT, OSError, ftplib.Error)):
            return LostError(fault)
        return fault

    # -- verbs -----------------------------------------------------------------------------

    def read(self, path: str) -> bytes | None:
        try:
            return self._ftp.retrieve(self._at(path))
        except ftplib.error_perm as fault:
            if str(fault)[:3] in ("550", "551", "553"):
                return None
            raise _refused(fault, path) from None
        except Exception as fault:  # noqa: BLE001
            raise _lost(fault, path) from None

    def entries(self, folder: str) -> Sequence[tuple[str, int | None]]:
        try:
            return self._entries(self._at(folder))
        except ftplib.error_perm as fault:
            if str(fault)[:3] == "550" and not folder:
                return []
            raise _refused(fault, folder) from None
        except Exception as fault:  # noqa: BLE001
            raise _lost(fault, folder) from None

    def _entries(self, folder: str) -> Sequence[tuple[str, int | None]]:
        found: list[tuple[str, int | None]] = []
        try:
            for name, facts in self._ftp.mlsd(folder, ["type", "size"]):
                kind = facts.get("type", "").lower()
                if kind in ("file", "dir"):
                    found.append((name, None if kind == "dir" else int(facts.get("size", -1))))
            return found
        except ftplib.error_perm as fault:
            if str(fault)[:3] not in ("500", "501", "502", "504"):
                raise
        # An old host: names only, of which each is asked whether it is a folder.
        with suppress(ftplib.error_perm):
            names = self._ftp.nlst(folder)
            for full in names:
                name = full.rpartition("/")[2]
                if name not in (".", ".."):
                    found.append((name, self._size(f"{folder}/{name}")))
        return found

    def _size(self, full: str) -> int | None:
        try:
            return self._ftp.size(full) or 0
        except ftplib.error_perm:
            return None

    def put(self, path: str, data: bytes) -> None:
        arriving, final = self._at(beside(path)), self._at(path)
        try:
            self._store(arriving, data, path)
            self._rename(arriving, final, path, len(data))
        except ftplib.error_perm as fault:
            raise _refused(fault, path) from None
        except (WorldError, LostError):
            raise
        except Exception as fault:  # noqa: BLE001
            raise _lost(fault, path) from None

    def _store(self, full: str, data: bytes, path: str) -> None:
        wanted = [folder for folder in folders(self._at(path)) if folder and folder not in self._made]
        self._ftp.store(full, data, wanted)
        self._made.update(wanted)

    def _rename(self, arriving: str, final: str, path: str, size: int) -> None:
        """A host takes a line that was cut for the end of a file: only a whole one gets its name."""
        # Both questions in one go: each way there and back costs as much as a small file.
        self._ftp.putcmd(f"SIZE {arriving}")
        self._ftp.putcmd(f"RNFR {arriving}")
        try:
            told = self._ftp.getresp().split()[-1]
        except ftplib.error_perm:  # it does not know the question
            told = str(size)
        self._ftp.getresp()
        if told != str(size):
            raise LostError(f"{told} != {size}")
        try:
            self._ftp.voidcmd(f"RNTO {final}")
        except ftplib.error_perm as fault:
            if str(fault)[:3] not in ("550", "553"):
                raise
            # Some hosts rename over nothing that is there: remove it first, once.
            with suppress(ftplib.error_perm):
                self._ftp.delete(final)
            try:
                self._ftp.rename(arriving, final)
            except ftplib.error_perm as again:
                raise WorldError("publish-rename", path=path, detail=again) from None

    def remove(self, path: str) -> None:
        try:
            self._ftp.delete(self._at(path))
        except ftplib.error_perm as fault:
            if str(fault)[:3] not in ("550", "551", "553"):
                raise _refused(fault, path) from None
            if self._is_there(path):
                raise WorldError("publish-permission", path=path) from None
        except Exception as fault:  # noqa: BLE001
            raise _lost(fault, path) from None

    def _is_there(self, path: str) -> bool:
        try:
            return self._ftp.size(self._at(path)) is not None
        except ftplib.error_perm:
            return False
        except Exception as fault:  # noqa: BLE001
            raise _lost(fault, path) from None

    def remove_folder(self, folder: str) -> None:
        self._made.discard(self._at(folder))
        try:
            self._ftp.rmd(self._at(folder))
        except ftplib.error_perm:
            pass
        except Exception as fault:  # noqa: BLE001
            raise _lost(fault, folder) from None

    def close(self) -> None:
        with suppress(Exception):
            self._ftp.close()

    def _at(self, path: str) -> str:
        return f"{self._top}/{path}" if self._top and path else path or self._top


def _is_crowded(said: str) -> bool:
    words = said.lower()
    return any(word in words for word in ("too many", "maximum", "max ", "limit", "connections"))


def _refused(fault: ftplib.error_perm, path: str) -> WorldError:
    """A final answer of the host's, as a cause that an editor can do something about."""
    said = str(fault)
    words = said.lower()
    if said.startswith("552") or any(word in words for word in ("quota", "space", "disk full")):
        return WorldError("publish-full", path=path)
    if said[:3] in ("550", "553", "532") or "permission" in words or "denied" in words:
        return WorldError("publish-permission", path=path)
    return WorldError("publish-refused", path=path, detail=said)


def _lost(fault: Exception, path: str) -> Exception:
    if isinstance(fault, ftplib.error_temp):
        said = str(fault)
        if said.startswith("452"):
            return WorldError("publish-full", path=path)
        return LostError(said)
    if isinstance(fault, (*_CUT, OSError, ftplib.Error, UnicodeError)):
        return LostError(fault)
    return fault
