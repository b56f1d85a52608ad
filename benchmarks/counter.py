#!/usr/bin/env python3
"""How many hits a second the visitor counter keeps, how long each takes, and how much memory that needs.

    python benchmarks/counter.py [--seconds 10] [--connections 64] [--memory-hits 2000000]

Needs wrk and redis-server (Debian's packages). The shipped server and wrk are on this machine and share
its cores. Beside each figure, measured right before it, stands what the store alone can do:
durable groups of hits written to SQLite by one process that does nothing else, and redis-benchmark
with the same script. Prints Markdown.
"""

import argparse
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "counter")]

from redis_server import running  # noqa: E402
from shipped import shipped  # noqa: E402

from bulletin.counter.redis import RedisStore  # noqa: E402
from bulletin.counter.sqlite import SqliteStore  # noqa: E402
from bulletin.counter.store import Hit  # noqa: E402
from bulletin.counter.visitor import page_key  # noqa: E402

READERS, PAGES, EACH = 20_000, 500, 8  # each reader looks at 8 pages, over and over
SETTINGS = """\
[site]
name = "Bản tin"
address = "http://xa.example/"

[counter]
address = "http://127.0.0.1/"
trusted_proxies = ["127.0.0.1"]
article_views = true
per_minute = 600
"""
# Each request is made once and kept: what wrk does for a hit is taken from the server on the same cores.
WRK = f"""\
math.randomseed(os.time())
local random, made = math.random, {{}}
function request()
  local reader, nth = random({READERS}) - 1, random({EACH})
  local number = reader * {EACH} + nth
  local known = made[number]
  if known then return known end
  local page = (reader * 7 + nth) % {PAGES}
  local address = string.format("10.0.%d.%d", math.floor(reader / 256), reader % 256)
  known = wrk.format("POST", "/hit?/p/" .. page .. "/", {{
    ["Origin"] = "http://xa.example", ["X-Forwarded-For"] = address,
    ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  }})
  made[number] = known
  return known
end
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, nargs="+", default=[64, 128])
    parser.add_argument("--parts", nargs="+", default=["sqlite", "redis", "memory"])
    parser.add_argument("--memory-hits", type=int, default=2_000_000)
    parser.add_argument("--memory-seconds", type=int, default=420, help="stop there, whatever was reached")
    arguments = parser.parse_args()
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" load average before {os.getloadavg()[0]:.1f}; {READERS:,} readers of {EACH} pages each,"
        f" {arguments.seconds} s each\n"
    )
    print("| | connections | hits/s | p50 ms | p99 ms | not 200 | busy with other things, of 2 cores |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory(prefix="counter-") as name:
        folder = Path(name)
        (folder / "wrk.lua").write_text(WRK)
        (folder / "sitemap.xml").write_text(
            "".join(f"<loc>http://xa.example/p/{n}/</loc>" for n in range(PAGES))
        )
        for size in arguments.connections if "sqlite" in arguments.parts else ():
            limit(f"SQLite alone, durable groups of {size}", lambda size=size: sqlite_alone(folder, size, 5))
            with served(folder) as (port, _):
                wrk(folder, "counter serve, SQLite", port, size, arguments.seconds)
        if "redis" in arguments.parts:
            redis(folder, arguments)
        if "memory" in arguments.parts:
            memory(folder, arguments.memory_hits, arguments.memory_seconds)


def redis(folder: Path, arguments: argparse.Namespace) -> None:
    program = shutil.which("redis-server") or sys.exit("redis-server is missing")
    options = ("--appendonly", "yes", "--appendfsync", "everysec")
    with running(program, folder, *options) as url:
        for size in arguments.connections:
            limit(
                f"redis-benchmark, the same script, groups of {size // 2}",
                lambda size=size: redis_alone(url, size // 2),
            )
            with served(folder, "--workers", "2", "--store", url) as (port, _):
                wrk(folder, "counter serve, Redis, two workers", port, size, arguments.seconds)


@contextmanager
def served(folder: Path, *words: str) -> Iterator[tuple[int, int]]:
    """The shipped server on a new store; (port, its process group)."""
    shutil.rmtree(folder / "thong-ke", ignore_errors=True)
    sitemap = ("--sitemap", str(folder / "sitemap.xml"))
    with shipped(folder, *sitemap, *words, settings=SETTINGS) as server:
        yield server.port, server.process.pid


def row(*cells: object) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def wrk(folder: Path, label: str, port: int, connections: int, seconds: int) -> int:
    """Load the server; the hits that it answered."""
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}", "--timeout", "10s", "--latency"]
    command += ["-s", str(folder / "wrk.lua"), f"http://127.0.0.1:{port}/"]
    before, begun = others(), time.monotonic()
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    busy = (others() - before) / (time.monotonic() - begun)

    def milliseconds(percent: str) -> str:
        found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)", said)
        return f"{float(found[1]) * {'us': 0.001, 'ms': 1, 's': 1000}[found[2]]:.1f}" if found else "?"

    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    total = int((re.search(r"(\d+) requests in", said) or ["", "0"])[1])
    rate = float((re.search(r"Requests/sec:\s+([\d.]+)", said) or ["", "0"])[1])
    if label:
        p50, p99 = milliseconds("50"), milliseconds("99")
        row(label, connections, f"{rate:,.0f}", p50, p99, refused[1] if refused else 0, f"{busy:.2f}")
    return total


def others() -> float:
    """Seconds of processor time that processes not of this run have used so far."""
    ours = {os.getpid()}
    parents, used = {}, {}
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = int(fields[1])
            used[int(folder.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    for _ in range(5):
        ours |= {pid for pid, parent in parents.items() if parent in ours}
    with Path("/proc/stat").open() as file:  # all that has ever run, also what has ended since
        user, nice, system = map(int, file.readline().split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK") - sum(used.get(pid, 0) for pid in ours) - _dead()


def _dead() -> float:
    """What children of ours that have ended had used."""
    return sum(os.times()[2:4])


def limit(label: str, measure: "object") -> None:
    connections, rate = measure()  # type: ignore[operator]
    row(label, connections, f"{rate:,.0f}", "", "", "", "")


def sqlite_alone(folder: Path, size: int, seconds: int) -> tuple[int, float]:
    shutil.rmtree(folder / "alone", ignore_errors=True)
    store, chance = SqliteStore(folder / "alone" / "a.sqlite3"), random.Random(1)
    begun, done = time.monotonic(), 0
    while time.monotonic() - begun < seconds:
        at, hits = int(time.time()), []
        for _ in range(size):
            reader = chance.randrange(READERS)
            page = f"p/{(reader * 7 + chance.randrange(EACH)) % PAGES}/"
            hits.append(Hit(at, "2026-11-24", reader, None, page, page_key(reader, page)))
        store.apply(hits)
        done += size
    store.close()
    return size, done / (time.monotonic() - begun)


def redis_alone(url: str, size: int) -> tuple[int, float]:
    """The same script with groups of `size` hits, on the same server: redis-benchmark makes up the readers.

    It writes twelve digits over each `__rand_int__`, of which the last eight fall on a key. All hits
    are of one second, and keys of views are as many as readers: it is a little easier than the real thing.
    """
    store = RedisStore(url, "do")
    at = int(time.time())
    store.apply([Hit(at, "2026-11-24", 1)])
    *words, packed = store._words([Hit(at, "2026-11-24", n, None, f"p/{n}/", n) for n in range(size)])[:15]
    one, digits = bytearray(b"0" * 32), b"__rand_int__"
    one[4:16] = one[20:32] = digits
    pages = [f"p/{n}/" for n in range(size)]
    hits = b"".join(bytes(one) + packed[35 * n + 32 : 35 * n + 35] for n in range(size))
    port = url.rpartition(":")[2].partition("/")[0]
    command = ["redis-benchmark", "-p", port, "-q", "-n", "10000", "-r", str(READERS), "-c", "4"]
    command += ["EVALSHA", store._digest, "5", *map(str, words)]
    said = subprocess.run(
        [*map(os.fsencode, command), hits, *map(os.fsencode, pages)], capture_output=True, check=True
    ).stdout.decode("utf-8", "replace")
    kept = sum(store.views().values())
    assert kept > READERS / 2, "it counted"
    store.close()
    return size, size * float(re.findall(r"([\d.]+) requests per second", said)[-1])


def memory(folder: Path, hits: int, seconds: int) -> None:
    """Resident memory of the shipped server's processes while it counts."""
    print(f"\nMemory of the SQLite server over {hits:,} hits (all its processes, MB):\n")
    print("| hits | MB | file MB |")
    print("|--:|--:|--:|")
    with served(folder) as (port, group):
        done, begun = 0, time.monotonic()
        while done < hits and time.monotonic() - begun < seconds:
            done += wrk(folder, "", port, 128, 20)
            size = sum(file.stat().st_size for file in (folder / "thong-ke").iterdir())
            row(f"{done:,}", f"{resident(group):.0f}", f"{size / 1e6:.1f}")


def resident(group: int) -> float:
    total = 0
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return total / 1e6


if __name__ == "__main__":
    main()
