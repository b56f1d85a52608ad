#!/usr/bin/env python3
"""How long each stage of a build takes: cold, and again with nothing changed.

    python benchmarks/stages.py CORPUS [--rounds 3]

CORPUS is a bulletin's folder, for example one that the corpus maker wrote with
`--layout bulletin`. Each round moves the old output and cache aside (deleting a large tree
slows the next writes on ext4), builds twice, and the medians are printed as a Markdown table
with peak memory (the largest single process, as the kernel counts it). POSIX only.
"""

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAGE = re.compile(r"^(.+?)\s+(\d+\.\d+) s, CPU", re.MULTILINE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    corpus = arguments.corpus.resolve()
    seconds: dict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(dir=corpus.parent) as aside:
        for number in range(arguments.rounds):
            for name in ("output", ".bantin"):
                if (corpus / name).exists():
                    shutil.move(corpus / name, Path(aside) / f"{name}-{number}")
            for step in ("cold", "same"):
                for stage, value in timed(corpus):
                    seconds[step, stage].append(value)
    stages = list(dict.fromkeys(stage for _, stage in seconds))
    articles = sum(1 for _ in (corpus / "content").rglob("*.md"))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    rounds = f"medians of {arguments.rounds} rounds"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {articles} articles, {machine}, {rounds}\n")
    print(f"| | {' | '.join(stages)} |")
    print("|---|" + "--:|" * len(stages))
    for step in ("cold", "same"):
        print(
            f"| {step} | " + " | ".join(f"{statistics.median(seconds[step, s]):.2f}" for s in stages) + " |"
        )


def timed(corpus: Path) -> list[tuple[str, float]]:
    """The stages of one build with their seconds, the whole process, and its peak memory in MB."""
    command = [
        sys.executable,
        "-m",
        "bulletin",
        "--site",
        str(corpus),
        "--timings",
        "--quiet",
        "--lang",
        "en",
    ]
    begun = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(said)
    found = [(stage, float(value)) for stage, value in STAGE.findall(said)]
    return [*found, ("whole process", time.monotonic() - begun), ("peak MB", usage.ru_maxrss / 1024)]


if __name__ == "__main__":
    main()
