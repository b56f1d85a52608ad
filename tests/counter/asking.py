"""Requests to a counter, as a server would hand them to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bulletin.counter import bots
from bulletin.counter.application import Counter, Site
from bulletin.counter.place import Place
from bulletin.counter.store import Store

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
START = 1_795_510_800  # 2026-11-24 16:00 in Vietnam, a Tuesday
IS_BOT = bots.load()


class Still:
    """A clock that is set by hand."""

    def __init__(self, at: float = START) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def figures(self) -> Any:
        return json.loads(self.body)


class Asker:
    def __init__(self, place: Place, store: Store, clock: Still) -> None:
        self.place, self.store, self.clock = place, store, clock
        self.counter = Counter([Site(place, store, IS_BOT, clock)])

    def ask(self, method: str, path: str, query: str = "", **environ: Any) -> Answer:
        told: list[Any] = []
        given = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "REMOTE_ADDR": "203.0.113.7",
            "QUERY_STRING": query,
            "CONTENT_LENGTH": "0",
            "HTTP_USER_AGENT": FIREFOX,
            "HTTP_ORIGIN": "https://xa.example",
            **environ,
        }
        environ = {name: value for name, value in given.items() if value is not None}
        parts = self.counter(environ, lambda status, headers: told.extend((status, dict(headers))))
        return Answer(int(told[0].split()[0]), told[1], b"".join(parts))

    def hit(self, page: str = "/", **environ: Any) -> Answer:
        return self.ask("POST", "/hit", page, **environ)

    def stats(self, **environ: Any) -> Answer:
        return self.ask("GET", "/stats.json", **environ)

    def close(self) -> None:
        self.counter.close()
