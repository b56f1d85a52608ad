"""A folder of this machine, or one that the system mounts: a stick, a share of the office's server."""

import errno
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bulletin.manifest import replace
from bulletin.ownfiles import is_link
from bulletin.problem import WorldError
from bulletin.publish.pool import Pool
from bulletin.publish.remote import LostError, beside
from bulletin.settings import Destination

# A share that went away for a moment says these.
_PASSING = {errno.ETIMEDOUT, errno.ECONNRESET, errno.EHOSTDOWN, errno.ENETDOWN, errno.EAGAIN, errno.EBUSY}


def open_folder(root: Path, destination: Destination, waits: Sequence[float]) -> Pool:
    """`destination.folder` is seen from `root`. Made if its parent is there: a stick may be missing."""
    top = (root / destination.folder).resolve()
    if destination.releases:
        top = (root / destination.folder).absolute().parent.resolve()
    if not top.exists() and not top.parent.is_dir():
        raise WorldError("publish-no-folder", folder=top)
    try:
        top.mkdir(exist_ok=True)
    except OSError as fault:
        raise refusal(fault, str(top)) from None
    return Pool(lambda: FolderChannel(top), destination.connections or 4, waits)


class FolderChannel:
    def __init__(self, top: Path) -> None:
        self._top = top

    def read(self, path: str) -> bytes | None:
        try:
            return self._place(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as fault:
            raise refusal(fault, path) from None

    def entries(self, folder: str) -> Sequence[tuple[str, int | None]]:
        try:
            with os.scandir(self._top / folder) as listing:
                return [
                    (entry.name, None if entry.is_dir(follow_symlinks=False) else _size(entry))
                    for entry in listing
                ]
        except OSError as fault:
            raise refusal(fault, folder) from None

    def put(self, path: str, data: bytes) -> None:
        target, arriving = self._place(path), self._place(beside(path))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with arriving.open("wb") as stream:
                stream.write(data)
            replace(arriving, target)
        except OSError as fault:
            with suppress(OSError):
                arriving.unlink()
            raise refusal(fault, path) from None

    def remove(self, path: str) -> None:
        try:
            for name in (beside(path), path):
                self._place(name).unlink(missing_ok=True)
        except NotADirectoryError:
            pass
        except OSError as fault:
            raise refusal(fault, path) from None

    def remove_folder(self, folder: str) -> None:
        with suppress(OSError):
            self._place(folder).rmdir()

    # -- for releases ----------------------------------------------------------------------

    def target(self, name: str) -> str | None:
        place = self._top / name
        if is_link(place):
            return place.readlink().as_posix()
        return "" if place.exists() else None

    def link(self, old: str, new: str) -> None:
        try:
            target = self._place(new)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(self._place(old), target)
        except OSError as fault:
            raise refusal(fault, new) from None

    def point(self, name: str, target: str) -> None:
        beside = self._top / f".{name}.bantin"
        try:
            beside.unlink(missing_ok=True)
            beside.symlink_to(target, target_is_directory=True)
            replace(beside, self._top / name)
        except OSError as fault:
            raise WorldError("publish-no-links", detail=fault.strerror) from None

    def rename(self, old: str, new: str) -> None:
        try:
            (self._top / old).rename(self._top / new)
        except OSError as fault:
            raise refusal(fault, new) from None

    def remove_tree(self, folder: str) -> None:
        shutil.rmtree(self._top / folder, ignore_errors=True)

    def close(self) -> None:
        pass

    def _place(self, path: str) -> Path:
        """Never through a link: it may lead into somebody's files."""
        place = self._top
        for part in path.split("/")[:-1]:
            place /= part
            if is_link(place):
                raise WorldError("publish-link", path=path)
        return self._top / path


def _size(entry: os.DirEntry[str]) -> int:
    return entry.stat(follow_symlinks=False).st_size


def refusal(fault: OSError, path: str) -> WorldError | LostError:
    if fault.errno in _PASSING:
        return LostError(fault.strerror)
    if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return WorldError("publish-full", path=path)
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return WorldError("publish-permission", path=path)
    return WorldError("publish-refused", path=path, detail=fault.strerror or type(fault).__name__)
