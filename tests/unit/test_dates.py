import doctest
from datetime import UTC, date, datetime, timedelta, timezone
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest

from bulletin import dates
from bulletin.dates import Moment, byline, formal, iso, month_name, parse_moment, short

HANOI = timezone(timedelta(hours=7))
DAY = Moment(datetime(2026, 11, 23, tzinfo=HANOI), has_time=False)
HALF_PAST_EIGHT = Moment(datetime(2026, 11, 23, 8, 30, tzinfo=HANOI), has_time=True)


def test_examples() -> None:
    assert doctest.testmod(dates).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026/11/23",
        "23-11-2026",
        "23/11/2026",
        "23.11.2026",
        "23 / 11 / 2026",
        "  23/11/2026\t",
        "\u00a023/11/2026\u00a0",
        "ngày 23/11/2026",
        "Ngày 23 tháng 11 năm 2026",
        "ngày 23 tháng 11, 2026",
        "ngày 23 tháng 11/2026",
        "23 thang 11 nam 2026",
        "Thứ Hai, ngày 23/11/2026",
        "thứ 2 ngày 23 tháng 11 năm 2026",
    ],
)
def test_a_day(text: str) -> None:
    assert parse_moment(text, HANOI) == DAY
    assert parse_moment(normalize("NFD", text), HANOI) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T08:30",
        "2026-11-23 08:30",
        "2026-11-23 8:30",
        "2026-11-23T08:30:00",
        "2026-11-23T08:30:00.000",
        "2026-11-23T08:30:00+07:00",
        "2026-11-23T08:30+0700",
        "2026-11-23 08:30 +07",
        "2026-11-23T01:30Z",
        "2026-11-23T01:30:00Z",
        "2026-11-22T20:30-05:00",
        "2026-11-23T07:00+05:30",
        "23/11/2026 08:30",
        "08:30 23/11/2026",
        "08:30, 23/11/2026",
        "08:30 - 23/11/2026",
        "23/11/2026 - 08:30",
        "23/11/2026 – 08:30",
        "23/11/2026 | 08:30",
        "23/11/2026 8h30",
        "8h30 23/11/2026",
        "8g30 ngày 23/11/2026",
        "23/11/2026, lúc 8 giờ 30",
        "8 giờ 30 ngày 23/11/2026",
        "Lúc 8 giờ 30 phút, ngày 23 tháng 11 năm 2026",
        "8h30 Thứ Hai, ngày 23/11/2026",
        "Thứ Hai, ngày 23/11/2026 | 08:30 GMT+7",
        "Thứ Hai, 23/11/2026, 08:30 (GMT+7)",
        "23/11/2026 01:30 UTC",
        "07:00 GMT+5:30 23/11/2026",
    ],
)
def test_a_day_and_a_time(text: str) -> None:
    assert parse_moment(text, HANOI) == HALF_PAST_EIGHT
    assert parse_moment(normalize("NFD", text), HANOI) == HALF_PAST_EIGHT


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("13-09-2016", datetime(2016, 9, 13, tzinfo=HANOI)),
        ("13/9/2016", datetime(2016, 9, 13, tzinfo=HANOI)),
        ("5/2/2026", datetime(2026, 2, 5, tzinfo=HANOI)),  # the day first
        ("29/02/2028", datetime(2028, 2, 29, tzinfo=HANOI)),
        ("1900-01-01", datetime(1900, 1, 1, tzinfo=HANOI)),
        ("2200-12-31", datetime(2200, 12, 31, tzinfo=HANOI)),
        ("Chủ nhật, 22/11/2026", datetime(2026, 11, 22, tzinfo=HANOI)),
    ],
)
def test_other_days(text: str, at: datetime) -> None:
    assert parse_moment(text, HANOI) == Moment(at, has_time=False)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-23T08:30:15.999", datetime(2026, 11, 23, 8, 30, 15, tzinfo=HANOI)),
        ("8h ngày 23/11/2026", datetime(2026, 11, 23, 8, tzinfo=HANOI)),
        ("23/11/2026 0:00", datetime(2026, 11, 23, tzinfo=HANOI)),
        ("2026-11-23T23:30Z", datetime(2026, 11, 24, 6, 30, tzinfo=HANOI)),
    ],
)
def test_other_times(text: str, at: datetime) -> None:
    assert parse_moment(text, HANOI) == Moment(at, has_time=True)


def test_an_offset_is_turned_into_the_zone() -> None:
    moment = parse_moment("2026-11-23T01:30Z", HANOI)
    assert moment is not None
    assert iso(moment.at) == "2026-11-23T08:30:00+07:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "hôm qua",
        "2026-13-40",
        "2026-02-29",
        "31/02/2026",
        "00/11/2026",
        "23/11/26",
        "26-11-23",
        "1899-12-31",
        "01/01/2201",
        "0001-01-01T00:00+14:00",
        "2026",
        "2026-11",
        "11/2026",
        "ngày 23/11",
        "20261123",
        "08:30",
        "8h30",
        "2026-11-23T24:00",
        "2026-11-23T08:60",
        "2026-11-23T08:30:60",
        "2026-11-23T08",
        "2026-11-23T08:30+99:00",
        "2026-11-23+07:00",
        "2026-11-23 -05:00",
        "08:30 23/11/2026 08:30",
        "23/11/2026 và 24/11/2026",
        "Thứ Ba, 23/11/2026",  # a Monday
        "2/3/4/2026",
        "123/11/2026",
        "23/11/20260",
        "2026-11/23",
        "07-ĐA/TU",
        "Số 11 tháng 12 năm 2026",
        "٢٣/١١/٢٠٢٦",
    ],
)
def test_no_moment(text: str) -> None:
    assert parse_moment(text, HANOI) is None


def test_a_real_zone() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert parse_moment("2026-11-23T01:30Z", zone) == Moment(
        datetime(2026, 11, 23, 8, 30, tzinfo=zone), has_time=True
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 22, 8, 5, tzinfo=HANOI), "Chủ nhật, ngày 22/11/2026 | 08:05 GMT+7"),
        (datetime(2026, 11, 23, 8, 30, 59, tzinfo=HANOI), "Thứ Hai, ngày 23/11/2026 | 08:30 GMT+7"),
        (datetime(2026, 11, 24, tzinfo=UTC), "Thứ Ba, ngày 24/11/2026 | 00:00 GMT+0"),
        (
            datetime(2026, 11, 25, tzinfo=timezone(timedelta(hours=5, minutes=30))),
            "Thứ Tư, ngày 25/11/2026 | 00:00 GMT+5:30",
        ),
        (
            datetime(2026, 11, 26, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
            "Thứ Năm, ngày 26/11/2026 | 00:00 GMT-3:30",
        ),
        (
            datetime(2026, 11, 27, tzinfo=timezone(timedelta(minutes=-30))),
            "Thứ Sáu, ngày 27/11/2026 | 00:00 GMT-0:30",
        ),
        (
            datetime(2026, 2, 7, 23, 59, tzinfo=timezone(timedelta(hours=14))),
            "Thứ Bảy, ngày 07/02/2026 | 23:59 GMT+14",
        ),
    ],
)
def test_byline(at: datetime, expected: str) -> None:
    assert byline(at, has_time=True) == expected
    assert byline(at, has_time=False) == expected.partition(" | ")[0]


def test_a_byline_needs_a_zone_only_for_a_time() -> None:
    naive = datetime(2026, 11, 23)  # noqa: DTZ001
    assert byline(naive, has_time=False) == "Thứ Hai, ngày 23/11/2026"
    with pytest.raises(ValueError, match="a moment without a zone"):
        byline(naive, has_time=True)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 9, 10), "ngày 10 tháng 9 năm 2026"),
        (date(2026, 11, 23), "ngày 23 tháng 11 năm 2026"),
    ],
)
def test_formal(day: date, expected: str) -> None:
    assert formal(day) == expected


def test_short() -> None:
    assert short(date(2026, 2, 5)) == "05/02/2026"
    assert short(HALF_PAST_EIGHT.at) == "23/11/2026"


def test_month_name() -> None:
    assert month_name(2026, 11) == "Tháng 11/2026"
    assert month_name(2026, 3) == "Tháng 3/2026"


def test_iso() -> None:
    assert iso(HALF_PAST_EIGHT.at) == "2026-11-23T08:30:00+07:00"
    assert iso(datetime(2026, 11, 23, 8, 30, 15, 999, tzinfo=UTC)) == "2026-11-23T08:30:15+00:00"
