"""What a host holds: written there, beside the site, so that any machine can go on from it.

Two files in the host's folder `.bantin-publish/`. `base-<digest>.json.gz` has every file; it is named
by its content and never changes, so a machine that has seen it need not ask for it again. `head.json`
names the base and tells what differs from it. While a publishing is under way the head also has, as
UNKNOWN, each file that may be half done. So an edit of one article moves a head of a few hundred bytes.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from bulletin.manifest import Entry, is_inside
from bulletin.publish.comparison import UNKNOWN

FOLDER = ".bantin-publish"
HEAD = f"{FOLDER}/head.json"
MOST_CHANGES = 400  # of a head; then there is a new base
MOST_BYTES = 200_000_000  # that a base may unpack to


class DamagedRecordError(Exception):
    """What lies on the host is no record of ours, or not whole."""


@dataclass(frozen=True, slots=True)
class Record:
    """`files` are ours on the host. `is_open`: a publishing of that `token` has not ended."""

    files: Mapping[str, Entry] = field(default_factory=dict)
    token: str = ""
    is_open: bool = False
    published: str = ""  # ISO moment of the last publishing that ended
    base: Mapping[str, Entry] = field(default_factory=dict)
    base_name: str = ""


def opened(record: Record, token: str, touched: Mapping[str, Entry]) -> Record:
    """The record while `touched` files are being put and removed."""
    files = {**record.files, **dict.fromkeys(touched, UNKNOWN)}
    return _based(Record(files, token, True, record.published, record.base, record.base_name))


def closed(record: Record, files: Mapping[str, Entry], moment: str) -> Record:
    """The record once all is there."""
    return _based(Record(files, record.token, False, moment, record.base, record.base_name))


def _based(record: Record) -> Record:
    """With a new base when the head would grow too large, or there is none."""
    if record.base_name and len(_differences(record)) <= MOST_CHANGES:
        return record
    # What is unknown now will be known soon: it stays in the head.
    files = {path: entry for path, entry in record.files.items() if entry != UNKNOWN}
    name = f"{FOLDER}/base-{hashlib.sha256(_packed(files)).hexdigest()[:16]}.json.gz"
    return Record(record.files, record.token, record.is_open, record.published, files, name)


def head_bytes(record: Record) -> bytes:
    return _dumps(
        {
            "version": 1,
            "base": record.base_name,
            "token": record.token,
            "open": record.is_open,
            "published": record.published,
            "changes": {path: _row(entry) for path, entry in sorted(_differences(record).items())},
        }
    )


def base_bytes(record: Record) -> bytes:
    return _packed(record.base)


def parse(head: bytes, fetch: Callable[[str], bytes | None]) -> Record:
    """The record of a host; `fetch` gives the base by its name. Raises DamagedRecordError."""
    try:
        told = json.loads(head)
        if told["version"] != 1 or not isinstance(told["changes"], dict):
            raise DamagedRecordError
        name = str(told["base"])
        packed = fetch(name) if name.startswith(f"{FOLDER}/base-") and is_inside(name) else None
        if packed is None:
            raise DamagedRecordError
        base = _unpacked(packed, name)
        files: dict[str, Entry] = dict(base)
        for path, row in told["changes"].items():
            if row is None:
                files.pop(path, None)
            else:
                files[path] = _entry(row)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DamagedRecordError from None
    # A record that was tampered with must not make us remove files elsewhere.
    if not all(map(is_inside, files)):
        raise DamagedRecordError
    return Record(files, str(told["token"]), bool(told["open"]), str(told["published"]), base, name)


def _differences(record: Record) -> dict[str, Entry | None]:
    changed: dict[str, Entry | None] = {
        path: entry for path, entry in record.files.items() if record.base.get(path) != entry
    }
    changed.update((path, None) for path in record.base if path not in record.files)
    return changed


def _row(entry: Entry | None) -> list[object] | None:
    return None if entry is None else [entry.size, entry.sha256]


def _entry(row: Any) -> Entry:
    size, sha256 = row
    return UNKNOWN if size == UNKNOWN.size else Entry(int(size), str(sha256))


def _packed(files: Mapping[str, Entry]) -> bytes:
    rows = {path: _row(entry) for path, entry in sorted(files.items())}
    return gzip.compress(_dumps(rows), 6, mtime=0)


def _unpacked(packed: bytes, name: str) -> dict[str, Entry]:
    if hashlib.sha256(packed).hexdigest()[:16] not in name:
        raise DamagedRecordError
    try:
        with gzip.GzipFile(fileobj=BytesIO(packed)) as stream:
            text = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError):
        raise DamagedRecordError from None
    if len(text) > MOST_BYTES:
        raise DamagedRecordError
    return {str(path): _entry(row) for path, row in json.loads(text).items()}


def _dumps(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
