"""What has arrived of a publishing that is under way: lines in a file of this machine.

A line is written after the host has said that the file is there. If the line is cut, the next run puts
what the journal does not name; if the machine is another one, it puts everything that was under way.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from bulletin.manifest import Entry
from bulletin.ownfiles import write_own
from bulletin.publish.comparison import UNKNOWN


class Journal:
    """Opened for one publishing, with its token."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream: IO[bytes] | None = None

    @property
    def is_begun(self) -> bool:
        """Whether a publishing from here has not ended."""
        return self._path.exists()

    def begin(self, token: str) -> None:
        """A new journal, or the same again for a token that it has."""
        if self._token() != token:
            write_own(self._path, _line({"token": token}))
        self._stream = self._path.open("ab", buffering=0)
        # The last line may be half written.
        self._stream.write(b"\n")

    def note(self, path: str, entry: Entry) -> None:
        """`UNKNOWN` for a file that was removed."""
        if self._stream:
            self._stream.write(_line({"path": path, "size": entry.size, "sha256": entry.sha256}))

    def end(self) -> None:
        self.close()
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._stream:
            self._stream.close()
            self._stream = None

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def arrived(self, token: str) -> Mapping[str, Entry]:
        """What has arrived under `token`, the last word on each path; nothing for another token."""
        if not token or self._token() != token:
            return {}
        found: dict[str, Entry] = {}
        for row in self._rows():
            try:
                entry = Entry(int(row["size"]), str(row["sha256"]))
                found[str(row["path"])] = UNKNOWN if entry == UNKNOWN else entry
            except (KeyError, ValueError, TypeError):
                continue
        return found

    def _token(self) -> str:
        rows = self._rows()
        return str(rows[0].get("token", "")) if rows else ""

    def _rows(self) -> list[dict[str, Any]]:
        try:
            lines = self._path.read_bytes().splitlines()
        except OSError:
            return []
        rows = []
        for line in lines:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict):
                rows.append(row)
        return rows


def _line(row: Mapping[str, object]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"
