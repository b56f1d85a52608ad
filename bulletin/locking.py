"""Whether a file is ours alone: by a lock that dies with its process, so a killed build never blocks the
next, and by asking the system who has it open."""

import errno
import os
import sys
from typing import IO


def try_lock(lock: IO[bytes]) -> bool:
    try:
        if os.name == "nt":  # pragma: no cover  (Windows)
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_open_elsewhere(file: int) -> bool | None:
    """Whether anything but `file` has the same file open or in its memory; None where nobody can tell.

    Linux grants a lease for writing only to who alone has the file open; not every file system does.
    https://man7.org/linux/man-pages/man2/F_SETLEASE.2const.html
    """
    if sys.platform != "linux":
        return None
    import fcntl

    try:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as fault:
        return True if fault.errno == errno.EAGAIN else None
    return False
