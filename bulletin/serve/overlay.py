"""What is wrong, as a panel over the page: file, line, the words of the catalogue, and what to do.

Every word that came from a file is escaped.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from bulletin.files import decode
from bulletin.messages import Catalogue
from bulletin.problem import Problem, Problems, Severity, WorldError

MOST = 30  # problems in the panel; the rest is counted
LONGEST = 160  # letters of a line that is shown


def panel(problems: Problems, root: Path, words: Catalogue) -> str:
    """HTML; empty when all is well. Errors stand open, warnings alone are a closed button."""
    wrong = [p for p in problems if p.severity is Severity.ERROR]
    rest = [p for p in problems if p.severity is not Severity.ERROR]
    if not problems:
        return ""
    counted = words.word("counts", errors=len(wrong), warnings=len(rest))
    if not wrong:
        return _box("warnings", words.word("serve-warnings", count=len(rest)), "", rest, root, words)
    return _box("errors", counted, words.word("serve-last-good"), [*wrong, *rest], root, words)


def refusal(fault: WorldError, words: Catalogue) -> str:
    """The same for what the machine says no to."""
    what, mend = words.problem(fault.kind, fault.values)
    item = f'<li><p class="what">{escape(what)}</p><p class="mend">{escape(mend)}</p></li>'
    return _details("errors", words.word("fatal"), words.word("serve-last-good"), item)


def waiting(words: Catalogue) -> str:
    """A whole page for the time when there is none yet."""
    title = escape(words.word("serve-nothing-yet"))
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n</head>\n'
        f"<body>\n<h1>{title}</h1>\n</body>\n</html>\n"
    )


def _box(kind: str, head: str, note: str, problems: Sequence[Problem], root: Path, words: Catalogue) -> str:
    items = [_item(problem, root, words) for problem in problems[:MOST]]
    if len(problems) > MOST:
        items.append(f"<li><p>{escape(words.word('serve-more', count=len(problems) - MOST))}</p></li>")
    return _details(kind, head, note, "".join(items))


def _details(kind: str, head: str, note: str, items: str) -> str:
    is_open = " open" if kind == "errors" else ""
    note = f'<p class="note">{escape(note)}</p>' if note else ""
    return (
        f'<details class="{kind}"{is_open}><summary>{escape(head)}</summary>'
        f'<div class="inside">{note}<ol>{items}</ol></div></details>'
    )


def _item(problem: Problem, root: Path, words: Catalogue) -> str:
    what, mend = words.problem(problem.kind, dict(problem.values))
    place, line = problem.place, ""
    if place.line:
        line = f" <span>{escape(words.word('serve-line', line=place.line))}</span>"
    written = _written(root / place.path, place.line)
    shown = f'<pre tabindex="0">{escape(written)}</pre>' if written else ""
    severity = "" if problem.severity is Severity.ERROR else f"<b>{escape(words.word('warning'))}:</b> "
    return (
        f'<li><p class="place"><b>{escape(place.path)}</b>{line}</p>{shown}'
        f'<p class="what">{severity}{escape(what)}</p><p class="mend">{escape(mend)}</p></li>'
    )


def _written(path: Path, line: int) -> str:
    """What stands on that line of the file, as far as it can be read."""
    if not line:
        return ""
    try:
        text, problem = decode(path.read_bytes(), path.name)
    except OSError:
        return ""
    lines = text.split("\n") if problem is None else []
    found = lines[line - 1].strip() if line <= len(lines) else ""
    return found if len(found) <= LONGEST else found[:LONGEST] + "…"
