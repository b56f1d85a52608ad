"""Redis when it forgets, is full, or has been started anew: what is refused is not counted, and nobody twice."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import redis
from asking import START

from bulletin.counter.redis import RedisStore
from bulletin.counter.store import Counted, Hit, StoreError

DAY = "2026-11-24"
KEY = "bantin:{xa.example}:"


def hit(reader: int, seconds: int = 0, page: str | None = "tin/a/") -> Hit:
    return Hit(START + seconds, DAY, reader, None, page, reader)


@pytest.fixture
def server(redis_url: str) -> Iterator[Any]:
    """A client of the real server, with nothing in it, as it was afterwards."""
    with closing(redis.Redis.from_url(redis_url)) as client:
        client.flushall()
        yield client
        client.config_set("maxmemory", 0)
        client.flushall()


@pytest.fixture
def store(server: Any, redis_url: str) -> Iterator[RedisStore]:
    with closing(RedisStore(redis_url, "xa.example")) as made:
        yield made


def total(store: RedisStore) -> tuple[int, int]:
    return store.figures(START, DAY).total, sum(store.views().values())


def test_who_goes_on_reading_keeps_all_from_being_forgotten(store: RedisStore, server: Any) -> None:
    """Keys go by themselves when nobody comes any more; one reader who is known already is somebody."""
    store.apply([hit(1)])
    for name in ("seen", "viewed"):
        server.expire(KEY + name, 5)
    (answer,) = store.apply([hit(1, 1_700)])
    assert isinstance(answer, Counted)
    assert not answer.is_visit
    assert server.ttl(KEY + "seen") > 1_800
    assert server.ttl(KEY + "viewed") > 1_800


def test_all_that_is_of_a_reader_goes_by_itself(store: RedisStore, server: Any) -> None:
    store.salt(DAY, True)
    store.apply([hit(1)])
    lasting = {KEY + "sums", KEY + "pages"}
    assert {name.decode() for name in server.keys("*") if server.ttl(name) < 0} == lasting


def test_a_script_that_the_server_has_forgotten_counts_once(store: RedisStore, server: Any) -> None:
    store.apply([hit(1)])
    server.script_flush()
    answers = store.apply([hit(2), hit(3), hit(2, 1), hit(4, 2)])
    assert [isinstance(answer, Counted) and answer.is_visit for answer in answers] == [
        True, True, False, True,
    ]  # fmt: skip
    assert total(store) == (4, 4)


def test_a_server_without_room_refuses_and_recovers(store: RedisStore, server: Any) -> None:
    store.apply([hit(1)])
    before = store.snapshot()
    server.config_set("maxmemory", 1)
    answers = [*store.apply([hit(2), hit(1, 1)]), *store.apply([hit(3, 700)])]
    assert all(isinstance(answer, StoreError) for answer in answers)
    assert store.snapshot() == before, "nothing of them is kept"
    server.config_set("maxmemory", 0)
    assert isinstance(store.apply([hit(2, 701)])[0], Counted)
    assert total(store) == (2, 2)


def test_a_key_of_another_kind_is_an_error_and_no_crash(store: RedisStore, server: Any) -> None:
    server.set(KEY + "viewed", "?")
    assert isinstance(store.apply([hit(1)])[0], StoreError)
    server.delete(KEY + "viewed")
    assert isinstance(store.apply([hit(1)])[0], Counted)
    assert total(store) == (1, 1)


def test_many_pages_and_readers_in_one_second(store: RedisStore) -> None:
    """More words than Lua's stack takes at once."""
    hits = [hit(reader, 0, f"tin/{reader % 2_500}/") for reader in range(9_000)]
    answers = store.apply(hits)
    assert total(store) == (9_000, 9_000)
    assert {answer.views for answer in answers if isinstance(answer, Counted)} == {3, 4}
    assert len(store.snapshot().seen) == 9_000


def test_keys_are_whole_numbers_of_64_bits(store: RedisStore) -> None:
    edges = [-(2**63), -1, 0, 1, 2**53 + 1, 2**63 - 1]
    store.apply([Hit(START, DAY, key, None, "tin/a/", key ^ 7) for key in edges])
    held = store.snapshot()
    assert (sorted(held.seen), sorted(held.viewed)) == (edges, sorted(key ^ 7 for key in edges))


def test_names_that_look_like_patterns_are_names(redis_url: str, server: Any) -> None:
    with closing(RedisStore(redis_url, "xa?*[a-z]")) as one, closing(RedisStore(redis_url, "xa-b")) as other:
        other.salt(DAY, True)
        other.apply([hit(1)])
        one.destroy_salts(frozenset({"2026-11-25"}))
        assert one.snapshot().is_empty
        assert (len(other.snapshot().salts), other.snapshot().page_days) == (1, {DAY: {"tin/a/": 1}})
