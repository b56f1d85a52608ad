"""What editors' own HTML leaves, put in order: blocks where blocks may stand, nothing empty.

The sanitiser gives a tree in which every tag is closed, but a list item may stand outside a
list, a paragraph inside bold, and bare words between blocks. Markdown's own output never needs this.
"""

import re
from collections.abc import Callable, Iterable

from bulletin.markup.blocks import INLINE, MEDIA, has_content, is_blank, is_block, wrap_words
from bulletin.markup.tree import HEADINGS, Element, Node, Tree

_BULLET = re.compile(r"\s*[·•●▪■◦‣∙](?:&nbsp;|\s)+")
_WORDS_ONLY = frozenset((*HEADINGS, "pre", "summary", "dt"))
_STRAY = {
    "li": (("ul", "ol"), "ul"), "dt": (("dl",), ""), "dd": (("dl",), ""),
    "summary": (("details",), ""), "figcaption": (("figure",), ""), "caption": (("table",), ""),
}  # fmt: skip


def tidy(tree: Tree) -> None:
    """Make the tree one that the HTML standard allows."""
    _mend_below(tree.root)
    _wrap_words(tree.root)
    _list_bullets(tree.root)


def _mend_below(parent: Element) -> None:
    for element in parent.elements:
        _mend_below(element)
        if element.parent is parent:
            mend = _MENDS.get(element.tag)
            if element.tag in INLINE:
                _mend_inline(element)
            elif element.tag in _STRAY and parent.tag not in _STRAY[element.tag][0]:
                _house(element)
            elif mend:
                mend(element)


def _mend_inline(element: Element) -> None:
    if any(is_block(node) for node in element.children):
        if element.tag == "a":
            _flatten(element)
            for inner in element.walk():
                if inner.tag == "a":
                    inner.unwrap()
        else:
            element.unwrap()
            return
    if not has_content(element.children) and not element.attributes.keys() & {"id", "name"}:
        element.replace([" "] if element.text or "br" in {e.tag for e in element.elements} else [])


def _flatten(element: Element) -> None:
    """Only words and pictures stay inside."""
    for inner in element.elements:
        if is_block(inner):
            _flatten(inner)
            inner.replace([" ", *inner.children, " "])


def _mend_words(element: Element) -> None:
    """Terms, headings and the like: a heading may hold a picture, nothing else that is no word."""
    _flatten(element)
    for inner in element.walk():
        if inner.tag in MEDIA and (inner.tag != "img" or element.tag == "pre"):
            inner.detach()


def _mend_paragraph(element: Element) -> None:
    """Divide a paragraph at blocks inside it and at empty lines made with <br><br>; drop it when empty."""
    align = element.attributes.get("align")
    parts: list[Node] = []
    run: list[Node] = []
    breaks = 0

    def end() -> None:
        while run and is_blank(run[-1]):
            run.pop()
        while run and is_blank(run[0]):
            del run[0]
        if has_content(run):
            parts.append(Element("p", {"align": align} if align else {}, run))
        run.clear()

    if not any(is_block(n) or (isinstance(n, Element) and n.tag == "br") for n in element.children):
        if not has_content(element.children):
            element.detach()
        return
    for node in element.children:
        breaks = (
            breaks + 1 if isinstance(node, Element) and node.tag == "br" else breaks if is_blank(node) else 0
        )
        if is_block(node):
            end()
            parts.append(node)
        else:
            run.append(node)
            if breaks == 2:
                end()
    end()
    if len(parts) == 1 and isinstance(parts[0], Element) and parts[0].tag == "p":
        parts[0].attributes = element.attributes
    element.replace(parts)


def _wrap_words(parent: Element) -> None:
    for paragraph in wrap_words(parent):
        _mend_paragraph(paragraph)


def _mend_box(element: Element) -> None:
    """A div that says nothing goes; its alignment goes to the paragraphs in it."""
    _wrap_words(element)
    if not has_content(element.children):
        element.detach()
    elif "class" not in element.attributes and "id" not in element.attributes:
        align = element.attributes.get("align")
        for inner in element.elements:
            if align and inner.tag == "p":
                inner.attributes.setdefault("align", align)
        element.unwrap()


def _list_bullets(parent: Element) -> None:
    """Paragraphs that begin with a bullet, as Word writes lists, become a list."""
    items: Element | None = None
    for node in tuple(parent.children):
        first = node.children[0] if isinstance(node, Element) and node.tag == "p" and node.children else ""
        bullet = _BULLET.match(first) if isinstance(first, str) else None
        if isinstance(node, Element) and bullet and isinstance(first, str):
            if items is None:
                items = Element("ul")
                parent.insert(node.index(), items)
            node.children[0] = first[bullet.end() :]
            items.append(Element("li", None, node.children))
            node.detach()
        elif not is_blank(node):
            items = None


def _mend_quote(element: Element) -> None:
    _wrap_words(element)
    if not has_content(element.children):
        element.detach()


def _mend_figure(element: Element) -> None:
    if not any(inner.tag in MEDIA for inner in element.walk()):
        for inner in element.elements:
            if inner.tag == "figcaption":
                inner.tag = "p"
                _mend_paragraph(inner)
        _wrap_words(element)
        element.unwrap()


def _mend_details(element: Element) -> None:
    first = next((inner for inner in element.elements if inner.tag == "summary"), None)
    for inner in element.elements:
        if inner.tag == "summary" and inner is not first:
            inner.tag = "p"
    if first is None or not has_content(first.children):
        if first is not None:
            first.detach()
        first = Element("summary", None, ["Xem thêm"])
    else:
        first.detach()
    _wrap_words(element)
    element.insert(0, first)


def _mend_list(element: Element) -> None:
    """Whatever is no item joins the item before it."""
    item: Element | None = None
    for node in list(element.children):
        if isinstance(node, Element) and node.tag == "li":
            item = node
        elif not is_blank(node):
            if item is None:
                item = Element("li")
                element.insert(0, item)
            if isinstance(node, str):
                element.children = [n for n in element.children if n is not node]
            item.append(node)
        elif isinstance(node, Element):
            node.detach()
    if item is None:
        element.detach()


def mend_definitions(element: Element) -> None:
    """A list of terms begins with a term and ends with what it means; else it is a row of paragraphs."""
    tags = [inner.tag for inner in element.elements]
    is_whole = all(tag in ("dt", "dd") for tag in tags) and tags[:1] == ["dt"] and tags[-1:] == ["dd"]
    if is_whole and all(isinstance(node, Element) or is_blank(node) for node in element.children):
        return
    for inner in element.elements:
        if inner.tag in ("dt", "dd"):
            _wrap_words(inner)
            inner.unwrap()
    _wrap_words(element)
    element.unwrap()


def _house(element: Element) -> None:
    """An item outside a list gets a list; other strays become paragraphs."""
    tag = _STRAY[element.tag][1]
    parent = element.parent
    if parent is None:
        return
    if not tag:
        element.tag = "div"
        element.attributes = {}
        _mend_box(element)
        return
    home = Element(tag)
    at = element.index()
    following = list(parent.children[at:])
    element.replace([home])
    for node in following:
        if node is element or (isinstance(node, Element) and node.tag == element.tag):
            home.append(node)
        elif not is_blank(node):
            break


_MENDS: dict[str, Callable[[Element], None]] = {
    "p": _mend_paragraph,
    "div": _mend_box,
    "blockquote": _mend_quote,
    "figure": _mend_figure,
    "details": _mend_details,
    "ul": _mend_list,
    "ol": _mend_list,
    "dl": mend_definitions,
    **dict.fromkeys(_WORDS_ONLY, _mend_words),
}


def clamp_quotes(quotes: Iterable[Element], deepest: int = 5) -> None:
    """Take away the outer marks of quotations deeper than `deepest`; the paper cannot set more."""
    for quote in quotes:
        if sum(1 for outer in quote.above() if outer.tag == "blockquote") >= deepest:
            quote.replace([node for node in quote.children if not is_blank(node)])
