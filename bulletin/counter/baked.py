"""Figures for the build: from the counter's address or from its store, as the text of a JSON file."""

import json
import threading
import urllib.request
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bulletin.counter.definitions import day_of, days_before
from bulletin.counter.store import Store

SECONDS = 5.0  # a build waits no longer for figures
LARGEST = 20_000_000
RECENT = 30  # days that "most read" looks back


class NoFiguresError(Exception):
    """The counter does not answer, or not with figures."""


def from_address(address: str, *, with_views: bool, seconds: float = SECONDS) -> str:
    """Ask stats.json and views.json below `address`. Raises NoFiguresError."""

    def ask() -> str:
        found = _json(f"{address}stats.json", seconds)
        return json.dumps({**found, **(_json(f"{address}views.json", seconds) if with_views else {})})

    return _in_time(ask, seconds)


def from_store(store: Store, at: int, zone: str, *, with_views: bool, seconds: float = SECONDS) -> str:
    """The same from the store itself. Raises NoFiguresError."""

    def ask() -> str:
        where = ZoneInfo(zone)
        today = day_of(at, where)
        now = store.figures(at, today)
        names = ("online", "today", "yesterday", "week", "month", "total")
        found: dict[str, object] = {name: getattr(now, name) for name in names}
        found["at"] = datetime.fromtimestamp(at, where).isoformat()
        if with_views:
            first = list(days_before(today, RECENT))[-1]
            found |= {"views": dict(store.views()), "recent": dict(store.page_days(first, today))}
        return json.dumps(found, ensure_ascii=False)

    return _in_time(ask, seconds)


def _in_time(ask: Callable[[], str], seconds: float) -> str:
    """A host that sends a byte now and then keeps a socket's time limit content, but not this one."""
    done: list[str] = []
    faults: list[Exception] = []

    def run() -> None:
        try:
            done.append(ask())
        except Exception as fault:  # noqa: BLE001  # it is told in the thread that waits
            faults.append(fault)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if done:
        return done[0]
    raise NoFiguresError(str(faults[0]) if faults else f"{seconds:g} s")


def _json(url: str, seconds: float) -> dict[str, object]:
    if not url.startswith(("http://", "https://")):
        raise ValueError(url)
    with urllib.request.urlopen(url, timeout=seconds) as answer:  # noqa: S310  # http only, checked above
        found = json.loads(answer.read(LARGEST))
    if not isinstance(found, dict):
        raise TypeError(url)
    return found
