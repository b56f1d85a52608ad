"""`publish` and `verify` on the command line."""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from bulletin.config import read_settings
from bulletin.manifest import Entry, read_manifest
from bulletin.memory import Memory
from bulletin.messages import Catalogue
from bulletin.problem import Severity, UsageError, WorldError
from bulletin.publish import live, secret, verify
from bulletin.publish.asking import ask_destination
from bulletin.publish.comparison import Changes, is_too_many
from bulletin.publish.hosts import clean, open_remote
from bulletin.publish.releases import Releases
from bulletin.publish.remote import Remote
from bulletin.publish.state import Last, State
from bulletin.publish.trust import Trust
from bulletin.publish.upload import Job, Known, look, upload
from bulletin.report import Report
from bulletin.request import Outcome, Request, is_good
from bulletin.settings import Destination, Settings
from bulletin.still import is_site
from bulletin.still import look as still_look
from bulletin.write import world_error

GOOD, CONTENT = 0, 1
YES = ("c", "co", "có", "y", "yes")
SHOWN = 15  # paths of a kind in a dry run
LIVE = 5  # addresses that are looked at after a publishing
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
                self._say_paths(changes)
                return GOOD
            self._guard(known, changes)
            if changes.is_empty and known.is_recorded and not known.record.is_open:
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
        self._say_live(local, changes)
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
        last = self._state.last() or Last()
        if not known.is_recorded and known.record.files:
            self._report.say("publish-unrecorded")
        if known.resumed:
            self._report.say("publish-resumed", count=known.resumed)
        self._report.say(
            "publish-plan",
            new=_pages(changes.new),
            changed=_pages(changes.changed),
            removed=_pages(changes.removed),
            others=len(changes.puts)
            + len(changes.removed)
            - sum(map(_pages, (changes.new, changes.changed, changes.removed))),
            size=self._report.size(changes.size),
            time=self._report.duration(last.seconds(len(changes.puts), changes.size)),
        )

    def _say_paths(self, changes: Changes) -> None:
        for key, paths in (("new", changes.new), ("changed", changes.changed), ("removed", changes.removed)):
            if not paths:
                continue
            self._report.show(self._report.word(f"publish-paths-{key}", count=len(paths)))
            ordered = sorted(paths, key=lambda path: (not path.endswith(".html"), path))
            for path in ordered[:SHOWN]:
                self._report.show(f"    {path}")
            if len(paths) > SHOWN:
                self._report.show("    " + self._report.word("publish-paths-more", count=len(paths) - SHOWN))

    def _say_live(self, local: Mapping[str, Entry], changes: Changes) -> None:
        base = self._base
        if base == UNSET:
            return
        pages = [
            path
            for path in changes.puts
            if path.endswith(".html") and live.is_served(path) and path != "404.html"
        ]
        asked = list(dict.fromkeys(path for path in ("index.html", *pages) if path in local))[:LIVE]
        bad = 0
        for answer in live.fetch_all(base, asked):
            for finding in verify.judged(answer, local[answer.path], b""):
                bad += 1
                key = "publish-not-live" if finding.kind == "missing" else "publish-old-live"
                self._report.say(key, address=live.address_of(base, answer.path), why=finding.detail)
                break
        if not bad:
            self._report.say("publish-live", address=base, count=len(asked))

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

    @contextmanager
    def _remote(self) -> Iterator[Remote]:
        report, root = self._report, self._request.root
        is_asked = False

        def ask(name: str) -> str:
            nonlocal is_asked
            is_asked = True
            return report.ask_secret(report.word("publish-ask-password", name=name, user=self._where.user))

        def agree(host: str, fingerprint: str) -> bool:
            if not report.can_ask:
                return False
            report.say("publish-new-key", host=host, fingerprint=fingerprint)
            return report.ask(report.word("publish-ask-trust")).strip().lower() in YES

        password = secret.find(self._where, ask if report.can_ask else None)
        trust = Trust(root, agree, self._arguments.trust)
        remote = open_remote(root, self._request.output, self._state.folder, self._where, password, trust)
        try:
            if is_asked and password and report.ask(report.word("publish-ask-keep")).strip().lower() in YES:
                report.say("publish-kept" if secret.keep(self._where, password) else "publish-not-kept")
            yield remote
        except WorldError as fault:
            raise clean(fault, password) from None
        except Exception as fault:
            if password and password in str(fault):  # nothing that went wrong may say it
                raise WorldError(
                    "internal", detail=secret.scrubbed(f"{type(fault).__name__}: {fault}", password)
                ) from None
            raise
        finally:
            remote.close()


def _pages(paths: tuple[str, ...]) -> int:
    return sum(path.endswith(".html") for path in paths)
