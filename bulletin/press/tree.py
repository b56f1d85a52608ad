"""A body's safe HTML as a small tree of plain lists, strings and numbers: what the engine is given.

Only what is named here gets through, under names of ours; every string is text and never code.
Footnotes stand where they are called; headings begin at level 3 and skip none; quotations are at
most five deep; addresses are whole ones or gone. Pure.
"""

import re
from collections.abc import Sequence
from typing import Any

from bulletin.names import nfc
from bulletin.press import typography
from bulletin.press.elements import Element, parse
from bulletin.press.grids import regular
from bulletin.press.typography import DOCUMENT, compose, is_document_number, names_whole, spaces

Node = dict[str, Any]
Inline = str | Node

_MARKS = {
    **dict.fromkeys(("b", "strong"), "b"), **dict.fromkeys(("i", "em", "cite", "var"), "i"),
    **dict.fromkeys(("s", "del"), "s"), **dict.fromkeys(("code", "kbd", "samp"), "code"),
    "u": "u", "ins": "u", "sub": "sub", "sup": "sup", "small": "small", "mark": "mark",
}  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "figure", "figcaption",
    "table", "pre", "hr", "dl", "dt", "dd", "details", "summary", "thead", "tbody", "tfoot", "tr", "td", "th",
    "caption",
})  # fmt: skip
DEEPEST_QUOTE = 5
_REFERENCE = re.compile(r"bantin:(link|picture)/(\d+)\Z")
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u00ad\u2028\u2029]")


def blocks(html: str, links: Sequence[str | None], pictures: Sequence[Node | None]) -> list[Node]:
    """The blocks of a body. `links` are whole addresses or None; `pictures` what stands for each, or None."""
    return _Walker(parse(html), links, pictures).result()


def line(text: str) -> str:
    """Plain words, composed: a title, a caption."""
    return compose(spaces(_NEVER.sub("", nfc(text))).strip())


def credit(text: str) -> str:
    """Whose picture it is, as `line`."""
    return typography.credit(line(text))


def title(text: str) -> str:
    """As `line`; in large letters a name that is torn in two shows."""
    return names_whole(line(text))


class _Walker:
    def __init__(self, root: Element, links: Sequence[str | None], pictures: Sequence[Node | None]) -> None:
        self._root, self._links, self._pictures = root, links, pictures
        self._notes = self._footnotes(root)
        self._called: set[str] = set()
        self._quotes = 0
        self._level = 2  # of the heading before
        self._last = ""  # the letter before, for quotes
        self._may_note = True

    def result(self) -> list[Node]:
        made = self._blocks(self._root.children)
        for name in [name for name in self._notes if name not in self._called]:
            made.append({"k": "p", "c": self._notes_words(name)})  # a note that nothing calls is not lost
        return made

    @staticmethod
    def _footnotes(root: Element) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for box in [e for e in root.elements() if e.tag == "div" and e.has_class("footnote")]:
            root.children.remove(box)
            for item in (li for ol in box.elements() if ol.tag == "ol" for li in ol.elements()):
                found[item.attributes.get("id", "")] = item
        return found

    # -- blocks -----------------------------------------------------------------------------

    def _blocks(self, nodes: Sequence[Element | str]) -> list[Node]:
        made: list[Node] = []
        run: list[Element | str] = []

        def end() -> None:
            self._last = ""
            inline = self._inlines(run)
            if _has_words(inline):
                made.append({"k": "p", "c": inline})
            run.clear()

        for node in nodes:
            if isinstance(node, Element) and (node.tag in _BLOCKS or node.tag in ("video", "audio")):
                end()
                made += self._block(node)
            else:
                run.append(node)
        end()
        return made

    def _block(self, node: Element) -> list[Node]:
        tag = node.tag
        if tag in ("ul", "ol"):
            return self._list(node)
        if re.fullmatch("h[1-6]", tag):
            return self._heading(node)
        if tag == "blockquote":
            return self._quote(node)
        if tag == "figure":
            return self._figure(node)
        if tag == "table":
            return self._table(node)
        if tag == "pre":
            text = _NEVER.sub("", nfc(node.words())).strip("\n")
            return [{"k": "pre", "t": text.expandtabs(4).split("\n")}] if text.strip() else []
        if tag == "hr":
            return [{"k": "hr"}]
        if tag in ("video", "audio"):
            return self._film(node.attributes.get("src", ""), "")
        if tag == "details":
            return self._note(node, "summary")
        if tag == "dl":
            return self._terms(node)
        if tag == "div" and node.has_class("note"):
            return self._note(node, "p")
        if tag == "div" and node.has_class("signoff"):
            lines = [self._paragraph(p) for p in node.elements()]
            return [{"k": "sign", "lines": [words for words in lines if _has_words(words)]}]
        if tag == "div" and node.has_class("gallery"):
            figures = [made for f in node.elements() for made in self._figure(f) if made["k"] == "fig"]
            return [{"k": "gallery", "figs": figures}] if len(figures) > 1 else figures
        if tag == "div" and node.has_class("video"):
            link = next(iter(node.elements()), None)
            return self._film(link.attributes.get("href", ""), link.words()) if link else []
        if tag == "p":
            align = "center" if node.has_class("mid") else ""
            made = self._blocks(node.children)
            return [{**block, "align": align} if align else block for block in made]
        return self._blocks(node.children)

    def _paragraph(self, node: Element) -> list[Inline]:
        self._last = ""
        return self._inlines(node.children)

    def _heading(self, node: Element) -> list[Node]:
        words = self._plain_inlines(node.children)
        if not _has_words(words):
            return []
        # Level 2 is the article's title; no level may be skipped on the way down.
        level = min(int(node.tag[1]) + 1 if int(node.tag[1]) > 1 else 3, self._level + 1, 6)
        self._level = max(3, level)
        return [{"k": "h", "l": self._level, "c": words}]

    def _list(self, node: Element) -> list[Node]:
        items = [self._blocks(item.children) for item in node.elements()]
        start = node.attributes.get("start", "1")
        form = node.attributes.get("type", "1")
        return [
            {
                "k": node.tag,
                "items": [item for item in items if item],
                "start": max(0, int(start)) if re.fullmatch("-?[0-9]{1,6}", start) else 1,
                "form": form if form in ("1", "a", "A", "i", "I") else "1",
            }
        ]

    def _quote(self, node: Element) -> list[Node]:
        if self._quotes >= DEEPEST_QUOTE:
            return self._blocks(node.children)
        self._quotes += 1
        is_pull = node.has_class("pull")
        source = [e for e in node.elements() if e.tag == "p" and e.has_class("credit")] if is_pull else []
        inside = self._blocks([n for n in node.children if not any(n is s for s in source)])
        self._quotes -= 1
        by = [word for s in source for word in self._paragraph(s)]
        return [{"k": "pull" if is_pull and self._quotes == 0 else "quote", "c": inside, "by": by}]

    def _note(self, node: Element, title_tag: str) -> list[Node]:
        title = next(
            (
                e
                for e in node.elements()
                if e.tag == title_tag and (title_tag != "p" or e.has_class("note-title"))
            ),
            None,
        )
        words = self._plain_inlines(title.children) if title else []
        return [
            {"k": "note", "title": words, "c": self._blocks([n for n in node.children if n is not title])}
        ]

    def _terms(self, node: Element) -> list[Node]:
        rows: list[Node] = []
        for inner in node.elements():
            if inner.tag == "dt" or not rows:
                rows.append({"t": self._paragraph(inner) if inner.tag == "dt" else [], "c": []})
            if inner.tag == "dd":
                rows[-1]["c"] += self._blocks(inner.children)
        return [{"k": "dl", "rows": rows}] if rows else []

    def _figure(self, node: Element) -> list[Node]:
        film = next((e for e in node.elements() if e.tag in ("video", "audio")), None)
        caption = next((e for e in node.elements() if e.tag == "figcaption"), None)
        if film:
            return self._film(film.attributes.get("src", ""), caption.words() if caption else "")
        picture = next((p for e in node.elements() if (p := self._picture_in(e))), None)
        words: list[Inline] = []
        named_as = ""
        if caption:
            named = [e for e in caption.elements() if e.has_class("credit")]
            named_as = credit(" ".join(e.words() for e in named))
            words = self._plain_inlines([n for n in caption.children if not any(n is c for c in named)])
        if picture is None:  # its words stay
            said = [*words, *([" "] if words and named_as else []), *([named_as] if named_as else [])]
            return [{"k": "p", "c": said}] if said else []
        return [{**picture, "k": "fig", "caption": words, "credit": named_as}]

    def _picture_in(self, node: Element) -> Node | None:
        if node.tag == "img":
            found = _REFERENCE.match(node.attributes.get("src", ""))
            picture = self._pictures[int(found[2])] if found and int(found[2]) < len(self._pictures) else None
            return {**picture, "alt": line(node.attributes.get("alt", "")) or "Ảnh"} if picture else None
        return next((p for inner in node.elements() if (p := self._picture_in(inner))), None)

    def _film(self, source: str, words: str) -> list[Node]:
        address = self._address(source)
        title = line(re.sub(r"^Xem video:?\s*(?:trên YouTube)?", "", words))
        return [{"k": "film", "to": address, "title": title}] if address else []

    # -- tables -----------------------------------------------------------------------------

    def _table(self, node: Element) -> list[Node]:
        caption = next((e for e in node.elements() if e.tag == "caption"), None)
        head: list[list[Node]] = []
        body: list[list[Node]] = []
        for part in node.elements():
            rows = [part] if part.tag == "tr" else [e for e in part.elements() if e.tag == "tr"]
            for row in rows:
                (head if part.tag == "thead" else body).append([self._cell(c) for c in row.elements()])
        grid = regular(head, body)
        if grid is None:
            return []
        columns, head, body = grid
        title = self._plain_inlines(caption.children) if caption else []
        return [{"k": "table", "cols": columns, "head": head, "rows": body, "caption": title}]

    def _cell(self, node: Element) -> Node:
        def span(name: str) -> int:
            text = node.attributes.get(name, "1")
            return min(max(1, int(text)), 200) if re.fullmatch("[0-9]{1,4}", text) else 1

        return {
            "c": self._blocks(node.children),
            "x": span("colspan"),
            "y": span("rowspan"),
            "num": node.has_class("num"),
            "mid": node.has_class("mid"),
            "th": node.tag == "th",
        }

    # -- words ------------------------------------------------------------------------------

    def _plain_inlines(self, nodes: Sequence[Element | str]) -> list[Inline]:
        """Words without footnotes, which the engine loses in captions and does not want in titles."""
        before, self._may_note = self._may_note, False
        self._last = ""
        made = self._inlines(nodes)
        self._may_note = before
        return made

    def _inlines(self, nodes: Sequence[Element | str]) -> list[Inline]:
        made: list[Inline] = []
        for node in nodes:
            made += self._text(node) if isinstance(node, str) else self._inline(node)
        return _trimmed(made)

    def _text(self, text: str) -> list[Inline]:
        text = spaces(_NEVER.sub("", nfc(text)))
        if text.startswith(" ") and self._last in ("", " ", "\n"):
            text = text[1:]
        out: list[Inline] = []
        done = 0
        for found in DOCUMENT.finditer(text):
            if is_document_number(found[0]) and len(found[0]) <= 24:
                out += self._composed(text[done : found.start()])
                out.append({"k": "one", "t": found[0]})
                self._last = found[0][-1]
                done = found.end()
        return [*out, *self._composed(text[done:])]

    def _composed(self, text: str) -> list[Inline]:
        if not text:
            return []
        made = compose(text, self._last)
        self._last = made[-1]
        return [made]

    def _inline(self, node: Element) -> list[Inline]:
        tag = node.tag
        if tag == "br":
            self._last = "\n"
            return [{"k": "br"}]
        if tag == "wbr":
            return ["\u200b"]
        if tag == "img":
            picture = self._picture_in(node)
            return [{**picture, "k": "img"}] if picture else []
        if tag == "sup" and (note := self._called_note(node)):
            return note
        if tag == "q":
            self._last = "“"
            inside = self._inlines(node.children)
            self._last = "”"
            return ["“", *inside, "”"]
        inside = self._inside(node.children)
        if tag == "a":
            address = self._address(node.attributes.get("href", ""))
            return [{"k": "a", "to": address, "c": inside}] if address and _has_words(inside) else inside
        mark = _MARKS.get(tag)
        return [{"k": mark, "c": inside}] if mark and inside else inside

    def _inside(self, nodes: Sequence[Element | str]) -> list[Inline]:
        """As `_inlines`, with the spaces at the ends, which part words here."""
        return [
            m for node in nodes for m in (self._text(node) if isinstance(node, str) else self._inline(node))
        ]

    def _called_note(self, node: Element) -> list[Inline] | None:
        link = next((e for e in node.elements() if e.tag == "a" and e.has_class("footnote-ref")), None)
        if link is None:
            return None
        name = link.attributes.get("href", "").removeprefix("#")
        if name not in self._notes or not self._may_note:
            return []
        if name in self._called:
            return [{"k": "again", "id": name}]
        self._called.add(name)
        return [{"k": "fn", "id": name, "c": self._notes_words(name)}]

    def _notes_words(self, name: str) -> list[Inline]:
        before, last = self._may_note, self._last
        self._may_note, self._last = False, ""
        words: list[Inline] = []
        for block in self._blocks(_without_backrefs(self._notes[name]).children):
            if block["k"] == "p":
                words += [*([" "] if words else []), *block["c"]]
        self._called.add(name)
        self._may_note, self._last = before, last
        return words

    def _address(self, written: str) -> str:
        found = _REFERENCE.match(written)
        if found and found[1] == "link" and int(found[2]) < len(self._links):
            written = self._links[int(found[2])] or ""
        return written if re.match(r"(?:https?://|mailto:|tel:)[^\s]+\Z", written) else ""


def _without_backrefs(node: Element) -> Element:
    kept = [
        _without_backrefs(n) if isinstance(n, Element) else n
        for n in node.children
        if not (isinstance(n, Element) and n.has_class("footnote-backref"))
    ]
    return Element(node.tag, node.attributes, kept)


def _has_words(nodes: Sequence[Inline]) -> bool:
    return any(
        node.strip("\u200b \u00a0") if isinstance(node, str) else node["k"] not in ("br",) for node in nodes
    )


def _trimmed(nodes: list[Inline]) -> list[Inline]:
    """Without breaks and spaces at the ends."""
    while nodes and (_is_gap(nodes[-1])):
        nodes.pop()
    while nodes and _is_gap(nodes[0]):
        del nodes[0]
    if nodes and isinstance(nodes[0], str):
        nodes[0] = nodes[0].lstrip()
    if nodes and isinstance(nodes[-1], str):
        nodes[-1] = nodes[-1].rstrip()
    return nodes


def _is_gap(node: Inline) -> bool:
    return not node.strip() if isinstance(node, str) else node["k"] == "br"
