"""Questions to a tree, and changes of all its words at once. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bulletin.press.tree import Node


def words_in(node: Any) -> int:
    """How many words a tree holds."""
    if isinstance(node, str):
        return len(node.split())
    if isinstance(node, dict):
        names = ("c", "items", "rows", "head", "title", "caption", "by", "lines", "t", "figs")
        return sum(words_in(node[name]) for name in names if name in node)
    return sum(map(words_in, node)) if isinstance(node, list) else 0


def strings(node: Any) -> Iterator[str]:
    """Every string of a tree that is set as words."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for name, value in node.items():
            if name not in ("k", "file", "qr", "url", "to", "id", "form", "rgb", "lang", "region", "paper"):
                yield from strings(value)
    elif isinstance(node, list):
        for inner in node:
            yield from strings(inner)


def replaced(node: Any, table: Mapping[int, str]) -> Any:
    """The tree with letters put in the place of others, in words only."""
    if isinstance(node, str):
        return node.translate(table)
    if isinstance(node, dict):
        kept = ("k", "file", "qr", "url", "to", "id", "form", "rgb", "lang", "region")
        return {name: v if name in kept else replaced(v, table) for name, v in node.items()}
    return [replaced(inner, table) for inner in node] if isinstance(node, list) else node


def files_in(node: Any) -> Iterator[str]:
    """The files of a tree's figures."""
    if isinstance(node, dict):
        if node.get("k") in ("fig", "img"):
            yield node["file"]
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from files_in(inner)


def has(node: Any, kinds: tuple[str, ...]) -> bool:
    if isinstance(node, dict):
        return node.get("k") in kinds or any(has(value, kinds) for value in node.values())
    return isinstance(node, list) and any(has(inner, kinds) for inner in node)


def table_facts(table: Node) -> Node:
    """How wide each column wants to be; whether the table wants the page; whether its head may not repeat."""
    wants = [4.0] * table["cols"]
    for row in (*table["head"], *table["rows"]):
        for cell in row:
            if cell["x"] == 1:
                words = " ".join(strings(cell["c"]))
                longest = max((len(word) for word in re.split(r"[\s\u200b]", words)), default=0)
                want = max(longest * 1.15, min(len(words), 16 if cell["num"] else 40) ** 0.9)
                wants[cell["at"]] = max(wants[cell["at"]], want)
    return {
        "widths": [round(want, 2) for want in wants],
        "wide": sum(wants) > 60,
        "tall": words_in([cell["c"] for row in table["rows"] for cell in row]) > 150,
        "noted": has([table["head"], table["rows"]], ("fn", "again")),
        "fixed": has(table["head"], ("fn", "again", "a")),
    }
