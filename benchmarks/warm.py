#!/usr/bin/env python3
"""How long the core of `serve` takes, in a process that is warm, from a saved body to the page in its place.

    python benchmarks/warm.py SITE [--rounds 12]

SITE is a folder that `run.py` or `serve.py` made; what it builds goes to the preview's folder. No browser,
no watching: `serve.py` times the whole. Afterwards it tells what the build takes that follows, when nobody
saves any more.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bulletin import ahead  # noqa: E402
from bulletin.request import Request  # noqa: E402
from bulletin.serve.command import PREVIEW  # noqa: E402
from bulletin.site import build  # noqa: E402

T = TypeVar("T")


class Silent:
    def stage(self, name: str) -> None: ...
    def progress(self, done: int, total: int) -> None: ...
    def waiting(self) -> None: ...


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=12)
    arguments = parser.parse_args()
    root = arguments.site.resolve()
    now = datetime.fromisoformat("2100-01-01T00:00:00+07:00")
    request = Request(root, root / PREVIEW, now, drafts=True, future=True)
    request.output.mkdir(parents=True, exist_ok=True)
    build(request, Silent())
    last, recalled = timed(lambda: ahead.recall(request))
    if last is None:
        sys.exit("nothing is remembered: the program was changed a moment ago, or another build is at it")
    articles = sorted((root / "content").rglob("*.md"))
    article = articles[len(articles) // 2]
    first = article.read_text(encoding="utf-8")
    pages: frozenset[str] = frozenset()
    times = []
    try:
        for number in range(arguments.rounds + 1):  # the first warms everything
            article.write_text(f"{first}\nCâu thứ {number}, {time.time_ns()}.\n", encoding="utf-8")
            shown, seconds = timed(
                lambda: last.show(request, [article.relative_to(root).as_posix()], Silent())
            )
            pages |= shown or frozenset()
            times.append(seconds)
        outcome, after = timed(lambda: build(replace(request, ahead=pages), Silent()))
    finally:
        article.write_text(first, encoding="utf-8")
    if len(pages) != 1 or not outcome.is_mended:
        sys.exit("not the short way")
    print(f"{len(articles)} articles, load {os.getloadavg()[0]:.1f}, ms")
    print(
        f"| page in place | median {ms(statistics.median(times[1:]))} | {ms(min(times))}–{ms(max(times))} |"
    )
    print(f"| the build that follows | {ms(after)} |")
    print(f"| what it left, into memory again | {ms(recalled)} |")


def timed(do: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    return do(), time.perf_counter() - begun


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


if __name__ == "__main__":
    main()
