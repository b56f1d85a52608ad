"""The command line: words to a `Request`, an `Outcome` to words and an exit code.

Exit codes: 0 good, 1 problems in the content, 2 wrong use, 3 the world said no.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from bulletin import __version__
from bulletin.messages import LANGUAGES, Catalogue, Language
from bulletin.problem import UsageError, WorldError
from bulletin.report import Report

GOOD, CONTENT, USAGE, WORLD, INTERRUPTED = 0, 1, 2, 3, 130
COMMANDS = ("build", "check", "test")
VALUED = ("--site", "--output", "--base-url", "--now", "--workers", "--lang")  # options with a value


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code and raises only SystemExit for --help and wrong use."""
    typed = list(sys.argv[1:] if argv is None else argv)
    words = _command_first(typed)
    _speak_utf8()
    catalogue = Catalogue(_language(typed))
    parser = _parser(catalogue)
    arguments, rest = parser.parse_known_args(words)
    if arguments.command == "test":
        return _test(rest, Report(catalogue))
    if rest:
        parser.error(catalogue.word("unknown-words", words=" ".join(rest)))
    report = Report(catalogue, quiet=arguments.quiet, as_json=arguments.json)
    try:
        return _build(arguments, report)
    except WorldError as fault:
        report.world(fault.kind, fault.values)
        return USAGE if isinstance(fault, UsageError) else WORLD
    except KeyboardInterrupt:
        report.say("interrupted")
        return INTERRUPTED
    except Exception as fault:
        if arguments.debug:
            raise
        report.world("internal", {"detail": f"{type(fault).__name__}: {fault}"})
        return WORLD


def _command_first(words: Sequence[str]) -> list[str]:
    """Options may stand before the command; without one it is build."""
    is_value = False
    for i, word in enumerate(words):
        if is_value:
            is_value = False
        elif word in VALUED:
            is_value = True
        elif not word.startswith("-"):
            return [word, *words[:i], *words[i + 1 :]] if word in COMMANDS else ["build", *words]
    alone = [word for word in words if word in ("-h", "--help", "--version")]
    return alone or ["build", *words]


def _build(arguments: argparse.Namespace, report: Report) -> int:
    from bulletin import site

    begun = time.perf_counter()
    root = Path(arguments.site).resolve()
    output = (Path(arguments.output) if arguments.output else root / "output").resolve()
    _refuse_dangerous(root, output)
    request = site.Request(
        root=root,
        output=output,
        now=_now(arguments),
        drafts=arguments.drafts,
        future=arguments.future,
        base_url=arguments.base_url,
        strict=arguments.strict,
        write=arguments.command == "build",
        workers=arguments.workers,
    )
    outcome = site.build(request, report)
    report.outcome(outcome, str(output / "index.html"), time.perf_counter() - begun, strict=request.strict)
    if arguments.timings:
        report.timings(outcome)
    return GOOD if site.is_good(outcome.problems, strict=request.strict) else CONTENT


def _refuse_dangerous(root: Path, output: Path) -> None:
    """An output that holds the content, or lies in it, would be written over what editors wrote."""
    if output.exists() and not output.is_dir():
        raise UsageError("output-not-folder", folder=output)
    if root == output or root.is_relative_to(output):
        raise UsageError("output-is-site", folder=output)
    for name in ("content", "templates", "assets", ".bantin"):
        if output == root / name or output.is_relative_to(root / name):
            raise UsageError("output-is-site", folder=output)


def _now(arguments: argparse.Namespace) -> datetime:
    """--now, else SOURCE_DATE_EPOCH, else the clock; always aware."""
    if arguments.now:
        return arguments.now  # type: ignore[no-any-return]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise UsageError("bad-epoch", value=epoch) from None
    return datetime.now(UTC)


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


def _test(words: Sequence[str], report: Report) -> int:
    """Run the project's own tests; an installed package has none."""
    root = Path(__file__).resolve().parent.parent
    if not (root / "tests").is_dir():
        report.world("no-tests", {})
        return WORLD
    return subprocess.run([sys.executable, "-m", "pytest", *words], cwd=root, check=False).returncode  # noqa: S603


def _language(words: Sequence[str]) -> Language:
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


def _speak_utf8() -> None:
    """Vietnamese on every console: a Windows code page or a C locale must not stop a message."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


class _Parser(argparse.ArgumentParser):
    """argparse with our words."""

    words: Catalogue

    def error(self, message: str) -> NoReturn:
        help_line = self.words.word("see-help", program=self.prog)
        self.exit(USAGE, f"{self.words.word('usage-error')}: {message}\n{help_line}\n")


def _parser(words: Catalogue) -> _Parser:
    _translate_argparse(words)
    _Parser.words = words
    options = _Parser(add_help=False, allow_abbrev=False)
    add = options.add_argument
    add(
        "--site", metavar=words.word("arg-folder"), default=str(_default_site()), help=words.word("help-site")
    )
    add("--output", metavar=words.word("arg-folder"), default="", help=words.word("help-output"))
    add("--drafts", action="store_true", help=words.word("help-drafts"))
    add("--future", action="store_true", help=words.word("help-future"))
    add("--base-url", metavar="URL", default="", help=words.word("help-base-url"))
    add("--now", metavar=words.word("arg-moment"), type=_moment, default=None, help=words.word("help-now"))
    add("--strict", action="store_true", help=words.word("help-strict"))
    add("--json", action="store_true", help=words.word("help-json"))
    add("--quiet", action="store_true", help=words.word("help-quiet"))
    add("--timings", action="store_true", help=words.word("help-timings"))
    add("--workers", type=_count, default=0, metavar="N", help=words.word("help-workers"))
    add("--debug", action="store_true", help=words.word("help-debug"))
    add("--lang", choices=LANGUAGES, default="vi", help=words.word("help-lang"))
    parser = _Parser(
        prog=_program(),
        description=words.word("description"),
        epilog=words.word("epilog", program=_program()),
    )
    parser.add_argument(
        "--version", action="version", version=__version__, help=words.word("argparse-version")
    )
    commands = parser.add_subparsers(
        dest="command", metavar=words.word("arg-command"), title=words.word("commands")
    )
    for name in COMMANDS:
        parents = [] if name == "test" else [options]
        commands.add_parser(
            name,
            allow_abbrev=False,
            parents=parents,
            help=words.word(f"help-{name}"),
            description=words.word(f"help-{name}"),
        )
    return parser


def _program() -> str:
    name = Path(sys.argv[0]).name
    return "python3 build.py" if name in ("build.py", "__main__.py") else name or "bantin"


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
