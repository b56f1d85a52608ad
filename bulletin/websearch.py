"""A search of the web that is kept to this site, for readers whose browser runs no script.

It is a plain form: what a reader types is sent only when the reader sends it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

WORDS, SITE = "{words}", "{site}"
# Where an engine has no field for a site, the words begin with "site:…". Seen in forms of other sites.
ENGINES: Mapping[str, tuple[str, str]] = {
    "google": ("Google", "https://www.google.com/search?q={words}&sitesearch={site}"),
    "duckduckgo": ("DuckDuckGo", "https://duckduckgo.com/?q={words}&sites={site}"),
    "bing": ("Bing", "https://www.bing.com/search?q={words}"),
    "coccoc": ("Cốc Cốc", "https://coccoc.com/search?query={words}"),
}


@dataclass(frozen=True, slots=True)
class WebSearch:
    """The form: `field` is the name of the box, which begins with `start`; `hidden` goes along."""

    engine: str  # as readers know it
    action: str
    field: str
    start: str = ""
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def origin(self) -> str:
        where = urlsplit(self.action)
        return f"{where.scheme}://{where.netloc}"


def web_search(engine: str, address: str) -> WebSearch | None:
    """The form for an engine: a name of ENGINES, or an address with `{words}`; None when it is neither.

    >>> web_search("google", "https://a.example/")
    WebSearch(engine='Google', action='https://www.google.com/search', field='q', start='', \
hidden=(('sitesearch', 'a.example'),))
    >>> web_search("https://tim.example/?q={words}", "https://a.example/tin/").start
    'site:a.example/tin '
    """
    label, written = ENGINES.get(engine, ("", engine))
    where, _, query = written.partition("?")
    if not re.fullmatch(r"https://[\w-]+(\.[\w-]+)*(:\d{1,5})?/[\w./~%-]*", where):
        return None
    pairs = parse_qsl(query, keep_blank_values=True)
    boxes = [name for name, value in pairs if value == WORDS]
    if len(boxes) != 1 or not all(name.isascii() and name.isprintable() for name, _ in pairs):
        return None
    own = urlsplit(address)
    site = (own.hostname or "") + own.path.rstrip("/")
    return WebSearch(
        label or urlsplit(where).netloc,
        where,
        boxes[0],
        "" if any(SITE in value for _, value in pairs) else f"site:{site} ",
        tuple((name, value.replace(SITE, site)) for name, value in pairs if value != WORDS),
    )
