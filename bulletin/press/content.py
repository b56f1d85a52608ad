"""An issue as the engine is given it: words composed, pictures and codes named, nothing left open.

Pure: files and addresses come from the presenter, which knows what the site knows. `Job.key` says
whether an issue must be set again; it is known before a body is looked at.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from html import unescape
from typing import Any

from bulletin import dates, lunar
from bulletin.article import Article
from bulletin.bodyview import BodyView
from bulletin.edition import FORMATS, Edition, Part
from bulletin.fingerprint import digest
from bulletin.model import Library
from bulletin.names import sort_key
from bulletin.numbers import number
from bulletin.packs import Stored
from bulletin.permalink import whole
from bulletin.pixels import Box
from bulletin.present import Presenter
from bulletin.press import tree
from bulletin.press.job import Code, Colours, Job, Picture
from bulletin.press.nodes import files_in, has, table_facts, words_in
from bulletin.press.tree import Node
from bulletin.problem import Place

VERSION = 3  # raise it when the same content would be set differently
PHOTO = 200  # px: what is wider is no sign in a line
BRIEF = 230  # words of a piece that may stand beside another
COVER = 0.62  # of the paper's height: what the picture of the front takes at most
LARGE = 165  # mm: wider paper has two columns
_ABBREVIATION = re.compile(r'<abbr title="([^"]*)">([^<]*)</abbr>')


class Binder:
    """Makes the job of one edition in one format."""

    def __init__(
        self,
        edition: Edition,
        library: Library,
        present: Presenter,
        colours: Colours,
        form: str = "",
        load: Callable[[Stored], bytes] | None = None,
    ) -> None:
        """`load` gives the text of a body that is stored."""
        self._load = load
        self._edition, self._library, self._present = edition, library, present
        self._settings, self._colours = library.settings, colours
        self._form = form or edition.format
        self._base = library.settings.address
        self._pictures: dict[tuple[str, tuple[Box, ...]], Picture] = {}
        self._codes: dict[str, Code] = {}

    # -- what it is made from -----------------------------------------------------------------

    def key(self, templates: Mapping[str, bytes], engine: str) -> str:
        """A digest of everything that the set issue depends on; cheap to know."""
        edition, settings = self._edition, self._settings
        parts: list[object] = [VERSION, engine, self._form, asdict(self._colours), sorted(templates.items())]
        parts += [settings.name, settings.tagline, settings.address, settings.language, settings.publisher]
        parts += [settings.printing, edition.label, edition.title, edition.at.isoformat(), edition.imprint]
        parts += [edition.summary, edition.teasers, edition.columns, edition.has_lunar]
        parts += self._made_from(edition.source.body, edition.path, edition.url, edition.cover)
        for part in edition.parts:
            article = part.article
            parts += [part.section, article.url, article.title, article.author, article.author_title]
            parts += [article.origin, article.summary, article.language]
            parts += self._made_from(article.source.body, article.path, article.url, article.cover)
            if article.video:
                parts += self._made_from(article.video, article.path, article.url, None)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]

    def _made_from(self, body: Any, path: str, url: str, cover: Any) -> list[object]:
        view = self._present.body(body, path, url)
        found = [self._present.original(ref.target, Place(path, ref.line)) for ref in body.pictures]
        if cover:
            found.append(self._present.original(cover.target, Place(path, 1)))
        pictures = [(media.digest, blur) for media, blur in filter(None, found)]
        words = body.html.digest if isinstance(body.html, Stored) else digest(body.html.encode())
        return [words, view.links, pictures, cover]

    def _html(self, body: Any) -> str:
        if not isinstance(body.html, Stored):
            return str(body.html)
        assert self._load  # noqa: S101
        return self._load(body.html).decode()

    # -- the job --------------------------------------------------------------------------------

    def job(self) -> Job:
        edition, settings = self._edition, self._settings
        width, height = FORMATS[self._form]
        columns = edition.columns or settings.printing.columns or (2 if width > LARGE else 1)
        cover = self._cover_of(edition) if edition.cover else None
        address = whole(self._base, edition.url)
        name = re.sub(r"^bản tin\s+", "", settings.name, flags=re.IGNORECASE) or settings.name
        issue: Node = {
            "paper": {
                "width": width,
                "height": height,
                "columns": columns,
                "ppi": max(1, settings.printing.least_ppi),
            },
            "name": tree.line(settings.name),
            "short-name": tree.line(name),
            "full-name": f"{settings.name}, số {edition.label}",
            "tagline": tree.line(settings.tagline),
            "label": tree.line(edition.label),
            "title": tree.line(edition.title) if "title" in edition.source.fields else "",
            "summary": tree.line(edition.summary or edition.title),
            "body": tree.line(settings.publisher.body or settings.name),
            "day": tree.line("N" + dates.formal(edition.at.date())[1:]),
            "lunar": tree.line(_lunar(edition)),
            "lang": settings.language.partition("-")[0],
            "region": "VN" if settings.language == "vi" else None,
            "keywords": [tree.line(part.article.title) for part in edition.parts][:20],
            "colours": {
                "accent": _inks(self._colours.accent),
                "panel": _inks(self._colours.panel),
                "on-panel": _inks(self._colours.on_panel),
                "panel-accent": _inks(self._colours.panel_accent),
            },
            "cover": cover,
            "teasers": [tree.line(words) for words in self._teasers()],
            "foreword": self._blocks(edition.source.body, edition.path, edition.url, "0"),
            "imprint": [[name, tree.line(value)] for name, value in imprint_rows(edition) if value],
            "run": number(edition.imprint.run) if edition.imprint.run else "",
            "contact": [[tree.line(words), to] for words, to in self._contact()],
            "notice": tree.line(settings.publisher.notice),
            "editors-office": tree.line(settings.publisher.body or settings.name),
            "url": address,
            "shown": tree.line(_shown(address)),
            "qr": self._code(address),
            "parts": [self._part(i, part) for i, part in enumerate(edition.parts, 1)],
            "abbreviations": self._abbreviations(),
        }
        return Job(
            issue=issue,
            pictures=tuple(self._pictures.values()),
            codes=tuple(self._codes.values()),
            paths=tuple(part.article.path for part in edition.parts),
        )

    def _part(self, index: int, part: Part) -> Node:
        article = part.article
        address = whole(self._base, article.url)
        body = self._blocks(article.source.body, article.path, article.url, str(index))
        if article.video:
            body = [*self._blocks(article.video, article.path, article.url, f"{index}v"), *body]
        cover = self._cover_of(article) if article.cover else None
        if cover and cover["file"] in files_in(body):
            cover = None  # it stands where the text speaks of it, and not twice
        elif cover and article.video and body and body[0]["k"] == "film":
            body, cover = [{**body[0], "still": cover}, *body[1:]], None
        summary = article.summary if "summary" in article.source.fields else ""
        count = words_in(body)
        return {
            "section": tree.line(part.section),
            "title": tree.title(article.title),
            "summary": [tree.line(summary)] if summary else [],
            "author": tree.line(article.author),
            "author-title": tree.line(article.author_title),
            "origin": tree.line(f"Nguồn: {article.origin}") if article.origin else "",
            "url": address,
            "qr": self._code(address),
            "cover": cover,
            "body": body,
            "words": count,
            "brief": count <= BRIEF
            and len(article.title) < 80
            and not cover
            and not summary
            and not has(body, ("table", "fig", "gallery")),
            "lang": article.language.partition("-")[0] if article.language else "",
        }

    def _blocks(self, body: Any, path: str, url: str, prefix: str) -> list[Node]:
        view: BodyView = self._present.body(body, path, url)
        links = [self._whole(link, url) for link in view.links]
        pictures = [self._picture(ref.target, Place(path, ref.line)) for ref in body.pictures]
        made = tree.blocks(self._html(body), links, pictures)
        return [self._finished(block, prefix) for block in apart(made)]

    def _finished(self, node: Any, prefix: str) -> Any:
        """Films get their codes, footnotes names that no other article has, tables their widths."""
        if isinstance(node, list):
            return [self._finished(inner, prefix) for inner in node]
        if not isinstance(node, dict):
            return node
        made = {name: self._finished(value, prefix) for name, value in node.items()}
        kind = made.get("k")
        if kind == "film":
            made |= {"qr": self._code(made["to"]), "shown": tree.line(_shown(made["to"]))}
        elif kind in ("fn", "again"):
            made["id"] = f"n{prefix}-{made['id']}"
        elif kind == "table":
            made |= table_facts(made)
        return made

    def _whole(self, link: str | None, url: str) -> str | None:
        if link is None or link.startswith("#"):
            return None
        return link if ":" in link.split("/", 1)[0] else whole(self._base, link)

    def _picture(self, target: str, place: Place, *, is_front: bool = False) -> Node | None:
        """`is_front`: it fills the front cover, over its edges, and is cut where it is wider than that."""
        found = self._present.original(target, place)
        if found is None:
            return None
        media, blur = found
        shape = media.shape
        if shape is None or min(shape.width, shape.height) < 8:  # nothing that an eye could see
            return None
        known = self._pictures.get((media.path, blur))
        file = known.file if known else f"p{len(self._pictures) + 1}.jpg"
        across, down = FORMATS[self._form]
        wanted = max(across + 6, COVER * down * shape.width / shape.height) if is_front else across - 25
        widest = max(wanted, known.width if known else 0)
        self._pictures[media.path, blur] = Picture(file, media, blur, widest, known.place if known else place)
        return {"file": file, "px": shape.width, "ph": shape.height}

    def _cover_of(self, owner: Article | Edition) -> Node | None:
        cover = owner.cover
        assert cover  # noqa: S101
        made = self._picture(cover.target, owner.source.place("cover"), is_front=isinstance(owner, Edition))
        if made is None:
            return None
        credit = f"Ảnh: {cover.credit}" if cover.credit else ""
        alt = tree.line(cover.alt) or "Ảnh bìa"
        words = [tree.line(cover.caption)] if cover.caption else []
        return {**made, "k": "fig", "alt": alt, "caption": words, "credit": tree.credit(credit)}

    def _code(self, address: str) -> str:
        if address not in self._codes:
            self._codes[address] = Code(f"q{len(self._codes) + 1}.png", address)
        return self._codes[address].file

    def _teasers(self) -> Sequence[str]:
        if self._edition.teasers:
            return self._edition.teasers[:6]
        return [p.article.title for p in self._edition.parts if p.article.cover or p.article.is_featured][:4]

    def _contact(self) -> Iterator[tuple[str, str]]:
        """Words, and the address behind them or nothing."""
        publisher = self._settings.publisher
        if publisher.body:
            yield publisher.body, ""
        if publisher.address:
            yield f"Địa chỉ: {publisher.address}", ""
        if publisher.phone:
            yield f"Điện thoại: {publisher.phone}", ""
        if publisher.email:
            yield f"Thư điện tử: {publisher.email}", f"mailto:{publisher.email}"

    def _abbreviations(self) -> list[list[str]]:
        bodies = (self._html(part.article.source.body) for part in self._edition.parts)
        found = {
            unescape(short): unescape(meaning)
            for html in bodies
            for meaning, short in _ABBREVIATION.findall(html)
        }
        rows = sorted(found.items(), key=lambda row: sort_key(row[0]))
        return [[tree.line(short), tree.line(meaning)] for short, meaning in rows][:30]


def apart(blocks: Sequence[Node]) -> Iterator[Node]:
    """Photos that stand in the words of a paragraph come after it: in a line they would be a letter high."""
    for block in blocks:
        if block["k"] != "p":
            yield block
            continue
        photos = [it for it in block["c"] if isinstance(it, dict) and it["k"] == "img" and it["px"] >= PHOTO]
        words = [it for it in block["c"] if not any(it is photo for photo in photos)]
        if not photos or any(not isinstance(it, str) or it.strip() for it in words):
            yield {**block, "c": words}
        yield from ({**photo, "k": "fig", "caption": [], "credit": ""} for photo in photos)


def imprint_rows(edition: Edition) -> Iterator[tuple[str, str]]:
    """What the imprint says, in the law's order; a row with an empty name says all by itself."""
    imprint = edition.imprint
    yield "Chịu trách nhiệm xuất bản", imprint.responsible
    yield "Ban biên tập", imprint.editors
    yield "Trình bày", imprint.layout
    is_whole = imprint.licence.lower().startswith("giấy phép")
    yield "" if is_whole else "Giấy phép xuất bản bản tin", imprint.licence
    yield "In", "…"  # copies, size and pages: the template knows the pages
    yield "Nơi in", imprint.printer
    yield "Kỳ hạn xuất bản", imprint.period
    yield "Nộp lưu chiểu", imprint.deposit


def _lunar(edition: Edition) -> str:
    return lunar.words(lunar.lunar(edition.at.date())) if edition.has_lunar else ""


def _shown(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")


def _inks(colour: str) -> Node:
    """A colour for the screen, and as inks in per cent with as much black as there is grey in it."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    black = 1 - max(red, green, blue)
    rest = (0.0, 0.0, 0.0) if black == 1 else tuple((1 - c - black) / (1 - black) for c in (red, green, blue))
    return {"rgb": colour, "cmyk": [round(100 * part, 1) for part in (*rest, black)]}
