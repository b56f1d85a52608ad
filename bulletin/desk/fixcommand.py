"""`check --fix` on the command line: each mend in words, with the line before and after where one sees it."""

import argparse
import json
from pathlib import Path

from bulletin.config import read_settings
from bulletin.desk.fixing import Fixed, fix
from bulletin.problem import Severity, UsageError
from bulletin.report import Report, printable
from bulletin.still import is_site

GOOD, CONTENT = 0, 1


def run(arguments: argparse.Namespace, report: Report) -> int:
    """0 to go on with the check; 1 when settings are wrong, or a dry run found something.

    Raises UsageError, WorldError.
    """
    root = Path(arguments.site).resolve()
    if not is_site(root):
        raise UsageError("no-site", folder=root)
    settings, problems = read_settings(root)
    if any(p.severity is Severity.ERROR for p in problems):
        report.problems(problems)
        return CONTENT
    report.stage("read")
    made = fix(root, settings, report.progress, writes=not arguments.dry_run, workers=arguments.workers)
    _tell(made, report, as_json=arguments.json, is_dry=arguments.dry_run)
    report.problems(made.left)
    return CONTENT if arguments.dry_run and made.mends else GOOD


def _tell(made: Fixed, report: Report, *, as_json: bool, is_dry: bool) -> None:
    mends = [(path, mend) for path, several in made.mends for mend in several]
    if as_json:
        for path, mend in mends:
            row = {"path": path, "line": mend.line, "mends": mend.kinds}
            report.show(json.dumps(row | {"before": mend.before, "after": mend.after}, ensure_ascii=False))
        return
    if report.is_quiet:
        return
    for path, mend in mends:
        what = ", ".join(report.word(f"fix-{kind}") for kind in mend.kinds)
        report.show(f"{printable(path)}:{mend.line}: {what}")
        if mend.is_seen:
            report.show(f"    - {printable(mend.before)}\n    + {printable(mend.after)}")
    key = "fix-none" if not mends else "fix-would" if is_dry else "fix-done"
    report.show(report.word(key, lines=len(mends), files=len(made.mends)))
