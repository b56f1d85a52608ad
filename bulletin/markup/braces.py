"""What an editor writes beside a picture in braces: where its heart is, and what nobody may see.

A face that should have been hidden must never be published because of a slip of the keyboard.
So whatever stands there is either understood or an error: nothing is passed over.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element as Node

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from bulletin.markup.source import Source
from bulletin.markup.tree import Element, Tree
from bulletin.names import fold, nearest

RAW = "braces"  # the attribute in which a picture carries what stood beside it, unread
_NAMES = {"mo": "blur", "blur": "blur", "tam": "focus", "focus": "focus"}
_LEFT_ALONE = frozenset({"alt", "class", "id", "title"})
# Other names that people give to the same -> the one that they mean.
_MEANT = {
    "mo": "mo", "lam_mo": "mo", "lammo": "mo", "mo_anh": "mo", "mo_mat": "mo", "che": "mo", "che_mo": "mo",
    "mo_anh_bia": "mo", "blur": "blur", "cover_blur": "blur", "tam": "tam", "tam_anh": "tam",
    "trong_tam": "tam", "tam_anh_bia": "tam", "focus": "focus", "cover_focus": "focus",
}  # fmt: skip

_BESIDE = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*\{([^{}\n]*)(\}|(?=\n)|\Z)")
_MARKS = re.compile(r":?\s*(?:[.#][\w-]+\s*)+")  # {.wide #here}: a class, an id
_MARK = re.compile(r"[.#][\w-]+")
_PAIR = re.compile(r"""([^="'“”‘’„]+?)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_BARE = re.compile(r"""([^="'“”‘’„]+?)\s*=\s*[“”„‘’"']*([^“”„‘’"']*)""")
_NUMBER = r"\d{1,3}(?:[.,]\d+)?\s*%?"
_STRAY = re.compile(
    rf"\b(?:lam[\s_-]?)?(?:mo|blur)(?:[_-]\w+)?\s*[=:]\s*[\"'“”‘’„]*\s*{_NUMBER}(?:[\s,;]+{_NUMBER}){{3}}"
)
_TAG, _NAME = re.compile(r"<img\b[^>]*>", re.IGNORECASE), re.compile(r"""([^\s="'<>/]+)\s*=""")
_CODE = re.compile(r"<(code|pre)\b[^>]*>.*?</\1>", re.DOTALL)


class Braces(Treeprocessor):
    """Takes the braces beside every picture before Markdown reads them its own way.

    They may stand after a space or on the next line. Wishes for blur that are beside no picture
    are added to `strays`, as they were written: Markdown would give them to a paragraph.
    """

    def __init__(self, md: Markdown, strays: list[str]) -> None:
        super().__init__(md)
        self._strays = strays

    def run(self, doc: Node) -> None:
        texts = "".join(doc.itertext())
        if "{" not in texts:
            return
        for parent in doc.iter():
            children = list(parent)
            for place, child in enumerate(children):
                picture = _sole_picture(child)
                if picture is not None:
                    _take(picture, child)
                    after = children[place + 1] if place + 1 < len(children) else None
                    if after is not None and after.tag == "br" and not (child.tail or "").strip():
                        _take(picture, after)  # two spaces at the line's end, and braces on the next
        for text in _words(doc):
            self._strays += strays(text)


def _sole_picture(node: Node) -> Node | None:
    """The picture that `node` is, or that is all there is in a link or in emphasis."""
    inner: Any = node
    while inner.tag in ("a", "em", "strong") and len(inner) == 1 and not (inner.text or "").strip():
        inner = inner[0]
        if (inner.tail or "").strip():
            return None
    return inner if inner.tag == "img" else None


def _take(picture: Node, before: Node) -> None:
    """Move all braces at the beginning of what follows `before` to the picture."""
    while (found := _BESIDE.match(before.tail or "")) and not _MARKS.fullmatch(found[1]):
        unread = picture.get(RAW)
        picture.set(RAW, found[1] if unread is None else f"{unread}\n{found[1]}")
        before.tail = (before.tail or "")[found.end() :]


def _words(node: Node) -> Iterator[str]:
    if node.tag not in ("code", "pre"):
        if node.text:
            yield node.text
        for child in node:
            yield from _words(child)
            if child.tail:
                yield child.tail


def strays(text: str) -> list[str]:
    """The lines of `text` that say what to blur."""
    return [line.strip() for line in text.split("\n") if "=" in line and _STRAY.search(fold(line))]


def read(tree: Tree, source: Source) -> None:
    """Give every picture the attributes `focus` and `blur`; all that cannot be understood is an error."""
    for picture in tree.attached("img"):
        attributes = picture.attributes
        wishes: dict[str, list[str]] = {"focus": [], "blur": []}
        for name, kind in _NAMES.items():  # an editor's own <img mo="…">
            if name in attributes:
                _wish(wishes, kind, name, attributes.pop(name), picture, source)
        for braces in attributes.pop(RAW, "").split("\n") if RAW in attributes else ():
            _understand(braces, wishes, picture, source)
        attributes |= {kind: "; ".join(texts) for kind, texts in wishes.items() if texts}


def _understand(braces: str, wishes: dict[str, list[str]], picture: Element, source: Source) -> None:
    rest, shown = braces.strip().removeprefix(":").strip(" \t\u00a0,;"), f"{{{braces}}}"
    if not rest:
        source.fail("picture-braces", picture.line, text=shown)
    while rest:
        mark, pair, bare = _MARK.match(rest), _PAIR.match(rest), _BARE.match(rest)
        if mark:
            rest = rest[mark.end() :]
        elif pair:
            written, value = pair[1].strip(), pair[2] or pair[3] or ""
            name = re.sub(r"[\s-]+", "_", fold(written))
            if name in _NAMES:
                _wish(wishes, _NAMES[name], written, value, picture, source)
            elif name not in _LEFT_ALONE:
                _unknown(written, picture.line, source)
            rest = rest[pair.end() :]
        elif bare and bare[1].strip():
            name, value = bare[1].strip(), " ".join(bare[2].split())
            source.fail("picture-quotes", picture.line, name=name, value=value, text=shown)
            return
        else:
            source.fail("picture-braces", picture.line, text=shown)
            return
        rest = rest.strip(" \t\u00a0,;")


def _wish(
    wishes: dict[str, list[str]], kind: str, name: str, value: str, picture: Element, source: Source
) -> None:
    if value.strip():
        wishes[kind].append(value)
    else:
        source.fail("picture-braces", picture.line, text=f'{{: {name}="{value}" }}')


def _unknown(name: str, line: int, source: Source) -> None:
    guess = _meant(name)
    source.fail("picture-key-guess" if guess else "picture-key", line, name=name, guess=guess)


def _meant(name: str) -> str:
    near = nearest(re.sub(r"[\s-]+", "_", fold(name)), _MEANT)
    return _MEANT[near] if near else ""


def look(html: str, strays_before: list[str], source: Source) -> None:
    """Tell of blur that is wished for where no picture can have it: in the text, in an editor's own tags."""
    left = strays(re.sub("<[^>]*>", "\n", _CODE.sub("", html)).replace("&quot;", '"')) if "=" in html else []
    for text in dict.fromkeys((*strays_before, *left)):
        source.fail("picture-blur-stray", source.find(text), text=text)
    if "<img" not in source.text.lower():
        return
    for tag in _TAG.finditer(source.shown):
        for name in _NAME.findall(tag[0]):
            if fold(name) != name.lower() or name.lower() not in _NAMES:
                guess = _MEANT.get(re.sub("-", "_", fold(name)))
                if guess:
                    source.fail("picture-key-guess", source.line(tag.start()), name=name, guess=guess)
