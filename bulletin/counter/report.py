"""The private report: days and most read pages, as a table for the terminal and as CSV. Pure."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence

from bulletin.counter.definitions import Day, Figures, days_before

Word = Callable[[str], str]
Days = Mapping[Day, tuple[int, int]]


def table(
    now: Figures, today: Day, days: Days, pages: Mapping[str, int], word: Word, number: Callable[[int], str]
) -> str:
    """Figures, the days up to today, and pages by views. `word` words headings, `number` writes numbers."""
    rows = [(word(f"counter-{name}"), number(getattr(now, name))) for name in _FIGURES]
    lines = _columns([*rows], 1)
    wanted = list(days_before(today, len(days)))
    body = [(day, *map(number, days.get(day, (0, 0)))) for day in wanted]
    lines += ["", *_columns([(word("counter-day"), word("counter-visits"), word("counter-views")), *body], 1)]
    top = [(number(views), f"/{page}") for page, views in ranked(pages)]
    if top:
        lines += ["", *_columns([(word("counter-views"), word("counter-page")), *top], 0)]
    return "\n".join(lines) + "\n"


_FIGURES = ("online", "today", "yesterday", "week", "month", "total")


def ranked(pages: Mapping[str, int]) -> list[tuple[str, int]]:
    """Most views first; of equals, by address."""
    return sorted(pages.items(), key=lambda item: (-item[1], item[0]))


def days_csv(days: Days) -> str:
    return _csv([("day", "visits", "views"), *((day, *sums) for day, sums in sorted(days.items()))])


def pages_csv(pages: Mapping[str, int]) -> str:
    return _csv([("page", "views"), *(("/" + page, views) for page, views in ranked(pages))])


def _csv(rows: Sequence[Sequence[object]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue()


def _columns(rows: Sequence[Sequence[str]], left: int) -> list[str]:
    """Rows as lines; the first `left` columns and the last of text are flush left, numbers right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    is_number = [i >= left and any(row[i][:1].isdigit() for row in rows) for i in range(len(widths))]
    return [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_number, strict=True)
        ).rstrip()
        for row in rows
    ]
