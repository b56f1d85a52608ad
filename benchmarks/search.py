#!/usr/bin/env python3
"""Search: right answers, bytes, time to index, how long a keystroke takes; Pagefind and MiniSearch beside it.

    python benchmarks/search.py --work FOLDER [-n 1000] [--sample OUTPUT] [--node-modules FOLDER] [--no-build]

Builds made-up articles and those that `queries/` looks for, in FOLDER, and asks the labelled queries in
Chromium. OUTPUT is the built site of the repository's own content, for the queries of the sample. With the
packages `pagefind` and `minisearch` in `--node-modules` the same queries go to both, in the same run. Bytes
are compressed as a host does it (gzip, level 6).
"""

import argparse
import gzip
import json
import os
import platform
import re
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import search_peers
from candidates import compile_ours, load_corpus
from measure import measure
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "benchmarks" / "queries"
SETTINGS = '[site]\nname = "Bản tin thử"\naddress = "https://thu.example/"\n[pictures]\nshare_cards = false\n'
NOW = "2100-01-01T00:00:00+07:00"
INDEXING = "Indexing for search"
STAGE = re.compile(r"^(.+?)\s+(\d+\.\d+) s, CPU\s+(\d+\.\d+) s$", re.MULTILINE)
COLDS = 5  # cold builds
TYPED = ("cầu treo bản pa", "uỷ ban nhân dân xa", "be tong duong lang", "nguyen van a")
THROTTLE = 4
TURNS = 12  # new articles, one after the other
PATIENCE = 180_000  # ms
WATCH = """
window.painted = []; window.long = []; window.told = [];
let asked;
addEventListener("input", () => { asked = performance.now(); }, true);
addEventListener("DOMContentLoaded", () => {
  const tell = () => { if (asked) told.push(performance.now() - asked); asked = 0; };
  new MutationObserver(tell).observe(document.querySelector("[data-results]"), { childList: true });
});
const watch = (options, told) =>
  new PerformanceObserver((list) => list.getEntries().forEach(told)).observe(options);
watch({ type: "event", durationThreshold: 16 }, (e) => { if (e.name === "input") painted.push(e.duration); });
watch({ type: "longtask" }, (e) => long.push(e.duration));
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--node-modules", type=Path)
    parser.add_argument("--no-build", action="store_true", help="the site of an earlier run, without edits")
    parser.add_argument("--memory", action="store_true", help="look at the cold build's, which costs it time")
    parser.add_argument("--edits", type=int, default=len(EDITS), help="how many kinds of edits are made")
    parser.add_argument("--only", nargs="*", default=["bytes", "queries", "keys"])
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    arguments = parser.parse_args()
    site = arguments.work.resolve() / f"search-{arguments.n}"
    load = os.getloadavg()[0]
    print(
        f"{arguments.n} articles; {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f}"
    )
    if not arguments.no_build:
        built(site, arguments.n, arguments.edits, looks=arguments.memory)
    if "bytes" in arguments.only:
        sizes(site / "output")
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=arguments.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        if "queries" in arguments.only:
            queries(browser, site / "output", arguments)
        if "keys" in arguments.only:
            keys(browser, site / "output")
        browser.close()


# --- Building and editing


def built(site: Path, n: int, edits: int, *, looks: bool) -> None:
    if site.exists():
        sys.exit(f"{site} is there already: another --work, or --no-build")
    load_corpus(None).make(n, site, "bulletin")
    shutil.copytree(QUERIES / "planted", site, dirs_exist_ok=True)
    (site / "site.toml").write_text(SETTINGS, "utf-8")
    compile_ours()
    runs = []
    for number in range(1 if looks else COLDS):
        for name in ("output", ".bantin"):  # aside: files made just after many are deleted take longer
            if (site / name).exists():
                (site / name).rename(site.parent / f"{site.name}-{name}-{number}")
        times, peak = build(site, looks=looks)
        runs.append(times)
    for place, kind in enumerate(("wall clock", "processors")):
        wholes = [sum(stage[place] for stage in times.values()) for times in runs]
        shares = sorted(times[INDEXING][place] / whole for times, whole in zip(runs, wholes, strict=True))
        told = f"median {statistics.median(shares):.1%}, {shares[0]:.1%} to {shares[-1]:.1%}"
        print(f"| index of a cold build of {min(wholes):.1f} to {max(wholes):.1f} s, {kind} | {told} |")
    if looks:
        print(f"| peak memory of it, all processes | {peak:.0f} MB |")
    for name, change in list(EDITS.items())[:edits]:
        told, undoings = [], []
        for turn in range(TURNS if change is more else 1):
            before = index_of(site / "output")
            undoings.append(change(site, n + turn))
            build(site)
            after = index_of(site / "output")
            changed = {path for path, data in after.items() if before.get(path) != data}
            part = sum(len(after[path]) for path in changed) / sum(map(len, after.values()))
            told.append(f"{part:.2%} ({len(changed)} of {len(after)} files)")
        print(f"| {name} | {', '.join(told)} of the index's bytes |", flush=True)
        for undo in undoings:
            undo()
        build(site)


def build(site: Path, *, looks: bool = False) -> tuple[dict[str, tuple[float, float]], float]:
    """Seconds of each stage, by the wall clock and the processors'; MB."""
    words = [
        "-m",
        "bulletin",
        "build",
        "--site",
        str(site),
        "--now",
        NOW,
        "--timings",
        "--quiet",
        "--lang",
        "en",
    ]
    log = site.parent / "log"
    run = measure(
        [sys.executable, *words], ROOT, log, {**os.environ, "PYTHONPATH": str(ROOT)}, 3600, looks=looks
    )
    if run.status:
        sys.exit(log.read_text("utf-8")[-3000:])
    found = STAGE.findall(log.read_text("utf-8"))
    return {name: (float(wall), float(processor)) for name, wall, processor in found}, run.peak


def index_of(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (output / "tim-kiem" / "chi-muc").iterdir()}


def articles(site: Path) -> list[Path]:
    """Oldest first."""
    return sorted((site / "content").rglob("????-??-??-*.md"), key=lambda path: path.name)


def middle(site: Path) -> Path:
    found = articles(site)
    return found[len(found) // 2]


def rewritten(site: Path, change: Any) -> Any:
    file = middle(site)
    first = file.read_text("utf-8")
    file.write_text(change(first), "utf-8")
    return lambda: file.write_text(first, "utf-8")


def more(site: Path, n: int) -> Any:
    (paths, _) = load_corpus(None).make(1, site, "bulletin", start=n)
    return paths[0].unlink


def fewer(site: Path, n: int) -> Any:
    return without(middle(site))


def without(file: Path) -> Any:
    first = file.read_bytes()
    file.unlink()
    return lambda: file.write_bytes(first)


EDITS = {
    "one sentence of an article in the middle": lambda site, n: rewritten(
        site, lambda text: text + "\nTổ trưởng cho biết đoạn mương ấy đã được nạo vét xong trước mùa mưa.\n"
    ),
    "another title of it": lambda site, n: rewritten(
        site, lambda text: text.replace('title: "', 'title: "Mới: ', 1)
    ),
    "a new article, the newest; and one more, in turn": more,
    "the newest article is deleted": lambda site, n: without(articles(site)[-1]),
    "an article in the middle is deleted": fewer,
}


# --- Bytes


def squeezed(*data: bytes) -> int:
    return sum(len(gzip.compress(one, 6)) for one in data)


def sizes(output: Path) -> None:
    files = index_of(output)
    titles = [data for name, data in files.items() if name.startswith(("bai-", "muc-luc"))]
    count = json.loads(re.search(rb'"count":(\d+)', files["muc-luc.js"])[1])  # type: ignore[index]
    first = squeezed(*titles) / 1000
    print(f"| titles, summaries, tags | {first:.0f} KB, {first / count * 1000:.1f} KB for 1,000 |")
    print(f"| the whole index | {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB, ", end="")
    print(f"compressed {squeezed(*files.values()) / 1e6:.1f} MB |")
    scripts = sorted((output / "assets" / "search").glob("*.js"))
    print(f"| scripts of the page | {squeezed(*(file.read_bytes() for file in scripts)) / 1000:.1f} KB |")


# --- Queries


class Host(ThreadingHTTPServer):
    """Serves a folder, and adds up what a host that compresses would send."""

    sent: dict[str, int]


class Handler(SimpleHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.is_file():
            data = path.read_bytes()
            is_packed = path.suffix in (".webp", ".jpg", ".pagefind", ".pf_index", ".pf_fragment", ".pf_meta")
            self.server.sent[self.path] = len(data) if is_packed else squeezed(data)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Host]]:
    with Host(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as host:
        host.sent = {}
        thread = threading.Thread(target=host.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{host.server_address[1]}/", host
        host.shutdown()


def ask(page: Page, words: str) -> list[str]:
    """The first three that ours lists."""
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    page.locator(".search-results:not([aria-busy=true])").wait_for(state="attached", timeout=PATIENCE)
    return page.locator(".search-results .card-title a").evaluate_all(
        "all => all.slice(0, 3).map((a) => a.getAttribute('href').replace('../', ''))"
    )


def queries(browser: Browser, output: Path, arguments: argparse.Namespace) -> None:
    labelled = json.loads((QUERIES / "queries.json").read_text("utf-8"))
    sites = {"corpus": output} | ({"sample": arguments.sample.resolve()} if arguments.sample else {})
    print("\n| | queries | right one first | in the first three | first query: median, most | to index |")
    print("|---|--:|--:|--:|--:|--:|")
    for site, folder in sites.items():
        asked = [one for one in labelled if one["site"] == site]
        report(browser, f"ours, {site}", folder, asked, "tim-kiem/", ask)
        if arguments.node_modules:
            documents = list(search_peers.texts(folder))
            for make in (search_peers.make_pagefind, search_peers.make_minisearch):
                work = arguments.work.resolve() / f"{make.__name__}-{site}-{time.time_ns()}"
                peer = make(arguments.node_modules, documents, work)
                cost = f"{peer.seconds:.1f} s, {peer.megabytes:.0f} MB"
                report(browser, f"{peer.name}, {site}", peer.folder, asked, "", ask_peer, cost)


def ask_peer(page: Page, words: str) -> list[str]:
    page.wait_for_function("() => Boolean(window.ask)")
    found: list[str] = page.evaluate("(words) => ask(words)", words)
    return found


def report(
    browser: Browser,
    name: str,
    folder: Path,
    asked: Sequence[dict[str, str]],
    start: str,
    how: Any,
    cost: str = "",
) -> None:
    first = three = 0
    missed = []
    with served(folder) as (address, host):
        page = browser.new_page()
        page.goto(address + start)
        for one in asked:
            found = how(page, one["q"])
            first += found[:1] == [one["right"]]
            three += one["right"] in found
            if found[:1] != [one["right"]]:
                missed.append(
                    f"{one['kind']} “{one['q']}”" + ("" if one["right"] in found else " (not in three)")
                )
        page.close()
        bytes_ = []
        for one in asked[:: max(1, len(asked) // 20)]:
            context = browser.new_context()
            fresh = context.new_page()
            fresh.goto(address + start)
            if how is ask:
                fresh.evaluate("BantinEngine.prepare()")
            host.sent.clear()
            how(fresh, one["q"])
            sent = {path: size for path, size in host.sent.items() if how is ask_peer or "chi-muc" in path}
            bytes_.append(sum(sent.values()) / 1000)
            context.close()
    total = len(asked)
    print(
        f"| {name} | {total} | {first} ({first / total:.0%}) | {three} ({three / total:.0%}) | "
        f"{statistics.median(bytes_):.0f}, {max(bytes_):.0f} KB | {cost} |"
    )
    print(f"<!-- not first: {'; '.join(missed) or 'none'} -->", flush=True)


# --- Keystrokes


def keys(browser: Browser, output: Path) -> None:
    """Words typed at an even pace.

    Twice: what each letter costs the page's thread, in processor time, which other work does not touch;
    and on a slowed-down processor, how long until each letter is painted.
    """
    with served(output) as (address, _):
        page = browser.new_page()
        page.add_init_script(WATCH)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(f"{address}tim-kiem/")
        begun = time.perf_counter()
        page.evaluate("BantinEngine.prepare()")
        print(f"\n| titles loaded and ready after | {time.perf_counter() - begun:.1f} s |")

        def spent() -> float:
            said = session.send("Performance.getMetrics")["metrics"]
            return next(1000 * float(one["value"]) for one in said if one["name"] == "TaskDuration")

        costs: list[float] = []
        for words in TYPED:
            for letter in start(page, words):
                before = spent()
                page.keyboard.type(letter)
                page.wait_for_timeout(200)
                costs.append(THROTTLE * (spent() - before))
        tell(f"the page's thread for a letter, processor time times {THROTTLE}", costs)
        page.close()
        throttled(browser, address, "the worker not", "")
        # Where the page does all by itself, the search is slowed too: as on a phone four times slower.
        throttled(browser, address, "search and all", "window.Worker = undefined;")


def throttled(browser: Browser, address: str, what: str, first: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(first + WATCH)
        page.goto(f"{address}tim-kiem/")
        page.evaluate("BantinEngine.prepare()")
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        painted: list[float] = []
        results: list[float] = []
        longest: list[float] = []
        for words in TYPED:
            for letter in start(page, words):
                page.keyboard.type(letter)
                page.wait_for_timeout(200)
            page.wait_for_timeout(2000)
            seen = page.evaluate("painted")
            painted += seen + [8.0] * (len(words) - len(seen))  # not told below 16 ms
            longest += page.evaluate("long")
            results += page.evaluate("told")
        slowed = f"processor slowed {THROTTLE} times, {what}"
        tell(f"a letter until it is painted, {slowed}", painted)
        tell(f"a letter until its results are there, {slowed}", results)
        print(
            f"| tasks above 50 ms on the page's thread meanwhile | {sorted(round(one) for one in longest)} |"
        )


def start(page: Page, words: str) -> str:
    page.get_by_role("searchbox").fill("")
    page.wait_for_timeout(1500)
    page.evaluate("painted.length = long.length = told.length = 0")
    return words


def tell(what: str, times: list[float]) -> None:
    ranked = sorted(times)
    median, most = statistics.median(ranked), ranked[int(len(ranked) * 0.95)]
    print(f"| {what} ({len(ranked)} letters) | median {median:.0f}, ", end="")
    print(f"95 of 100 within {most:.0f}, most {ranked[-1]:.0f} ms |", flush=True)


if __name__ == "__main__":
    main()
