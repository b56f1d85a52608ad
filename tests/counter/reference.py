"""The definitions once more, slow and obvious: everything is worked out anew from the list of all hits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

HALF_HOUR, FIVE_MINUTES = 1800, 300


@dataclass(frozen=True)
class Look:
    """Somebody looks at a page, or at one that is not counted."""

    at: int
    who: int
    page: str | None


def is_remembered(looks: Sequence[Look], latest: int, upto: int) -> bool:
    """Whether no look after `latest`, up to and with `upto`, was half an hour or more away from it."""
    return all(abs(looks[k].at - looks[latest].at) < HALF_HOUR for k in range(latest + 1, upto + 1))


def is_visit(looks: Sequence[Look], n: int) -> bool:
    earlier = [k for k in range(n) if looks[k].who == looks[n].who]
    return not earlier or not is_remembered(looks, earlier[-1], n)


def is_view(looks: Sequence[Look], n: int) -> bool:
    me = looks[n]
    earlier = [k for k in range(n) if (looks[k].who, looks[k].page) == (me.who, me.page)]
    return me.page is not None and (not earlier or not is_remembered(looks, earlier[-1], n))


def online(looks: Sequence[Look], now: int) -> int:
    latest = {look.who: k for k, look in enumerate(looks)}
    return sum(
        abs(now - looks[k].at) < FIVE_MINUTES and is_remembered(looks, k, len(looks) - 1)
        for k in latest.values()
    )


def local_day(at: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(at, zone).date()


def figures(looks: Sequence[Look], now: int, zone: tzinfo, opening: int = 0) -> dict[str, int]:
    visits = [local_day(looks[n].at, zone) for n in range(len(looks)) if is_visit(looks, n)]
    today = local_day(now, zone)
    return {
        "online": online(looks, now),
        "today": visits.count(today),
        "yesterday": visits.count(today - timedelta(days=1)),
        "week": sum(day.isocalendar()[:2] == today.isocalendar()[:2] for day in visits),
        "month": sum((day.year, day.month) == (today.year, today.month) for day in visits),
        "total": opening + len(visits),
    }


def views(looks: Sequence[Look]) -> dict[str, int]:
    return dict(Counter(str(looks[n].page) for n in range(len(looks)) if is_view(looks, n)))
