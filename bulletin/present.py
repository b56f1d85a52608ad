"""The library's values in the words of a page: days, links, cards, pictures.

Also keeps account of the files that pages refer to: only those become outputs.
"""

from pathlib import PurePosixPath

from bulletin import dates
from bulletin.article import Article, State
from bulletin.bodyview import BodyView, PictureView
from bulletin.links import Address, Dead, Resolver
from bulletin.markup import Body
from bulletin.model import Library
from bulletin.names import slug
from bulletin.outputs import Copied, Derived
from bulletin.permalink import up_from
from bulletin.pictures import VERSION, recipe, widths
from bulletin.problem import Place, Problem
from bulletin.read import Media
from bulletin.settings import Entry, Term
from bulletin.views import Card, Day, Link


def day_of(moment: dates.Moment) -> Day:
    return Day(dates.iso(moment.at), dates.short(moment.at), dates.byline(moment.at, moment.has_time))


def term_link(term: Term, folder: str = "") -> Link:
    return Link(term.title, f"{folder}{term.slug}/")


def entry_link(entry: Entry) -> Link:
    is_external = ":" in entry.to
    return Link(entry.label, entry.to if is_external else entry.to.removeprefix("/"), is_external)


class Presenter:
    """Makes views' parts; `files` grows by every picture and document that a page shows."""

    def __init__(self, library: Library, resolver: Resolver) -> None:
        self._resolver = resolver
        self.files: dict[str, Copied | Derived] = {}
        self.problems: list[Problem] = []
        self._cards: dict[str, Card] = {}

    def card(self, article: Article) -> Card:
        if article.path not in self._cards:
            self._cards[article.path] = Card(
                title=article.title,
                url=article.url,
                category=term_link(article.category),
                day=day_of(article.moment),
                summary=article.summary,
                cover=self.cover(article),
                author=article.author,
                has_video=bool(article.video) or article.source.body.has_video,
                is_draft=article.state is State.DRAFT,
                is_scheduled=article.state is State.SCHEDULED,
            )
        return self._cards[article.path]

    def cover(self, article: Article) -> PictureView | None:
        if article.cover is None:
            return None
        return self.picture(article.cover.target, article.source.place("cover"), article.cover.alt)

    def picture(self, target: str, place: Place, alt: str) -> PictureView | None:
        found, problem = self._resolver.picture(target, place)
        if problem:
            self.problems.append(problem)
        if found is None:
            return None
        return (
            self._derived(found, alt, place)
            if isinstance(found, Media)
            else PictureView(found.url, 0, 0, (), alt)
        )

    def body(self, body: Body, path: str, url: str) -> BodyView:
        """The body as the page at `url` shows it."""
        return BodyView(
            html=body.html,
            links=tuple(self._link(ref.target, Place(path, ref.line)) for ref in body.links),
            pictures=tuple(
                self.picture(ref.target, Place(path, ref.line), ref.alt) or PictureView("", 0, 0, (), ref.alt)
                for ref in body.pictures
            ),
            up=up_from(url),
        )

    def _link(self, target: str, place: Place) -> str | None:
        found, problem = self._resolver.link(target, place)
        if problem:
            self.problems.append(problem)
        if found is None or isinstance(found, Dead):
            return None
        return found.url if isinstance(found, Address) else self._file(found, place)

    def _file(self, media: Media, place: Place) -> str:
        """The url of a file as it is: a document, a video; a picture leads to its widest form."""
        if media.shape:
            return self._derived(media, "", place).url
        pure = PurePosixPath(media.path)
        url = f"tep/{slug(pure.stem) or 'tep'}-{media.digest[:10]}{pure.suffix.lower()}"
        self.files.setdefault(url, Copied(url, media, place))
        return url

    def _derived(self, media: Media, alt: str, place: Place) -> PictureView:
        """Plan every width of a picture. The name tells the bytes: digest, width, version of the recipe."""
        assert media.shape  # noqa: S101  # the resolver gives no picture without one
        stem = slug(PurePosixPath(media.path).stem) or "anh"
        variants = []
        for width in widths(media.shape):
            made = recipe(media.shape, width)
            url = f"anh/{stem}-{media.digest[:10]}-{width}v{VERSION}.{made.ending}"
            self.files.setdefault(url, Derived(url, media, made, place))
            variants.append((url, width))
        return PictureView(variants[-1][0], made.width, made.height, tuple(variants), alt)
