"""Sanitised HTML to a tree, and a finished tree to HTML.

Before `parse`: HTML as `sanitise` gives it, with every tag closed, every attribute in double
quotes, and text escaped. `write` writes no attribute and no address that is not listed here,
whatever happened to the tree.
"""

import re
from html import unescape

from bulletin.markup.tree import NOTED, Element, Node, Tree

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z][a-z0-9:_-]*="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([^=]+)="([^"]*)"')
_VOID = frozenset({"br", "hr", "img", "source", "wbr"})
_REFERRING = frozenset({"a", "img", "iframe", "video", "audio", "source"})
_DEEPEST = 60  # tags nested deeper are dropped, their text stays: no walk over the tree can overflow

# Class names that the theme knows. Any other one is dropped, whoever wrote it.
CLASSES = frozenset({
    "credit", "footnote", "footnote-backref", "footnote-ref", "gallery", "mid", "note", "note-title", "num",
    "picture", "pull", "signoff",
})  # fmt: skip
_VALUES = {
    "start": re.compile("-?[0-9]{1,8}"),
    "type": re.compile("[1aAiI]"),
    "lang": re.compile("(?:de|en|es|fr|ja|km|ko|la|lo|ru|th|vi|zh)(?:-[A-Z]{2})?"),
}
_WRITTEN = frozenset({
    "alt", "aria-label", "class", "colspan", "controls", "data-youtube", "href", "id", "lang", "open",
    "preload", "role", "rowspan", "scope", "src", "start", "tabindex", "title", "type",
})  # fmt: skip
_SAFE_TARGET = re.compile(r"bantin:(?:link|picture)/\d+\Z|#|mailto:|tel:")


def parse(html: str) -> Tree:
    """The tree of sanitised `html`. Alignment, by style or by align, becomes the attribute "align"."""
    tree = Tree()
    node, depth, skipped = tree.root, 0, 0
    parts = _TOKEN.split(html)
    rest = iter(parts)
    if first := next(rest):
        node.children.append(first)
    for closing, tag, attributes, text in zip(rest, rest, rest, rest, strict=True):
        if closing:
            if skipped:
                skipped -= 1
            elif node.parent is not None:
                node, depth = node.parent, depth - 1
        elif depth == _DEEPEST and tag not in _VOID:
            skipped += 1
        else:
            element = Element(tag)
            element.parent = node
            node.children.append(element)
            if attributes:
                _take(attributes, element, tree)
            if tag in NOTED:
                tree.noted[NOTED[tag]].append(element)
            if tag in _REFERRING:
                tree.referring.append(element)
            if tag not in _VOID:
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
        found["class"] = " ".join(name for name in found["class"].split() if name in CLASSES)
        if not found["class"]:
            del found["class"]
    for name in found.keys() & _VALUES.keys():
        if not _VALUES[name].fullmatch(found[name]):
            del found[name]
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
        if tag not in _VOID:
            _write(node.children, out)
            out.append(f"</{tag}>")


def _written(attributes: dict[str, str]) -> str:
    return "".join(
        f" {name}" if name in ("controls", "open") else f' {name}="{escape(value)}"'
        for name, value in attributes.items()
        if name in _WRITTEN and (name not in ("href", "src") or _SAFE_TARGET.match(value))
    )
