"""The day in the Vietnamese lunar calendar, reckoned from the sky at UTC+7.

The rules, as Hồ Ngọc Đức tells them (https://www.informatik.uni-leipzig.de/~duc/amlich/calrules.html):

- A month begins on the day of the new moon.
- Month 11 is the one that holds the winter solstice.
- When thirteen months lie between two months 11, the first without a major solar term
  (the sun's longitude at a multiple of 30°) is a leap month and takes the number before it.

New moons and the sun's longitude are those of Jean Meeus, Astronomical Algorithms (2nd ed.),
chapters 49 and 25: good to about a minute, and to a quarter of an hour. Every month from
1968 to 2199 is the one in Hồ Ngọc Đức's tables. Calendars printed in Vietnam before 1968
followed other meridians: some of their days differ from these.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import floor, radians, sin

_STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
_BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")


@dataclass(frozen=True, slots=True)
class Lunar:
    """A lunar day: `day` 1 to 30, `month` 1 to 12. `is_leap` is said of the month."""

    day: int
    month: int
    year_name: str  # Bính Ngọ
    is_leap: bool = False


def lunar(day: date) -> Lunar:
    """The lunar day that begins with `day`'s midnight in Vietnam.

    Made for 1900 to 2199; the farther beyond, the less the answer can be trusted.

    >>> lunar(date(2025, 7, 25))
    Lunar(day=1, month=6, year_name='Ất Tỵ', is_leap=True)
    """
    today = day.toordinal()
    moon = _moon_of(today)
    year = day.year  # in which the month 11 lies that our count of months starts from
    if moon < _month_eleven(year):
        year -= 1
    first = _month_eleven(year)
    leap = _leap_month(first, _month_eleven(year + 1))
    passed = moon - first - (moon >= leap)  # months since month 11, a leap one not counted
    month = (passed + 10) % 12 + 1
    return Lunar(
        day=today - _first_day(moon) + 1,
        month=month,
        year_name=_year_name(year if passed < 2 else year + 1),
        is_leap=moon == leap,
    )


def words(day: Lunar) -> str:
    """The lunar day as it is printed.

    >>> words(Lunar(15, 10, "Bính Ngọ"))
    'Ngày 15 tháng 10 năm Bính Ngọ'
    """
    leap = " nhuận" if day.is_leap else ""
    return f"Ngày {day.day} tháng {day.month}{leap} năm {day.year_name}"


def _year_name(year: int) -> str:
    return f"{_STEMS[(year + 6) % 10]} {_BRANCHES[(year + 8) % 12]}"


# Months are counted by their new moon, as astronomers do: 0 is that of 6 January 2000.
# Days are ordinals, as `date.toordinal` gives them; moments are Julian days.

_MONTH = 29.530588861  # mean length, days
_FIRST_MOON = 2451550.09766  # Julian day of new moon 0, mean
_ORDINAL_0 = 1721424.5  # Julian day on which ordinal 0 begins at UTC
_HANOI = 7 / 24  # days ahead of UTC


def _moon_of(day: int) -> int:
    """The month that `day` belongs to."""
    moon = floor((day + _ORDINAL_0 - _FIRST_MOON) / _MONTH) + 1
    while _first_day(moon) > day:
        moon -= 1
    return moon


@lru_cache(maxsize=1024)
def _month_eleven(year: int) -> int:
    """The month with the winter solstice of `year`."""
    moon = _moon_of(date(year, 12, 31).toordinal())
    return moon - 1 if _sun_sector(_first_day(moon)) >= 9 else moon


@lru_cache(maxsize=1024)
def _leap_month(first: int, end: int) -> int:
    """The leap month among those from `first` (a month 11) up to `end` (the next); `end` if none."""
    if end - first == 12:
        return end
    sectors = [_sun_sector(_first_day(moon)) for moon in range(first, end + 1)]
    return next(first + i for i in range(1, end - first) if sectors[i] == sectors[i + 1])


@lru_cache(maxsize=4096)
def _first_day(moon: int) -> int:
    return floor(_new_moon(moon) + _HANOI - _ORDINAL_0)


# Meeus, chapter 49: days, power of the eccentricity, multiples of the anomalies of sun
# and moon and of the moon's distance from its node. Smaller terms are left out.
_MOON_TERMS = (
    (-0.40720, 0, 0, 1, 0),
    (0.17241, 1, 1, 0, 0),
    (0.01608, 0, 0, 2, 0),
    (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0),
    (-0.00514, 1, 1, 1, 0),
    (0.00208, 2, 2, 0, 0),
    (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2),
    (0.00056, 1, 1, 2, 0),
    (-0.00042, 0, 0, 3, 0),
    (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2),
    (-0.00024, 1, -1, 2, 0),
)


def _new_moon(moon: int) -> float:
    """The Julian day, UTC, of a new moon."""
    t = moon / 1236.85  # centuries since 2000
    eccentricity = 1 - 0.002516 * t - 0.0000074 * t * t
    sun = radians(2.5534 + 29.10535670 * moon - 0.0000014 * t * t)
    own = radians(201.5643 + 385.81693528 * moon + 0.0107582 * t * t + 0.00001238 * t**3)
    node = radians(160.7108 + 390.67050284 * moon - 0.0016118 * t * t - 0.00000227 * t**3)
    return (
        _FIRST_MOON
        + _MONTH * moon
        + 0.00015437 * t * t
        - 0.00000015 * t**3
        + sum(c * eccentricity**e * sin(a * sun + b * own + d * node) for c, e, a, b, d in _MOON_TERMS)
        + 0.000325 * sin(radians(299.77 + 0.107408 * moon - 0.009173 * t * t))
        - 0.00017 * sin(radians(124.7746 - 1.56375588 * moon + 0.0020672 * t * t))
        - _clock_error(t)
    )


def _sun_sector(day: int) -> int:
    """The twelfth of the ecliptic the sun is in as `day` begins in Vietnam; 0 follows the March equinox."""
    utc = day + _ORDINAL_0 - _HANOI - 2451545.0
    t = utc / 36525
    t += _clock_error(t) / 36525
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    longitude = (
        280.46646
        + 36000.76983 * t
        + 0.0003032 * t * t
        + (1.914602 - 0.004817 * t - 0.000014 * t * t) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
        - 0.00569  # aberration
        - 0.00478 * sin(radians(125.04 - 1934.136 * t))  # nutation
    )
    return floor(longitude / 30) % 12


def _clock_error(t: float) -> float:
    """How many days even time is ahead of UTC, `t` centuries after 2000.

    The long-term parabola of Morrison and Stephenson (2004).
    """
    return (-20 + 32 * (t + 1.8) ** 2) / 86400
