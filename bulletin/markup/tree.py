"""A light tree of sanitised HTML, on which all the rest of the work is done.

Before: HTML as `sanitise` gives it (every tag closed, every attribute in double quotes, text
escaped). After: the same as `Element`s; text stays escaped HTML, so that plain paragraphs are
never touched. Only `write` makes HTML again, and it writes no attribute that is not listed here.
"""

import re
from collections.abc import Iterator
from html import unescape

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z][a-z0-9:_-]*="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([^=]+)="([^"]*)"')

VOID = frozenset({"br", "hr", "img", "source", "wbr"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = frozenset(
    "a abbr b br cite code del em i img ins kbd mark q s samp small strong sub sup u var wbr span".split()
)
# Class names that the theme knows. Any other one is dropped, whoever wrote it.
CLASSES = frozenset(
    "credit footnote footnote-backref footnote-ref gallery mid note note-title num picture pull signoff".split()
)
_DEEPEST = 60  # tags nested deeper are dropped, their text stays; keeps every walk below from overflowing

# What `parse` takes down on its way, so that nobody has to look for it: tag -> name of the list.
_NOTED = {
    **dict.fromkeys(HEADINGS, "heading"),
    **{tag: tag for tag in ("a", "img", "iframe", "video", "audio", "table", "blockquote", "abbr")},
}
_REFERRING = frozenset({"a", "img", "iframe", "video", "audio", "source"})

_WRITTEN = frozenset(
    "abbr alt aria-label class colspan controls data-youtube href id lang open preload role rowspan scope"
    " src start tabindex title type value".split()
)
_SAFE_TARGET = re.compile(r"bantin:(?:link|picture)/\d+\Z|#|mailto:|tel:")


class Element:
    """A tag with its children: elements, and text as escaped HTML. `line` is its line in the file (0: unknown)."""

    __slots__ = ("attributes", "children", "line", "parent", "tag")

    def __init__(
        self, tag: str, attributes: dict[str, str] | None = None, children: "list[Node] | None" = None, line: int = 0
    ) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.children: list[Node] = []
        self.parent: Element | None = None
        self.line = line
        if children:
            self.extend(children)

    def append(self, node: "Node") -> None:
        """Add `node` at the end; an element is taken away from where it was."""
        if isinstance(node, Element):
            node.detach()
            node.parent = self
        self.children.append(node)

    def extend(self, nodes: "list[Node]") -> None:
        for node in list(nodes):
            self.append(node)

    def detach(self) -> None:
        if self.parent is not None:
            del self.parent.children[self.index()]
            self.parent = None

    def index(self) -> int:
        """The place among the parent's children."""
        assert self.parent is not None  # noqa: S101
        return next(i for i, node in enumerate(self.parent.children) if node is self)

    def replace(self, nodes: "list[Node]") -> None:
        """Put `nodes` in this element's place."""
        parent = self.parent
        assert parent is not None  # noqa: S101
        mark = Element("")
        at = self.index()
        parent.children[at], mark.parent, self.parent = mark, parent, None
        for node in list(nodes):
            if isinstance(node, Element):
                node.detach()
                node.parent = parent
        at = mark.index()
        parent.children[at : at + 1] = nodes

    def unwrap(self) -> None:
        """Leave the children where this element was."""
        nodes = self.children
        self.children = []
        for node in nodes:
            if isinstance(node, Element):
                node.parent = None
        self.replace(nodes)

    @property
    def is_attached(self) -> bool:
        """Is it still part of the tree? (A root has no tag.)"""
        node = self
        while node.parent is not None:
            node = node.parent
        return node.tag == ""

    @property
    def elements(self) -> "list[Element]":
        return [node for node in self.children if isinstance(node, Element)]

    @property
    def text(self) -> str:
        """Plain text without tags, spaces run together."""
        return " ".join(unescape("".join(self._strings())).split())

    def _strings(self) -> Iterator[str]:
        for node in self.children:
            if isinstance(node, str):
                yield node
            elif node.tag == "br":
                yield " "
            else:
                yield from node._strings()

    def walk(self) -> "Iterator[Element]":
        """Every element below, in the order of the document."""
        for node in tuple(self.children):
            if isinstance(node, Element):
                yield node
                yield from node.walk()

    def above(self) -> "Iterator[Element]":
        """The elements this one is in, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def has_class(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()


Node = Element | str


class Tree:
    """A whole body. `noted` lists elements by kind in the order of the document, also after they are moved or dropped."""

    __slots__ = ("has_video", "noted", "referring", "root", "with_id")

    def __init__(self) -> None:
        self.root = Element("")
        self.noted: dict[str, list[Element]] = {name: [] for name in _NOTED.values()}
        self.referring: list[Element] = []  # everything with an href or a src
        self.with_id: list[Element] = []
        self.has_video = False

    def attached(self, kind: str) -> list[Element]:
        return [element for element in self.noted[kind] if element.is_attached]


def parse(html: str) -> Tree:
    """The tree of sanitised `html`. Alignment, by style or align, becomes the attribute "align", never written out."""
    tree = Tree()
    node, depth, skipped = tree.root, 0, 0
    parts = _TOKEN.split(html)
    if parts[0]:
        node.children.append(parts[0])
    for i in range(1, len(parts), 4):
        closing, tag, attributes, text = parts[i : i + 4]
        if closing:
            if skipped:
                skipped -= 1
            elif node.parent is not None:
                node, depth = node.parent, depth - 1
        elif depth == _DEEPEST and tag not in VOID:
            skipped += 1
        else:
            element = Element(tag)
            element.parent = node
            node.children.append(element)
            if attributes:
                _take(attributes, element, tree)
            if tag in _NOTED:
                tree.noted[_NOTED[tag]].append(element)
            if tag in _REFERRING:
                tree.referring.append(element)
            if tag not in VOID:
                node, depth = element, depth + 1
        if text:
            node.children.append(text)
    return tree


def _take(written: str, element: Element, tree: Tree) -> None:
    found = {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}
    style = found.pop("style", "")
    if style.startswith("text-align:"):
        found["align"] = style.removeprefix("text-align:").strip(" ;").lower()
    elif "align" in found:
        found["align"] = found["align"].strip().lower()
    if "class" in found:
        kept = [name for name in found["class"].split() if name in CLASSES]
        if kept:
            found["class"] = " ".join(kept)
        else:
            del found["class"]
    if "id" in found:
        tree.with_id.append(element)
    element.attributes = found


def escape(text: str) -> str:
    """`text` as HTML, for text and for attributes alike."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def write(node: Element) -> str:
    """The children of `node` as HTML."""
    out: list[str] = []
    _write(node.children, out)
    return "".join(out)


def _write(nodes: list[Node], out: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
            continue
        tag = node.tag
        out.append(f"<{tag}{_written(node.attributes)}>" if node.attributes else f"<{tag}>")
        if tag not in VOID:
            _write(node.children, out)
            out.append(f"</{tag}>")


def _written(attributes: dict[str, str]) -> str:
    return "".join(
        f" {name}" if name in ("controls", "open") else f' {name}="{escape(value)}"'
        for name, value in attributes.items()
        if name in _WRITTEN and (name not in ("href", "src") or _SAFE_TARGET.match(value))
    )


def is_blank(node: Node) -> bool:
    """Only spaces, or a line break."""
    if isinstance(node, str):
        return not node.replace("&nbsp;", " ").strip()
    return node.tag == "br"


def has_content(nodes: list[Node]) -> bool:
    """Is there anything to see?"""
    return any(
        not is_blank(node)
        if isinstance(node, str)
        else node.tag in ("img", "hr", "video", "audio", "iframe", "table") or has_content(node.children)
        for node in nodes
    )


def lift(element: Element) -> None:
    """Bring a block out of the paragraph and the inline tags it stands in, dividing the paragraph."""
    while (parent := element.parent) is not None and parent.tag in INLINE:
        parent.unwrap()
    if parent is None or parent.tag not in ("p", *HEADINGS):
        return
    at = element.index()
    before, after = parent.children[:at], parent.children[at + 1 :]
    parts: list[Node] = [
        Element(parent.tag, dict(parent.attributes), before) if has_content(before) else "",
        element,
        Element(parent.tag, None, after) if has_content(after) else "",
    ]
    parent.replace([part for part in parts if part != ""])
