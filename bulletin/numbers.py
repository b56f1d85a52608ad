"""Numbers as Vietnamese readers write them."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

_SIGNS = str.maketrans(",.", ".,")


def number(value: int | float | Decimal) -> str:
    """Thousands with points, at most two decimals after a comma, halves rounded away from zero.

    Raises ValueError for what is not a finite number.

    >>> number(1618), number(4.3), number(99.615)
    ('1.618', '4,3', '99,62')
    """
    if isinstance(value, int):
        return f"{value:,}".translate(_SIGNS)
    exact = Decimal(str(value))  # as it is written, not as the float's bits have it
    if not exact.is_finite():
        raise ValueError(f"{value} is not a number that can be written out")
    with localcontext(rounding=ROUND_HALF_UP):
        rounded = f"{exact:z,.2f}"  # z: no minus before a zero
    return rounded.rstrip("0").rstrip(".").translate(_SIGNS)
