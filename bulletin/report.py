"""The only module that prints: problems and progress, for a person or as JSON lines."""

import contextlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from bulletin.messages import Catalogue
from bulletin.problem import Problem, Problems, Severity
from bulletin.site import Outcome

SAME_WARNINGS = 5  # of one kind are shown in full; the rest are counted
SLOW = 1.0  # seconds a stage takes before its progress is shown


class Report:
    """Says things in one language. `quiet`: only problems. On a terminal long work shows a bar."""

    def __init__(self, words: Catalogue, *, quiet: bool = False, as_json: bool = False) -> None:
        self._words, self._quiet, self._json = words, quiet, as_json
        self._stage, self._begun = "", 0.0
        self._bar: Any = None  # tqdm has no types
        self._said = 0.0

    # -- Listener -----------------------------------------------------------------------

    def stage(self, name: str) -> None:
        self._end_bar()
        self._stage, self._begun = name, time.monotonic()
        self._said = self._begun

    def progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self._quiet or self._json or now - self._begun < SLOW:
            return
        if sys.stderr.isatty():
            self._show_bar(done, total)
        elif now - self._said >= 5:
            self._said = now
            self._line(
                sys.stderr,
                self._words.word(
                    "progress", stage=self._words.word(f"stage-{self._stage}"), done=done, total=total
                ),
            )

    def waiting(self) -> None:
        if not self._quiet:
            self._line(sys.stderr, self._words.word("waiting"))

    # -- what came of it ----------------------------------------------------------------

    def outcome(self, outcome: Outcome, output: str, seconds: float, *, strict: bool) -> None:
        self._end_bar()
        counts = Counter(p.severity for p in outcome.problems)
        if self._json:
            self._json_lines(outcome, counts, seconds)
            return
        for line in self.problem_lines(outcome.problems, everything=strict):
            self._line(sys.stderr, line)
        if outcome.problems:
            self._line(
                sys.stderr,
                self._words.word("counts", errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING]),
            )
        if outcome.withheld and not self._quiet:
            words = ", ".join(
                self._words.word(f"held-{state}", count=count) for state, count in outcome.withheld
            )
            self._line(sys.stderr, self._words.word("held-back", words=words))
        failed = counts[Severity.ERROR] or (strict and counts[Severity.WARNING])
        if failed and not counts[Severity.ERROR]:
            self._line(sys.stderr, self._words.word("strict-failed"))
        if failed:
            self._line(sys.stderr, self._words.word("nothing-written"))
        elif outcome.written and not self._quiet:
            done = outcome.written
            self._line(
                sys.stdout,
                self._words.word(
                    "done",
                    written=done.written,
                    unchanged=done.unchanged,
                    removed=done.removed,
                    seconds=self._seconds(seconds),
                    output=output,
                ),
            )
        elif not self._quiet:
            self._line(sys.stdout, self._words.word("checked", seconds=self._seconds(seconds)))

    def timings(self, outcome: Outcome) -> None:
        for name, seconds in outcome.timings:
            self._line(sys.stderr, f"{self._words.word(f'stage-{name}'):<28} {seconds:8.3f} s")

    def world(self, kind: str, values: Mapping[str, str]) -> None:
        """The world said no: one sentence, and how to mend it."""
        self._end_bar()
        what, mend = self._words.problem(kind, values)
        if self._json:
            self._line(sys.stdout, _dumps({"severity": "fatal", "kind": kind, "what": what, "mend": mend}))
        else:
            self._line(sys.stderr, f"{self._words.word('fatal')}: {what}")
            if mend:
                self._line(sys.stderr, f"    {mend}")

    def say(self, key: str, **values: object) -> None:
        self._end_bar()
        self._line(sys.stderr, self._words.word(key, **values))

    def problem_lines(self, problems: Problems, *, everything: bool = False) -> Iterator[str]:
        """Every error in full. Of many warnings of one kind the first few, then how many more."""
        seen: Counter[str] = Counter()
        for problem in problems:
            seen[problem.kind] += 1
            if everything or problem.severity is Severity.ERROR or seen[problem.kind] <= SAME_WARNINGS:
                yield from self._in_words(problem)
        for kind, count in sorted(seen.items()):
            if not everything and count > SAME_WARNINGS and _is_warning(problems, kind):
                example, _ = self._words.problem(
                    kind, next(dict(p.values) for p in problems if p.kind == kind)
                )
                yield self._words.word("more-like-it", count=count - SAME_WARNINGS, example=example)

    def _in_words(self, problem: Problem) -> Iterator[str]:
        what, mend = self._words.problem(problem.kind, dict(problem.values))
        place = f"{problem.place.path}:{problem.place.line}" if problem.place.line else problem.place.path
        yield f"{place}: {self._words.word(problem.severity)}: {what}"
        if mend:
            yield f"    {mend}"

    def _json_lines(self, outcome: Outcome, counts: Mapping[Severity, int], seconds: float) -> None:
        for problem in outcome.problems:
            what, mend = self._words.problem(problem.kind, dict(problem.values))
            self._line(
                sys.stdout,
                _dumps(
                    {
                        "path": problem.place.path,
                        "line": problem.place.line,
                        "severity": problem.severity,
                        "kind": problem.kind,
                        "what": what,
                        "mend": mend,
                    }
                ),
            )
        done = outcome.written
        self._line(
            sys.stdout,
            _dumps(
                {
                    "summary": {
                        "written": done.written if done else 0,
                        "unchanged": done.unchanged if done else 0,
                        "removed": done.removed if done else 0,
                        "errors": counts[Severity.ERROR],
                        "warnings": counts[Severity.WARNING],
                        "seconds": round(seconds, 3),
                    }
                }
            ),
        )

    def _seconds(self, seconds: float) -> str:
        text = f"{seconds:.1f}" if seconds >= 1 else f"{seconds:.2f}"
        return text.replace(".", ",") if self._words.language == "vi" else text

    def _show_bar(self, done: int, total: int) -> None:
        if self._bar is None:
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # no thread of its own: worker processes are forked later
            label = self._words.word(f"stage-{self._stage}")
            self._bar = tqdm(
                total=total,
                initial=done,
                desc=label,
                file=sys.stderr,
                leave=False,
                bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt} [{remaining}]",
            )
        self._bar.update(done - self._bar.n)

    def _end_bar(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    @staticmethod
    def _line(stream: TextIO, text: str) -> None:
        try:
            print(text, file=stream, flush=True)
        except OSError:  # nobody listens any more (| head): the work goes on, and its exit code stands
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _is_warning(problems: Problems, kind: str) -> bool:
    return any(p.kind == kind and p.severity is Severity.WARNING for p in problems)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
