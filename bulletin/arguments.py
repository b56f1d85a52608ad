"""What may be typed: commands, options and their help, in the language that was asked for."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from bulletin import __version__
from bulletin.messages import LANGUAGES, Catalogue, Language

USAGE = 2  # the exit code of words that cannot be understood
PURPOSES = ("screen", "press", "booklet", "grey", "all")  # of the files that `print` makes
COMMANDS = (
    "build",
    "check",
    "counter",
    "handbook",
    "init",
    "list",
    "new",
    "print",
    "publish",
    "serve",
    "test",
    "verify",
)
DESK = ("init", "list", "new")  # the editor's desk
PUBLISH = ("publish", "verify")
VALUED = (
    "--site",
    "--output",
    "--base-url",
    "--now",
    "--workers",
    "--lang",
    "--format",
    "--for",
    "--port",
    "--category",
    "--template",
    "--author",
    "--name",
    "--body",
    "--address",
    "--categories",
    "--responsible",
    "--trust",
    "--year",
    "--month",
    "--issue",
    "--state",
    "--save",
)  # options with a value


def language(words: Sequence[str]) -> Language:
    """--lang, looked for before anything else so that mistakes in the rest are said in it."""
    for i, word in enumerate(words):
        chosen = (
            word.removeprefix("--lang=")
            if word.startswith("--lang=")
            else words[i + 1 : i + 2]
            if word == "--lang"
            else ""
        )
        for language in LANGUAGES:
            if language == chosen or [language] == chosen:
                return language
    return "vi"


def command_first(words: Sequence[str]) -> list[str]:
    """Options may stand before the command; without one it is build."""
    is_value = False
    for i, word in enumerate(words):
        if is_value:
            is_value = False
        elif word in VALUED:
            is_value = True
        elif not word.startswith("-"):
            if word not in COMMANDS:
                return ["build", *words]
            after = words[i + 1 :]
            if word == "counter" and after[:1] not in (["-h"], ["--help"]):  # it has commands of its own
                is_named = bool(after) and not after[0].startswith("-")
                action, after = (after[:1], after[1:]) if is_named else (["serve"], after)
                return [word, *action, *words[:i], *after]
            return [word, *words[:i], *after]
    alone = [word for word in words if word in ("-h", "--help", "--version")]
    return alone or ["build", *words]


class _Parser(argparse.ArgumentParser):
    """argparse with our words."""

    words: Catalogue

    def error(self, message: str) -> NoReturn:
        help_line = self.words.word("see-help", program=self.prog)
        self.exit(USAGE, f"{self.words.word('usage-error')}: {message}\n{help_line}\n")


def parser(words: Catalogue, command: str) -> argparse.ArgumentParser:
    """`command` is the one that was typed: only its own words cost an import."""
    _translate_argparse(words)
    _Parser.words = words
    few, timed, options = _shared(words)
    parents = {key: [options] for key in ("build", "check", "print")} | {
        key: [timed] for key in (*DESK, *PUBLISH, "handbook", "serve")
    }
    made = _Parser(
        prog=program(),
        description=words.word("description"),
        epilog=words.word("epilog", program=program()),
    )
    made.add_argument("--version", action="version", version=__version__, help=words.word("argparse-version"))
    commands = made.add_subparsers(
        dest="command", metavar=words.word("arg-command"), title=words.word("commands")
    )
    for name in COMMANDS:
        one = commands.add_parser(
            name,
            allow_abbrev=False,
            parents=parents.get(name, []),
            help=words.word(f"help-{name}"),
            description=words.word(f"help-{name}"),
        )
        if name == command:
            _own_arguments(one, name, words, few)
    return made


def _shared(words: Catalogue) -> tuple[_Parser, _Parser, _Parser]:
    """Parents: what every command takes, what those take that look at the clock, and what a build takes."""
    few = _Parser(add_help=False, allow_abbrev=False)
    folder = words.word("arg-folder")
    few.add_argument("--site", metavar=folder, default=str(_default_site()), help=words.word("help-site"))
    few.add_argument("--debug", action="store_true", help=words.word("help-debug"))
    few.add_argument("--lang", choices=LANGUAGES, default="vi", help=words.word("help-lang"))
    timed = _Parser(add_help=False, allow_abbrev=False, parents=[few])
    options = _Parser(add_help=False, allow_abbrev=False, parents=[few])
    for one in (timed, options):
        moment = words.word("arg-moment")
        one.add_argument("--now", metavar=moment, type=_moment, default=None, help=words.word("help-now"))
        one.add_argument("--quiet", action="store_true", help=words.word("help-quiet"))
    add = options.add_argument
    add("--output", metavar=folder, default="", help=words.word("help-output"))
    for name in ("drafts", "future"):
        add(f"--{name}", action="store_true", help=words.word(f"help-{name}"))
    add("--base-url", metavar="URL", default="", help=words.word("help-base-url"))
    for name in ("strict", "json", "timings"):
        add(f"--{name}", action="store_true", help=words.word(f"help-{name}"))
    _add_workers(options, words)
    return few, timed, options


def _add_workers(one: argparse.ArgumentParser, words: Catalogue) -> None:
    one.add_argument("--workers", type=_count, default=0, metavar="N", help=words.word("help-workers"))


def _own_arguments(one: argparse.ArgumentParser, name: str, words: Catalogue, few: _Parser) -> None:
    """What one command takes beside what it shares."""
    add = one.add_argument
    if name == "counter":
        from bulletin.counter import command as counter

        counter.add_arguments(one, words, few)
    elif name == "serve":
        from bulletin.serve import command as serve

        serve.add_arguments(one, words)
        _add_workers(one, words)
    elif name in PUBLISH:
        from bulletin.publish import command as publish

        publish.add_arguments(one, name, words)
    elif name == "list":
        from bulletin.desk import listing

        listing.add_arguments(one, words)
    elif name in DESK:
        from bulletin.desk import command as desk

        desk.add_arguments(one, name, words)
    elif name == "handbook":
        add("--output", metavar=words.word("arg-folder"), default="", help=words.word("help-handbook-output"))
        add("--open", action="store_true", help=words.word("help-handbook-open"))
    elif name == "check":
        add("--fix", action="store_true", help=words.word("help-fix"))
        add("--dry-run", action="store_true", help=words.word("help-dry-run"))
    elif name == "print":
        add("issue", metavar=words.word("arg-issue"), help=words.word("help-issue"))
        add("--format", metavar=words.word("arg-format"), default="", help=words.word("help-format"))
        add("--for", dest="purpose", choices=PURPOSES, default="all", help=words.word("help-for"))


def program() -> str:
    name = Path(sys.argv[0]).name
    if name in ("build.py", "__main__.py"):
        return "py build.py" if os.name == "nt" else "python3 build.py"
    return name or "bantin"


def _default_site() -> Path:
    """The folder of build.py, wherever the command is typed; for `bantin`, the current folder."""
    door = Path(sys.argv[0])
    return door.resolve().parent if door.name == "build.py" else Path.cwd()


def _translate_argparse(words: Catalogue) -> None:
    """argparse looks its own words up through gettext; give it ours where it would speak English."""
    ours = {
        "usage: ": "argparse-usage",
        "options": "argparse-options",
        "positional arguments": "argparse-positional",
        "show this help message and exit": "argparse-help",
        "show program's version number and exit": "argparse-version",
        "expected one argument": "argparse-one",
        "argument %(argument_name)s: %(message)s": "argparse-argument",
        "invalid %(type)s value: %(value)r": "argparse-value",
        "invalid choice: %(value)r (choose from %(choices)s)": "argparse-choice",
    }
    argparse._ = lambda text: words.word(ours[text]) if text in ours else text  # type: ignore[attr-defined]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _count(text: str) -> int:
    count = int(text)
    if count < 0:
        raise ValueError(text)
    return count
