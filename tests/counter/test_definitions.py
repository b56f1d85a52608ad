"""Stores, the application and the log importer against the slow reference, with an invented clock."""

import math
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from asking import FIREFOX, IS_BOT, Asker, Still
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import Look, figures, is_view, is_visit, views

from bulletin.counter.definitions import calendar, day_of
from bulletin.counter.log import import_log
from bulletin.counter.migrate import migrate
from bulletin.counter.place import Place
from bulletin.counter.redis import RedisStore
from bulletin.counter.sqlite import SqliteStore
from bulletin.counter.store import Counted, Hit, Store
from bulletin.counter.visitor import near, page_key

ZONES = ("Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Apia")
NAMES = count()
NAMED = ("online", "today", "yesterday", "week", "month", "total")
# Near these something ends: a day, a week, a month, a year, the summer's hour in New York.
EDGES = [
    int(datetime.fromisoformat(text).timestamp())
    for text in (
        "2026-11-24T00:00:00+07:00", "2026-11-30T00:00:00+07:00", "2027-01-01T00:00:00+07:00",
        "2026-12-28T00:00:00+07:00", "2026-11-01T06:00:00+00:00", "2028-02-29T00:00:00+07:00",
    )
]  # fmt: skip
STEPS = st.one_of(
    st.integers(0, 5),
    st.sampled_from([299, 300, 301, 1799, 1800, 1801]),
    st.integers(0, 4000),
    st.just(86_400),
)
JUMPS = st.one_of(STEPS, st.sampled_from([-1, -60, -1799, -1800, -7200, -90_000, 40_000_000, -40_000_000]))
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def looks(draw: st.DrawFn, steps: st.SearchStrategy[int] = JUMPS) -> list[Look]:
    at = draw(st.sampled_from(EDGES)) + draw(st.integers(-4000, 4000))
    made = []
    for step, who, page in draw(
        st.lists(
            st.tuples(steps, st.integers(0, 3), st.sampled_from([None, "", "tin/a/"])),
            min_size=1,
            max_size=14,
        )
    ):
        at += step
        made.append(Look(at, who, page))
    return made


def hit(look: Look, zone: ZoneInfo) -> Hit:
    """With keys as the application makes them: another for each day, both of them near midnight."""
    today, *others = near(look.at, zone)
    key, *across = (page_key(look.who, day) for day in (today, *others))
    if look.page is None:
        return Hit(look.at, today, key, *across)
    views = [page_key(one, look.page) for one in (key, *across)]
    return Hit(look.at, today, key, across[0] if across else None, look.page, *views)


def groups(made: Sequence[Look], cuts: Sequence[bool]) -> list[list[Look]]:
    parts: list[list[Look]] = [[]]
    for n, look in enumerate(made):
        parts[-1].append(look)
        if cuts[n % len(cuts)]:
            parts.append([])
    return [part for part in parts if part]


def stores(redis_url: str, folder: str) -> tuple[Store, Store]:
    return SqliteStore(Path(folder) / "a.sqlite3"), RedisStore(redis_url, f"tinh-{next(NAMES)}")


@given(made=looks(), cuts=st.lists(st.booleans(), min_size=1), zone=st.sampled_from(ZONES), later=JUMPS)
@FEW
def test_both_stores_count_as_the_reference_does(
    redis_url: str, made: list[Look], cuts: list[bool], zone: str, later: int
) -> None:
    """In whatever groups hits come, wherever the clock jumps; each answer is right at its moment."""
    where = ZoneInfo(zone)
    with tempfile.TemporaryDirectory() as folder:
        for store in stores(redis_url, folder):
            with closing(store):
                done: list[Look] = []
                for group in groups(made, cuts):
                    answers = store.apply([hit(look, where) for look in group])
                    for look, answer in zip(group, answers, strict=True):
                        done.append(look)
                        assert isinstance(answer, Counted)
                        expected = is_visit(done, len(done) - 1), is_view(done, len(done) - 1)
                        assert (answer.is_visit, answer.is_view) == expected
                    told = figures(done, done[-1].at, where)
                    assert isinstance(answer, Counted)
                    assert {name: getattr(answer.figures, name) for name in NAMED} == told
                now = done[-1].at + later
                found = store.figures(now, day_of(now, where))
                assert {name: getattr(found, name) for name in NAMED} == figures(done, now, where)
                assert store.views() == views(done)
                assert sum(store.page_days("", "9999").values()) == sum(views(done).values())


@given(made=looks(STEPS), more=looks(STEPS), other_way=st.booleans())
@FEW
def test_figures_move_between_stores_exactly(
    redis_url: str, made: list[Look], more: list[Look], other_way: bool
) -> None:
    """Afterwards both hold the same, and go on counting the same: visits go on in the new store."""
    where = ZoneInfo(ZONES[0])
    last = made[-1].at
    following = [Look(last + look.at - more[0].at, look.who, look.page) for look in more]
    with tempfile.TemporaryDirectory() as folder:
        source, target = reversed(stores(redis_url, folder)) if other_way else stores(redis_url, folder)
        with closing(source), closing(target):
            source.salt("2026-11-24", True)
            source.apply([hit(look, where) for look in made], (last, 1))
            assert migrate(source, target) == target.snapshot() == source.snapshot()
            hits = [hit(look, where) for look in following]
            ours, theirs = source.apply(hits), target.apply(hits)
            assert ours[-1] == theirs[-1]
            assert source.snapshot() == target.snapshot()


@given(made=looks(STEPS), per_process=st.integers(1, 3))
@FEW
def test_several_processes_on_one_file_count_as_one(made: list[Look], per_process: int) -> None:
    """Each reads what the others have remembered before it counts."""
    where = ZoneInfo(ZONES[0])
    with tempfile.TemporaryDirectory() as folder:
        several = [SqliteStore(Path(folder) / "a.sqlite3") for _ in range(per_process)]
        for n, look in enumerate(made):
            (answer,) = several[n % per_process].apply([hit(look, where)])
            told = figures(made[: n + 1], look.at, where)
            assert isinstance(answer, Counted)
            assert {name: getattr(answer.figures, name) for name in NAMED} == told
        for store in several:
            store.close()


AGENTS = (
    FIREFOX,
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36",
)
ADDRESSES = ("203.0.113.7", "203.0.113.8", "2001:db8::1")


@given(made=looks(STEPS))
@FEW
def test_one_day_after_another_live_and_from_a_log(redis_url: str, made: list[Look]) -> None:
    """The same readers through the application on both stores, and through both servers' logs: the same figures.

    Keys change at midnight, and a visit across it stays one.
    """
    place_of = Place("xa", "https://xa.example/", zone=ZONES[0])
    made = [Look(look.at, look.who, look.page or "") for look in made]
    where = ZoneInfo(ZONES[0])
    told = figures(made, made[-1].at, where)
    with tempfile.TemporaryDirectory() as folder:
        sitemap = Path(folder) / "sitemap.xml"
        sitemap.write_text("<loc>https://xa.example/</loc><loc>https://xa.example/tin/a/</loc>")
        place = Place(
            "xa", "https://xa.example/", zone=place_of.zone, sitemap=str(sitemap), per_minute=10_000
        )
        for store in stores(redis_url, folder):
            asker = Asker(place, store, Still())
            for look in made:
                asker.clock.at = look.at
                who = {"REMOTE_ADDR": ADDRESSES[look.who % 3], "HTTP_USER_AGENT": AGENTS[look.who % 2]}
                who["HTTP_USER_AGENT"] += str(look.who)
                answer = asker.hit(f"/{look.page}", **who)
                assert answer.status == 200
            assert {name: answer.figures[name] for name in NAMED} == told
            assert store.views() == views(made)
            asker.close()
        for line in (APACHE, NGINX):
            with closing(SqliteStore(Path(folder) / f"{line is NGINX}.sqlite3")) as store:
                lines = [in_log(line, look) for look in made]
                import_log(lines, place, store, IS_BOT, math.inf)
                again = import_log(lines, place, store, IS_BOT, math.inf)
                assert (again.hits, again.known) == (0, len(made))
                found = store.figures(made[-1].at, day_of(made[-1].at, where))
                assert {name: getattr(found, name) for name in NAMED} == told
                assert store.views() == views(made)


APACHE = '{host} - - [{time}] "GET {page} HTTP/1.1" 200 5120 "-" "{agent}"\n'
NGINX = '{host} - - [{time}] "GET {page} HTTP/2.0" 304 0 "https://xa.example/" "{agent}"\n'


def in_log(form: str, look: Look) -> str:
    moment = datetime.fromtimestamp(look.at, UTC)
    agent = AGENTS[look.who % 2] + str(look.who)
    time = moment.strftime("%d/%b/%Y:%H:%M:%S +0000")
    return form.format(host=ADDRESSES[look.who % 3], time=time, page=f"/{look.page}", agent=agent)


@pytest.mark.parametrize(
    ("day", "week", "month"),
    [
        ("2026-11-24", ("2026-11-23", "2026-11-29"), ("2026-11-01", "2026-11-30")),
        ("2027-01-01", ("2026-12-28", "2027-01-03"), ("2027-01-01", "2027-01-31")),
        ("2028-02-29", ("2028-02-28", "2028-03-05"), ("2028-02-01", "2028-02-29")),
        ("2026-11-23", ("2026-11-23", "2026-11-29"), ("2026-11-01", "2026-11-30")),
    ],
)
def test_weeks_begin_on_monday(day: str, week: tuple[str, str], month: tuple[str, str]) -> None:
    assert (calendar(day).week, calendar(day).month) == (week, month)
