"""Which items are wanted, from what was typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bulletin.article import State
from bulletin.desk.inventory import ARTICLE, WRONG, Item, issue_label
from bulletin.names import fold, slug
from bulletin.problem import UsageError

# The states under every name that may be typed, as slugs.
_STATES = {
    "published": State.PUBLISHED,
    "da-dang": State.PUBLISHED,
    "draft": State.DRAFT,
    "nhap": State.DRAFT,
    "ban-nhap": State.DRAFT,
    "scheduled": State.SCHEDULED,
    "hen-dang": State.SCHEDULED,
    "hen-ngay": State.SCHEDULED,
    "expired": State.EXPIRED,
    "het-han": State.EXPIRED,
    "wrong": WRONG,
    "co-loi": WRONG,
    "loi": WRONG,
}
_YEAR = re.compile(r"(?:nam )?((?:19|20|21)\d\d)", re.ASCII)
_MONTH = re.compile(r"(?:thang )?(\d{1,4})(?:[-/. ]| nam )(\d{1,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Selection:
    """What an item must have; empty or 0: anything. `category` is a slug, `month` is (year, month)."""

    category: str = ""
    author: str = ""
    year: int = 0
    month: tuple[int, int] | None = None
    issue: str = ""
    states: Sequence[str] = ()

    def takes(self, item: Item) -> bool:
        """Whether the item is wanted. A part of the author's name will do, with accents or without."""
        at = item.at
        return (
            (not self.category or (item.category is not None and item.category.slug == self.category))
            and (not self.author or fold(self.author) in fold(item.author))
            and (not self.year or (at is not None and at.year == self.year))
            and (not self.month or (at is not None and (at.year, at.month) == self.month))
            and (not self.issue or self.issue in item.issues)
            and (not self.states or item.state in self.states)
        )


def states_of(typed: str) -> tuple[str, ...]:
    """The states in "nháp, hẹn đăng" or "draft,scheduled". Raises UsageError."""
    names = [name for name in re.split(r"[,;]", typed) if name.strip()]
    for name in names:
        if slug(name) not in _STATES:
            raise UsageError("list-state", value=name.strip())
    return tuple(str(_STATES[slug(name)]) for name in names)


def month_of(typed: str) -> tuple[int, int] | None:
    """Year and month of "11/2026", "2026-11" or "tháng 11/2026". Raises UsageError."""
    if not typed:
        return None
    found = _MONTH.fullmatch(" ".join(fold(typed).split()))
    small, large = sorted(map(int, found.groups())) if found else (0, 0)
    if not (1 <= small <= 12 and 1900 <= large <= 2200):
        raise UsageError("list-month", value=typed)
    return large, small


def year_of(typed: str) -> int:
    """Raises UsageError."""
    found = _YEAR.fullmatch(" ".join(fold(typed).split()))
    if typed and not found:
        raise UsageError("list-year", value=typed)
    return int(found[1]) if found else 0


def issue_of(typed: str) -> str:
    return issue_label(typed) if typed.strip() else ""


def counted(items: Sequence[Item]) -> dict[int, dict[tuple[str, str], int]]:
    """Articles by year, then by (author, category's title), the newest year first."""
    made: dict[int, dict[tuple[str, str], int]] = {}
    for item in items:
        if item.kind == ARTICLE and item.at and item.category:
            year = made.setdefault(item.at.year, {})
            key = item.author, item.category.title
            year[key] = year.get(key, 0) + 1
    return dict(sorted(made.items(), reverse=True))
