"""What the counter must know of one site, as a value that fits into a JSON file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

VARIABLE = "COUNTER_SITES"  # names the JSON file
STORE_VARIABLE = "COUNTER_STORE"  # redis://… or a file's path; goes before what the JSON file says
DEFAULT_FILE = "counter.json"


@dataclass(frozen=True, slots=True)
class Place:
    """`name` keeps sites apart in one store; `store` is a file's path, or redis://….

    Addresses of `trusted` and `ignored` are single ones or ranges. Times of day are those of `zone`.
    """

    name: str
    address: str  # of the site, ends with "/"
    zone: str = "Asia/Ho_Chi_Minh"
    store: str = "counter.sqlite3"
    sitemap: str = ""  # a file's path or an address; "": sitemap.xml of the site
    opening: int = 0
    origins: tuple[str, ...] = ()  # besides the site's own
    trusted: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    do_not_track: bool = True
    shows_views: bool = False
    per_minute: int = 60  # hits of one reader; 0: any number

    @property
    def root(self) -> str:
        return urlsplit(self.address).path or "/"

    def sitemap_source(self, *, may_fetch: bool = True) -> str:
        """A path or an address; "" when it could only be fetched, and may not."""
        source = self.sitemap or f"{self.address}sitemap.xml"
        return source if may_fetch or "://" not in source else ""

    @property
    def allowed(self) -> frozenset[str]:
        return frozenset({origin_of(self.address), *map(origin_of, self.origins)})


def origin_of(address: str) -> str:
    """
    >>> origin_of("https://Xa.Example:443/ban-tin/")
    'https://xa.example'
    """
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").lower()
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port not in (None, usual) else "")


def to_json(places: Mapping[str, Place] | tuple[Place, ...]) -> str:
    rows = places.values() if isinstance(places, Mapping) else places
    return json.dumps({"sites": [asdict(place) for place in rows]}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str, folder: Path) -> tuple[Place, ...]:
    """Paths in the text are from `folder`. Raises ValueError, KeyError or TypeError."""

    def place(row: Mapping[str, Any]) -> Place:
        lists = {key: tuple(row.get(key, ())) for key in ("origins", "trusted", "ignored")}
        made = Place(**{**row, **lists})
        return made if "://" in made.store else _moved(made, folder)

    return tuple(place(row) for row in json.loads(text)["sites"])


def _moved(place: Place, folder: Path) -> Place:
    sitemap = place.sitemap
    if sitemap and "://" not in sitemap:
        sitemap = str(folder / sitemap)
    return replace(place, store=str(folder / place.store), sitemap=sitemap)


def shown(store: str) -> str:
    """A store's name without the password in it."""
    if "://" not in store:
        return store
    before, at, after = store.rpartition("@")
    return f"{before.partition('://')[0]}://…@{after}" if at else store


def hidden(words: str, store: str) -> str:
    """The same words without the password that is in the store's name."""
    secret = store.partition("://")[2].rpartition("@")[0]
    return words.replace(secret, "…") if secret else words
