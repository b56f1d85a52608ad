"""The only module that prints: problems and progress, for a person or as JSON lines."""

import contextlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from unicodedata import category

from bulletin.messages import Catalogue
from bulletin.problem import Problem, Problems, Severity
from bulletin.request import Outcome

SAME_WARNINGS = 5  # of one kind are shown in full; the rest are counted
_SEEN = "\u200d"  # joins emoji
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

    def transfer(self, done: int, total: int) -> None:
        """Bytes of `total` that are over, with the rate and what is left of the time."""
        now = time.monotonic()
        if self._quiet or self._json or now - self._begun < SLOW:
            return
        if sys.stderr.isatty():
            self._show_bar(done, total, is_bytes=True)
        elif now - self._said >= 5:
            self._said = now
            left = (total - done) * (now - self._begun) / max(done, 1)
            words = {"done": self.size(done), "total": self.size(total), "left": self.duration(left)}
            self._line(sys.stderr, self._words.word("transfer", **words))

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

    def delivered(
        self,
        problems: Problems,
        label: str,
        pages: int,
        files: Sequence[tuple[Path, str, int]],
        seconds: float,
        *,
        left: Sequence[tuple[Path, datetime]],
        strict: bool,
    ) -> None:
        """What came of `print`: problems, each file and what it is for, and what an earlier run left."""
        self._end_bar()
        counts = Counter(p.severity for p in problems)
        if self._json:
            for problem in problems:
                self._line(sys.stdout, self._as_json(problem))
            rows = [{"path": str(path), "purpose": purpose, "bytes": size} for path, purpose, size in files]
            old = [str(path) for path, _ in left]
            self._line(sys.stdout, _dumps({"issue": label, "pages": pages, "files": rows, "left": old}))
            return
        for line in self.problem_lines(problems, everything=strict):
            self._line(sys.stderr, line)
        if problems:
            words = {"errors": counts[Severity.ERROR], "warnings": counts[Severity.WARNING]}
            self._line(sys.stderr, self._words.word("counts", **words))
        if not files:
            self._line(sys.stderr, self._words.word("nothing-printed"))
        elif not self._quiet:
            done = self._words.word("printed", issue=label, pages=pages, seconds=self._seconds(seconds))
            self._line(sys.stdout, done)
            for path, purpose, size in files:
                megabytes = f"{size / 1e6:.1f}".replace(".", "," if self._words.language == "vi" else ".")
                what = self._words.word(f"for-{purpose}")
                self._line(
                    sys.stdout, self._words.word("printed-file", path=path, what=what, megabytes=megabytes)
                )
        if left:
            self._line(sys.stderr, self._words.word("printed-before"))
        for path, moment in left:
            day = f"{moment:%H:%M %d/%m/%Y}"
            self._line(sys.stderr, self._words.word("printed-before-file", path=path, day=day))

    def rebuilt(self, outcome: Outcome, fresh: Sequence[Problem], seconds: float) -> None:
        """One build of many, while somebody looks on: what is new of what is wrong, and one line."""
        self._end_bar()
        for line in self.problem_lines(tuple(fresh)):
            self._line(sys.stderr, line)
        if self._quiet:
            return
        done, now = outcome.written, time.strftime("%H:%M:%S")
        if done is None:
            errors = sum(p.severity is Severity.ERROR for p in outcome.problems)
            self._line(sys.stderr, self._words.word("serve-kept", time=now, errors=errors))
        elif done.written or done.removed:
            values = {"written": done.written, "removed": done.removed, "seconds": self._seconds(seconds)}
            self._line(sys.stdout, self._words.word("serve-built", time=now, **values))

    def timings(self, outcome: Outcome) -> None:
        for stage, wall, processor in outcome.timings:
            name = self._words.word(f"stage-{stage}")
            self._line(sys.stderr, f"{name:<28} {wall:8.3f} s, CPU {processor:8.3f} s")

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

    def show(self, text: str, *, error: bool = False) -> None:
        """A finished text, as it is: a table, a CSV file."""
        self._line(sys.stderr if error else sys.stdout, text.removesuffix("\n"))

    @property
    def is_quiet(self) -> bool:
        return self._quiet

    @property
    def can_ask(self) -> bool:
        """Somebody sits at a terminal and can answer."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    def ask(self, question: str) -> str:
        """The line that is typed after `question`. The end of the input is Ctrl-C: KeyboardInterrupt."""
        self._end_bar()
        print(question, end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        return line.rstrip("\r\n")

    def ask_secret(self, question: str) -> str:
        """What is typed after `question`, without showing it. The end of the input is Ctrl-C."""
        import getpass

        self._end_bar()
        try:
            return getpass.getpass(question)
        except EOFError:
            raise KeyboardInterrupt from None

    def number(self, value: float) -> str:
        """With one digit after the comma, as people read it."""
        text = f"{value:.1f}"
        return text.replace(".", ",") if self._words.language == "vi" else text

    def size(self, count: int) -> str:
        """Bytes in KB or MB."""
        if count < 1_000_000:
            return self._words.word("kilobytes", number=-(-count // 1000))
        return self._words.word("megabytes", number=self.number(count / 1e6))

    def duration(self, seconds: float) -> str:
        """Roughly, for people who wait."""
        if seconds < 90:
            return self._words.word("seconds", number=max(1, round(seconds)))
        return self._words.word("minutes", number=round(seconds / 60))

    def word(self, key: str, **values: object) -> str:
        return self._words.word(key, **values)

    def problems(self, problems: Problems) -> None:
        """What is wrong, each in full, and nothing else."""
        for problem in problems:
            if self._json:
                self._line(sys.stdout, self._as_json(problem))
        if not self._json:
            for line in self.problem_lines(problems, everything=True):
                self._line(sys.stderr, line)

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
        yield printable(f"{place}: {self._words.word(problem.severity)}: {what}")
        if mend:
            yield printable(f"    {mend}")

    def _json_lines(self, outcome: Outcome, counts: Mapping[Severity, int], seconds: float) -> None:
        for problem in outcome.problems:
            self._line(sys.stdout, self._as_json(problem))
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

    def _as_json(self, problem: Problem) -> str:
        what, mend = self._words.problem(problem.kind, dict(problem.values))
        place, severity = problem.place, problem.severity
        row = {"path": place.path, "line": place.line, "severity": severity, "kind": problem.kind}
        return _dumps({**row, "what": what, "mend": mend})

    def _seconds(self, seconds: float) -> str:
        text = f"{seconds:.1f}" if seconds >= 1 else f"{seconds:.2f}"
        return text.replace(".", ",") if self._words.language == "vi" else text

    def _show_bar(self, done: int, total: int, *, is_bytes: bool = False) -> None:
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
                unit="B" if is_bytes else "it",
                unit_scale=is_bytes,
                bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt} [{remaining}"
                + (", {rate_fmt}]" if is_bytes else "]"),
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


def printable(text: str) -> str:
    """What a terminal may be given of what people wrote, in names of files too: nothing that steers it.

    >>> printable("a\\x1b[2Jb\\u202ec\\u00a0d")
    'a\ufffd[2Jb\ufffdc\xa0d'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _SEEN or category(c) == "Zs" else "\ufffd" for c in text)


def _is_warning(problems: Problems, kind: str) -> bool:
    return any(p.kind == kind and p.severity is Severity.WARNING for p in problems)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
