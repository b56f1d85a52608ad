"""The command line: words to a `Request`, an `Outcome` to words and an exit code.

Exit codes: 0 good, 1 problems in the content, 2 wrong use, 3 the world said no.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from bulletin import __version__
from bulletin.messages import LANGUAGES, Catalogue, Language
from bulletin.problem import Problems, UsageError, WorldError
from bulletin.report import Report

GOOD, CONTENT, USAGE, WORLD, INTERRUPTED = 0, 1, 2, 3, 130
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


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code and raises only SystemExit for --help and wrong use."""
    typed = list(sys.argv[1:] if argv is None else argv)
    words = _command_first(typed)
    _speak_utf8()
    catalogue = Catalogue(_language(typed))
    parser = _parser(catalogue, words[0])
    arguments, rest = parser.parse_known_args(words)
    if arguments.command == "test":
        return _test(rest, Report(catalogue))
    if rest:
        parser.error(catalogue.word("unknown-words", words=" ".join(rest)))
    report = Report(
        catalogue, quiet=getattr(arguments, "quiet", False), as_json=getattr(arguments, "json", False)
    )
    try:
        if arguments.command == "counter":
            from bulletin.counter import command

            return command.run(arguments, catalogue, report)
        if arguments.command == "serve":
            return _serve(arguments, catalogue, report)
        if arguments.command == "handbook":
            return _handbook(arguments, report)
        if arguments.command in DESK:
            return _desk(arguments, report)
        if arguments.command in PUBLISH:
            return _publish(arguments, report)
        if arguments.command == "check" and (arguments.fix or arguments.dry_run):
            return _fix(arguments, report)
        return _print(arguments, report) if arguments.command == "print" else _build(arguments, report)
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


def _build(arguments: argparse.Namespace, report: Report) -> int:
    from bulletin.request import Request, is_good
    from bulletin.site import build

    begun = time.perf_counter()
    root = Path(arguments.site).resolve()
    output = (Path(arguments.output) if arguments.output else root / "output").resolve()
    _refuse_dangerous(root, output)
    found: Problems = ()
    if arguments.command == "build":
        found = _ask_counter(root)
    request = Request(
        root=root,
        output=output,
        now=_now(arguments),
        drafts=arguments.drafts,
        future=arguments.future,
        base_url=arguments.base_url,
        strict=arguments.strict,
        write=arguments.command == "build",
        workers=arguments.workers,
        found=found,
        press=_press(root),
    )
    outcome = build(request, report)
    report.outcome(outcome, str(output / "index.html"), time.perf_counter() - begun, strict=request.strict)
    if arguments.timings:
        report.timings(outcome)
    return GOOD if is_good(outcome.problems, strict=request.strict) else CONTENT


def _fix(arguments: argparse.Namespace, report: Report) -> int:
    """The safe mends, then the check; with --dry-run only what would be mended, 1 if anything."""
    from bulletin.desk import fixcommand

    if not arguments.fix:
        raise UsageError("dry-run-alone")
    code = fixcommand.run(arguments, report)
    return code if code or arguments.dry_run else _build(arguments, report)


def _press(root: Path) -> Callable[..., Any]:
    """Sets issues; what that needs is imported when it is called."""

    def press(*given: Any) -> Any:
        from bulletin.press.printing import Press

        return Press(root)(*given)

    return press


def _ask_counter(root: Path) -> Problems:
    """Fetch the counter's figures, if the settings name one."""
    try:
        is_named = b"[counter" in (root / "site.toml").read_bytes()
    except OSError:  # said where the settings are read
        return ()
    if not is_named:  # not even the settings are read
        return ()
    from bulletin.config import read_settings

    settings, _ = read_settings(root)
    if not settings.counter.is_on:
        return ()
    from bulletin.counter import command

    return command.refresh(settings, root)


def _serve(arguments: argparse.Namespace, words: Catalogue, report: Report) -> int:
    from bulletin.serve import command

    press = _press(Path(arguments.site).resolve())
    return command.run(arguments, words, report, lambda: _now(arguments), press)


def _print(arguments: argparse.Namespace, report: Report) -> int:
    from bulletin.press import command

    begun = time.perf_counter()
    request = command.PrintRequest(
        root=Path(arguments.site).resolve(),
        issue=arguments.issue,
        wanted=(arguments.purpose,),
        form=arguments.format,
        now=_now(arguments),
        future=arguments.future,
        strict=arguments.strict,
        workers=arguments.workers,
    )
    delivered = command.run(request, report)
    report.delivered(
        delivered.problems,
        delivered.label,
        delivered.pages,
        delivered.files,
        time.perf_counter() - begun,
        strict=request.strict,
    )
    return GOOD if delivered.files else CONTENT


def _publish(arguments: argparse.Namespace, report: Report) -> int:
    from bulletin.publish import command
    from bulletin.request import Outcome, Request

    root = Path(arguments.site).resolve()
    request = Request(
        root=root,
        output=root / "output",
        now=_now(arguments),
        strict=getattr(arguments, "strict", False),
        workers=getattr(arguments, "workers", 0),
        press=_press(root),
    )

    def build(request: Request) -> Outcome:
        from bulletin.site import build

        begun = time.perf_counter()
        request = replace(request, found=_ask_counter(root))
        outcome = build(request, report)
        seconds = time.perf_counter() - begun
        report.outcome(outcome, str(request.output / "index.html"), seconds, strict=request.strict)
        return outcome

    return command.run(arguments, report, request, build)


def _handbook(arguments: argparse.Namespace, report: Report) -> int:
    from bulletin.desk import handbook

    output = Path(arguments.output or "so-tay").resolve()
    _refuse_dangerous(Path(arguments.site).resolve(), output)
    handbook.run(output, _now(arguments), report, opens=arguments.open)
    return GOOD


def _desk(arguments: argparse.Namespace, report: Report) -> int:
    from bulletin.desk import command

    door = Path(sys.argv[0]).resolve()
    here = command.Here(_program(), door if door.name == "build.py" else None, _now(arguments))
    if arguments.command == "list":
        from bulletin.desk import listing

        return listing.run(arguments, report, here)
    return command.run(arguments, report, here)


def _desk_arguments(parser: argparse.ArgumentParser, name: str, words: Catalogue) -> None:
    if name == "list":
        from bulletin.desk import listing

        return listing.add_arguments(parser, words)
    from bulletin.desk import command

    return command.add_arguments(parser, name, words)


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
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


class _Parser(argparse.ArgumentParser):
    """argparse with our words."""

    words: Catalogue

    def error(self, message: str) -> NoReturn:
        help_line = self.words.word("see-help", program=self.prog)
        self.exit(USAGE, f"{self.words.word('usage-error')}: {message}\n{help_line}\n")


def _parser(words: Catalogue, command: str) -> _Parser:
    """`command` is the one that was typed: only the counter's own words cost an import."""
    _translate_argparse(words)
    _Parser.words = words
    few = _Parser(add_help=False, allow_abbrev=False)
    add = few.add_argument
    add(
        "--site", metavar=words.word("arg-folder"), default=str(_default_site()), help=words.word("help-site")
    )
    add("--debug", action="store_true", help=words.word("help-debug"))
    add("--lang", choices=LANGUAGES, default="vi", help=words.word("help-lang"))
    timed = _Parser(add_help=False, allow_abbrev=False, parents=[few])
    for one in (timed, options := _Parser(add_help=False, allow_abbrev=False, parents=[few])):
        add = one.add_argument
        add(
            "--now", metavar=words.word("arg-moment"), type=_moment, default=None, help=words.word("help-now")
        )
        add("--quiet", action="store_true", help=words.word("help-quiet"))
    add("--output", metavar=words.word("arg-folder"), default="", help=words.word("help-output"))
    add("--drafts", action="store_true", help=words.word("help-drafts"))
    add("--future", action="store_true", help=words.word("help-future"))
    add("--base-url", metavar="URL", default="", help=words.word("help-base-url"))
    add("--strict", action="store_true", help=words.word("help-strict"))
    add("--json", action="store_true", help=words.word("help-json"))
    add("--timings", action="store_true", help=words.word("help-timings"))
    add("--workers", type=_count, default=0, metavar="N", help=words.word("help-workers"))
    parents = {key: [options] for key in ("build", "check", "print")} | {
        key: [timed] for key in (*DESK, *PUBLISH, "handbook", "serve")
    }
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
        made = commands.add_parser(
            name,
            allow_abbrev=False,
            parents=parents.get(name, []),
            help=words.word(f"help-{name}"),
            description=words.word(f"help-{name}"),
        )
        if name == "counter" == command:
            from bulletin.counter.command import add_arguments

            add_arguments(made, words, few)
        if name == "serve" == command:
            from bulletin.serve.command import add_arguments as add_to_serve

            add_to_serve(made, words)
            made.add_argument(
                "--workers", type=_count, default=0, metavar="N", help=words.word("help-workers")
            )
        if name in PUBLISH and name == command:
            from bulletin.publish import command as publish_command

            publish_command.add_arguments(made, name, words)
        if name == "handbook":
            folder = words.word("arg-folder")
            made.add_argument("--output", metavar=folder, default="", help=words.word("help-handbook-output"))
            made.add_argument("--open", action="store_true", help=words.word("help-handbook-open"))
        if name == "check":
            made.add_argument("--fix", action="store_true", help=words.word("help-fix"))
            made.add_argument("--dry-run", action="store_true", help=words.word("help-dry-run"))
        if name in DESK and name == command:
            _desk_arguments(made, name, words)
        if name == "print":
            made.add_argument("issue", metavar=words.word("arg-issue"), help=words.word("help-issue"))
            made.add_argument(
                "--format", metavar=words.word("arg-format"), default="", help=words.word("help-format")
            )
            made.add_argument(
                "--for", dest="purpose", choices=PURPOSES, default="all", help=words.word("help-for")
            )
    return parser


def _program() -> str:
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
