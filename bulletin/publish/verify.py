"""The live site against what was published: what somebody has changed, added or taken away.

The attack that this answers: a host is broken into, and pages get links to gambling sites, often shown to
search engines only.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from bulletin.manifest import Entry
from bulletin.publish import live
from bulletin.publish.comparison import UNKNOWN
from bulletin.publish.remote import Remote

ASKED_AS_ROBOT = 20  # pages, the front page first


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`kind`: changed, missing, added, foreign, hidden. `detail`: the foreign hosts, or why there is none."""

    path: str
    kind: str
    detail: str = ""


def over_http(
    base: str, published: Mapping[str, Entry], output: Path, tell: Callable[[int, int], None]
) -> Iterator[Finding]:
    """Every file as a reader gets it, then some pages as a search engine does."""
    paths = sorted((path for path in published if live.is_served(path)), key=_pages_first)
    altered: set[str] = set()
    for done, answer in enumerate(live.fetch_all(base, paths), 1):
        tell(done, len(paths))
        for finding in judged(answer, published[answer.path], _original(output, answer.path)):
            altered.add(finding.path)
            yield finding
    pages = [path for path in paths if path.endswith(".html") and path not in altered][:ASKED_AS_ROBOT]
    for answer in live.fetch_all(base, pages, live.ROBOT):
        if answer.data is not None and not _is_same(answer.data, published[answer.path]):
            strange = ", ".join(sorted(strangers(answer.data, _original(output, answer.path))))
            yield Finding(answer.path, "hidden", strange)


def over_remote(
    remote: Remote, published: Mapping[str, Entry], output: Path, tell: Callable[[int, int], None]
) -> Iterator[Finding]:
    """Every file as it lies on the host, and what lies there that is not ours."""
    there = remote.listing()
    for path in sorted(there):
        if path not in published:
            yield Finding(path, "added")
    for done, path in enumerate(sorted(published), 1):
        tell(done, len(published))
        answer = live.Answer(path, remote.read(path) if path in there else None)
        yield from judged(answer, published[path], _original(output, path))


def judged(answer: live.Answer, entry: Entry, original: bytes) -> Iterator[Finding]:
    if answer.data is None:
        yield Finding(answer.path, "missing", answer.why)
    elif not _is_same(answer.data, entry):
        yield Finding(answer.path, "changed")
        if answer.path.endswith(".html") and (strange := strangers(answer.data, original)):
            yield Finding(answer.path, "foreign", ", ".join(sorted(strange)))


def _is_same(data: bytes, entry: Entry) -> bool:
    return entry == UNKNOWN or hashlib.sha256(data).hexdigest() == entry.sha256


def _original(output: Path, path: str) -> bytes:
    try:
        return (output / path).read_bytes()
    except OSError:
        return b""


def _pages_first(path: str) -> tuple[bool, str]:
    return not path.endswith(".html"), path


def strangers(page: bytes, original: bytes) -> frozenset[str]:
    """Hosts that a page names and its original does not; "<script>" for a script that stands in it."""
    return _hosts(page) - _hosts(original)


def _hosts(page: bytes) -> frozenset[str]:
    reader = _Reader()
    reader.feed(page.decode("utf-8", "replace"))
    reader.close()
    return frozenset(reader.hosts)


class _Reader(HTMLParser):
    """Collects the hosts in every attribute that can hold an address."""

    def __init__(self) -> None:
        super().__init__()
        self.hosts: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "script" and not named.get("src") and named.get("type") != "application/ld+json":
            self.hosts.add("<script>")
        for key, value in attrs:
            if value and (key in _ADDRESSES or key.startswith(("data-", "on"))):
                for part in value.replace(",", " ").split():
                    self._add(part.rpartition("url=")[2] if key == "content" else part)

    def _add(self, written: str) -> None:
        try:
            host = urlsplit(written.strip("\"'")).hostname
        except ValueError:
            return
        if host:
            self.hosts.add(host)


_ADDRESSES = {
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "poster",
    "data",
    "content",
    "ping",
    "background",
}
