"""The kinds of host, each loaded when it is asked for."""

from collections.abc import Sequence
from pathlib import Path
from time import sleep

from bulletin.problem import WorldError
from bulletin.publish.pool import WAITS, Pool
from bulletin.publish.remote import CrowdedError, LostError, Remote
from bulletin.publish.secret import scrubbed
from bulletin.publish.trust import Trust
from bulletin.settings import Destination


def open_remote(
    root: Path,
    output: Path,
    state: Path,
    where: Destination,
    password: str,
    trust: Trust,
    waits: Sequence[float] = WAITS,
) -> Remote:
    """The host's folder, ready. Raises WorldError, in which the password never is."""
    for wait in (*waits, None):
        try:
            return _opened(root, output, state, where, password, trust, waits)
        except (LostError, CrowdedError) as fault:
            if wait is None:
                raise WorldError("publish-lost", detail=scrubbed(str(fault), password)) from None
            sleep(wait)
        except WorldError as fault:
            raise clean(fault, password) from None
    raise AssertionError


def clean(fault: WorldError, password: str) -> WorldError:
    return type(fault)(fault.kind, **{key: scrubbed(value, password) for key, value in fault.values.items()})


def _opened(
    root: Path,
    output: Path,
    state: Path,
    where: Destination,
    password: str,
    trust: Trust,
    waits: Sequence[float],
) -> Remote:
    if where.kind == "folder":
        from bulletin.publish.folder import open_folder

        pool = open_folder(root, where, waits)
        return _released(pool, where, state)
    if where.kind in ("ftp", "ftps", "ftps-implicit"):
        from bulletin.publish.ftp import FtpChannel

        return Pool(lambda: FtpChannel(where, password, trust), where.connections or 8, waits)
    if where.kind == "sftp":
        from bulletin.publish.sftp import SftpChannel
        from bulletin.publish.sftpsession import Session

        session = Session(root, where, password, trust)
        try:
            top = where.folder.rstrip("/").rpartition("/")[0] if where.releases else where.folder
            top = top or ("/" if where.folder.startswith("/") else "")
            pool = Pool(lambda: SftpChannel(session, top), where.connections or 64, waits, session.close)
            return _released(pool, where, state)
        except BaseException:
            session.close()
            raise
    if where.kind == "s3":
        from bulletin.publish.s3 import S3Channel, open_bucket

        store = open_bucket(where, password)
        return Pool(lambda: S3Channel(store, where), where.connections or 16, waits)
    if where.kind == "rsync":
        from bulletin.publish.rsync import Rsync

        return Rsync(root, output, where, trust, waits)
    from bulletin.publish.git import Git

    return Git(root, state / "git", where, password, trust, waits)


def _released(pool: Pool, where: Destination, state: Path) -> Remote:
    """The pool itself, or releases beside each other in it."""
    if not where.releases:
        return pool
    from bulletin.publish.releases import Releases

    try:
        return Releases(
            pool, where.folder.rstrip("/\\").replace("\\", "/").rpartition("/")[2], where.releases, state
        )
    except BaseException:
        pool.close()
        raise
