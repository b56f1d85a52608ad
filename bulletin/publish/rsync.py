"""rsync over ssh: one run a step. It puts each file beside its place and renames it, as we do elsewhere."""

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bulletin.problem import WorldError
from bulletin.publish import program
from bulletin.publish.remote import Done, LostError, Upload, is_ours
from bulletin.publish.sftpsession import first_key
from bulletin.publish.trust import Trust
from bulletin.settings import Destination

# rsync's own way to read quotes in -e: no backslashes, a doubled quote for one.
_QUOTES = {"mark": "'", "inside": "''"}
_VANISHED = 24  # that what is to be removed is not here: so it was meant
_MISSING = {3, 11, 12, 23}  # with “No such file”: what was asked for, or its folder, is not there
_PASSING = (10, 12, 30, 35, 255)  # socket, stream, time-outs, ssh itself


class Rsync:
    """A `Remote`. `output` is where the files that are put lie."""

    is_whole = False

    def __init__(
        self, root: Path, output: Path, where: Destination, trust: Trust, waits: Sequence[float]
    ) -> None:
        self._program = program.found("rsync")
        program.found("ssh")
        self._where, self._output, self._waits = where, output, waits
        trust.known_keys(where.host, where.port or 22, lambda: first_key(where))
        self._ssh = program.ssh(root, where, trust, _QUOTES)
        login = f"{where.user}@{where.host}" if where.user else where.host
        self._top = f"{login}:{where.folder.rstrip('/') or '.'}/"

    def read(self, path: str) -> bytes | None:
        with TemporaryDirectory(prefix="bantin-") as folder:
            names = "\0".join([path]).encode()
            self._run(["-r", "--from0", "--files-from=-", self._top, folder], names, _MISSING)
            try:
                return (Path(folder) / path).read_bytes()
            except FileNotFoundError:
                return None

    def listing(self) -> Mapping[str, int]:
        said = self._run(["-r", "--list-only", "-8", "--no-h", self._top], b"", _MISSING)
        found: dict[str, int] = {}
        for line in said.splitlines():
            mode, _, rest = line.partition(" ")
            size, _, rest = rest.strip().partition(" ")
            name = rest[len("2026/01/01 00:00:00 ") :]
            if mode.startswith("-") and not is_ours(name):
                found[name] = int(size.replace(",", ""))
        return found

    def put(self, files: Sequence[Upload], done: Done) -> None:
        own = [file for file in files if file.source is None]
        if own:
            with TemporaryDirectory(prefix="bantin-") as folder:
                for file in own:
                    place = Path(folder) / file.path
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(file.load())
                self._send(folder, own)
        rest = [file for file in files if file.source is not None]
        sizes = {file.path: len(file.load()) for file in rest}  # and each is what it should be
        if rest:
            self._send(str(self._output), rest)
        for file in files:
            done(file.path, sizes.get(file.path, 0))

    def _send(self, folder: str, files: Sequence[Upload]) -> None:
        # By content: the times of files mean nothing here. A partly sent file is gone on with.
        options = ["-r", "--checksum", "--chmod=Du=rwx,Dgo=rx,Fu=rw,Fgo=r", "-p", "--mkpath"]
        names = "\0".join(file.path for file in files).encode()
        self._run([*options, "--from0", "--files-from=-", f"{folder}{os.sep}", self._top], names, set())

    def remove(self, paths: Sequence[str], done: Done) -> None:
        # What is named and is not here goes there.
        with TemporaryDirectory(prefix="bantin-") as folder:
            for path in paths:  # without their folders here, it is these that it takes for what has gone
                (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            names = "\0".join(paths).encode()
            options = [
                "-r",
                "--no-implied-dirs",
                "--delete-missing-args",
                "--force",
                "--from0",
                "--files-from=-",
            ]
            self._run([*options, f"{folder}{os.sep}", self._top], names, {_VANISHED})
        for path in paths:
            done(path, 0)

    def tidy(self, folders: Sequence[str]) -> None:
        """Empty folders are left: rsync cannot tell whether somebody has put something there."""

    def finish(self, moment: str) -> None:
        pass

    def close(self) -> None:
        pass

    def _run(self, words: Sequence[str], data: bytes, allowed: set[int]) -> str:
        for wait in (*self._waits, None):
            ended = program.run([self._program, "-e", self._ssh, "--timeout=60", *words], data=data)
            said = ended.stderr.decode("utf-8", "replace")
            is_missing = ended.returncode in allowed and ("No such file" in said or "vanished" in said)
            if ended.returncode == 0 or is_missing:
                return ended.stdout.decode("utf-8", "replace")
            fault = program.refusal(said, self._where)
            if isinstance(fault, WorldError) and ended.returncode not in _PASSING:
                raise fault
            if isinstance(fault, WorldError) and fault.kind != "publish-refused":
                raise fault
            if wait is None:
                detail = fault.detail if isinstance(fault, LostError) else said.strip()[-200:]
                raise WorldError("publish-lost", detail=detail)
            time.sleep(wait)
        raise AssertionError
