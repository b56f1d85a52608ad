"""A printed issue: a file of `content/ban-tin/`, given its meaning field by field.

Before: strings with their lines. After: an `Edition` with its articles in order, each of them fit
to be printed, or None and what is wrong with it. A wrong reference is a problem on its own line.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property

from bulletin.article import Article, Cover, State
from bulletin.articlereader import ArticleReader
from bulletin.dates import Moment, parse_moment
from bulletin.frontmatter import Field
from bulletin.names import fold, nearest, slug
from bulletin.problem import Place, Problem, error, warning
from bulletin.settings import Printing, Settings, Term
from bulletin.source import MARKDOWN, Source, stem

FORMATS: Mapping[str, tuple[float, float]] = {  # trim in mm: width, height
    "a5": (148, 210),
    "a4": (210, 297),
    "13x19": (130, 190),
    "14.5x20.5": (145, 205),
    "19x27": (190, 270),
}
_ISSUE = re.compile(r"(?:số\s*)?(.+?)\s*/\s*(\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the law wants said of a printed issue; empty: not said. `run` 0: not known."""

    responsible: str  # Chịu trách nhiệm xuất bản
    editors: str  # Ban biên tập
    layout: str  # Trình bày
    licence: str  # Giấy phép
    licence_until: date | None  # its last day
    printer: str  # Nơi in
    run: int  # copies
    period: str  # Kỳ hạn xuất bản
    deposit: str  # Nộp lưu chiểu


@dataclass(frozen=True, slots=True)
class Part:
    """An article in an issue, under the name of a section."""

    section: str
    article: Article


@dataclass(frozen=True, slots=True)
class Edition:
    """`name` is the file's name, by which `print` takes it; `parts` are in printing order."""

    source: Source
    name: str
    number: str
    year: int
    title: str
    moment: Moment
    state: State
    summary: str
    cover: Cover | None
    teasers: tuple[str, ...]
    parts: tuple[Part, ...]
    format: str
    columns: int
    has_lunar: bool
    imprint: Imprint

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def url(self) -> str:
        return f"ban-tin/{self.name}/"

    @property
    def at(self) -> datetime:
        return self.moment.at

    @property
    def label(self) -> str:
        return f"{self.number}/{self.year}"


class EditionReader(ArticleReader):
    """Reads issues as `ArticleReader` reads articles: dates, flags and covers are written alike."""

    def __init__(
        self,
        settings: Settings,
        categories: tuple[Term, ...],
        now: datetime,
        articles: Iterable[Article],
        broken: frozenset[str],
        *,
        future: bool,
    ) -> None:
        """`articles` are all that could be read, fit or not; `broken` are paths of those that could not."""
        super().__init__(settings, categories, now)
        self._order = {term.slug: place for place, term in enumerate(categories)}
        self._articles = {article.path: article for article in articles}
        self._broken = broken
        self._fit = {State.PUBLISHED, State.SCHEDULED} if future else {State.PUBLISHED}

    @cached_property
    def _by_name(self) -> Mapping[str, list[Article]]:
        named: dict[str, list[Article]] = {}
        for article in self._articles.values():
            named.setdefault(fold(stem(article.path)), []).append(article)
        return named

    def edition(self, source: Source) -> Edition | None:
        """None when something is wrong that the issue cannot do without."""
        before = len(self.problems)
        moment = self._moment(source, "date", needed=True)
        number, year = self._number(source, moment)
        draft, lunar = self._flag(source, "draft"), self._flag(source, "lunar")
        cover, format_ = self._cover(source), self._format(source)
        columns = self._whole(source, "columns", self._settings.printing.columns)
        imprint = self._imprint(source)
        name = slug(stem(source.path))
        if moment is None or any(p.severity == "error" for p in self.problems[before:]):
            return None
        field = source.fields.get("teasers")
        teasers = (field.value,) if field and isinstance(field.value, str) else field.value if field else ()
        return Edition(
            source=source,
            name=name or f"{year}-{slug(number)}",
            number=number,
            year=year,
            title=self._text(source, "title") or f"Số {number}/{year}",
            moment=moment,
            state=self._state(moment, None, draft=draft),
            summary=self._text(source, "summary") or source.body.excerpt,
            cover=cover,
            teasers=tuple(filter(None, teasers)),
            parts=self._parts(source, number, year),
            format=format_,
            columns=columns if columns in (1, 2) else 0,
            has_lunar=lunar,
            imprint=imprint,
        )

    def _number(self, source: Source, moment: Moment | None) -> tuple[str, int]:
        """ "11" and the date's year, or both from "11/2026"."""
        number = self._text(source, "number")
        if not number:
            self._wrong(source, "number", "edition-number")
        year = moment.at.year if moment else 0
        if found := _ISSUE.fullmatch(number):
            number, year = found[1], int(found[2])
        return number, self._whole(source, "year", year)

    def _whole(self, source: Source, key: str, default: int) -> int:
        text = self._text(source, key)
        if not text:
            return default
        digits = re.sub(r"[.\s]", "", text)
        if not re.fullmatch(r"\d{1,7}", digits):
            self._wrong(source, key, "edition-whole", name=source.fields[key].written, value=text)
            return default
        return int(digits)

    def _format(self, source: Source) -> str:
        written = self._text(source, "format")
        name = format_name(written or self._settings.printing.format)
        if name is None:
            kinds = ", ".join(FORMATS)
            if written:
                self._wrong(source, "format", "edition-format", value=written, kinds=kinds)
            else:
                place = self._settings.place("printing", "format")
                value = self._settings.printing.format
                self.problems.append(error(place, "edition-format", value=value, kinds=kinds))
        return name or "a5"

    def _imprint(self, source: Source) -> Imprint:
        settings, publisher = self._settings.printing, self._settings.publisher
        fallback = {"responsible": publisher.responsible, "licence": publisher.licence}
        words = {
            f.name: self._text(source, f.name) or getattr(settings, f.name) or fallback.get(f.name, "")
            for f in fields(Printing)
            if f.name in ("responsible", "editors", "layout", "licence", "printer", "period", "deposit")
        }
        return Imprint(
            **words,
            licence_until=self._last_day(source),
            run=self._whole(source, "run", settings.run),
        )

    def _last_day(self, source: Source) -> date | None:
        written, place = self._text(source, "licence_until"), source.place("licence_until")
        if not written:
            written = self._settings.printing.licence_until
            place = self._settings.place("printing", "licence_until")
        moment = parse_moment(written, self._settings.zone) if written else None
        if written and moment is None:
            self.problems.append(error(place, "edition-licence-date", date=written))
        return moment.at.date() if moment else None

    # -- which articles ---------------------------------------------------------------------

    def _parts(self, source: Source, number: str, year: int) -> tuple[Part, ...]:
        listed = source.fields.get("articles")
        chosen = self._listed(source, listed) if listed and listed.value else self._all_of(number, year)
        if not chosen:
            self._warn(source, "articles", "edition-empty", issue=f"{number}/{year}")
        return chosen

    def _listed(self, source: Source, listed: Field) -> tuple[Part, ...]:
        """The articles of the issue's own list, each under the section above it."""
        entries = (listed.value,) if isinstance(listed.value, str) else listed.value
        lines = listed.lines or (listed.line,) * len(entries)
        parts: list[Part] = []
        section, seen = "", set[str]()
        for entry, line in zip(entries, lines, strict=True):
            if not entry:
                continue
            article, is_article, problem = self._find_article(entry, Place(source.path, line))
            if problem:
                self.problems.append(problem)
            if not is_article:
                section = entry
            elif article and article.path in seen:
                self.problems.append(warning(Place(source.path, line), "edition-twice", target=entry))
            elif article:
                seen.add(article.path)
                parts.append(Part(section or article.category.title, article))
        return tuple(parts)

    def _all_of(self, number: str, year: int) -> tuple[Part, ...]:
        """Every fit article that says it belongs to this issue: by category, the oldest first."""
        mine = [a for a in self._articles.values() if a.state in self._fit and _is_of(a.issue, number, year)]
        mine.sort(key=lambda a: (self._order.get(a.category.slug, 0), a.at.timestamp(), a.path))
        return tuple(Part(article.category.title, article) for article in mine)

    def _find_article(self, entry: str, place: Place) -> tuple[Article | None, bool, Problem | None]:
        """The article that a line of the list names; whether it names one at all and is no section."""
        written = entry.strip("/ ")
        name = stem(f"/{written}")
        is_path = ("/" in written and " " not in written) or written.lower().endswith(MARKDOWN)
        inner = written.removeprefix("content/").removeprefix("../")
        for path in (f"content/{inner}", f"content/{inner}.md", f"content/{inner}/index.md"):
            if path in self._articles:
                return self._fitting(self._articles[path], entry, place)
            if path in self._broken:
                return None, True, None
        found = self._by_name.get(fold(name), [])
        if len(found) == 1 and (is_path or slug(name) == name):
            return self._fitting(found[0], entry, place)
        if not is_path and slug(written) != written:
            return None, False, None
        names = {
            path.removeprefix("content/").removesuffix("/index.md").removesuffix(".md")
            for path in self._articles
        }
        guess = nearest(inner, names) or nearest(name, self._by_name)
        kind = "edition-article-guess" if guess else "edition-article"
        return None, True, error(place, kind, target=entry, guess=guess or "")

    def _fitting(
        self, article: Article, entry: str, place: Place
    ) -> tuple[Article | None, bool, Problem | None]:
        if article.state in self._fit:
            return article, True, None
        return None, True, warning(place, "edition-withheld", target=entry)


def format_name(written: str) -> str | None:
    """The format as `FORMATS` has it, however an editor writes it; None for one that we do not print.

    >>> format_name("14,5 × 20,5 cm")
    '14.5x20.5'
    """
    plain = re.sub(r"\s|cm|khổ", "", written.lower()).replace("×", "x").replace("*", "x").replace(",", ".")
    return plain if plain in FORMATS else None


def _is_of(written: str, number: str, year: int) -> bool:
    """Whether an article's "số 11/2026" is this issue."""
    found = _ISSUE.fullmatch(written.strip())
    if found is None:
        return False
    return (fold(found[1]).lstrip("0"), int(found[2])) == (fold(number).lstrip("0"), year)
