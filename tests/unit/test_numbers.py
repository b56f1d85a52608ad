import doctest
from decimal import Decimal

import pytest

from bulletin import numbers
from bulletin.numbers import number


def test_examples() -> None:
    assert doctest.testmod(numbers).failed == 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (1618, "1.618"),
        (-1234567, "-1.234.567"),
        (10**30, "1" + ".000" * 10),
        (4.3, "4,3"),
        (4.0, "4"),
        (100.0, "100"),
        (99.62, "99,62"),
        (0.1 + 0.2, "0,3"),
        (2.675, "2,68"),
        (2.665, "2,67"),
        (-0.001, "0"),
        (1234.5, "1.234,5"),
        (1e22, "10" + ".000" * 7),
        (Decimal("1234567.005"), "1.234.567,01"),
        (Decimal("4.30"), "4,3"),
    ],
)
def test_number(value: int | float | Decimal, expected: str) -> None:
    assert number(value) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_what_is_not_finite_is_refused(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="is not a number that can be written out"):
        number(value)
