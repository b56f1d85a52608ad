"""Every file of the site, named before one is rendered.

An output is a frozen value and the whole of what its file is made from. `path` is from the
output folder with "/"; `origin` is where an editor finds it when two outputs collide.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

from bulletin.bodyview import BodyView, PictureView
from bulletin.media import Media
from bulletin.permalink import output_path
from bulletin.pictures import Recipe
from bulletin.pixels import Box
from bulletin.problem import Place


class Rank(IntEnum):
    """The order in which files go live: nothing is shown before what it shows."""

    FILE = 0  # assets, pictures, documents
    PAGE = 1
    LIST = 2  # feeds, sitemaps: they lead readers and robots to the pages


@dataclass(frozen=True, slots=True)
class Page:
    """A page before its view is made: `pageviews.Viewer` has a method `maker` that takes `url` and `parts`.

    `modified` is an ISO time or ""; the sitemap lists pages that are indexed.
    """

    rank: ClassVar[Rank] = Rank.PAGE
    url: str
    template: str
    maker: str
    parts: tuple[Any, ...]
    up: str
    origin: Place
    modified: str = ""
    is_indexed: bool = True

    @property
    def path(self) -> str:
        return output_path(self.url)


@dataclass(frozen=True, slots=True)
class Static:
    """Bytes that are there already: an asset, robots.txt."""

    path: str
    data: bytes
    origin: Place
    rank: Rank = Rank.FILE


@dataclass(frozen=True, slots=True)
class Copied:
    """A document or a video, published as it is."""

    rank: ClassVar[Rank] = Rank.FILE
    path: str
    media: Media
    origin: Place  # the first reference to it


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed issue as it was set: what its page says of it, and the files that come with it.

    No output itself; `files` are: the PDF, whose url is `pdf`, and the cover in several sizes.
    """

    edition: str  # path of its file
    pages: int
    size: int  # bytes of the PDF
    pdf: str
    cover: PictureView
    files: tuple[Copied, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """A picture at one size, in one form."""

    rank: ClassVar[Rank] = Rank.FILE
    path: str
    media: Media
    recipe: Recipe
    origin: Place  # the first reference to it
    turn: int  # pictures are made in this order: what readers see first comes first


@dataclass(frozen=True, slots=True)
class ShareCard:
    """The picture by which networks show an article: 1200 × 630 px."""

    rank: ClassVar[Rank] = Rank.FILE
    path: str
    title: str
    name: str  # the masthead
    colours: tuple[str, str]  # of the ground and of what is written on it
    media: Media | None
    focus: tuple[float, float]  # per cent of the cover's width and height
    blur: tuple[Box, ...]
    origin: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed. Times are ISO; addresses whole."""

    source: str  # path of the article
    title: str
    permalink: str
    published: str
    updated: str
    author: str
    summary: str
    content: BodyView
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """An Atom feed, newest first."""

    rank: ClassVar[Rank] = Rank.LIST
    path: str
    title: str
    subtitle: str
    permalink: str  # the page that it is the feed of
    self_address: str
    language: str
    updated: str
    author: str
    entries: tuple[Entry, ...]
    origin: Place


@dataclass(frozen=True, slots=True)
class Sitemap:
    """sitemap.xml: (whole address, ISO time of the last change or "")."""

    rank: ClassVar[Rank] = Rank.LIST
    path: str
    addresses: tuple[tuple[str, str], ...]
    is_index: bool = False

    @property
    def origin(self) -> Place:
        return Place(self.path)


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file of the search index; `search` says which there are, `searchwork` makes them."""

    rank: ClassVar[Rank] = Rank.LIST
    path: str

    @property
    def origin(self) -> Place:
        return Place(self.path)


@dataclass(frozen=True, slots=True)
class Left:
    """A file that a page brings as it did in the last build; from what it is made is not looked up again."""

    rank: ClassVar[Rank] = Rank.FILE
    path: str
    origin: Place


FileOutput = Copied | Derived | ShareCard
Output = Page | Static | FileOutput | Left | Feed | Sitemap | IndexFile
