"""`list` on the command line: what there is, in which state, and how many of whom."""

import argparse
from pathlib import Path

from bulletin.article import State
from bulletin.config import read_settings
from bulletin.desk import tables
from bulletin.desk.command import Here, site_words
from bulletin.desk.inventory import WRONG, inventory
from bulletin.desk.newfile import categories, category_of
from bulletin.desk.selection import Selection, counted, issue_of, month_of, states_of, year_of
from bulletin.messages import Catalogue
from bulletin.ownfiles import is_link
from bulletin.problem import Severity, UsageError, WorldError
from bulletin.report import Report
from bulletin.request import Request
from bulletin.still import is_site

FORMATS = ("plain", "json", "csv")
GOOD, CONTENT = 0, 1


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    add = parser.add_argument
    add("--category", default="", metavar=words.word("arg-category"), help=words.word("help-new-category"))
    add("--author", default="", metavar=words.word("arg-author"), help=words.word("help-list-author"))
    add("--year", default="", metavar=words.word("arg-year"), help=words.word("help-list-year"))
    add("--month", default="", metavar=words.word("arg-month"), help=words.word("help-list-month"))
    add("--issue", default="", metavar=words.word("arg-issue"), help=words.word("help-list-issue"))
    add("--state", default="", metavar=words.word("arg-state"), help=words.word("help-list-state"))
    add("--count", action="store_true", help=words.word("help-list-count"))
    add("--format", choices=FORMATS, default="plain", help=words.word("help-list-format"))
    add("--save", default="", metavar=words.word("arg-file"), help=words.word("help-list-save"))


def run(arguments: argparse.Namespace, report: Report, here: Here) -> int:
    """0 also when files are wrong, which is what one asks for. Raises UsageError, WorldError."""
    root = Path(arguments.site).resolve()
    if not is_site(root):
        raise UsageError("no-site", folder=root)
    settings, problems = read_settings(root)
    if any(p.severity is Severity.ERROR for p in problems):
        report.problems(problems)
        return CONTENT
    states = states_of(arguments.state)
    if arguments.count and not states:
        states = (State.PUBLISHED,)
    target = _target(arguments.save)
    wanted = Selection(
        category=category_of(root, settings, arguments.category) if arguments.category else "",
        author=arguments.author,
        year=year_of(arguments.year),
        month=month_of(arguments.month),
        issue=issue_of(arguments.issue),
        states=states,
    )
    request = Request(root, root / "output", here.now, write=False, pictures=False)
    is_checked = not arguments.count or WRONG in states
    items = tuple(filter(wanted.takes, inventory(request, settings, report, checks=is_checked)))
    if arguments.count:
        order = [term.title for term in categories(root, settings)]
        text = _COUNTS[arguments.format](counted(items), order, report.word)
    else:
        text = _ITEMS[arguments.format](items, report.word)
    if target:
        _save(target, text)
        report.say("list-saved", path=target)
    elif text:  # no JSON line is no line
        report.show(text)
    if not arguments.count and arguments.format == "plain" and any(i.errors + i.warnings for i in items):
        report.say("list-check", program=here.program, site=site_words(root, here))
    return GOOD


_ITEMS = {"plain": tables.plain, "json": tables.json_lines, "csv": tables.csv_rows}
_COUNTS = {"plain": tables.count_plain, "json": tables.count_json, "csv": tables.count_csv}


def _target(name: str) -> Path | None:
    """Where the answer is to be kept: never over a file. Raises UsageError before any work."""
    if not name:
        return None
    path = Path(name).absolute()
    if is_link(path) or path.exists():
        raise UsageError("list-there", path=path)
    return path


def _save(path: Path, text: str) -> None:
    """Lines end as Windows has them: Notepad and Excel of any age read it. Raises UsageError, WorldError."""
    try:
        with path.open("x", encoding="utf-8", newline="\r\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError("list-there", path=path) from None
    except OSError as fault:
        raise WorldError("cannot-write", path=path, why=fault.strerror or fault) from None
