"""Abbreviations: each is explained where it first stands in an article."""

import re
from collections.abc import Mapping

from bulletin.markup.html import escape
from bulletin.markup.tree import Element, Node, Tree
from bulletin.names import nfc

_NOT_IN = frozenset(
    {"a", "abbr", "code", "pre", "kbd", "samp", "caption", "figcaption", "h2", "h3", "h4", "h5", "h6"}
)
_NOT_IN_CLASS = ("credit", "note-title", "signoff", "video", "footnote")


class Glossary:
    """Short form -> what it stands for, with the pattern that finds the short forms in HTML."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self.meanings = {nfc(short.strip()): " ".join(nfc(long).split()) for short, long in meanings.items()}
        self.meanings = {short: long for short, long in self.meanings.items() if short and long}
        self._escaped = {escape(short): long for short, long in self.meanings.items()}
        keys = sorted(self._escaped, key=len, reverse=True)
        # What comes before is looked at by hand: a pattern that begins with letters is searched much faster.
        self._pattern = re.compile(f"(?:{'|'.join(map(re.escape, keys))})(?!\\w)") if keys else None

    def explain(self, tree: Tree, html: str) -> None:
        """Put `abbr` around the first of each. `html` is what the tree was made of, for a quick look."""
        if self._pattern is None:
            return
        there = set(self._pattern.findall(html))
        if not there:
            return
        left = {short: long for short, long in self._escaped.items() if short in there}
        for abbr in tree.attached("abbr"):
            left.pop(escape(abbr.text), None)
        self._explain(tree.root, left)

    def _explain(self, parent: Element, left: dict[str, str]) -> None:
        for node in tuple(parent.children):
            if not left:
                return
            if isinstance(node, str):
                self._divide(node, parent, left)
            elif node.tag not in _NOT_IN and not (
                node.attributes and any(map(node.has_class, _NOT_IN_CLASS))
            ):
                self._explain(node, left)

    def _divide(self, text: str, parent: Element, left: dict[str, str]) -> None:
        assert self._pattern is not None  # noqa: S101
        nodes: list[Node] = []
        done = 0
        for match in self._pattern.finditer(text):
            start = match.start()
            before = text[start - 1] if start else ""
            if match[0] not in left or before in ("&", "_") or before.isalnum():
                continue
            abbr = Element("abbr", {"title": left.pop(match[0])}, [match[0]])
            abbr.parent = parent
            nodes += [text[done:start], abbr]
            done = match.end()
        if nodes:
            at = next(i for i, node in enumerate(parent.children) if node is text)
            parent.children[at : at + 1] = [*nodes, text[done:]]
