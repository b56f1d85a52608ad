#!/usr/bin/env python3
"""The counter's memory over millions of hits, longer than the half hour in which it remembers readers.

    python benchmarks/counter_memory.py [--hits 3000000] [--rate 1000]

The whole application with its SQLite store, without HTTP and without waiting: the clock is invented,
`rate` hits to a second. (SQLite does not wait for the disk here, which changes no memory.) Prints Markdown.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bulletin.counter import bots
from bulletin.counter.application import Counter, Site, Wanted
from bulletin.counter.place import Place
from bulletin.counter.sqlite import SqliteStore

READERS, PAGES, EACH, GROUP, ROWS = 20_000, 500, 8, 250, 20
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hits", type=int, default=3_000_000)
    parser.add_argument("--rate", type=int, default=1_000)
    arguments = parser.parse_args()
    print(f"{READERS:,} readers of {EACH} pages each, {arguments.rate:,} hits to a second of the clock\n")
    print("| hits | clock, minutes | keys of readers | of readers on pages | MB | file MB |")
    print("|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory(prefix="counter-") as name:
        measure(Path(name), arguments.hits, arguments.rate)


def measure(folder: Path, hits: int, rate: int) -> None:
    sitemap, begun = folder / "sitemap.xml", time.time()
    sitemap.write_text("".join(f"<loc>http://xa.example/p/{n}/</loc>" for n in range(PAGES)))
    done, chance = 0, random.Random(1)
    place = Place("xa", "http://xa.example/", sitemap=str(sitemap), trusted=("127.0.0.1",), per_minute=6_000)
    store = SqliteStore(folder / "a.sqlite3")
    store._open().execute("PRAGMA synchronous = OFF")
    counter = Counter([Site(place, store, bots.load(), lambda: begun + done / rate)])
    with closing(counter):
        while done < hits:
            group = [wanted(counter, chance) for _ in range(GROUP)]
            for one, answer in zip(group, store.apply([one.hit for one in group if one.hit]), strict=True):
                counter.kept(one, answer)  # type: ignore[arg-type]
            done += GROUP
            if done % (hits // ROWS) < GROUP:
                size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
                seen, viewed = len(store._memory.seen), len(store._memory.viewed)
                row = f"{done:,}", f"{done / rate / 60:.1f}", f"{seen:,}", f"{viewed:,}", f"{resident():.1f}"
                print(f"| {' | '.join(row)} | {size:.1f} |", flush=True)


def wanted(counter: Counter, chance: random.Random) -> Wanted:
    reader = chance.randrange(READERS)
    found = counter.examine({
        "REQUEST_METHOD": "POST", "PATH_INFO": "/hit", "HTTP_ORIGIN": "http://xa.example",
        "QUERY_STRING": f"/p/{(reader * 7 + chance.randrange(EACH)) % PAGES}/", "HTTP_USER_AGENT": FIREFOX,
        "REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": f"10.0.{reader >> 8}.{reader & 255}",
    })  # fmt: skip
    assert isinstance(found, Wanted)
    return found


def resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
