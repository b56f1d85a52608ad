"""Measured runs as Markdown tables."""

import math
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from measure import Run

REFERENCE = "hugo"


@dataclass(frozen=True, slots=True)
class Record:
    """One build, whose time counts or (in the last round) its memory.

    `files` and `size` (bytes of the output) are counted after cold builds only.
    """

    candidate: str
    n: int
    scenario: str
    number: int
    is_timed: bool
    run: Run
    is_right: bool
    files: int = 0
    size: int = 0


def heading(n: Iterable[int], rounds: int, versions: Sequence[str], corpus: str, load: float) -> str:
    """When, on what, how often. No names of machines or folders.

    `load` is the machine's before the first build: what others did on it while we measured.
    """
    sizes = ", ".join(f"{size:,}" for size in n)
    after = os.getloadavg()[0]
    return (
        f"## {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {sizes} articles\n\n"
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load {load:.1f} before and {after:.1f} after, corpus maker: {corpus}, "
        f"medians of the rounds ({rounds}); memory from one more round, of all processes together.\n\n"
        f"{'; '.join(versions)}\n"
    )


def comparison(records: Sequence[Record]) -> str:
    """A row for each scenario and candidate, with its ratios to Hugo in the same run."""
    lines = [
        "| scenario | | wall s | from–to | CPU s | peak MB | wall to Hugo | CPU to Hugo | memory to Hugo "
        "| right | files | MB out |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|",
    ]
    groups = _groups(records)
    order = list(dict.fromkeys(r.scenario for r in records))
    for (candidate, scenario), rows in sorted(groups.items(), key=lambda item: order.index(item[0][1])):
        hugo = groups.get((REFERENCE, scenario), [])
        failed = next((r.run.status for r in rows if r.run.status), "")
        if failed:
            lines.append(f"| {scenario} | {candidate} | | | | | | | | failed: {failed} | | |")
            continue
        wall, cpu, peak = _medians(rows)
        walls = [r.run.wall for r in rows if r.is_timed]
        hugo_is_well = bool(hugo) and not any(r.run.status for r in hugo)
        pairs = zip(_medians(rows), _medians(hugo), strict=True) if hugo_is_well else ()
        ratios = " | ".join(f"{a / b:.2f}" for a, b in pairs) or "| |"
        right = "yes" if all(r.is_right for r in rows) else "**no**"
        files, size = (str(rows[0].files), f"{rows[0].size / 1e6:.1f}") if rows[0].files else ("", "")
        lines.append(
            f"| {scenario} | {candidate} | {wall:.2f} | {min(walls):.2f}–{max(walls):.2f} | {cpu:.2f} "
            f"| {peak:.0f} | {ratios} | {right} | {files} | {size} |"
        )
    return "\n".join(lines) + "\n"


def growth(records: Sequence[Record]) -> str:
    """A row for each scenario and size: per article, and that against the smallest size."""
    lines = [
        "| scenario | articles | wall s | CPU s | peak MB | ms an article | to the first | KB an article "
        "| to the first | right |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for scenario in dict.fromkeys(r.scenario for r in records):
        first: tuple[float, float] | None = None
        for n in sorted({r.n for r in records}):
            rows = [r for r in records if (r.scenario, r.n) == (scenario, n)]
            failed = next((r.run.status for r in rows if r.run.status), "" if rows else "not run")
            if failed:
                lines.append(f"| {scenario} | {n} | | | | | | | | failed: {failed} |")
                continue
            wall, cpu, peak = _medians(rows)
            each = (wall / n * 1e3, peak / n * 1024)
            first = first or each
            right = "yes" if all(r.is_right for r in rows) else "**no**"
            lines.append(
                f"| {scenario} | {n} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {each[0]:.3f} "
                f"| {each[0] / first[0]:.2f} | {each[1]:.1f} | {each[1] / first[1]:.2f} | {right} |"
            )
    return "\n".join(lines) + "\n"


def _groups(records: Sequence[Record]) -> dict[tuple[str, str], list[Record]]:
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        groups.setdefault((record.candidate, record.scenario), []).append(record)
    return groups


def _medians(rows: Sequence[Record]) -> tuple[float, float, float]:
    """(wall, CPU, peak memory): the times of the timed rounds, the memory of the other."""
    timed = [r.run for r in rows if r.is_timed]
    peak = median([r.run.peak for r in rows if not r.is_timed] or [math.nan])
    return median(r.wall for r in timed), median(r.cpu for r in timed), peak
