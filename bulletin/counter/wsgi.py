"""`application`, for whatever serves WSGI: gunicorn, uWSGI, Passenger, mod_wsgi, granian.

    COUNTER_SITES=/srv/counter/counter.json gunicorn bulletin.counter.wsgi:application

It is made when a server asks for it, and not before.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bulletin.counter import bots
from bulletin.counter.application import Counter, Site
from bulletin.counter.place import DEFAULT_FILE, STORE_VARIABLE, VARIABLE, Place, from_json
from bulletin.counter.store import Store

REMOTE = ("redis://", "rediss://", "unix://")
_made: dict[str, Counter] = {}


def __getattr__(name: str) -> Any:
    if name != "application":
        raise AttributeError(name)
    if name not in _made:
        _made[name] = counter(read_places())
    return _made[name]


def read_places() -> tuple[Place, ...]:
    """The sites of the JSON file that COUNTER_SITES names."""
    file = Path(os.environ.get(VARIABLE, DEFAULT_FILE)).resolve()
    return from_json(file.read_text("utf-8"), file.parent)


def counter(places: Sequence[Place], *, may_fetch: bool = True) -> Counter:
    """Raises ValueError when sites would be mixed: a file holds one."""
    files = [store for store in map(_store_of, places) if not store.startswith(REMOTE)]
    if len(set(files)) < len(files):
        raise ValueError("several sites need a file each, or redis://")
    is_bot = bots.load()
    return Counter([Site(place, open_store(place), is_bot, may_fetch=may_fetch) for place in places])


def open_store(place: Place, url: str = "") -> Store:
    """The store at `url`, else what COUNTER_STORE says, else the place's own. Nothing is opened yet."""
    url = url or _store_of(place)
    if url.startswith(REMOTE):
        from bulletin.counter.redis import RedisStore

        return RedisStore(url, place.name, opening=place.opening)
    from bulletin.counter.sqlite import SqliteStore

    return SqliteStore(Path(url), opening=place.opening)


def _store_of(place: Place) -> str:
    return os.environ.get(STORE_VARIABLE, "") or place.store
