"""A lock on a file that dies with its process, so a killed build never blocks the next."""

import os
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
