"""Moments: from what editors write, and into the words that readers see."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

from bulletin.names import fold

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")  # as date.weekday()
_YEARS = range(1900, 2201)  # others are slips of the finger


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with its zone. Without `has_time` only a day was written, and `at` is its midnight."""

    at: datetime
    has_time: bool


# The patterns read folded text (no accents, lower case) with single spaces.
_DAY = re.compile(
    r"""
    (?<!\d)
    (?: (?P<weekday> thu[ ](?:hai|ba|tu|nam|sau|bay|[2-7]) | chu[ ]nhat ) ,?[ ] )?
    (?: ngay[ ] )?
    (?: (?P<y>\d{4}) (?P<sep>[-/.]) (?P<m>\d{1,2}) (?P=sep) (?P<d>\d{1,2})
      | (?P<day>\d{1,2}) (?: [ ]?[-/.][ ]? | [ ]thang[ ] )
        (?P<month>\d{1,2}) (?: [ ]?[-/.][ ]? | [ ]nam[ ] | ,?[ ] )
        (?P<year>\d{4})
    )
    (?!\d)
    """,
    re.VERBOSE | re.ASCII,
)
_TIME = re.compile(
    r"""
    (?: t | ,?[ ]?luc[ ] | [ ][-–][ ] | [ ]?[,|]?[ ]? )
    (?P<hour>\d{1,2})
    (?: : (?P<minute>\d\d) (?: : (?P<second>\d\d) (?: [.,]\d+ )? )?
      | [ ]?(?:h|g|gio) (?: [ ]?(?P<min>\d{1,2}) (?: [ ]?phut )? )?
    )
    (?P<zone> [ ]? \(?
        (?: (?:gmt|utc)?[ ]? (?P<sign>[-+]) (?P<hours>\d{1,2}) :?(?P<minutes>[0-5]\d)? | z | gmt | utc )
        \)?
    )?
    (?: [ ][-–][ ] | [ ]?[,|]?[ ]? )
    """,
    re.VERBOSE | re.ASCII,
)
_WEEKDAY_NUMBERS = {fold(name): i for i, name in enumerate(_WEEKDAYS)} | {f"thu {i + 2}": i for i in range(6)}


def parse_moment(text: str, zone: tzinfo) -> Moment | None:
    """What an editor wrote as a date, perhaps with a time before or after it; None if it is none.

    Year first (2026-11-23) or day first (23/11/2026, 23.11.2026, ngày 23 tháng 11 năm 2026);
    08:30, 8h30 or 8 giờ 30; also what `iso`, `short`, `formal` and `byline` give. The moment is in
    `zone`; an offset that is written (+07:00, Z, GMT+7) is taken into account. None, too, for days
    that do not exist, years of two digits or outside 1900 to 2200, and a weekday that is not
    the day's.

    >>> from datetime import UTC
    >>> parse_moment("8h30 ngày 23/11/2026", UTC)
    Moment(at=datetime.datetime(2026, 11, 23, 8, 30, tzinfo=datetime.timezone.utc), has_time=True)
    """
    plain = " ".join(fold(text).split())
    day = _DAY.search(plain)
    if day is None:
        return None
    before, after = plain[: day.start()], plain[day.end() :]
    clock = _TIME.fullmatch(before or after)
    if (before and after) or (clock is None and (before or after)):
        return None
    try:
        at = _midnight(day, zone)
        return Moment(_on_the_clock(at, clock) if clock else at, has_time=clock is not None)
    except ValueError:  # no such day, hour or zone
        return None


def _midnight(found: re.Match[str], zone: tzinfo) -> datetime:
    """The day as it begins in `zone`. Raises ValueError for one that we do not take for a day."""
    year, month, day = found.group("y", "m", "d") if found["y"] else found.group("year", "month", "day")
    at = datetime(int(year), int(month), int(day), tzinfo=zone)
    if at.year not in _YEARS or _WEEKDAY_NUMBERS.get(found["weekday"], at.weekday()) != at.weekday():
        raise ValueError
    return at


def _on_the_clock(midnight: datetime, found: re.Match[str]) -> datetime:
    """The moment on the day of `midnight`, in its zone. Raises ValueError for a time that does not exist."""
    moment = midnight.replace(
        hour=int(found["hour"]),
        minute=int(found["minute"] or found["min"] or 0),
        second=int(found["second"] or 0),
    )
    if not found["zone"]:
        return moment
    ahead = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    written = timezone(-ahead if found["sign"] == "-" else ahead)
    return moment.replace(tzinfo=written).astimezone(midnight.tzinfo)


def byline(at: datetime, has_time: bool) -> str:
    """The moment as an article's head shows it. Raises ValueError for a moment without a zone.

    >>> from datetime import UTC
    >>> byline(datetime(2026, 11, 23, 8, 30, tzinfo=UTC), has_time=True)
    'Thứ Hai, ngày 23/11/2026 | 08:30 GMT+0'
    """
    day = f"{_WEEKDAYS[at.weekday()]}, ngày {short(at)}"
    return f"{day} | {at.hour:02}:{at.minute:02} {_zone(at)}" if has_time else day


def _zone(at: datetime) -> str:
    """GMT+7, GMT+5:30; seconds of old local times are left out."""
    ahead = at.utcoffset()
    if ahead is None:
        raise ValueError("a moment without a zone")
    hours, minutes = divmod(abs(ahead) // timedelta(minutes=1), 60)
    return f"GMT{'-' if ahead < timedelta(0) else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


def short(at: date) -> str:
    """23/11/2026"""
    return f"{at.day:02}/{at.month:02}/{at.year:04}"


def formal(at: date) -> str:
    """The day as official papers write it: zeros before days under 10 and the months 1 and 2 only.

    >>> formal(date(2026, 2, 5)), formal(date(2026, 3, 5))
    ('ngày 05 tháng 02 năm 2026', 'ngày 05 tháng 3 năm 2026')
    """
    month = f"{at.month:02}" if at.month < 3 else f"{at.month}"
    return f"ngày {at.day:02} tháng {month} năm {at.year}"


def month_name(year: int, month: int) -> str:
    """A month (1 to 12) as a heading: Tháng 11/2026."""
    return f"Tháng {month}/{year}"


def iso(at: datetime) -> str:
    """For machines, to the second: 2026-11-23T08:30:00+07:00."""
    return at.isoformat(timespec="seconds")
