"""The site as readers get it: over HTTP, from its address."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

PATIENCE = 20  # seconds for an answer
AT_ONCE = 8
MOST_BYTES = 200_000_000
# As a phone asks, since a site that was broken into may answer others differently.
READER = "Mozilla/5.0 (Linux; Android 14; Mobile) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@dataclass(frozen=True, slots=True)
class Answer:
    """`data` is None when there was none: then `why` says it, a status or the system's words."""

    path: str
    data: bytes | None
    why: str = ""


def address_of(base: str, path: str) -> str:
    """A file's address: a page has its folder's."""
    shown = path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path
    return base + quote(shown)


def is_served(path: str) -> bool:
    """Whether a host hands it out: what tells the host itself what to do, it mostly does not."""
    return not path.startswith((".", "_", "may-chu/")) and "/." not in path


def fetch(base: str, path: str, agent: str = READER) -> Answer:
    """Never raises for what a host or a line can do."""
    headers = {"User-Agent": agent, "Cache-Control": "no-cache", "Accept-Encoding": "identity"}
    try:
        request = urllib.request.Request(address_of(base, path), headers=headers)  # noqa: S310  # http(s) only
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
            return Answer(path, response.read(MOST_BYTES))
    except urllib.error.HTTPError as fault:
        data = None
        if path == "404.html" and fault.code == 404:
            with suppress(OSError, http.client.HTTPException):
                data = fault.read(MOST_BYTES)
        fault.close()
        return Answer(path, data, str(fault.code))
    except urllib.error.URLError as fault:
        return Answer(path, None, str(getattr(fault.reason, "strerror", "") or fault.reason))
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return Answer(path, None, str(fault) or type(fault).__name__)


def fetch_all(base: str, paths: Sequence[str], agent: str = READER) -> Iterator[Answer]:
    """In the order asked for, several at once."""
    with ThreadPoolExecutor(AT_ONCE) as workers:
        yield from workers.map(lambda path: fetch(base, path, agent), paths)
