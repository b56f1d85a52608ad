"""A light tree of sanitised HTML, on which all the rest of the work is done.

Text stays escaped HTML, so that plain paragraphs are never touched.
"""

from collections.abc import Iterator
from html import unescape

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NOTED = {
    **dict.fromkeys(HEADINGS, "heading"),
    **{tag: tag for tag in ("a", "abbr", "audio", "blockquote", "dl", "iframe", "img", "table", "video")},
}
_APART = frozenset({"br", "dd", "div", "dt", "li", "p", "td", "th"})  # words in them begin anew


class Element:
    """A tag with its children: elements, and text as escaped HTML.

    `attributes` are plain text. `line` is the line in the file, 0 if unknown.
    """

    __slots__ = ("attributes", "children", "line", "parent", "tag")

    def __init__(
        self,
        tag: str,
        attributes: dict[str, str] | None = None,
        children: "list[Node] | None" = None,
        line: int = 0,
    ) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.children: list[Node] = []
        self.parent: Element | None = None
        self.line = line
        if children:
            self.fill(children)

    def append(self, node: "Node") -> None:
        """Add `node` at the end; an element is taken away from where it was."""
        if isinstance(node, Element):
            node.detach()
            node.parent = self
        self.children.append(node)

    def fill(self, nodes: "list[Node]") -> None:
        """Have `nodes` as the only children."""
        nodes = list(nodes)
        for node in self.children:
            if isinstance(node, Element):
                node.parent = None
        self.children = []
        for node in nodes:
            self.append(node)

    def insert(self, at: int, *nodes: "Node") -> None:
        """Put nodes that stand nowhere else before the child number `at`, from 0."""
        for node in nodes:
            if isinstance(node, Element):
                node.parent = self
        self.children[at:at] = nodes

    def detach(self) -> None:
        """Take this element out of its parent."""
        if self.parent is not None:
            self.parent.children = [node for node in self.parent.children if node is not self]
            self.parent = None

    def index(self) -> int:
        """The place among the parent's children."""
        siblings = self.parent.children if self.parent else []
        return next(i for i, node in enumerate(siblings) if node is self)

    def replace(self, nodes: "list[Node]") -> None:
        """Put `nodes` in this element's place; they may have stood in it."""
        parent = self.parent
        if parent is None:
            return
        place = Element("")
        at = self.index()
        parent.children[at], place.parent, self.parent = place, parent, None
        for node in nodes:
            if isinstance(node, Element):
                node.detach()
        at = place.index()
        del parent.children[at]
        parent.insert(at, *nodes)

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
        """Plain text without tags and numbers of footnotes, spaces run together."""
        return " ".join(unescape("".join(self._strings())).split())

    def _strings(self) -> Iterator[str]:
        for node in self.children:
            if isinstance(node, str):
                yield node
            elif node.attributes.get("class") != "footnote-ref":
                if node.tag in _APART:
                    yield " "
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
    """A whole body, with lists of what the stages look for, so that nobody has to walk it.

    The lists are in the order of the document as it was parsed, and keep elements that were
    moved or dropped since. `noted` is by tag, with all headings under "heading".
    """

    __slots__ = ("has_video", "noted", "referring", "root", "with_id")

    def __init__(self) -> None:
        self.root = Element("")
        self.noted: dict[str, list[Element]] = {name: [] for name in NOTED.values()}
        self.referring: list[Element] = []  # everything with an href or a src
        self.with_id: list[Element] = []
        self.has_video = False

    def attached(self, kind: str) -> list[Element]:
        return [element for element in self.noted[kind] if element.is_attached]
