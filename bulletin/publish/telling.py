"""What a publishing will do and has done, in words an editor understands."""

from collections.abc import Mapping

from bulletin.manifest import Entry
from bulletin.publish import live, verify
from bulletin.publish.comparison import Changes
from bulletin.publish.state import Last
from bulletin.publish.upload import Known
from bulletin.report import Report

SHOWN = 15  # paths of a kind in a dry run
LIVE = 5  # addresses that are looked at after a publishing


def say_plan(report: Report, last: Last, known: Known, changes: Changes) -> None:
    """How much of what, and about how long it will take, by the `last` publishing."""
    if not known.is_recorded and known.record.files:
        report.say("publish-unrecorded")
    if known.resumed:
        report.say("publish-resumed", count=known.resumed)
    pages = [_pages(paths) for paths in (changes.new, changes.changed, changes.removed)]
    report.say(
        "publish-plan",
        new=pages[0],
        changed=pages[1],
        removed=pages[2],
        others=len(changes.puts) + len(changes.removed) - sum(pages),
        size=report.size(changes.size),
        time=report.duration(last.seconds(len(changes.puts), changes.size)),
    )


def say_paths(report: Report, changes: Changes) -> None:
    """Some of each kind, pages first."""
    for key, paths in (("new", changes.new), ("changed", changes.changed), ("removed", changes.removed)):
        if not paths:
            continue
        report.show(report.word(f"publish-paths-{key}", count=len(paths)))
        ordered = sorted(paths, key=lambda path: (not path.endswith(".html"), path))
        for path in ordered[:SHOWN]:
            report.show(f"    {path}")
        if len(paths) > SHOWN:
            report.show("    " + report.word("publish-paths-more", count=len(paths) - SHOWN))


def say_live(report: Report, base: str, local: Mapping[str, Entry], changes: Changes) -> None:
    """Fetch the front page and some that were put from the address `base`: are they the new ones?"""
    pages = [path for path in changes.puts if _is_page_served(path)]
    asked = list(dict.fromkeys(path for path in ("index.html", *pages) if path in local))[:LIVE]
    bad = 0
    for answer in live.fetch_all(base, asked):
        for finding in verify.judged(answer, local[answer.path], b""):
            bad += 1
            key = "publish-not-live" if finding.kind == "missing" else "publish-old-live"
            report.say(key, address=live.address_of(base, answer.path), why=finding.detail)
            break
    if not bad:
        report.say("publish-live", address=base, count=len(asked))


def _is_page_served(path: str) -> bool:
    return path.endswith(".html") and live.is_served(path) and path != "404.html"


def _pages(paths: tuple[str, ...]) -> int:
    return sum(path.endswith(".html") for path in paths)
