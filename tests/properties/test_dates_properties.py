"""Promises of `bulletin.dates` and `bulletin.lunar`."""

from datetime import date, datetime, timedelta, timezone

from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.dates import Moment, byline, formal, iso, parse_moment, short
from bulletin.lunar import lunar

HANOI = timezone(timedelta(hours=7))

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
zones = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
moments = st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 30), timezones=zones).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)
almost_dates = st.text("0123456789-/.:Tzh giờngàythánămlúc|+()GMT")


@given(st.text() | almost_dates, zones)
@example("0001-01-01T00:00+14:00", HANOI)
@example("9999-12-31T23:59-14:00", HANOI)
def test_any_text_is_a_moment_or_none(text: str, zone: timezone) -> None:
    moment = parse_moment(text, zone)
    assert moment is None or (moment.at.tzinfo is zone and any(c.isdigit() for c in text))


@given(moments)
def test_iso_and_back(at: datetime) -> None:
    assert parse_moment(iso(at), HANOI) == Moment(at.astimezone(HANOI), has_time=True)


@given(moments)
def test_byline_and_back(at: datetime) -> None:
    assert parse_moment(byline(at, has_time=True), HANOI) == Moment(
        at.replace(second=0).astimezone(HANOI), has_time=True
    )


@given(moments)
def test_days_in_words_and_back(at: datetime) -> None:
    midnight = Moment(at.replace(hour=0, minute=0, second=0), has_time=False)
    for words in (short(at), formal(at), byline(at, has_time=False), f"{at:%Y-%m-%d}"):
        assert parse_moment(words, at.tzinfo or HANOI) == midnight


@given(days)
def test_lunar_days_follow_each_other(day: date) -> None:
    today, tomorrow = lunar(day), lunar(day + timedelta(days=1))
    if tomorrow.day != 1:
        assert (tomorrow.day, tomorrow.month, tomorrow.is_leap) == (today.day + 1, today.month, today.is_leap)
        assert tomorrow.year_name == today.year_name
        return
    assert today.day in (29, 30)
    if tomorrow.is_leap:
        assert (tomorrow.month, today.is_leap) == (today.month, False)
    else:
        assert tomorrow.month == today.month % 12 + 1
    assert (tomorrow.year_name != today.year_name) == (today.month == 12 and tomorrow.month == 1)


@given(days)
def test_the_lunar_year_begins_between_20_january_and_21_february(day: date) -> None:
    in_solar_year = [lunar(date(day.year, 1, 20) + timedelta(days=i)) for i in range(33)]
    assert sum((found.day, found.month, found.is_leap) == (1, 1, False) for found in in_solar_year) == 1
