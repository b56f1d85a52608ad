#!/usr/bin/env python3
"""Builds of ours and of installed peers, timed in turn on the same articles.

    python benchmarks/run.py --work FOLDER -n 1000
    python benchmarks/run.py --work FOLDER -n 10000 --tools FOLDER --peers FOLDER
    python benchmarks/run.py --work FOLDER --growth

benchmarks/README.md says what is timed and how to read it. The table is printed and added to
a file of benchmarks/results/; single runs go to runs.jsonl in the work folder, and old outputs
to its trash folder. POSIX only, standard library only.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import candidates
import scenarios
import tables
from candidates import OURS, Candidate, Corpus
from measure import measure
from scenarios import Trial
from tables import Record

SIZES = [1_000, 10_000, 100_000]


def main() -> None:
    arguments = _arguments()
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    candidates.compile_ours()
    corpus = candidates.load_corpus(arguments.corpus_maker)
    chosen = [name for name in scenarios.NAMES if name == "cold" or name in arguments.scenario]
    sizes = sorted(arguments.growth) if arguments.growth else [arguments.n]
    records: list[Record] = []
    versions: dict[str, None] = {}
    for n in sizes:
        runners = _candidates(arguments, work, n)
        for candidate in runners:
            versions[candidate.version] = None
            candidates.prepare(candidate, _site(work, candidate, n), corpus, n, work / "trash")
        records += _rounds(arguments, work, n, runners, corpus, chosen)
    maker = "our own" if arguments.corpus_maker is None else arguments.corpus_maker.name
    text = tables.heading(sizes, arguments.rounds, list(versions), maker, load) + "\n"
    text += tables.growth(records) if arguments.growth else tables.comparison(records)
    print(text)
    _keep(text, arguments.results, "growth" if arguments.growth else f"builds-{arguments.n}")
    if any(record.run.status or not record.is_right for record in records):
        sys.exit(1)


def _candidates(arguments: argparse.Namespace, work: Path, n: int) -> list[Candidate]:
    names = arguments.only or (["ours"] if arguments.growth else list(candidates.NAMES))
    found: list[Candidate] = []
    for name in names:
        site = work / f"{name}-{n}"
        if name in OURS:
            found.append(candidates.ours(name, site))
        elif arguments.tools and arguments.peers:
            peer = candidates.peer(name, site, arguments.tools.resolve(), arguments.peers.resolve())
            if peer:
                found.append(peer)
            else:
                print(f"{name}: no program or no theme, left out", file=sys.stderr)
        elif arguments.only:
            sys.exit(f"{name} needs --tools and --peers")
    return found


def _site(work: Path, candidate: Candidate, n: int) -> Path:
    return work / f"{candidate.name}-{n}"


def _rounds(
    arguments: argparse.Namespace,
    work: Path,
    n: int,
    runners: list[Candidate],
    corpus: Corpus,
    chosen: list[str],
) -> list[Record]:
    """Every candidate in turn before the next round, so that a slow spell of the machine hits all.

    After the rounds whose times count comes one that looks at the memory, unless it is not wanted.
    """
    records: list[Record] = []
    failed: set[str] = set()
    with (work / "runs.jsonl").open("a", encoding="utf-8") as log:
        for number in range(arguments.rounds + (not arguments.no_memory)):
            turn = number % len(runners)
            for candidate in (*runners[turn:], *runners[:turn]):
                if candidate.name in failed:
                    continue
                trial = Trial(candidate, corpus, n, _site(work, candidate, n), work / "trash", number)
                for record in _round(trial, chosen, arguments.cap, number < arguments.rounds):
                    records.append(record)
                    log.write(json.dumps(asdict(record)) + "\n")
                    log.flush()
                    _tell(record)
                    if record.run.status:
                        failed.add(candidate.name)
    return sorted(records, key=lambda r: [c.name for c in runners].index(r.candidate))


def _round(trial: Trial, chosen: list[str], cap: float, is_timed: bool) -> Iterator[Record]:
    """The scenarios, one after the other; the rest is left out after a failure."""
    candidate = trial.candidate
    log = trial.site.with_suffix(".log")
    try:
        for scenario in chosen:
            trial.change(scenario)
            command, environment = candidate.command, candidate.environment
            run = measure(command, trial.site, log, environment, cap, looks=not is_timed)
            is_right = not run.status and trial.is_right(scenario)
            files, size = trial.census() if scenario == "cold" and not run.status else (0, 0)
            yield Record(
                candidate.name, trial.n, scenario, trial.number, is_timed, run, is_right, files, size
            )
            if run.status:
                print(log.read_text(encoding="utf-8", errors="replace")[-2000:], file=sys.stderr)
                return
    finally:
        trial.restore()


def _tell(record: Record) -> None:
    run = record.run
    memory = "" if record.is_timed else f"{run.peak:.0f} MB"
    outcome = f"failed: {run.status}" if run.status else "right" if record.is_right else "NOT RIGHT"
    print(
        f"{record.candidate:11} n={record.n} round {record.number} {record.scenario:8} "
        f"{run.wall:8.2f} s {run.cpu:8.2f} s CPU {memory:8}  {outcome}",
        file=sys.stderr,
    )


def _keep(text: str, folder: Path, name: str) -> None:
    """Add to the day's file, or begin it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y-%m-%d}-{name}.md"
    before = path.read_text(encoding="utf-8") + "\n" if path.exists() else "# Builds, timed by run.py\n\n"
    path.write_text(before + text, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--work", type=Path, required=True, help="folder for the sites; must not be in the repository")
    add("-n", type=int, default=1000, help="how many articles")
    add("--rounds", type=int, default=3)
    add("--no-memory", action="store_true", help="without the round that looks at the memory")
    add("--scenario", action="append", choices=scenarios.NAMES, help="only this one, after cold; repeatable")
    add("--only", action="append", choices=candidates.NAMES, help="only this candidate; repeatable")
    add("--tools", type=Path, help="folder in which the peers are installed")
    add("--peers", type=Path, help="folder with the peers' configurations and themes")
    add("--corpus-maker", type=Path, help="another script with the names of corpus.py")
    add(
        "--growth",
        type=int,
        nargs="*",
        metavar="N",
        help="ours alone, at 1,000, 10,000 and 100,000, or at these",
    )
    add("--cap", type=float, default=1800, help="seconds after which a build is stopped")
    add("--results", type=Path, default=Path(__file__).resolve().parent / "results")
    arguments = parser.parse_args()
    if arguments.growth == []:
        arguments.growth = SIZES
    arguments.scenario = arguments.scenario or list(scenarios.NAMES)
    if arguments.n < 2 or arguments.rounds < 1:
        parser.error("at least 2 articles and 1 round")
    return arguments


if __name__ == "__main__":
    main()
