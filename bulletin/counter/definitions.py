"""What the figures mean. Pure: moments are whole seconds since 1970, and come from the caller.

- A visitor is remembered until a hit comes 30 minutes or more away from his latest one.
- A visit is a hit of a visitor who is not remembered, and belongs to the day of that hit.
- A view of a page is a hit of a visitor who is not remembered *on that page*: reloading is no reading.
- Online are those whose latest hit is less than 5 minutes away.

"Away" is a distance, forwards or backwards. A clock that is set back a little changes nothing; one
that jumps by hours counts each reader once more, and nobody is online for ever.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

VISIT = 30 * 60  # seconds
ONLINE = 5 * 60
Day = str  # 2026-11-22: sorts, and is what stores keep


class Figures(NamedTuple):
    """What the box shows, at one moment. `total` holds the opening balance.

    Like other values here that are made for every hit, a tuple: a frozen dataclass takes five times as long.
    """

    at: int
    online: int
    today: int
    yesterday: int
    week: int
    month: int
    total: int


def is_remembered(latest: int, now: int) -> bool:
    return abs(now - latest) < VISIT


def is_online(latest: int, now: int) -> bool:
    return abs(now - latest) < ONLINE


def day_of(at: int, zone: tzinfo) -> Day:
    """The day on which `at` falls in `zone`.

    >>> from datetime import timezone
    >>> day_of(0, timezone(timedelta(hours=7)))
    '1970-01-01'
    """
    return datetime.fromtimestamp(at, zone).date().isoformat()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that figures are made of, seen from one day: each as (first, last)."""

    today: Day
    yesterday: Day
    week: tuple[Day, Day]  # Monday to Sunday
    month: tuple[Day, Day]

    @property
    def first(self) -> Day:
        return min(self.yesterday, self.week[0], self.month[0])

    @property
    def last(self) -> Day:
        return max(self.week[1], self.month[1])


def calendar(today: Day) -> Calendar:
    """
    >>> calendar("2027-01-01").week
    ('2026-12-28', '2027-01-03')
    """
    day = date.fromisoformat(today)
    monday = day - timedelta(days=day.weekday())
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Calendar(
        today,
        (day - timedelta(days=1)).isoformat(),
        (monday.isoformat(), (monday + timedelta(days=6)).isoformat()),
        (first.isoformat(), last.isoformat()),
    )


def figures(at: int, today: Day, days: Mapping[Day, int], online: int, total: int) -> Figures:
    """`days` holds the visits of at least each day from `calendar(today).first` to `.last` that has some."""
    seen = calendar(today)

    def between(span: tuple[Day, Day]) -> int:
        return sum(count for day, count in days.items() if span[0] <= day <= span[1])

    return Figures(
        at,
        online,
        days.get(seen.today, 0),
        days.get(seen.yesterday, 0),
        between(seen.week),
        between(seen.month),
        total,
    )


def days_before(today: Day, count: int) -> Iterable[Day]:
    """The `count` days that end with `today`, the newest first."""
    last = date.fromisoformat(today)
    return ((last - timedelta(days=n)).isoformat() for n in range(count))


Clock = Callable[[], int]
