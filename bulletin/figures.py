"""The visitor counter's figures, as a file that the counter has left for the build.

`.bantin/thong-ke.json` is read like any other input: without it, or when it is no use, there are no
figures, and nothing is shown. No figure is ever made up.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from bulletin.article import Article
from bulletin.model import Library
from bulletin.settings import Settings
from bulletin.views import FiguresView

FILE = ".bantin/thong-ke.json"
_NAMES = ("today", "yesterday", "week", "month", "total")
MOST = 2**53  # as the page's script: beyond it no number is a count
_FIRST, _LAST = 2000, 9000  # years: a day further in any time zone is still a date


@dataclass(frozen=True, slots=True)
class Figures:
    """Visits, and views of pages by their url, ever and in the last days. `at` is aware."""

    at: datetime
    today: int
    yesterday: int
    week: int
    month: int
    total: int
    views: Mapping[str, int] = field(default_factory=dict)
    recent: Mapping[str, int] = field(default_factory=dict)


def read_figures(root: Path) -> Figures | None:
    try:
        return parse_figures((root / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def parse_figures(text: str) -> Figures:
    """What the counter answers, checked. Raises ValueError: half of the figures are none."""
    try:
        found = json.loads(text)
        at = datetime.fromisoformat(found["at"])
        sums = {name: _count(found[name]) for name in _NAMES}
        views, recent = (
            {str(page): _count(count) for page, count in found.get(name, {}).items()}
            for name in ("views", "recent")
        )
    except (TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise ValueError(str(fault)) from None
    if at.tzinfo is None or not _FIRST <= at.year <= _LAST:
        raise ValueError(found["at"])
    return Figures(at, **sums, views=views, recent=recent)


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < MOST:
        raise ValueError(value)
    return value


def figures_view(figures: Figures | None, zone: tzinfo) -> FiguresView | None:
    if figures is None:
        return None
    at = figures.at.astimezone(zone)
    sums = {name: getattr(figures, name) for name in _NAMES}
    return FiguresView(**sums, iso=at.isoformat(), moment=f"{at:%H:%M, %d/%m/%Y}")


def most_read(library: Library, figures: Figures | None) -> tuple[Article, ...]:
    """The articles with most views in the last days, as many as the settings ask for."""
    if figures is None:
        return ()
    read = [article for article in library.articles if figures.recent.get(article.url)]
    read.sort(key=lambda article: (-figures.recent[article.url], article.url))
    return tuple(read[: library.settings.counter.most_read])


def views_of(article: Article, settings: Settings, figures: Figures | None) -> int | None:
    """None: not known, or not to be shown."""
    return figures.views.get(article.url) if figures and settings.counter.article_views else None
