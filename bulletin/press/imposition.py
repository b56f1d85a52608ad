"""Which page falls where when sheets are folded together and stapled through the fold. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: the page on its left and on its right, from 1; None is a blank."""

    left: int | None
    right: int | None


def saddle_stitch(pages: int) -> list[Side]:
    """Order `pages` for one folded, stapled signature.

    Pages are counted from 1; None is a blank. Two sides a sheet, outermost sheet first, front
    before back. Raises ValueError below one page.

    >>> saddle_stitch(4)
    [Side(left=4, right=1), Side(left=2, right=3)]
    """
    if pages < 1:
        raise ValueError("no page to impose")
    whole = -(-pages // 4) * 4

    def page(number: int) -> int | None:
        return number if number <= pages else None

    sides = []
    for sheet in range(whole // 4):
        low, high = 2 * sheet, whole - 2 * sheet
        sides += [Side(page(high), page(low + 1)), Side(page(low + 2), page(high - 1))]
    return sides


def creep(sheets: int, paper: float) -> list[float]:
    """How far (mm) the pages of each sheet move towards the fold, outermost sheet first.

    Inner sheets stick out of the fold by the thickness of those around them, `paper` mm a sheet
    (0.1 for usual office paper), and lose it when the edge is trimmed; their pages move inwards by as much.
    """
    return [sheet * paper for sheet in range(sheets)]
