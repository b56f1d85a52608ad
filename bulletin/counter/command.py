"""`python3 build.py counter …`: serve, report, import, migrate, pack. Words to work, and its end to words."""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bulletin.config import read_settings
from bulletin.counter import baked
from bulletin.counter.definitions import day_of, days_before
from bulletin.counter.place import STORE_VARIABLE, Place, hidden, shown
from bulletin.counter.store import Store, StoreError
from bulletin.counter.wsgi import REMOTE, open_store
from bulletin.figures import FILE, parse_figures
from bulletin.frame import counter_view
from bulletin.messages import Catalogue
from bulletin.numbers import number
from bulletin.ownfiles import own_folder, write_own
from bulletin.problem import Problems, UsageError, WorldError, warning
from bulletin.report import Report
from bulletin.settings import Settings

ACTIONS = ("serve", "report", "import", "migrate", "pack")
DEFAULT_STORE = "thong-ke/thong-ke.sqlite3"  # in the bulletin's folder, not in .bantin/, which may be deleted


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue, usual: argparse.ArgumentParser) -> None:
    """The words after `counter`; `usual` has the options that all commands take."""
    actions = parser.add_subparsers(dest="action", metavar=words.word("arg-command"), required=True)
    made = {
        name: actions.add_parser(
            name,
            allow_abbrev=False,
            parents=[usual],
            help=words.word(f"help-counter-{name}"),
            description=words.word(f"help-counter-{name}"),
        )
        for name in ACTIONS
    }
    for name, sub in made.items():
        sub.add_argument("--store", default="", metavar="STORE", help=words.word("help-counter-store"))
        if name in ("serve", "import", "pack"):
            sub.add_argument(
                "--sitemap", default="", metavar="SITEMAP", help=words.word("help-counter-sitemap")
            )
        if name in ("serve", "pack"):
            also = words.word("arg-folder")
            sub.add_argument(
                "--also", action="append", default=[], metavar=also, help=words.word("help-counter-also")
            )
    made["serve"].add_argument("--host", default="127.0.0.1", help=words.word("help-counter-host"))
    made["serve"].add_argument("--port", type=int, default=8010, help=words.word("help-counter-port"))
    made["serve"].add_argument(
        "--workers", type=int, default=1, metavar="N", help=words.word("help-counter-workers")
    )
    made["report"].add_argument(
        "--days", type=int, default=14, metavar="N", help=words.word("help-counter-days")
    )
    made["report"].add_argument(
        "--csv", choices=("days", "pages"), default="", help=words.word("help-counter-csv")
    )
    made["import"].add_argument(
        "logs", nargs="+", type=Path, metavar="LOG", help=words.word("help-counter-logs")
    )
    made["migrate"].add_argument("target", metavar="STORE", help=words.word("help-counter-target"))
    made["pack"].add_argument(
        "folder", type=Path, metavar=words.word("arg-folder"), help=words.word("help-counter-folder")
    )


def run(arguments: argparse.Namespace, words: Catalogue, report: Report) -> int:
    """Do what was asked; the exit code. Raises WorldError."""
    root = Path(arguments.site).resolve()
    settings, problems = read_settings(root)
    if any(problem.severity == "error" for problem in problems):
        report.show("".join(f"{line}\n" for line in report.problem_lines(problems)), error=True)
        return 1
    place = place_of(settings, root)
    if getattr(arguments, "sitemap", ""):
        place = replace(place, sitemap=_path_or_address(arguments.sitemap))
    if arguments.store:
        place = replace(place, store=_path_or_address(arguments.store))
    elif os.environ.get(STORE_VARIABLE):
        place = replace(place, store=_path_or_address(os.environ[STORE_VARIABLE]))
    try:
        return _ACTIONS[arguments.action](arguments, place, words, report)
    except StoreError as fault:
        raise _useless(place.store, fault) from None


def _useless(store: str, fault: StoreError) -> WorldError:
    return WorldError("counter-store", store=shown(store), why=hidden(str(fault), store))


def _serve(arguments: argparse.Namespace, place: Place, words: Catalogue, report: Report) -> int:
    places = [place, *_also(arguments, place)]
    packages = ["granian", "crawleruseragents"]
    if place.store.startswith(REMOTE):
        packages.append("redis")
    _need(*packages)
    is_many = arguments.workers > 1 and not place.store.startswith(REMOTE)
    if is_many:
        raise UsageError("counter-workers")
    from bulletin.counter.server import free_address, serve

    try:
        address = free_address(arguments.host, arguments.port)
    except (OSError, OverflowError, UnicodeError) as fault:
        raise WorldError("counter-port", host=arguments.host, port=arguments.port, why=fault) from None
    host = f"[{address}]" if ":" in address else address
    report.say("counter-serving", address=f"http://{host}:{arguments.port}/", store=shown(place.store))
    os.environ.pop(STORE_VARIABLE, None)  # it is in `places` already
    serve(places, address, arguments.port, max(1, arguments.workers))
    return 0


def _report(arguments: argparse.Namespace, place: Place, words: Catalogue, report: Report) -> int:
    from bulletin.counter import report as made

    with closing(_existing(place)) as store:
        at = int(time.time())
        today = day_of(at, ZoneInfo(place.zone))
        span = list(days_before(today, max(1, min(arguments.days, 3_660))))
        days = store.days(span[-1], today)
        recent = store.page_days(span[-1], today)
        if arguments.csv:
            report.show(made.days_csv(days) if arguments.csv == "days" else made.pages_csv(store.views()))
            return 0
        shown_days = {day: days.get(day, (0, 0)) for day in span}
        top = dict(made.ranked(recent)[:20])
        written = _number(words)
        report.show(made.table(store.figures(at, today), today, shown_days, top, words.word, written))
    return 0


def _import(arguments: argparse.Namespace, place: Place, words: Catalogue, report: Report) -> int:
    from bulletin.counter import bots, log

    _need("crawleruseragents")
    sitemap = place.sitemap_source(may_fetch=False) or str(Path(arguments.site) / "output" / "sitemap.xml")
    if not Path(sitemap).is_file():
        raise UsageError("counter-sitemap", path=sitemap)
    for path in arguments.logs:
        if not path.is_file():
            raise UsageError("counter-no-log", path=path)
    with closing(open_store(place)) as store:
        lines = log.read_lines(arguments.logs)
        try:
            done = log.import_log(lines, replace(place, sitemap=sitemap), store, bots.load())
        except log.LogError as fault:
            raise WorldError("cannot-read", path=fault.path, why=fault.why) from None
    report.say("counter-imported", **{name: getattr(done, name) for name in done.__slots__})
    return 0


def _migrate(arguments: argparse.Namespace, place: Place, words: Catalogue, report: Report) -> int:
    from bulletin.counter.migrate import NotEmptyError, NotTheSameError, TargetError, at_target, migrate

    there = _path_or_address(arguments.target)
    if any(url.startswith(REMOTE) for url in (there, place.store)):
        _need("redis")
    try:
        with closing(_existing(place)) as source:
            with at_target():
                opened = open_store(place, there)
            with closing(opened) as target:
                moved = migrate(source, target)
    except NotEmptyError:
        raise UsageError("counter-not-empty", store=shown(there)) from None
    except NotTheSameError:
        raise WorldError("counter-not-same", store=shown(there)) from None
    except TargetError as fault:
        raise _useless(there, fault) from None
    visits = sum(visits for visits, _ in moved.days.values())
    report.say(
        "counter-migrated", visits=visits, days=len(moved.days), pages=len(moved.pages), store=shown(there)
    )
    return 0


def _pack(arguments: argparse.Namespace, place: Place, words: Catalogue, report: Report) -> int:
    from bulletin.counter.pack import pack

    _need("crawleruseragents")
    others = _also(arguments, place)
    packed = [_beside(other, f"{other.name}.sqlite3") for other in others]
    if not arguments.store:
        place = _beside(place, f"{place.name}.sqlite3" if others else Path(place.store).name)
    try:
        written = pack(arguments.folder, [place, *packed])
    except OSError as fault:
        raise WorldError("cannot-write", path=arguments.folder, why=fault.strerror) from None
    report.say("counter-packed", files=len(written), folder=arguments.folder)
    return 0


def _beside(place: Place, name: str) -> Place:
    """With its file in the counter's folder: a path of this machine means nothing on the host."""
    return place if place.store.startswith(REMOTE) else replace(place, store=name.replace(":", "-"))


_ACTIONS: dict[str, Callable[[argparse.Namespace, Place, Catalogue, Report], int]] = {
    "serve": _serve, "report": _report, "import": _import, "migrate": _migrate, "pack": _pack,
}  # fmt: skip


# -- for the build --------------------------------------------------------------------------


def refresh(settings: Settings, root: Path) -> Problems:
    """Leave the counter's newest figures for the build; a warning when there are none to be had.

    Without the counter, or when it is only GoatCounter, nothing is asked. Old figures stay, with their date.
    """
    counter = settings.counter
    view = counter_view(settings)
    if view is None or not (view.address or counter.store):
        return ()
    with_views = counter.article_views or counter.most_read > 0
    try:
        if view.address:
            text = baked.from_address(view.address, with_views=with_views)
        else:
            place = place_of(settings, root)
            with closing(_existing(place)) as store:
                text = baked.from_store(store, int(time.time()), place.zone, with_views=with_views)
        parse_figures(text)
        file = root / FILE
        own_folder(root, file.parent.name)
        beside = file.with_suffix(".new")
        write_own(beside, text.encode())
        beside.replace(file)
    except (baked.NoFiguresError, ValueError, OSError, WorldError):
        where = view.address or shown(counter.store)
        return (warning(settings.place("counter"), "counter-silent", address=where),)
    return ()


def place_of(settings: Settings, root: Path) -> Place:
    """What the counter must know of the site at `root`."""
    counter = settings.counter
    parts = urlsplit(settings.address)
    store = counter.store or DEFAULT_STORE
    sitemap = counter.sitemap
    return Place(
        name=f"{parts.netloc}{parts.path.rstrip('/')}".replace("/", "-").lower(),
        address=settings.address,
        zone=settings.zone.key,
        store=store if store.startswith(REMOTE) else str(root / store),
        sitemap=sitemap if not sitemap or "://" in sitemap else str(root / sitemap),
        opening=counter.opening_balance,
        origins=counter.allowed_origins,
        trusted=counter.trusted_proxies,
        ignored=counter.ignored_addresses,
        do_not_track=counter.do_not_track,
        shows_views=counter.article_views or counter.most_read > 0,
        per_minute=counter.per_minute,
    )


def _existing(place: Place) -> Store:
    if not place.store.startswith(REMOTE) and not Path(place.store).is_file():
        raise WorldError("counter-none", store=place.store)
    if place.store.startswith(REMOTE):
        _need("redis")
    return open_store(place, place.store)


def _also(arguments: argparse.Namespace, first: Place) -> Sequence[Place]:
    """The places of further sites; on a common store if the first one's is."""
    places = []
    for folder in arguments.also:
        root = Path(folder).resolve()
        settings, _ = read_settings(root)
        place = place_of(settings, root)
        places.append(replace(place, store=first.store) if first.store.startswith(REMOTE) else place)
    return places


def _path_or_address(text: str) -> str:
    return text if "://" in text else str(Path(text).resolve())


def _need(*packages: str) -> None:
    if missing := [name for name in packages if find_spec(name) is None]:
        raise WorldError("counter-packages", packages=", ".join(missing))


def _number(words: Catalogue) -> Callable[[int], str]:
    return number if words.language == "vi" else lambda count: f"{count:,}"
