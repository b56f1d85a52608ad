"""The command line: words to a `Request`, an `Outcome` to words and an exit code.

Exit codes: 0 good, 1 problems in the content, 2 wrong use, 3 the world said no.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bulletin import commands
from bulletin.arguments import DESK, PUBLISH, USAGE, command_first, language, parser
from bulletin.messages import Catalogue
from bulletin.problem import UsageError, WorldError
from bulletin.report import Report

WORLD, INTERRUPTED = 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code and raises only SystemExit for --help and wrong use."""
    typed = list(sys.argv[1:] if argv is None else argv)
    words = command_first(typed)
    _speak_utf8()
    catalogue = Catalogue(language(typed))
    known = parser(catalogue, words[0])
    arguments, rest = known.parse_known_args(words)
    if arguments.command == "test":
        return _test(rest, Report(catalogue))
    if rest:
        known.error(catalogue.word("unknown-words", words=" ".join(rest)))
    report = Report(
        catalogue, quiet=getattr(arguments, "quiet", False), as_json=getattr(arguments, "json", False)
    )
    try:
        return _run(arguments, catalogue, report)
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


def _run(arguments: argparse.Namespace, catalogue: Catalogue, report: Report) -> int:
    name = arguments.command
    if name == "counter":
        from bulletin.counter import command

        return command.run(arguments, catalogue, report)
    if name == "serve":
        return commands.serve(arguments, catalogue, report)
    if name == "handbook":
        return commands.handbook(arguments, report)
    if name in DESK:
        return commands.desk(arguments, report)
    if name in PUBLISH:
        return commands.publish(arguments, report)
    if name == "print":
        return commands.print_issue(arguments, report)
    if name == "check" and (arguments.fix or arguments.dry_run):
        return commands.fix(arguments, report)
    return commands.build_site(arguments, report)


def _test(words: Sequence[str], report: Report) -> int:
    """Run the project's own tests; an installed package has none."""
    root = Path(__file__).resolve().parent.parent
    if not (root / "tests").is_dir():
        report.world("no-tests", {})
        return WORLD
    return subprocess.run([sys.executable, "-m", "pytest", *words], cwd=root, check=False).returncode  # noqa: S603


def _speak_utf8() -> None:
    """Vietnamese on every console: a Windows code page or a C locale must not stop a message."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
