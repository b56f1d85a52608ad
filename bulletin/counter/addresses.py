"""The addresses that are counted one by one: those of the site's sitemap, and no others.

A sitemap is a file beside the counter, or an address that is asked for from time to time. Until one
has been read, visits are counted and views are not.
"""

import re
import urllib.request
from collections.abc import Callable
from html import unescape
from http.client import HTTPException
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit

LARGEST = 20_000_000  # bytes of a sitemap
MOST = 200_000  # addresses
LONGEST = 400  # letters of one
MET = 4_096
FILE_SECONDS, WEB_SECONDS = 60, 600  # how often we look again
_LOC = re.compile(rb"<loc>\s*([^<>\s]+)\s*</loc>")


class Addresses:
    """`source` is a file's path or a whole address; `root` the path of the site on its host."""

    def __init__(self, source: str, root: str = "/") -> None:
        self._source, self._root = source, root
        self._is_web = source.startswith(("http://", "https://"))
        self._known: frozenset[str] = frozenset()
        self._met: dict[str, str] = {}  # paths as they came -> pages, for a few of those that are known
        self._looked = float("-inf")
        self._stamp: tuple[float, int] | None = None
        self._lock = Lock()

    def page(self, path: str, now: float) -> str | None:
        """A path of the host, as the page of the site that it is ("" is the front page), or None."""
        self._refresh(now)
        page = self._met.get(path)
        if page is None:
            page = normal(path, self._root)
            if page not in self._known:
                return None
            if len(self._met) < MET and page is not None:
                self._met[path] = page
        return page

    def all(self, now: float) -> frozenset[str]:
        self._refresh(now)
        return self._known

    def _refresh(self, now: float) -> None:
        if abs(now - self._looked) < (WEB_SECONDS if self._is_web else FILE_SECONDS):
            return
        self._looked = now
        if self._is_web:  # nobody waits for it: until it is there, the old list is good enough
            Thread(target=self._look, name="sitemap", daemon=True).start()
        else:
            self._look()

    def _look(self) -> None:
        if not self._lock.acquire(blocking=False):
            return
        try:
            found = self._read()
            if found is not None:
                self._known, self._met = found, {}
        finally:
            self._lock.release()

    def _read(self) -> frozenset[str] | None:
        """What the sitemap lists; None when nothing is new, or nothing can be read: the old list stays."""
        if not self._source:
            return None
        try:
            if self._is_web:
                return pages(_fetch(self._source), self._root, _fetch)
            file = Path(self._source)
            status = file.stat()
            stamp = (status.st_mtime, status.st_size)
            if stamp == self._stamp:
                return None
            beside = pages(_bytes(file), self._root, lambda url: _bytes(file.parent / url.rpartition("/")[2]))
        except (OSError, ValueError, HTTPException):
            return None
        self._stamp = stamp
        return beside


def pages(sitemap: bytes, root: str, part: Callable[[str], bytes]) -> frozenset[str]:
    """The pages that a sitemap lists; `part` gives the bytes of another that an index names.

    Raises ValueError when it is none: a half-written file, a host's page that says "soon back".
    """
    found = [unescape(loc.decode("utf-8", "replace")) for loc in _LOC.findall(sitemap)[:MOST]]
    if not found and b"<urlset" not in sitemap:
        raise ValueError("no sitemap")
    if b"<sitemapindex" in sitemap[:1000]:
        return frozenset().union(*(pages(part(url), root, lambda _: b"") for url in found[:100]))
    known = (normal(urlsplit(url).path, root) for url in found)
    return frozenset(page for page in known if page is not None)


def normal(path: str, root: str) -> str | None:
    """`path` on the host as one below the site's root, without accents hidden in %; None outside of it.

    >>> normal("/ban-tin/tin/h%E1%BB%8Dp/index.html", "/ban-tin/")
    'tin/họp/'
    """
    if len(path) > 3 * LONGEST:
        return None
    clear = unquote(path.partition("?")[0].partition("#")[0])
    if not clear.startswith(root) or len(clear) > LONGEST:
        return None
    below = clear[len(root) :]
    return re.sub(r"(^|/)index\.html$", r"\1", below) if below.endswith(".html") else below


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST)


def _fetch(url: str) -> bytes:
    if not url.startswith(("http://", "https://")):
        raise ValueError(url)
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # http only, checked above
        data: bytes = answer.read(LARGEST)
    return data
