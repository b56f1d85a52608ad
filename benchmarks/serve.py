#!/usr/bin/env python3
"""How long from saving an article to seeing it in a browser, and what watching costs while nobody writes.

    python benchmarks/serve.py --work FOLDER [-n 1000] [--rounds 12] [--idle 30]

Starts `serve` with the built-in theme on made-up articles, opens one of them in Chromium, and saves:
a sentence more in its body; another title, which lists show too. A time ends when the browser shows
the new words: it has the resolution of a frame. Idle is the processor time of both processes of
`serve`, as a share of one core, while a page is open. A site that is in FOLDER already is used again.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from candidates import load_corpus, ours, prepare
from measure import tree
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60_000  # ms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--idle", type=float, default=30, help="seconds")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--only-build", action="store_true", help="so that later runs begin at once")
    arguments = parser.parse_args()
    site = arguments.work.resolve() / f"serve-{arguments.n}"
    if not site.exists():
        prepare(ours("ours-theme", site), site, load_corpus(None), arguments.n, arguments.work / "trash")
    process, address = serve(site)
    try:
        if not arguments.only_build:
            measure(arguments, site, process.pid, address)
    finally:
        process.terminate()
        process.wait()


def serve(site: Path) -> tuple["subprocess.Popen[str]", str]:
    command = [sys.executable, "-m", "bulletin", "serve", "--site", str(site), "--no-open", "--lang", "en"]
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"The preview is at (\S+/)", line)
        if found:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return process, found[1]
    sys.exit("serve did not begin")


def measure(arguments: argparse.Namespace, site: Path, pid: int, address: str) -> None:
    articles = sorted((site / "content").rglob("*.md"))
    article = articles[len(articles) // 2]
    first = article.read_text(encoding="utf-8")
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=arguments.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address + slug_of(site, article, address, page))
        time.sleep(3)
        print(f"load {os.getloadavg()[0]:.1f}; {arguments.n} articles, {arguments.rounds} rounds")
        try:
            told("a body", timed(page, article, arguments.rounds, lambda mark: first + f"\nCâu {mark}.\n"))
            told(
                "a title",
                timed(
                    page,
                    article,
                    max(3, arguments.rounds // 3),
                    lambda mark: re.sub(
                        r'(?m)^title: "?', lambda found: f"{found[0]}{mark} ", first, count=1
                    ),
                ),
            )
        finally:
            article.write_text(first, encoding="utf-8")
        if arguments.idle:
            rest(pid)
            before = spent(pid)
            time.sleep(arguments.idle)
            share = (spent(pid) - before) / arguments.idle
            print(f"| idle | {share:.2%} of a core |")
        browser.close()


def slug_of(site: Path, article: Path, address: str, page: Page) -> str:
    """Where the article is: its file's name, without the day before it."""
    folder = article.relative_to(site / "content").parent.as_posix()
    return f"{folder}/{re.sub(r'^[0-9]{4}-[0-9]{2}-[0-9]{2}-', '', article.stem)}/"


def timed(page: Page, article: Path, rounds: int, text: Callable[[str], str]) -> list[float]:
    """Milliseconds; the first save of all is left out, which warms everything."""
    times = []
    for number in range(rounds + 1):
        mark = f"dau{time.monotonic_ns()}"
        data = text(mark).encode()
        begun = time.perf_counter()
        article.write_bytes(data)
        page.get_by_text(mark).first.wait_for()
        times.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.7 + 0.03 * number)
    return times[1:]


def told(what: str, times: list[float]) -> None:
    print(
        f"| {what} | median {statistics.median(times):.0f} ms | "
        f"least {min(times):.0f} | most {max(times):.0f} |",
        flush=True,
    )


def rest(pid: int) -> None:
    """Until the last save is built: its workers would be missing from the second look."""
    before = -1.0
    while spent(pid) - before > 0.1 or before < 0:
        before = spent(pid)
        time.sleep(3)


def spent(pid: int) -> float:
    """Processor seconds of a process and those it started."""
    total = 0
    for one in tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
