"""What `list` prints, in three forms: for the eye, as JSON lines, as CSV for a spreadsheet. Pure.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, and what cannot be
seen is not printed: titles come from whoever wrote the file.
https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from unicodedata import combining, east_asian_width

from bulletin.desk.inventory import STATES, Item
from bulletin.names import person_key, sort_key
from bulletin.report import printable

Word = Callable[..., str]
Cells = Mapping[tuple[str, str], int]  # (author, category's title) -> articles
Counts = Mapping[int, Cells]  # by year
BOM = "\ufeff"  # by which Excel knows UTF-8
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # full-width ones too, as some Excels read them
_FIELDS = (
    "path",
    "kind",
    "state",
    "date",
    "expires",
    "title",
    "category",
    "author",
    "issue",
    "url",
    "errors",
    "warnings",
)
_WIDE = 16  # columns of "24/11/2026 08:30"


def plain(items: Sequence[Item], word: Word) -> str:
    """Two lines an item, and how many there are of each state."""
    states = {state: word(f"list-{state}") for state in STATES}
    widest = max(map(len, states.values()))
    lines = []
    for item in items:
        date = _moment(item.at) or "–"
        state = states[item.state].ljust(widest)
        lines.append(f"{date.ljust(_WIDE)}  {state}  {printable(item.title) or word('list-untitled')}")
        lines.append(f"{'':{_WIDE}}  {printable(' · '.join(_details(item, word)))}")
    counts = Counter(item.state for item in items)
    parts = [f"{counts[state]} {name}" for state, name in states.items() if counts[state]]
    if parts:
        lines += ["", word("list-sum", count=len(items), words=", ".join(parts))]
    return "".join(f"{line}\n" for line in lines or [word("list-none")])


def json_lines(items: Iterable[Item], _word: Word) -> str:
    """One object a line, under English names; moments as ISO 8601 with their zone."""
    return "".join(json.dumps(_values(item), ensure_ascii=False) + "\n" for item in items)


def csv_rows(items: Iterable[Item], word: Word) -> str:
    heads = [word(f"list-head-{name}") for name in _FIELDS]
    rows = []
    for item in items:
        values = _values(item) | {
            "kind": word(f"list-kind-{item.kind}"),
            "state": word(f"list-{item.state}"),
            "date": _moment(item.at),
            "expires": _moment(item.expires),
            "issue": ", ".join(item.issues),
        }
        rows.append([values[name] for name in _FIELDS])
    return _csv([heads, *rows])


def count_plain(counts: Counts, order: Sequence[str], word: Word) -> str:
    """For each year the categories in `order`, then the authors with what they wrote for each."""
    blocks = []
    for year, cells in counts.items():
        categories, authors = _categories(cells, order), _authors(cells)
        rows = [(printable(name), _sum(cells, category=name), "") for name in categories]
        rows += [
            (
                printable(author) or word("list-nobody"),
                _sum(cells, author=author),
                ", ".join(f"{printable(c)} {cells[author, c]}" for c in categories if (author, c) in cells),
            )
            for author in authors
        ]
        wide, digits = max(_width(row[0]) for row in rows), max(len(str(row[1])) for row in rows)
        lines = [
            f"  {name}{' ' * (wide - _width(name))}  {count:{digits}}  {what}".rstrip()
            for name, count, what in rows
        ]
        lines.insert(len(categories), "")
        head = word("list-year", year=year, count=sum(cells.values()))
        blocks.append("\n".join([head, "", *lines, ""]))
    return "\n".join(blocks) or word("list-none") + "\n"


def count_json(counts: Counts, order: Sequence[str], _word: Word) -> str:
    """One object a line for each year, author and category."""
    return "".join(
        json.dumps({"year": year, "author": author, "category": category, "count": count}, ensure_ascii=False)
        + "\n"
        for year, cells in counts.items()
        for author in _authors(cells)
        for category in _categories(cells, order)
        if (count := cells.get((author, category), 0))
    )


def count_csv(counts: Counts, order: Sequence[str], word: Word) -> str:
    """For each year authors down, categories across, and their sums."""
    names = _categories({key for cells in counts.values() for key in cells}, order)
    rows: list[Sequence[object]] = [
        [word("list-head-year"), word("list-head-author"), *names, word("list-total")]
    ]
    for year, cells in counts.items():
        for author in _authors(cells):
            own = [cells.get((author, name), 0) for name in names]
            rows.append([year, author or word("list-nobody"), *own, sum(own)])
        sums = [_sum(cells, category=name) for name in names]
        rows.append([year, word("list-total"), *sums, sum(sums)])
    return _csv(rows)


def safe_cell(value: object) -> object:
    """A cell that no spreadsheet runs.

    >>> safe_cell("=1+1"), safe_cell("Họp dân"), safe_cell(-3)
    ("'=1+1", 'Họp dân', -3)
    """
    if not isinstance(value, str):
        return value
    text = " ".join(printable(value).split())
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(rows: Iterable[Sequence[object]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows([list(map(safe_cell, row)) for row in rows])
    return BOM + made.getvalue()


def _sum(cells: Cells, *, author: str | None = None, category: str | None = None) -> int:
    return sum(n for (a, c), n in cells.items() if author in (None, a) and category in (None, c))


def _authors(cells: Iterable[tuple[str, str]]) -> list[str]:
    """By given name; nobody last."""
    return sorted({author for author, _ in cells}, key=lambda name: (not name, person_key(name)))


def _categories(cells: Iterable[tuple[str, str]], order: Sequence[str]) -> list[str]:
    there = {category for _, category in cells}
    return [name for name in order if name in there] + sorted(there - set(order), key=sort_key)


def _details(item: Item, word: Word) -> list[str]:
    """All of an item but what stands on its first line."""
    parts = [item.path.removeprefix("content/"), item.category.title if item.category else "", item.author]
    parts += [word("list-issue", issue=issue) for issue in item.issues]
    if item.expires:
        parts.append(word("list-until", moment=_moment(item.expires)))
    if item.errors or item.warnings:
        parts.append(word("list-problems", errors=item.errors, warnings=item.warnings))
    return [part for part in parts if part]


def _values(item: Item) -> dict[str, object]:
    return {
        "path": item.path,
        "kind": item.kind,
        "state": item.state,
        "date": item.at.isoformat() if item.at else "",
        "expires": item.expires.isoformat() if item.expires else "",
        "title": item.title,
        "category": item.category.title if item.category else "",
        "author": item.author,
        "issue": list(item.issues),
        "url": item.url,
        "errors": item.errors,
        "warnings": item.warnings,
    }


def _moment(at: datetime | None) -> str:
    """ "24/11/2026 08:30", or the day alone where no time was written."""
    return f"{at:%d/%m/%Y %H:%M}".removesuffix(" 00:00") if at else ""


def _width(text: str) -> int:
    """Columns of a terminal."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
