"""The views of printed issues: of each, and of the index by year."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

from bulletin.addresses import EDITIONS, HOME
from bulletin.edition import Edition
from bulletin.model import Library
from bulletin.outputs import Printed
from bulletin.permalink import whole
from bulletin.present import Presenter, day_of
from bulletin.views import EditionCard, EditionIndexView, EditionView, Head


class IssueViews:
    """Views of a library's issues; `printed` are those that have been set."""

    def __init__(self, library: Library, present: Presenter, printed: Sequence[Printed]) -> None:
        self._library, self._settings, self._present = library, library.settings, present
        self._printed: Mapping[str, Printed] = {issue.edition: issue for issue in printed}

    @cached_property
    def cards(self) -> tuple[EditionCard, ...]:
        """Newest first."""
        return tuple(map(self._card, self._library.editions))

    @property
    def newest(self) -> EditionCard | None:
        return self.cards[0] if self.cards else None

    def index(self, head: Head) -> tuple[Head, EditionIndexView]:
        years = tuple((year, tuple(same)) for year, same in groupby(self.cards, key=lambda card: card.year))
        description = f"Các số {self._settings.name} đã phát hành, để đọc và tải về."
        return replace(head, description=description), EditionIndexView(years, (HOME,))

    def title(self, edition: Edition) -> str:
        name = edition.title if "title" in edition.source.fields else ""
        return f"{self._settings.name}, số {edition.label}" + (f": {name}" if name else "")

    def page(self, place: int, head: Head) -> tuple[Head, EditionView]:
        """Issue number `place`, from 0, the newest first."""
        edition, cards = self._library.editions[place], self.cards
        card = cards[place]
        newer = cards[place - 1] if place else None
        older = cards[place + 1] if place + 1 < len(cards) else None
        shown = {article.path: article for article in self._library.articles}
        sections = tuple(
            (name, tuple(self._present.card(shown[part.article.path]) for part in parts))
            for name, same in groupby(edition.parts, key=lambda part: part.section)
            if (parts := [part for part in same if part.article.path in shown])
        )
        view = EditionView(
            edition=card,
            number=edition.number,
            permalink=head.canonical,
            breadcrumbs=(HOME, EDITIONS),
            foreword=self._present.body(edition.source.body, edition.path, edition.url),
            sections=sections,
            newer=newer,
            older=older,
        )
        head = replace(
            head,
            image=whole(self._settings.address, card.cover.url) if card.cover else None,
            image_alt=card.cover.alt if card.cover else "",
            published=card.day.iso,
            modified=card.day.iso,
            previous=older.url if older else None,
            next=newer.url if newer else None,
        )
        return head, view

    def _card(self, edition: Edition) -> EditionCard:
        printed = self._printed.get(edition.path)
        return EditionCard(
            label=f"Số {edition.label}",
            title=edition.title if "title" in edition.source.fields else "",
            url=edition.url,
            day=day_of(replace(edition.moment, has_time=False)),
            year=edition.year,
            cover=printed.cover if printed else None,
            pages=printed.pages if printed else 0,
            pdf=printed.pdf if printed else "",
            size=_megabytes(printed.size) if printed else "",
        )


def _megabytes(size: int) -> str:
    """1,4 MB; under 0,1 MB in KB."""
    return f"{size / 1e6:.1f}".replace(".", ",") + " MB" if size >= 100_000 else f"{max(1, size // 1000)} KB"
