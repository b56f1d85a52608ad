"""Where to publish, asked of somebody at a terminal, and written into site.toml as a table."""

from collections.abc import Callable
from pathlib import Path

from bulletin.problem import WorldError
from bulletin.report import Report
from bulletin.settings import FILE

# What is asked for each kind that an office is likely to have; the rest is for who reads the handbook.
QUESTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("folder", ("folder",)),
    ("ftps", ("host", "user", "folder")),
    ("sftp", ("host", "user", "folder")),
)
_WORDS = {"host": "publish-where-host", "user": "publish-where-user", "folder": "publish-where-there"}


def ask_destination(root: Path, report: Report) -> None:
    """Ask, and append `[publish.web]` to site.toml. Raises WorldError where it cannot be written."""
    report.show(report.word("publish-where"))
    for number, (kind, _) in enumerate(QUESTIONS, 1):
        report.show(f"  {number}. {report.word(f'publish-where-{kind}')}")
    kind, keys = QUESTIONS[_chosen(report.ask, report.word("publish-where-number"), len(QUESTIONS)) - 1]
    rows = [("kind", kind)]
    for key in keys:
        question = report.word("publish-where-local" if key == "folder" == kind else _WORDS[key])
        rows.append((key, _answered(report.ask, question)))
    table = "\n[publish.web]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in rows)
    path = root / FILE
    try:
        with path.open("ab") as stream:
            stream.write(table.encode())
    except OSError as fault:
        raise WorldError("cannot-write", path=FILE, why=fault.strerror) from None
    report.show(report.word("publish-where-kept", file=FILE))


def _chosen(ask: Callable[[str], str], question: str, most: int) -> int:
    while True:
        answer = ask(question).strip() or "1"
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= most:
            return int(answer)


def _answered(ask: Callable[[str], str], question: str) -> str:
    while True:
        answer = ask(question).strip().strip('"')
        if answer and answer.isprintable() and not answer.startswith("-"):
            return answer


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
