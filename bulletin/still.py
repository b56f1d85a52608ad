"""Whether anything is to be done at all: known from stamps, before anything heavy is imported."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bulletin import stamps
from bulletin.manifest import MANIFEST, STATE
from bulletin.memory import Memory
from bulletin.problem import in_order
from bulletin.request import Outcome, Request, Written, is_good
from bulletin.rows import problems_of
from bulletin.stamps import Stamp

INPUTS = ("content", "templates", "assets", "site.toml", ".bantin/thong-ke.json")


@dataclass(frozen=True, slots=True)
class Look:
    """What a build sees of the disk before it reads: `changed` are files whose stamp is not as remembered.

    None for `changed`: nothing is remembered that could help, or more than files changed.
    """

    inputs: Mapping[str, Stamp]
    begun: int  # ns
    changed: frozenset[str] | None

    @property
    def is_still(self) -> bool:
        return self.changed == frozenset()

    @property
    def edited(self) -> frozenset[str]:
        """The changed files, if all are Markdown files that were there before; else none."""
        wanted = self.changed or frozenset()
        if all(p.startswith("content/") and p.lower().endswith(".md") and p in self.inputs for p in wanted):
            return wanted
        return frozenset()

    def kept(self) -> dict[str, Stamp | None]:
        """The inputs as a table holds them; a young file's stamp proves nothing."""
        return {path: None if stamps.is_young(s, self.begun) else s for path, s in self.inputs.items()}


def is_site(root: Path) -> bool:
    """Whether there is anything to build from: elsewhere nothing is to be left behind."""
    return (root / "site.toml").is_file() or (root / "content").is_dir()


def look(request: Request, memory: Memory) -> Look:
    begun = time.time_ns()
    inputs = stamps.listing(request.root, INPUTS)
    theme = Path(__file__).resolve().parent.parent
    if theme != request.root:
        inputs.update((f"theme:{p}", s) for p, s in stamps.listing(theme, ("templates", "assets")).items())
    site = memory.site
    if not site or site["asked"] != asked(request) or not is_now(site, request.now):
        return Look(inputs, begun, None)
    before: Mapping[str, Stamp | None] = site["inputs"]
    if before == inputs and not request.ahead:
        changed: frozenset[str] = frozenset()
    elif before.keys() == inputs.keys():
        changed = frozenset(path for path, s in inputs.items() if before[path] != s)
    else:
        return Look(inputs, begun, None)
    if request.write and not _is_in_place(site, request.output, request.ahead):
        return Look(inputs, begun, None)
    return Look(inputs, begun, changed)


def asked(request: Request) -> tuple[object, ...]:
    """All of a request that shapes the site, but the moment."""
    return str(request.root), request.drafts, request.future, request.base_url


def outcome_again(request: Request, memory: Memory) -> Outcome:
    """What the last build found, and that all is as it was."""
    problems = in_order((*problems_of(memory.site["problems"]), *request.found))
    is_written = request.write and is_good(problems, strict=request.strict)
    return Outcome(
        problems, Written(0, len(memory.site["rows"]), 0) if is_written else None, memory.site["withheld"]
    )


def manifest_stamp(output: Path) -> tuple[int, int]:
    try:
        status = os.lstat(output / STATE / MANIFEST)
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


def is_now(site: Mapping[str, object], moment: datetime) -> bool:
    """No article has become due or expired, whichever way the clock went."""
    since, until, now = site["since"], site["until"], moment.timestamp()
    return (since is None or since <= now) and (until is None or now < until)  # type: ignore[operator]


def _is_in_place(site: Mapping[str, object], output: Path, ahead: frozenset[str]) -> bool:
    if site["manifest"] != manifest_stamp(output):
        return False
    folder, lstat = f"{output}{os.sep}", os.lstat
    rows: Mapping[str, tuple[bytes, int, str, int]] = site["rows"]  # type: ignore[assignment]
    try:
        for path, row in rows.items():
            status = lstat(folder + path)
            if (status.st_mtime_ns != row[3] or status.st_size != row[1]) and path not in ahead:
                return False
    except OSError:
        return False
    return True
