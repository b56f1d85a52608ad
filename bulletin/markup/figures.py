"""Pictures: figures with their captions, galleries, and what is wrong with them.

A picture alone in its paragraph is a figure; several alone in one are a gallery. All other
pictures stay in their line of text.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from bulletin.markup.blocks import is_blank, lift
from bulletin.markup.html import escape
from bulletin.markup.references import link
from bulletin.markup.source import Source
from bulletin.markup.tree import Element, Node, Tree
from bulletin.names import fold

_STOPS = (".", "!", "?", "…", "”", '"', ":")  # what ends a caption, before its credit
# "Ảnh: Hồng Hà" or "Nguồn ảnh: Hồng Hà" at the end.
_CREDIT = re.compile(
    r"(?:^|(?<=[\s.,;:!?…”\"(\[–—-]))[(\[]?(?:nguồn\s+)?ảnh\s*:\s*([^()\[\]]+?)[)\]]?\.?$", re.IGNORECASE
)
# What cameras, phones and publishing programs put in the place of a description.
_NO_ALT = re.compile(
    r"(?:anh tin bai|anh bai viet|anh dai dien|chen anh|mo ta(?: anh)?|alt(?: text)?|description|untitled"
    r"|(?:image|img|picture|photo|pic|dsc[fn]?|pxl|screenshot|zalo|z|anh|hinh(?: anh)?)[\s_-]*[\d\s_()-]*)"
    r"(?:\.[a-z]{3,4})?"
)
_EMPHASIS = frozenset({"em", "i", "strong", "b", "small"})


def check(tree: Tree, source: Source) -> None:
    """Warn of pictures that nobody described; turn those of other sites into links to them."""
    for picture in tree.attached("img"):
        target = picture.attributes["src"]
        alt = " ".join(picture.attributes.get("alt", "").split())
        if re.match("https?:", target, re.IGNORECASE):
            source.warn("picture-remote", picture.line, target=target)
            _to_link(picture, target, alt)
        elif not alt:
            source.warn("picture-no-alt", picture.line, name=target)
        elif is_placeholder(alt, target):
            source.warn("picture-placeholder-alt", picture.line, name=target, alt=alt)


def is_placeholder(alt: str, target: str) -> bool:
    """Is this the picture's file name, or a word a program put there, and not a description?"""
    bare = fold(alt).strip(" .")
    file = fold(unquote(target).replace("\\", "/").rpartition("/")[2])
    return bare in (file, file.rpartition(".")[0]) or _NO_ALT.fullmatch(bare) is not None


def _to_link(picture: Element, target: str, alt: str) -> None:
    words = alt or picture.attributes.get("title", "")
    label = f"Xem ảnh: {words}" if words else "Xem ảnh"
    if any(element.tag == "a" for element in picture.above()):
        picture.replace([escape(label)])
    else:
        picture.replace([link(target, label, picture.line)])


def arrange(tree: Tree, source: Source, photographer: str) -> None:
    """Make figures and galleries of pictures that stand alone; `photographer` has the credit no other has.

    A picture in a line of text has no place for a caption, and a warning if it was given one.
    """
    for picture in tree.noted["img"]:
        if not picture.is_attached or any(element.tag == "figure" for element in picture.above()):
            continue
        unit = unit_of(picture)
        parent = unit.parent
        units, caption = _alone(parent.children) if parent is not None and parent.tag == "p" else ([], "")
        if parent is not None and units:
            parent.replace([together([figure(u, caption_of(u) or caption, photographer) for u in units])])
        elif lost := caption_of(picture):
            source.warn(
                "picture-caption-lost", picture.line, name=picture.attributes.get("src", ""), caption=lost
            )


def adopt(tree: Tree, photographer: str) -> None:
    """Give figures that an editor wrote as HTML the form of all others."""
    for picture in tree.noted["img"]:
        outer = next((e for e in picture.above() if e.tag == "figure"), None)
        if outer is None or not picture.is_attached or outer.has_class("picture"):
            continue
        pictures = [e for e in outer.walk() if e.tag == "img"]
        caption = " ".join(e.text for e in outer.walk() if e.tag == "figcaption") or outer.text
        last = len(pictures) - 1
        units = [unit_of(p) for p in pictures]
        lift(outer)
        figures = [
            figure(unit, caption_of(unit) or (caption if i == last else ""), photographer)
            for i, unit in enumerate(units)
        ]
        outer.replace([together(figures)])


def unit_of(picture: Element) -> Element:
    """The picture, or the link that holds nothing else."""
    parent = picture.parent
    if parent is not None and parent.tag == "a" and all(n is picture or is_blank(n) for n in parent.children):
        return parent
    return picture


def picture_of(node: Node) -> Element | None:
    """The picture of a unit; None if `node` is something else."""
    if isinstance(node, str):
        return None
    if node.tag == "img":
        return node
    inner = [n for n in node.children if not is_blank(n)]
    if node.tag == "a" and len(inner) == 1 and isinstance(inner[0], Element) and inner[0].tag == "img":
        return inner[0]
    return None


def caption_of(unit: Element) -> str:
    """What Markdown calls the title of the picture."""
    picture = picture_of(unit)
    return " ".join(picture.attributes.get("title", "").replace('\\"', '"').split()) if picture else ""


def _alone(nodes: list[Node]) -> tuple[list[Element], str]:
    """The pictures of a paragraph that holds only them, but for a line all in italics as a caption."""
    units: list[Element] = []
    words: list[Element] = []
    for node in nodes:
        if is_blank(node):
            continue
        if isinstance(node, Element) and picture_of(node) and not words:
            units.append(node)
        elif isinstance(node, Element) and node.tag in _EMPHASIS and not _holds_picture(node):
            words.append(node)
        else:
            return [], ""
    if words and (len(units) != 1 or caption_of(units[0])):
        return [], ""
    return units, " ".join(word.text for word in words)


def _holds_picture(node: Element) -> bool:
    return any(element.tag == "img" for element in node.walk())


def split_credit(caption: str) -> tuple[str, str]:
    """A caption without the name of its photographer, and the name.

    >>> split_credit("Em A nhận quà. Ảnh: Hồng Hà")
    ('Em A nhận quà.', 'Hồng Hà')
    """
    found = _CREDIT.search(caption)
    if not found:
        return caption, ""
    return caption[: found.start()].rstrip(" ,;:([–—-"), found[1].strip()


def figure(unit: Element, caption: str, photographer: str) -> Element:
    """A figure of a picture, or of a link with a picture in it, with plain words below."""
    words, credit = split_credit(caption)
    credit = credit or split_credit(photographer)[1] or photographer
    made = Element("figure", {"class": "picture"}, [unit])
    if words or credit:
        below: list[Node] = [escape(words)] if words else []
        if credit:
            below += [" " if words.endswith(_STOPS) else ". "] if words else []
            below.append(Element("span", {"class": "credit"}, [escape(f"Ảnh: {credit}")]))
        made.append(Element("figcaption", None, below))
    return made


def together(figures: Iterable[Element]) -> Element:
    """One figure as it is, several as a gallery."""
    several: list[Node] = list(figures)
    if len(several) == 1 and isinstance(several[0], Element):
        return several[0]
    return Element("div", {"class": "gallery"}, several)
