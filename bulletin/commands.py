"""Each command as it runs: words to a request for its room, what comes back to an exit code."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bulletin.arguments import program
from bulletin.messages import Catalogue
from bulletin.problem import Problems, Severity, UsageError
from bulletin.report import Report

GOOD, CONTENT = 0, 1


def build_site(arguments: argparse.Namespace, report: Report) -> int:
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


def fix(arguments: argparse.Namespace, report: Report) -> int:
    """The safe mends, then the check; with --dry-run only what would be mended, 1 if anything."""
    from bulletin.desk import fixcommand

    if not arguments.fix:
        raise UsageError("dry-run-alone")
    code = fixcommand.run(arguments, report)
    return code if code or arguments.dry_run else build_site(arguments, report)


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


def serve(arguments: argparse.Namespace, words: Catalogue, report: Report) -> int:
    from bulletin.serve import command

    press = _press(Path(arguments.site).resolve())
    return command.run(arguments, words, report, lambda: _now(arguments), press)


def print_issue(arguments: argparse.Namespace, report: Report) -> int:
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
        left=delivered.left,
        strict=request.strict,
    )
    is_whole = delivered.files and not any(p.severity is Severity.ERROR for p in delivered.problems)
    return GOOD if is_whole else CONTENT


def publish(arguments: argparse.Namespace, report: Report) -> int:
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


def handbook(arguments: argparse.Namespace, report: Report) -> int:
    from bulletin.desk import handbook

    output = Path(arguments.output or "so-tay").resolve()
    _refuse_dangerous(Path(arguments.site).resolve(), output)
    handbook.run(output, _now(arguments), report, opens=arguments.open)
    return GOOD


def desk(arguments: argparse.Namespace, report: Report) -> int:
    from bulletin.desk import command

    door = Path(sys.argv[0]).resolve()
    here = command.Here(program(), door if door.name == "build.py" else None, _now(arguments))
    if arguments.command == "list":
        from bulletin.desk import listing

        return listing.run(arguments, report, here)
    return command.run(arguments, report, here)


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
