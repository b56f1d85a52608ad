"""`publish` and `verify` on the command line."""

import argparse
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from bulletin.config import read_settings
from bulletin.manifest import Entry, read_manifest
from bulletin.memory import Memory
from bulletin.messages import Catalogue
from bulletin.problem import Severity, UsageError, WorldError
from bulletin.publish import verify
from bulletin.publish.access import opened
from bulletin.publish.asking import ask_destination
from bulletin.publish.comparison import Changes, is_too_many
from bulletin.publish.releases import Releases
from bulletin.publish.remote import Remote
from bulletin.publish.state import Last, State
from bulletin.publish.telling import say_live, say_paths, say_plan
from bulletin.publish.upload import Job, Known, is_needed, look, upload
from bulletin.report import Report
from bulletin.request import Outcome, Request, is_good
from bulletin.settings import Destination, Settings
from bulletin.still import is_site
from bulletin.still import look as still_look
from bulletin.write import world_error

GOOD, CONTENT = 0, 1
UNSET = Settings().address


def add_arguments(parser: argparse.ArgumentParser, name: str, words: Catalogue) -> None:
    add = parser.add_argument
    add(
        "name",
        nargs="?",
        default="",
        metavar=words.word("arg-destination"),
        help=words.word("help-destination"),
    )
    add("--trust", default="", metavar="SHA256:…", help=words.word("help-trust"))
    if name == "verify":
        add("--server", action="store_true", help=words.word("help-verify-server"))
        return
    add("--dry-run", action="store_true", help=words.word("help-publish-dry-run"))
    add("--yes", action="store_true", help=words.word("help-publish-yes"))
    add("--thorough", action="store_true", help=words.word("help-publish-thorough"))
    add("--if-due", action="store_true", help=words.word("help-publish-if-due"))
    add("--rollback", action="store_true", help=words.word("help-publish-rollback"))
    add("--status", action="store_true", help=words.word("help-publish-status"))
    add("--strict", action="store_true", help=words.word("help-strict"))
    add("--workers", type=int, default=0, metavar="N", help=words.word("help-workers"))


def run(
    arguments: argparse.Namespace, report: Report, request: Request, build: Callable[[Request], Outcome]
) -> int:
    """Raises WorldError, UsageError. `request` is for the build that goes before."""
    if not is_site(request.root):
        raise UsageError("no-site", folder=request.root)
    settings, problems = read_settings(request.root)
    if any(p.severity is Severity.ERROR for p in problems):
        report.problems(problems)
        return CONTENT
    if not settings.publish and not arguments.name and report.can_ask:
        ask_destination(request.root, report)
        settings, _ = read_settings(request.root)
    where = chosen(settings, arguments.name)
    desk = _Desk(request, settings, where, report, arguments)
    if arguments.command == "verify":
        return desk.verify()
    if arguments.rollback:
        return desk.roll_back()
    return desk.status() if arguments.status else desk.publish(build)


def chosen(settings: Settings, name: str) -> Destination:
    """The destination of that name; without a name the only one, or "web"."""
    named = {where.name: where for where in settings.publish}
    if not named:
        raise UsageError("publish-none")
    if name in named:
        return named[name]
    if not name and ("web" in named or len(named) == 1):
        return named.get("web") or settings.publish[0]
    raise UsageError("publish-which", names=", ".join(named))


class _Desk:
    """One command on one destination."""

    def __init__(
        self,
        request: Request,
        settings: Settings,
        where: Destination,
        report: Report,
        arguments: argparse.Namespace,
    ) -> None:
        self._request, self._settings, self._where = request, settings, where
        self._report, self._arguments = report, arguments
        address = where.address or settings.address
        self._base = address if address.endswith("/") else f"{address}/"
        try:
            self._state = State(request.root, where.name)
        except OSError as fault:
            raise world_error(fault, request.root) from None

    # -- publish ---------------------------------------------------------------------------

    def publish(self, build: Callable[[Request], Outcome]) -> int:
        arguments, report = self._arguments, self._report
        if arguments.if_due and not self._is_due():
            report.say("publish-not-due")
            return GOOD
        outcome = build(self._request)
        if not is_good(outcome.problems, strict=self._request.strict):
            return CONTENT
        local = self._local()
        begun = time.monotonic()
        with self._remote() as remote:
            known = look(remote, self._state, local, thorough=arguments.thorough)
            job = Job(self._request.output, local, known, self._moment(), self._until())
            changes = job.changes
            self._say_plan(known, changes)
            if arguments.dry_run:
                say_paths(report, changes)
                return GOOD
            self._guard(known, changes)
            if not is_needed(self._state, job):
                self._keep_last(job, 0, 0.0)
                report.say("publish-nothing")
                return GOOD
            report.stage("publish")
            record = upload(
                remote, self._state, job, report.transfer, lambda who: report.say("publish-waiting", who=who)
            )
        seconds = time.monotonic() - begun
        self._keep_last(job, changes.size, seconds)
        report.say(
            "publish-done", name=self._where.name, files=len(record.files), seconds=report.number(seconds)
        )
        if self._base != UNSET:
            say_live(report, self._base, local, changes)
        return GOOD

    def _guard(self, known: Known, changes: Changes) -> None:
        if self._arguments.yes:
            return
        if known.foreign:
            raise UsageError("publish-foreign", count=len(known.foreign), example=known.foreign[0])
        held = len(known.record.files)
        if is_too_many(len(changes.removed), held, self._where.delete_percent):
            raise UsageError("publish-many-removed", count=len(changes.removed), held=held)

    def _is_due(self) -> bool:
        last = self._state.last()
        if last is None:
            raise WorldError("publish-never", name=self._where.name)
        return last.until is not None and self._request.now.timestamp() >= last.until

    def _until(self) -> float | None:
        """When the next article becomes due or expires, as the build has just found out."""
        with Memory(self._request.root, self._request.output) as memory:
            until = memory.site.get("until")
        return None if until is None else float(until)

    def _keep_last(self, job: Job, size: int, seconds: float) -> None:
        before = self._state.last() or Last()
        file_seconds, byte_rate = before.after(len(job.changes.puts), size, seconds)
        moment = job.moment if seconds else before.moment or job.moment
        self._state.keep_last(Last(moment, job.until, file_seconds, byte_rate))

    def _say_plan(self, known: Known, changes: Changes) -> None:
        say_plan(self._report, self._state.last() or Last(), known, changes)

    # -- status ----------------------------------------------------------------------------

    def status(self) -> int:
        report = self._report
        local = read_manifest(self._request.output) or {}
        with self._remote() as remote:
            known = look(remote, self._state, local, thorough=self._arguments.thorough)
        if not known.is_recorded:
            report.say("status-never", name=self._where.name)
        else:
            report.say(
                "status-live",
                name=self._where.name,
                files=len(known.record.files),
                moment=self._shown(known.record.published),
            )
            if known.record.is_open:
                report.say("status-open")
        self._say_plan(known, Job(self._request.output, local, known, "", None).changes)
        with Memory(self._request.root, self._request.output) as memory:
            if not still_look(self._request, memory).is_still:
                report.say("status-unbuilt")
        return GOOD

    def roll_back(self) -> int:
        """The release before the one that is live. Raises WorldError when there is none."""
        with self._remote() as remote:
            name = remote.roll_back() if isinstance(remote, Releases) else ""
            if not name:
                raise WorldError("publish-no-releases", name=self._where.name)
            record = look(remote, self._state, {}).record
        self._state.keep_record(record)
        self._report.say("publish-rolled-back", name=self._where.name, moment=self._shown(record.published))
        return GOOD

    def _shown(self, moment: str) -> str:
        if not moment:
            return "?"
        return f"{datetime.fromisoformat(moment).astimezone(self._settings.zone):%H:%M %d/%m/%Y}"

    # -- verify ----------------------------------------------------------------------------

    def verify(self) -> int:
        report, output = self._report, self._request.output
        base = self._base
        found: list[verify.Finding] = []
        if self._arguments.server or base == UNSET:
            with self._remote() as remote:
                published = self._published(look(remote, self._state, {}))
                report.stage("verify")
                found += verify.over_remote(remote, published, output, report.progress)
        else:
            record = self._state.record()
            if record is None:
                with self._remote() as remote:
                    published = self._published(look(remote, self._state, {}))
            else:
                published = record.files
            report.stage("verify")
            found += verify.over_http(base, published, output, report.progress)
        for finding in sorted(found):
            report.say(f"verify-{finding.kind}", path=finding.path, detail=finding.detail or "?")
        report.say("verify-bad" if found else "verify-good", count=len(found) or len(published))
        return CONTENT if found else GOOD

    def _published(self, known: Known) -> Mapping[str, Entry]:
        if not known.is_recorded:
            raise WorldError("publish-never", name=self._where.name)
        return known.record.files

    # -- what all need ---------------------------------------------------------------------

    def _local(self) -> Mapping[str, Entry]:
        local = read_manifest(self._request.output)
        if not local:
            raise WorldError("publish-no-output", folder=self._request.output)
        return local

    def _moment(self) -> str:
        return self._request.now.astimezone(self._settings.zone).isoformat(timespec="seconds")

    def _remote(self) -> AbstractContextManager[Remote]:
        return opened(self._request, self._where, self._state, self._report, self._arguments.trust)
