"""What this machine remembers of a destination, in `.bantin/publish/NAME/`: it may be deleted at any time."""

import json
import platform
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bulletin.locking import try_lock
from bulletin.ownfiles import own_folder, write_own
from bulletin.problem import WorldError
from bulletin.publish.journal import Journal
from bulletin.publish.record import DamagedRecordError, Record, base_bytes, head_bytes, parse

SLOW = (0.15, 200_000.0)  # seconds a file, bytes a second: what is guessed before the first publishing


@dataclass(frozen=True, slots=True)
class Last:
    """The last publishing from here. `until`: when an article becomes due or expires; None: never."""

    moment: str = ""
    until: float | None = None
    file_seconds: float = SLOW[0]
    byte_rate: float = SLOW[1]

    def seconds(self, files: int, size: int) -> float:
        """How long a publishing will take, by what the last one took."""
        return files * self.file_seconds + size / max(self.byte_rate, 1.0)

    def after(self, files: int, size: int, seconds: float) -> tuple[float, float]:
        """(seconds a file, bytes a second) for the next guess; too little to tell from keeps the last."""
        if files < 5 or seconds < 0.2:
            return self.file_seconds, self.byte_rate
        # Half of the time for the files, half for their bytes: rough, and on the safe side for either.
        return seconds / files / 2, max(size, 1) / (seconds / 2)


class State:
    """Raises OSError where `.bantin` cannot be written."""

    def __init__(self, root: Path, name: str) -> None:
        self.folder = own_folder(root, f".bantin/publish/{name}")
        self.journal = Journal(self.folder / "journal")

    @contextmanager
    def alone(self) -> Iterator[str]:
        """The token of this machine's claims on the host, while no other run here has it. Raises WorldError.

        It stays the same, so that a run whose forerunner was cut does not wait for it to be dead; a copy
        of this folder on another machine gets another.
        """
        with (self.folder / "claim").open("a+b") as stream:
            if not try_lock(stream):
                raise WorldError("publish-busy", who=platform.node())
            stream.seek(0)
            machine, _, token = stream.read().decode("utf-8", "replace").strip().rpartition(" ")
            if machine != platform.node() or not token:
                token = secrets.token_hex(12)
                stream.truncate(0)
                stream.write(f"{platform.node()} {token}\n".encode())
                stream.flush()
            yield token

    def base(self, name: str) -> bytes | None:
        """A base that was seen before."""
        with suppress(OSError):
            return (self.folder / name.rpartition("/")[2]).read_bytes()
        return None

    def keep_base(self, name: str, data: bytes) -> None:
        kept = name.rpartition("/")[2]
        for other in self.folder.glob("base-*"):
            if other.name != kept:
                other.unlink(missing_ok=True)
        write_own(self.folder / kept, data)

    def keep_record(self, record: Record) -> None:
        self.keep_base(record.base_name, base_bytes(record))
        write_own(self.folder / "head.json", head_bytes(record))

    def record(self) -> Record | None:
        """What the host held after the last publishing from here."""
        with suppress(OSError, DamagedRecordError):
            return parse((self.folder / "head.json").read_bytes(), self.base)
        return None

    def last(self) -> Last | None:
        try:
            told = json.loads((self.folder / "last.json").read_bytes())
            return Last(
                str(told["moment"]),
                None if told["until"] is None else float(told["until"]),
                float(told["file_seconds"]),
                float(told["byte_rate"]),
            )
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def keep_last(self, last: Last) -> None:
        row = {
            "moment": last.moment,
            "until": last.until,
            "file_seconds": last.file_seconds,
            "byte_rate": last.byte_rate,
        }
        write_own(self.folder / "last.json", json.dumps(row).encode())
