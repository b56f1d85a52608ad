"""One article, one standing page: what they are once their front matter has its meaning."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bulletin.dates import Moment
from bulletin.markup import Body
from bulletin.settings import Term
from bulletin.source import Source, stem


class State(StrEnum):
    PUBLISHED = "published"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture of an article as written; plan looks for the file."""

    target: str
    alt: str
    caption: str
    credit: str
    focus: str = ""
    blur: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    source: Source
    url: str
    title: str
    moment: Moment
    updated: Moment | None
    expires: datetime | None
    state: State
    category: Term
    topic: Term | None
    tags: tuple[str, ...]
    author: str
    author_title: str
    origin: str  # Nguồn
    summary: str
    cover: Cover | None
    video: Body | None
    issue: str
    approved_by: str  # Người duyệt
    approved_on: Moment | None  # Ngày duyệt
    is_featured: bool
    language: str
    aliases: tuple[str, ...]  # urls

    @property
    def at(self) -> datetime:
        return self.moment.at

    @property
    def is_public(self) -> bool:
        """Not a draft and not of the future: robots may list it."""
        return self.state is State.PUBLISHED

    @property
    def path(self) -> str:
        return self.source.path


@dataclass(frozen=True, slots=True)
class StandingPage:
    source: Source
    url: str
    title: str
    summary: str
    updated: Moment | None
    begins: datetime | None
    expires: datetime | None
    state: State
    aliases: tuple[str, ...]

    @property
    def path(self) -> str:
        return self.source.path


def state_at(now: datetime, moment: Moment | None, expires: datetime | None, *, is_draft: bool) -> State:
    if is_draft:
        return State.DRAFT
    if expires and expires <= now:
        return State.EXPIRED
    return State.SCHEDULED if moment and moment.at > now else State.PUBLISHED


def category_folder(path: str) -> str:
    """The first folder below content/, "" for a file that lies in content/ itself.

    A bundle directly in content/ (content/bai/index.md) has no category folder either.
    """
    parts = path.split("/")[1:]
    is_bundle = parts[-1].lower().startswith("index.") and stem(path) != parts[-1]
    return parts[0] if len(parts) > (2 if is_bundle else 1) else ""
