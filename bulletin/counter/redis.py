"""Figures in Redis or Valkey: for many processes, many machines, many sites in one store.

All keys of a site carry its name in braces, so that a cluster keeps them together and one script may
use them all. The script is atomic; an answer is as safe as the server's `appendfsync` makes it.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from struct import Struct
from typing import Any

from bulletin.counter.definitions import ONLINE, VISIT, Calendar, Day, Figures, calendar
from bulletin.counter.store import (
    PAGE_DAYS,
    REMEMBERED,
    Counted,
    FullError,
    Hit,
    Snapshot,
    StoreError,
)

TIMEOUT = 2.0  # seconds for one answer of the server
_HIT = Struct(">qqqqBBc").pack  # as hit.lua reads it
SALT_SECONDS = 86_400 + 2 * VISIT  # a salt goes by itself, even when nobody comes any more


class RedisStore:
    """`url` as redis-py takes it: redis://, rediss://, unix://; with ?cluster=1, a cluster's node."""

    def __init__(self, url: str, site: str, *, opening: int = 0, remembered: int = REMEMBERED) -> None:
        self._url, self._opening, self._most = url, opening, remembered
        self._key = f"bantin:{{{site}}}:"
        self._client: Any = None
        self._script = (files("bulletin.counter") / "hit.lua").read_text("utf-8")
        self._digest = ""

    # -- hits ---------------------------------------------------------------------------

    def apply(
        self, hits: Sequence[Hit], imported: tuple[int, int] | None = None
    ) -> list[Counted | StoreError]:
        """One script for the hits of a second, all in one round trip; for each whether it is kept."""
        runs = [list(same) for _, same in groupby(hits, key=lambda hit: (hit.at, hit.day))]
        with self._asking() as client:
            if imported:  # all or nothing; the script must be known before
                self._digest = client.script_load(self._script)
            answers = self._run(client, runs, imported)
            again = [i for i, answer in enumerate(answers) if _is_unknown_script(answer)]
            if again:  # the server has been started anew; those hits have not been counted
                self._digest = client.script_load(self._script)
                for i, answer in zip(again, self._run(client, [runs[i] for i in again]), strict=True):
                    answers[i] = answer
        return [
            counted
            for run, answer in zip(runs, answers, strict=True)
            for counted in self._counted(run, answer)
        ]

    def _run(
        self, client: Any, runs: Sequence[Sequence[Hit]], imported: tuple[int, int] | None = None
    ) -> list[Any]:
        if not self._digest:
            self._digest = client.script_load(self._script)
        pipeline = client.pipeline(transaction=imported is not None)
        for run in runs:
            pipeline.execute_command("EVALSHA", self._digest, 5, *self._words(run))
        if imported:
            pipeline.hset(f"{self._key}imported", mapping={"second": imported[0], "lines": imported[1]})
        answers: list[Any] = pipeline.execute(raise_on_error=False)
        return answers[: len(runs)]

    def _words(self, run: Sequence[Hit]) -> tuple[object, ...]:
        """What the script takes for hits of one second of one day."""
        key, at, day = self._key, run[0].at, run[0].day
        span = _calendar(day)
        pages: dict[str, int] = {}
        packed = []
        for _, _, visitor, across, page, view, view_across in run:
            number = 0 if page is None else pages.setdefault(page, len(pages) + 1)
            high, low = divmod(number, 255)
            is_across = b"0" if across is None else b"1"
            packed.append(_HIT(across or 0, visitor, view_across or 0, view, high + 1, low + 1, is_across))
        return (
            f"{key}seen", f"{key}viewed", f"{key}sums", f"{key}pages", f"{key}pages:{day}",
            at, day, span.yesterday, span.week[0], span.month[0],
            VISIT, ONLINE, self._most, PAGE_DAYS * 86_400, b"".join(packed), *pages,
        )  # fmt: skip

    def _counted(self, run: Sequence[Hit], answer: Any) -> list[Counted | StoreError]:
        if isinstance(answer, Exception):
            return [StoreError(f"{type(answer).__name__}: {answer}")] * len(run)
        *sums, what, listed = answer.decode("ascii").split(" ")
        online, today, yesterday, week, month, total = map(int, sums)
        made = Figures(run[0].at, online, today, yesterday, week, month, self._opening + total)
        pages = dict.fromkeys(hit.page for hit in run if hit.page is not None)
        views: dict[str | None, int | None] = {None: None}
        views |= zip(pages, map(int, listed.split(",") if listed else ()), strict=True)
        full = FullError("too many readers at once")
        return [
            full if told == "f" else Counted(told in "13", told in "23", made, views[hit.page])
            for hit, told in zip(run, what, strict=True)
        ]

    def figures(self, at: int, today: Day) -> Figures:
        span = calendar(today)
        names = (today, span.yesterday, f"w{span.week[0]}", f"m{span.month[0]}", "visits")
        with self._asking() as client:
            sums = [int(value or 0) for value in client.hmget(f"{self._key}sums", names)]
            online = client.zcount(f"{self._key}seen", at - ONLINE + 1, at + ONLINE - 1)
        day, yesterday, week, month, total = sums
        return Figures(at, online, day, yesterday, week, month, self._opening + total)

    # -- what reports ask ----------------------------------------------------------------

    def views(self, pages: Sequence[str] | None = None) -> Mapping[str, int]:
        with self._asking() as client:
            if pages is None:
                return _counts(client.hgetall(f"{self._key}pages"))
            found = client.hmget(f"{self._key}pages", list(pages)) if pages else []
        return {page: int(views) for page, views in zip(pages, found, strict=True) if views}

    def days(self, first: Day, last: Day) -> Mapping[Day, tuple[int, int]]:
        return {day: sums for day, sums in self._all_days().items() if first <= day <= last}

    def _all_days(self) -> dict[Day, tuple[int, int]]:
        with self._asking() as client:
            sums = _counts(client.hgetall(f"{self._key}sums"))
        names = {name.removeprefix("v") for name in sums if name.lstrip("v")[:1].isdigit()}
        return {day: (sums.get(day, 0), sums.get(f"v{day}", 0)) for day in sorted(names)}

    def page_days(self, first: Day, last: Day) -> Mapping[str, int]:
        total: dict[str, int] = {}
        for day, pages in self._page_days().items():
            if first <= day <= last:
                for page, views in pages.items():
                    total[page] = total.get(page, 0) + views
        return total

    def _page_days(self) -> dict[Day, Mapping[str, int]]:
        with self._asking() as client:
            names = self._page_day_names(client)
            return {name.decode()[-10:]: _counts(client.hgetall(name)) for name in names}

    def _page_day_names(self, client: Any) -> list[bytes]:
        return sorted(client.scan_iter(match=_literal(f"{self._key}pages:") + "*", count=1000))

    # -- salts, imports ------------------------------------------------------------------

    def salt(self, day: Day, make: bool) -> bytes | None:
        key = f"{self._key}salt:{day}"
        with self._asking() as client:
            if make:
                client.set(key, secrets.token_bytes(32), nx=True, ex=SALT_SECONDS)
            found: bytes | None = client.get(key)
        return found

    def destroy_salts(self, kept: frozenset[Day]) -> None:
        with self._asking() as client:
            for name in list(client.scan_iter(match=_literal(f"{self._key}salt:") + "*", count=1000)):
                if name.decode()[-10:] not in kept:
                    client.delete(name)
            for name in self._page_day_names(client)[:-PAGE_DAYS]:
                client.delete(name)

    def imported(self) -> tuple[int, int]:
        with self._asking() as client:
            second, lines = client.hmget(f"{self._key}imported", ("second", "lines"))
        return int(second or 0), int(lines or 0)

    # -- moving --------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        key = self._key
        with self._asking() as client:
            remembered = [
                {_number(member): int(at) for member, at in client.zrange(key + name, 0, -1, withscores=True)}
                for name in ("seen", "viewed")
            ]
            salts = {
                name.decode()[-10:]: client.get(name)
                for name in list(client.scan_iter(match=_literal(f"{key}salt:") + "*", count=1000))
            }
        return Snapshot(
            days=self._all_days(),
            pages=self.views(),
            page_days=self._page_days(),
            seen=remembered[0],
            viewed=remembered[1],
            salts=salts,
            imported=self.imported(),
        )

    def restore(self, snapshot: Snapshot) -> None:
        key = self._key
        with self._asking() as client:
            pipeline = client.pipeline(transaction=True)
            sums: dict[str, int] = {"visits": sum(visits for visits, _ in snapshot.days.values())}
            for day, (visits, views) in snapshot.days.items():
                span = calendar(day)
                for name in (day, f"w{span.week[0]}", f"m{span.month[0]}"):
                    sums[name] = sums.get(name, 0) + visits
                if views:
                    sums[f"v{day}"] = views
            pipeline.hset(f"{key}sums", mapping=sums)
            for name, pages in ((f"{key}pages", snapshot.pages), *_by_day(key, snapshot)):
                if pages:
                    pipeline.hset(name, mapping=dict(pages))
                if name != f"{key}pages":
                    pipeline.expire(name, PAGE_DAYS * 86_400)
            for name, members in (("seen", snapshot.seen), ("viewed", snapshot.viewed)):
                if members:
                    pipeline.zadd(key + name, {_member(number): at for number, at in members.items()})
                    pipeline.expire(key + name, 2 * VISIT)
            for day, salt in snapshot.salts.items():
                pipeline.set(f"{key}salt:{day}", salt, ex=SALT_SECONDS)
            if any(snapshot.imported):
                second, lines = snapshot.imported
                pipeline.hset(f"{key}imported", mapping={"second": second, "lines": lines})
            pipeline.execute()

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    # -- the server ----------------------------------------------------------------------

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        import redis

        try:
            if self._client is None:
                self._client = _connect(self._url)
            yield self._client
        except (redis.exceptions.RedisError, OSError) as fault:
            raise StoreError(f"{type(fault).__name__}: {fault}") from fault


def _connect(url: str) -> Any:
    """A client that never tries a hit again by itself: it might count twice."""
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    limits: dict[str, Any] = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
    plain, mark, _ = url.partition("?cluster=1")
    if mark:
        return redis.RedisCluster.from_url(plain, **limits)
    return redis.Redis.from_url(url, retry=Retry(NoBackoff(), 0), **limits)


def _is_unknown_script(answer: Any) -> bool:
    return isinstance(answer, Exception) and (
        type(answer).__name__ == "NoScriptError" or str(answer).startswith("NOSCRIPT")
    )


@lru_cache(maxsize=64)
def _calendar(day: Day) -> Calendar:
    return calendar(day)


def _member(number: int) -> bytes:
    """A reader's key as the script has it: half the room of a number in words."""
    return number.to_bytes(8, "big", signed=True)


def _number(member: bytes) -> int:
    return int.from_bytes(member, "big", signed=True)


def _by_day(key: str, snapshot: Snapshot) -> Iterator[tuple[str, Mapping[str, int]]]:
    for day, pages in snapshot.page_days.items():
        yield f"{key}pages:{day}", pages


def _counts(found: Mapping[bytes, bytes]) -> dict[str, int]:
    return {name.decode(): int(count) for name, count in found.items()}


def _literal(text: str) -> str:
    """For SCAN's patterns: a site's name with a star in it is no pattern."""
    return "".join(f"\\{sign}" if sign in "*?[]\\^" else sign for sign in text)
