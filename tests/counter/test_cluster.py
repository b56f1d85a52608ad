"""A Redis cluster, of one real server: all keys of a site are in one slot, so every script and transaction works."""

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from redis import Redis
from redis_server import running

from bulletin.counter.migrate import migrate
from bulletin.counter.redis import RedisStore
from bulletin.counter.store import Counted, Hit


def test_counting_importing_and_moving_in_a_cluster(tmp_path: Path, need: Callable[[str], str]) -> None:
    with running(need("redis-server"), tmp_path, "--cluster-enabled", "yes") as url:
        address = url.removesuffix("/0")
        with closing(Redis.from_url(address)) as node:
            node.execute_command("CLUSTER ADDSLOTSRANGE 0 16383")
            end = time.monotonic() + 20
            while b"cluster_state:ok" not in node.execute_command("CLUSTER INFO") and time.monotonic() < end:
                time.sleep(0.05)
        with (
            closing(RedisStore(f"{address}?cluster=1", "xa.example")) as one,
            closing(RedisStore(f"{address}?cluster=1", "ban.example-xa")) as other,
        ):
            hits = [Hit(1_795_510_800 + n, "2026-11-24", n, None, "tin/a/", n) for n in range(5)]
            last = one.apply(hits)[-1]
            assert isinstance(last, Counted)
            assert (last.figures.total, last.views) == (5, 5)
            assert one.apply(hits[:1], (1_795_510_800, 1))[0].figures.total == 5  # type: ignore[union-attr]
            assert one.salt("2026-11-24", True) == one.salt("2026-11-24", False)
            assert migrate(one, other) == other.snapshot()
            one.destroy_salts(frozenset({"2026-11-25"}))
            assert (len(one.snapshot().salts), len(other.snapshot().salts)) == (0, 1), "sites keep apart"
