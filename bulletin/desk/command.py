"""`new` and `init` on the command line: what was not typed is asked for, if there is a terminal."""

import argparse
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bulletin.config import read_settings
from bulletin.desk import founding, newfile
from bulletin.desk.editor import open_in_editor
from bulletin.messages import Catalogue
from bulletin.names import fold
from bulletin.problem import Severity, UsageError
from bulletin.report import Report
from bulletin.settings import Settings, Term

GOOD, CONTENT = 0, 1


@dataclass(frozen=True, slots=True)
class Here:
    """Where a command runs: `program` as it is typed, `door` is build.py, None for an installed package."""

    program: str
    door: Path | None
    now: datetime


def add_arguments(parser: argparse.ArgumentParser, name: str, words: Catalogue) -> None:
    """What `new` and `init` take."""
    add = parser.add_argument
    if name == "new":
        add("title", nargs="*", metavar=words.word("arg-title"), help=words.word("help-new-title"))
        add(
            "--category", default="", metavar=words.word("arg-category"), help=words.word("help-new-category")
        )
        add(
            "--template", default="", metavar=words.word("arg-template"), help=words.word("help-new-template")
        )
        add("--author", default="", metavar=words.word("arg-author"), help=words.word("help-new-author"))
        add("--bundle", action="store_true", help=words.word("help-new-bundle"))
        add("--open", action="store_true", help=words.word("help-new-open"))
    else:
        add("folder", metavar=words.word("arg-folder"), help=words.word("help-init-folder"))
        for question in founding.QUESTIONS:
            metavar = words.word(f"arg-init-{question}")
            add(f"--{question}", default=None, metavar=metavar, help=words.word(f"help-init-{question}"))


def run(arguments: argparse.Namespace, report: Report, here: Here) -> int:
    """Raises UsageError, WorldError."""
    if arguments.command == "init":
        return _init(arguments, report, here)
    return _new(arguments, report, here)


# -- new ---------------------------------------------------------------------------------------


def _new(arguments: argparse.Namespace, report: Report, here: Here) -> int:
    root = Path(arguments.site).resolve()
    settings, problems = read_settings(root)
    if any(p.severity is Severity.ERROR for p in problems):
        report.problems(problems)
        return CONTENT
    wish = newfile.Wish(
        title=" ".join(arguments.title),
        template=arguments.template or "tin",
        category=arguments.category,
        author=arguments.author,
        is_bundle=arguments.bundle,
    )
    if not wish.title.strip() and not (wish.template == newfile.ISSUE and arguments.template):
        if not report.can_ask:
            raise UsageError("new-title")
        wish = _asked(report, root, settings, arguments)
    path = newfile.make(root, settings, here.now, wish)
    shown = path.relative_to(root).as_posix()
    if report.is_quiet:
        report.show(str(path))
    else:
        report.show(report.word("new-made", path=path))
        site = site_words(root, here)
        key = "new-next-issue" if wish.template == newfile.ISSUE else "new-next"
        report.show(report.word(key, program=here.program, site=site, name=path.stem, shown=shown))
    if arguments.open:
        open_in_editor(path)
    return GOOD


def _asked(report: Report, root: Path, settings: Settings, arguments: argparse.Namespace) -> newfile.Wish:
    """Kind, title, category, whether with pictures: what was typed is not asked."""
    template = arguments.template
    if not template:
        kinds = newfile.offered(root)
        at = _choice(report, report.word("ask-template"), [kind.label for kind in kinds])
        template = kinds[at].name
    is_article = template not in (newfile.ISSUE, newfile.PAGE)
    title = report.ask(report.word("ask-title"))
    while not newfile.is_title(title) and template != newfile.ISSUE:
        title = report.ask(report.word("ask-again-title"))
    category = arguments.category
    terms: tuple[Term, ...] = newfile.categories(root, settings) if is_article and not category else ()
    if len(terms) > 1:
        category = terms[_choice(report, report.word("ask-category"), [t.title for t in terms])].slug
    is_bundle = arguments.bundle
    if is_article and not is_bundle:
        is_bundle = fold(report.ask(report.word("ask-bundle")).strip())[:1] in ("c", "y")
    return newfile.Wish(title, template, category, arguments.author, is_bundle)


def _choice(report: Report, question: str, names: list[str]) -> int:
    """The index of what was chosen by its number; an empty answer is the first."""
    report.show(question)
    for number, name in enumerate(names, 1):
        report.show(f"  {number}. {name}")
    while True:
        answer = report.ask(report.word("ask-number", count=len(names))).strip() or "1"
        if answer.isdecimal() and 1 <= int(answer) <= len(names):
            return int(answer) - 1


# -- init --------------------------------------------------------------------------------------


def _init(arguments: argparse.Namespace, report: Report, here: Here) -> int:
    root = Path(os.path.abspath(arguments.folder))  # noqa: PTH100  # a link stays one, and is refused
    founding.refuse(root)
    given: Mapping[str, str | None] = {q: getattr(arguments, q) for q in founding.QUESTIONS}
    answers = {q: founding.checked(q, text) for q, text in given.items() if text is not None}
    missing = [question for question in founding.QUESTIONS if question not in answers]
    if missing and report.can_ask:
        report.show(report.word("init-begin", folder=root))
    for question in missing:
        answers[question] = _answer(report, question)
    made = founding.found(root, answers, here.now, here.door)
    if report.is_quiet:
        report.show(str(root))
        return GOOD
    report.show(report.word("init-made", name=made.name, folder=root))
    for file in made.files:
        report.show(f"  {file}")
    report.show(report.word("init-next", program=here.program, site=site_words(root, here)))
    return GOOD


def _answer(report: Report, question: str) -> str:
    """What is typed, asked again until it can be used; where there is no terminal, the default."""
    default = founding.QUESTIONS[question]
    if not report.can_ask:
        return founding.checked(question, default)
    words = report.word(f"ask-init-{question}")
    prompt = f"{words} [{default}]: " if default else f"{words}: "
    while True:
        try:
            return founding.checked(question, report.ask(prompt))
        except UsageError as fault:
            report.world(fault.kind, fault.values)


def site_words(root: Path, here: Here) -> str:
    """` --site FOLDER` as it must be typed after the program; nothing where the folder is meant anyway."""
    if here.door and here.door.parent == root:
        return ""
    if here.door is None and Path.cwd() == root:
        return ""
    text = str(root)
    quoted = (f'"{text}"' if " " in text or "&" in text else text) if os.name == "nt" else shlex.quote(text)
    return f" --site {quoted}"
