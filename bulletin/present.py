"""The library's values in the words of a page: days, links, cards, pictures.

Also keeps account of the files that pages refer to: only those become outputs.
"""

import hashlib
import marshal
from collections import defaultdict
from pathlib import PurePosixPath

from bulletin import dates, sharecard
from bulletin.addresses import TAGS
from bulletin.article import Article, StandingPage, State
from bulletin.bodyview import BodyView, PictureView
from bulletin.crop import focus_class, is_inside, parse_boxes, parse_focus
from bulletin.fingerprint import digest
from bulletin.links import Address, Dead, Resolver, Target
from bulletin.markup import Body
from bulletin.media import Media
from bulletin.model import Library, Tag
from bulletin.names import slug
from bulletin.outputs import Copied, Derived, ShareCard
from bulletin.permalink import up_from
from bulletin.pictures import FALLBACK, VERSION, WIDTHS, Form, Recipe, sizes
from bulletin.pixels import Box
from bulletin.problem import Place, Problem, error
from bulletin.settings import Entry, Term
from bulletin.views import Card, Day, Link


def day_of(moment: dates.Moment) -> Day:
    short = dates.short(moment.at)
    day, month, year = short.split("/")
    long = dates.byline(moment.at, moment.has_time)
    return Day(dates.iso(moment.at), short, long, f"{month}/{year}", f"{day}/{month}", day)


def term_link(term: Term, folder: str = "") -> Link:
    return Link(term.title, f"{folder}{term.slug}/")


def tag_link(tag: Tag) -> Link:
    return Link(tag.name, f"{TAGS.url}{tag.slug}/")


def entry_link(entry: Entry) -> Link:
    is_external = ":" in entry.to
    return Link(entry.label, entry.to if is_external else entry.to.removeprefix("/"), is_external)


class Presenter:
    """Makes views' parts; `files` grows by every picture and document that a page shows."""

    def __init__(self, library: Library, resolver: Resolver, colours: tuple[str, str]) -> None:
        """`colours` are those of share cards: the ground, and what is written on it."""
        self._library, self._settings, self._resolver = library, library.settings, resolver
        self._colours = colours
        self.files: dict[str, Copied | Derived | ShareCard] = {}
        self.problems: list[Problem] = []
        self._cards: dict[str, Card] = {}
        self._blurs = self._all_blurs()

    @property
    def blurred(self) -> frozenset[str]:
        """The digests of files in which something must not be seen."""
        return frozenset(self._blurs)

    def card(self, article: Article) -> Card:
        """What its cover brings, files and problems, is noted with the article's own page alone."""
        made = self._cards.get(article.path)
        if made is None:
            noted = self.files, self.problems
            self.files, self.problems = {}, []
            made = self._cards[article.path] = Card(
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
            self.files, self.problems = noted
        return made

    def likeness(self, item: Article | StandingPage) -> bytes:
        """The digest of all that a view can show of it, under the same settings: its file, whose meaning is
        theirs but for the state, and what the rest of the site answers to each of its references."""
        source, path, cover = item.source, item.path, None
        bodies = [source.body]
        if isinstance(item, Article):
            cover = item.cover
            bodies += [item.video] if item.video else []
        answers: list[tuple[object, ...]] = []
        if cover or any(body.links or body.pictures for body in bodies):
            place = Place(path)
            pictures = [ref.target for body in bodies for ref in body.pictures]
            pictures += [cover.target] if cover else []
            picture, link = self._resolver.picture, self._resolver.link
            answers += [self._plain(*picture(target, place)) for target in pictures]
            answers += [self._plain(*link(ref.target, place)) for body in bodies for ref in body.links]
        return digest(marshal.dumps((path, source.digest, str(item.state), answers), 2))

    def _plain(self, found: Target | None, problem: Problem | None) -> tuple[object, ...]:
        """An answer in plain values. A file counts by its path too: its published name is made from that."""
        wrong = (problem.kind, problem.values, str(problem.severity)) if problem else None
        if isinstance(found, Media):
            blur = [(box.left, box.top, box.width, box.height) for box in self._blurs.get(found.digest, ())]
            return found.path, found.digest, found.fault, blur, wrong
        return found.url if isinstance(found, Address) else isinstance(found, Dead), wrong

    def cover(self, article: Article) -> PictureView | None:
        if article.cover is None:
            return None
        place, cover = article.source.place("cover"), article.cover
        return self.picture(cover.target, place, cover.alt, cover.focus, article.source.place("cover_focus"))

    def picture(
        self, target: str, place: Place, alt: str, focus: str = "", focus_place: Place | None = None
    ) -> PictureView | None:
        found, problem = self._resolver.picture(target, place)
        if problem:
            self.problems.append(problem)
        heart = self._focus(focus, focus_place or place)
        if found is None:
            return None
        if isinstance(found, Media):
            return self._derived(found, alt, place, heart)
        return PictureView(found.url, 0, 0, (), alt, classes=focus_class(heart) if heart else "")

    def original(self, target: str, place: Place) -> tuple[Media, tuple[Box, ...]] | None:
        """The file of a picture and what must be blurred in it; None where there is none of our own."""
        found, _ = self._resolver.picture(target, place)
        return (found, self._blurs.get(found.digest, ())) if isinstance(found, Media) else None

    def body(self, body: Body, path: str, url: str, *, has_lead: bool = False) -> BodyView:
        """The body as the page at `url` shows it; `has_lead`: its first picture is the page's first."""
        return BodyView(
            html=body.html,
            links=tuple(self._link(ref.target, Place(path, ref.line)) for ref in body.links),
            pictures=tuple(
                self.picture(ref.target, Place(path, ref.line), ref.alt, ref.focus)
                or PictureView("", 0, 0, (), ref.alt)
                for ref in body.pictures
            ),
            up=up_from(url),
            has_lead=has_lead,
        )

    def share_card(self, article: Article) -> str | None:
        """The url of the article's picture for networks; None where the settings want none."""
        if not self._settings.pictures.share_cards or not sharecard.can_set(
            article.title, self._settings.name
        ):
            return None
        media, focus = None, (50.0, 50.0)
        if article.cover:
            found, _ = self._resolver.picture(article.cover.target, article.source.place("cover"))
            media = found if isinstance(found, Media) else None
            focus = parse_focus(article.cover.focus) or focus
        blur = self._blurs.get(media.digest, ()) if media else ()
        made = (article.title, self._settings.name, self._colours, media.digest if media else "", focus, blur)
        mark = _mark(made, sharecard.VERSION, VERSION)
        url = f"anh/the-{article.url.strip('/').rpartition('/')[2]}-{mark}.jpg"
        origin = article.source.place("cover" if media else "title")
        self.files.setdefault(
            url, ShareCard(url, article.title, self._settings.name, self._colours, media, focus, blur, origin)
        )
        return url

    def _all_blurs(self) -> dict[str, tuple[Box, ...]]:
        """By a file's digest all that any article wants blurred in it, published or not.

        A face that one article hides must not be shown by another that uses the same file, or a copy
        of it under another name.
        """
        blurs: dict[str, set[Box]] = defaultdict(set)
        for source in self._library.sources:
            cover, boxes = source.text("cover"), source.text("cover_blur")
            wanted = [
                (ref.target, ref.blur, Place(source.path, ref.line))
                for ref in source.body.pictures
                if ref.blur
            ]
            if cover and boxes:
                wanted.append((cover, boxes, source.place("cover_blur")))
            for target, written, place in wanted:
                parsed = parse_boxes(written)
                if parsed is None:
                    self.problems.append(error(place, "picture-blur", value=written))
                elif not all(map(is_inside, parsed)):
                    self.problems.append(error(place, "picture-blur-outside", value=written))
                found, _ = self._resolver.picture(target, place)
                if isinstance(found, Media) and parsed:
                    blurs[found.digest].update(parsed)
                elif isinstance(found, Address):  # a file of assets or of the host: it is not derived
                    self.problems.append(error(place, "picture-blur-elsewhere", name=target))
        return {digest: tuple(sorted(boxes)) for digest, boxes in blurs.items()}

    def _focus(self, written: str, place: Place) -> tuple[float, float] | None:
        heart = parse_focus(written) if written else None
        if written and heart is None:
            self.problems.append(error(place, "picture-focus", value=written))
        return heart

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
            return self._derived(media, "", place, None).variants[-1][0]
        pure = PurePosixPath(media.path)
        url = f"tep/{slug(pure.stem) or 'tep'}-{media.digest[:10]}{pure.suffix.lower()}"
        self.files.setdefault(url, Copied(url, media, place))
        return url

    def _derived(
        self, media: Media, alt: str, place: Place, heart: tuple[float, float] | None
    ) -> PictureView:
        """Plan every size and form of a picture. Names tell the bytes: digest, blur, version, width."""
        shape, blur = media.shape, self._blurs.get(media.digest, ())
        assert shape  # noqa: S101  # the resolver gives no picture without one
        name = f"anh/{slug(PurePosixPath(media.path).stem) or 'anh'}-{_mark(media.digest, blur, VERSION)}"

        def plan(width: int, height: int, form: Form) -> str:
            url = f"{name}-{width}.{form}"
            made = Recipe(width, height, form, blur)
            self.files.setdefault(url, Derived(url, media, made, place, len(self.files)))
            return url

        all_sizes = sizes(shape)
        webp = tuple((plan(width, height, "webp"), width) for width, height in all_sizes)
        avif = tuple((plan(w, h, "avif"), w) for w, h in all_sizes) if self._settings.pictures.avif else ()
        width, height = next((size for size in reversed(all_sizes) if size[0] <= FALLBACK), all_sizes[0])
        fallback = plan(width, height, "png" if shape.is_clear else "jpg")
        classes = [f"tone-{shape.tone}"] if shape.tone >= 0 else []
        classes += [focus_class(heart)] if heart else []
        return PictureView(
            fallback,
            *all_sizes[-1],
            webp,
            alt,
            avif=avif,
            classes=" ".join(classes),
            large=webp[-1][0] if all_sizes[-1][0] > WIDTHS[0] else "",
        )


def _mark(*parts: object) -> str:
    """Ten letters that change with any of the parts."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:10]
