"""The meaning of articles that have not changed, as plain values from build to build.

What an article means depends on its source, on the categories, topics and zone of the settings,
and, only in its state, on the moment. So a row is good as long as those are the same; the state
is decided anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from bulletin.article import Article, Cover, State, state_at
from bulletin.articlereader import ArticleReader
from bulletin.dates import Moment
from bulletin.fingerprint import Fingerprints
from bulletin.rows import problem_rows, problems_of
from bulletin.settings import Settings, Term
from bulletin.source import Source

Row = tuple[Any, ...]


MeaningRow = tuple[str, Row | None, Row]  # digest of the source, meaning or None, problems


@dataclass(slots=True)
class Known:
    """`rows` by path, good for one `mark`."""

    mark: bytes = b""
    rows: dict[str, MeaningRow] = field(default_factory=dict)

    def begin(self, settings: Settings, categories: Sequence[Term]) -> None:
        """Forget what is not good any more."""
        # Where the folders are the categories, an article may have a name of its own for its folder.
        are_folders = not settings.categories
        mark = Fingerprints().of(settings.zone.key, are_folders, tuple(categories), settings.topics)
        if mark != self.mark:
            self.mark, self.rows = mark, {}

    def articles(
        self, sources: Sequence[Source], reader: ArticleReader, settings: Settings, categories: Sequence[Term]
    ) -> list[Article]:
        """The articles among `sources` that have a meaning; `reader` collects what is wrong with all."""
        self.begin(settings, categories)
        old, self.rows = self.rows, {}
        terms = {term.slug: term for term in categories}
        topics = {term.slug: term for term in settings.topics}
        made: list[Article] = []
        for source in sources:
            row = old.get(source.path)
            if row is None or row[0] != source.digest:
                row = meaning_row(source, reader)
                if row is None:
                    article = reader.article(source)
                    made += [article] if article else []
                    continue
            self.rows[source.path] = row
            reader.problems += problems_of(row[2])
            if row[1]:
                made.append(_article(row[1], source, terms, topics, settings.zone, reader.now))
        return made


def meaning_row(source: Source, reader: ArticleReader) -> MeaningRow | None:
    """None for an article with a film of its own, which is another body: it is read each time; there are few.

    What is wrong is in the row, and not left with the reader.
    """
    before = len(reader.problems)
    article = reader.article(source)
    wrong = problem_rows(tuple(reader.problems[before:]))
    del reader.problems[before:]
    return None if article and article.video else (source.digest, _row(article) if article else None, wrong)


def _row(article: Article) -> Row:
    cover = article.cover
    return (
        article.url,
        article.title,
        _moment_row(article.moment),
        _moment_row(article.updated) if article.updated else None,
        _time_row(article.expires) if article.expires else None,
        article.state is State.DRAFT,
        article.category.slug,
        article.topic.slug if article.topic else None,
        article.tags,
        article.author,
        article.author_title,
        article.origin,
        article.summary,
        (cover.target, cover.alt, cover.caption, cover.credit, cover.focus, cover.blur) if cover else None,
        article.issue,
        article.approved_by,
        _moment_row(article.approved_on) if article.approved_on else None,
        article.is_featured,
        article.language,
        article.aliases,
    )


def _article(
    row: Row,
    source: Source,
    terms: Mapping[str, Term],
    topics: Mapping[str, Term],
    zone: tzinfo,
    now: datetime,
) -> Article:
    (url, title, moment, updated, expires, is_draft, category, topic, tags, author, author_title, origin,
     summary, cover, issue, approved_by, approved_on, is_featured, language, aliases) = row  # fmt: skip
    at = _moment(moment, zone)
    end = _time(expires, zone) if expires else None
    return Article(
        source, url, title, at, _moment(updated, zone) if updated else None, end,
        state_at(now, at, end, is_draft=is_draft), terms[category], topics[topic] if topic else None, tags,
        author, author_title, origin, summary, Cover(*cover) if cover else None, None, issue,
        approved_by, _moment(approved_on, zone) if approved_on else None, is_featured, language, aliases,
    )  # fmt: skip


def _moment_row(moment: Moment) -> tuple[str, int, bool]:
    return *_time_row(moment.at), moment.has_time


def _moment(row: tuple[str, int, bool], zone: tzinfo) -> Moment:
    return Moment(_time(row[:2], zone), row[2])


def _time_row(at: datetime) -> tuple[str, int]:
    """The clock's time in the site's zone, and which of two equal ones it is."""
    return at.replace(tzinfo=None).isoformat(), at.fold


def _time(row: tuple[str, int], zone: tzinfo) -> datetime:
    return datetime.fromisoformat(row[0]).replace(tzinfo=zone, fold=row[1])
