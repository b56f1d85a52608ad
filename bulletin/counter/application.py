"""The counter as one WSGI application (PEP 3333): runs under any server, with the standard library only.

    POST …/hit?/tin/   the query is the page's path; answers the figures after it
    GET  …/stats.json  the figures
    GET  …/views.json  views of every page, where the site shows them

With several sites the part before names one: POST …/muong-khoi/hit. No address of a reader is ever
kept, logged, or put into an answer.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bulletin.counter import bots
from bulletin.counter.addresses import Addresses
from bulletin.counter.definitions import Figures, day_of, days_before
from bulletin.counter.limits import Limit
from bulletin.counter.place import Place, origin_of
from bulletin.counter.store import Counted, Grouped, Hit, Store, StoreError
from bulletin.counter.visitor import (
    Address,
    KeyMaker,
    client_address,
    is_among,
    near,
    network_key,
    networks,
    page_key,
)

PER_NETWORK = 10  # as many readers' limits may come from one network: whole villages share an address
SHOWN_DAYS = 30  # that views.json tells "recent" by
FRESH = 5  # seconds for which views.json is made once: with thousands of pages it takes longer than many hits
PAUSE = 5  # seconds for which a store that was silent is not asked, for all wait meanwhile (see Retry-After)
Environ = Mapping[str, Any]
Answer = tuple[int, bytes, list[tuple[str, str]]]
REASONS = {
    200: "OK", 204: "No Content", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 413: "Content Too Large", 429: "Too Many Requests", 503: "Service Unavailable",
}  # fmt: skip
_METHODS = {"hit": "POST", "stats.json": "GET", "views.json": "GET"}
_LATER = {429: "60", 503: "5"}
_VARY = ("Vary", "Origin")
_NOT_KEPT = ("Cache-Control", "no-store")
_ALWAYS = [("Content-Type", "application/json; charset=utf-8"), ("X-Content-Type-Options", "nosniff")]


class Wanted(NamedTuple):
    """What a good request needs from the store before it can be answered: a hit kept, or something asked."""

    site: "Site"
    cross: tuple[tuple[str, str], ...]
    hit: Hit | None = None
    ask: Callable[[], tuple[int, Any]] | None = None


class Counter:
    """The application. A server that waits without threads uses `examine`, `kept`, `asked` and `refused`."""

    def __init__(self, sites: Sequence["Site"]) -> None:
        self._sites = {site.name: site for site in sites}
        self._only = sites[0] if len(sites) == 1 else None

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        wanted = self.examine(environ)
        if isinstance(wanted, Wanted):
            try:
                answer = (
                    self.asked(wanted)
                    if wanted.hit is None
                    else self.kept(wanted, wanted.site.grouped.hit(wanted.hit))
                )
            except StoreError:
                answer = self.refused(wanted)
        else:
            answer = wanted
        status, body, headers = answer
        length = [] if status == 204 else [("Content-Length", str(len(body)))]
        start_response(f"{status} {REASONS[status]}", [*headers, *length])
        return [] if environ["REQUEST_METHOD"] == "HEAD" or status == 204 else [body]

    def close(self) -> None:
        for site in self._sites.values():
            site.grouped.close()

    def tidy(self) -> None:
        """Destroy the salts whose time is over, as far as their stores answer."""
        for site in self._sites.values():
            with suppress(StoreError):
                site.tidy()

    def examine(self, environ: Environ) -> Answer | Wanted:
        """The answer, if none of it is in the store; else what is wanted from there."""
        before, _, action = environ.get("PATH_INFO", "").rpartition("/")
        site = self._only or self._sites.get(before.rpartition("/")[2])
        allowed = _METHODS.get(action)
        if site is None or allowed is None:
            return _answer(404, b"{}", [])
        method = environ["REQUEST_METHOD"]
        cross = site.cross(environ)
        if method == "OPTIONS":
            asked = [("Access-Control-Allow-Methods", allowed), ("Access-Control-Max-Age", "86400")]
            return _answer(204, b"", [*cross, *asked, ("Access-Control-Allow-Headers", "Content-Type")])
        if method != allowed and not (method == "HEAD" and allowed == "GET"):
            return _answer(405, b"{}", [*cross, ("Allow", allowed)])
        if action != "hit":
            if not site.may_ask(environ):
                return self.refused(Wanted(site, cross), 429)
            return Wanted(site, cross, ask=site.stats if action == "stats.json" else site.views)
        try:
            found = site.examine(environ)
        except StoreError:  # not even a salt is to be had
            return self.refused(Wanted(site, cross))
        if isinstance(found, int):
            return self.refused(Wanted(site, cross), found)
        return Wanted(site, cross, found) if found else Wanted(site, (*cross, _NOT_KEPT), ask=site.stats)

    def kept(self, wanted: Wanted, counted: Counted) -> Answer:
        """The answer to a hit that is in the store."""
        return 200, wanted.site.counted(counted), [*_ALWAYS, *wanted.cross, _NOT_KEPT]

    def asked(self, wanted: Wanted) -> Answer:
        """Asks the store, which may take its time. Raises StoreError."""
        status, body = (wanted.ask or wanted.site.stats)()
        return _answer(status, body, [("Cache-Control", "max-age=20"), *wanted.cross])

    def refused(self, wanted: Wanted, status: int = 503) -> Answer:
        later = [("Retry-After", _LATER[status])] if status in _LATER else []
        return _answer(status, b"{}", [*wanted.cross, *later, _NOT_KEPT])


def _answer(status: int, body: bytes, headers: Sequence[tuple[str, str]]) -> Answer:
    return status, body, [*_ALWAYS, *headers]


class Site:
    """One site's part of the application. The store is closed with it."""

    def __init__(
        self,
        place: Place,
        store: Store,
        is_bot: bots.IsBot,
        clock: Callable[[], float] = time.time,
        *,
        may_fetch: bool = True,
    ) -> None:
        self.name = place.name
        self.grouped = Grouped(store)
        self._place, self._is_bot, self._clock = place, is_bot, clock
        self._zone = ZoneInfo(place.zone)
        self._origins = {origin: (_VARY, ("Access-Control-Allow-Origin", origin)) for origin in place.allowed}
        self._trusted, self._ignored = networks(place.trusted), networks(place.ignored)
        self._addresses = Addresses(place.sitemap_source(may_fetch=may_fetch), place.root)
        self._keys = KeyMaker(self._zone, store.salt)
        self._reader = Limit(place.per_minute, place.per_minute)
        self._network = Limit(PER_NETWORK * place.per_minute, PER_NETWORK * place.per_minute)
        self._minute = -1
        self._tidied: tuple[str, ...] = ()
        self._silent = float("-inf")  # when the store last had no salt for us
        self._listed: tuple[int, bytes] | None = None  # views.json, and when it was made
        self._worded: tuple[int, str] = -1, ""
        self._written: tuple[Figures | None, str] = None, ""

    # -- what is asked ------------------------------------------------------------------

    def examine(self, environ: Environ) -> Hit | int | None:
        """The hit that a request is; a status that refuses it; or None: no reader, only figures."""
        get = environ.get
        origin = get("HTTP_ORIGIN") or get("HTTP_REFERER", "")
        if origin not in self._origins and not self._is_ours(origin):
            return 403
        length = get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or len(length) > 4:
            return 413
        now = self._clock()
        at = int(now)
        address = self._address(environ)
        if not self._network.allows(network_key(address), now):  # first: judging a browser's name takes long
            return 429
        agent = get("HTTP_USER_AGENT", "")
        if not self._counts(environ, address, agent):
            return None
        self._tidy(at)
        try:
            day, visitor, across = self._keys.keys(at, address, agent)
        except StoreError:
            self._minute, self._silent = -1, self._clock()
            raise
        if not self._reader.allows(visitor, now):
            return 429
        page = self._addresses.page(get("QUERY_STRING", ""), now)
        if page is None:
            return Hit(at, day, visitor, across)
        view_across = None if across is None else page_key(across, page)
        return Hit(at, day, visitor, across, page, page_key(visitor, page), view_across)

    def may_ask(self, environ: Environ) -> bool:
        """Whether its network has not asked too often: figures cost the store as much as hits."""
        return self._network.allows(network_key(self._address(environ)), self._clock())

    def counted(self, counted: Counted) -> bytes:
        return self._in_json(counted.figures, counted.views if self._place.shows_views else None)

    def stats(self) -> tuple[int, bytes]:
        at = int(self._clock())
        self._tidy(at)
        return 200, self._in_json(self.grouped.store.figures(at, day_of(at, self._zone)), None)

    def views(self) -> tuple[int, bytes]:
        """Every page with its views ever and in the last days; 404 unless the site shows such figures."""
        if not self._place.shows_views:
            return 404, b"{}"
        at = int(self._clock())
        if self._listed and 0 <= at - self._listed[0] < FRESH:
            return 200, self._listed[1]
        today = day_of(at, self._zone)
        store = self.grouped.store
        found = {
            "at": self._moment(at),
            "views": dict(store.views()),
            "recent": dict(store.page_days(list(days_before(today, SHOWN_DAYS))[-1], today)),
        }
        self._listed = at, json.dumps(found, ensure_ascii=False).encode()
        return 200, self._listed[1]

    def cross(self, environ: Environ) -> tuple[tuple[str, str], ...]:
        """What lets pages of our own origins read the answer, and no others."""
        origin = environ.get("HTTP_ORIGIN", "")
        if known := self._origins.get(origin):
            return known
        return self._origins[origin_of(origin)] if self._is_ours(origin) else (_VARY,)

    # -- who asks -----------------------------------------------------------------------

    def _is_ours(self, address: str) -> bool:
        if address in self._origins:
            return True
        if len(address) > 2_000 or not address.startswith(("http://", "https://")):
            return False
        try:
            return origin_of(address) in self._origins
        except ValueError:
            return False

    def _address(self, environ: Environ) -> Address:
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
        return client_address(environ.get("REMOTE_ADDR", ""), forwarded, self._trusted)

    def _counts(self, environ: Environ, address: Address, agent: str) -> bool:
        """Whether a reader sits there, who may be counted."""
        if self._place.do_not_track and (
            environ.get("HTTP_SEC_GPC") == "1" or environ.get("HTTP_DNT") == "1"
        ):
            return False
        if is_among(address, self._ignored):
            return False
        return not (bots.is_ahead(environ) or self._is_bot(agent))

    def tidy(self) -> None:
        """What the first request of a minute does, for a night in which none comes. Raises StoreError."""
        self._tidy(int(self._clock()))

    def _tidy(self, at: int) -> None:
        """Once a day, and once more when no visit can go on from yesterday: destroy old salts."""
        if at // 60 == self._minute:
            return
        if 0 <= at - self._silent < PAUSE:
            raise StoreError("it was silent a moment ago")
        days = near(at, self._zone)
        if days != self._tidied:
            try:
                self.grouped.store.destroy_salts(self._keys.forget(at))
            except StoreError:
                self._silent = self._clock()
                raise
        self._minute, self._tidied = at // 60, days

    # -- answers ------------------------------------------------------------------------

    def _in_json(self, made: Figures, views: int | None) -> bytes:
        """By hand, and once for all hits of a group: this answer is given thousands of times a second."""
        known, words = self._written
        if known is not made:
            words = (
                f'{{"online":{made.online},"today":{made.today},"yesterday":{made.yesterday},'
                f'"week":{made.week},"month":{made.month},"total":{made.total},"at":"{self._moment(made.at)}"'
            )
            self._written = made, words
        return (words + ("}" if views is None else f',"views":{views}}}')).encode()

    def _moment(self, at: int) -> str:
        if self._worded[0] != at:
            self._worded = at, datetime.fromtimestamp(at, self._zone).isoformat()
        return self._worded[1]
