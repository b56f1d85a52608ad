"""Files in our own folders, `.bantin/` of a site and of an output: never through a link.

A site's folder travels, in archives and on sticks. A link planted in `.bantin/` would have us write
over, or empty, somebody's files elsewhere. Here such a link is an OSError, and what is opened to be
written is always a new file.
"""

import errno
import os
import stat
from pathlib import Path
from typing import IO

_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def is_link(path: Path) -> bool:
    """Also a junction of Windows, which is no link to `stat`."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    reparse = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
    return stat.S_ISLNK(status.st_mode) or bool(getattr(status, "st_file_attributes", 0) & reparse)


def own_folder(base: Path, name: str) -> Path:
    """The folder `name` below `base`, made if need be; no part of `name` may be a link. Raises OSError."""
    folder = base
    for part in name.split("/"):
        folder /= part
        if is_link(folder):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_own(path: Path, data: bytes) -> None:
    """A new file at `path`, whatever lay there. Raises OSError."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, 0o666))
    path.write_bytes(data)


def open_lock(path: Path) -> IO[bytes]:
    """The file to lock, which is made if need be and is no link. Raises OSError."""
    return open(os.open(path, os.O_RDWR | os.O_CREAT | _PLAIN, 0o666), "r+b", buffering=0)  # noqa: PTH123
