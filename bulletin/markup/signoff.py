"""Who signs an article: name and office, at the end and on the right.

Editors push the lines there with spaces or with `align="right"`; both become the same block as
the box `::: ky-ten` gives.
"""

import re

from bulletin.markup.blocks import MEDIA, has_content, is_blank, is_block
from bulletin.markup.marks import PUSHED
from bulletin.markup.tree import Element, Node, Tree

_LONGEST = 200  # letters of all lines together; longer words on the right are text
_DAY = re.compile(r"\bngày\s+\d{1,2}\s+tháng\b|\d{1,2}/\d{1,2}/\d{4}", re.IGNORECASE)
_BOLD = frozenset({"strong", "b"})

Line = list[Node]


def recognise(tree: Tree) -> None:
    """Make a block of the last paragraphs if they were pushed to the right."""
    found: list[Element] = []
    kept: list[Node] = []  # the first lines of the first one, which were not pushed
    lines: list[Line] = []
    for node in reversed(tree.root.children):
        if is_blank(node) or (isinstance(node, Element) and node.has_class("footnote")):
            continue
        if kept or not isinstance(node, Element) or node.tag != "p" or not _is_pushed(node):
            break
        kept, pushed = _divided(node)
        lines[:0] = pushed
        found.insert(0, node)
    if not lines or sum(len(_plain(line)) for line in lines) > _LONGEST:
        return
    made = signed(lines, is_name_first=False)
    for paragraph in found[1:]:
        paragraph.detach()
    found[0].replace([Element("p", None, kept), "\n", made] if kept else [made])


def _is_pushed(paragraph: Element) -> bool:
    if any(inner.tag in MEDIA for inner in paragraph.walk()):
        return False
    return paragraph.attributes.get("align") == "right" or _has_sign(paragraph.children)


def _has_sign(nodes: list[Node]) -> bool:
    return any(isinstance(node, str) and PUSHED in node for node in nodes)


def _divided(paragraph: Element) -> tuple[list[Node], list[Line]]:
    """What stays of a paragraph, which may be nothing, and the lines that are pushed."""
    lines = _lines(paragraph.children)
    first = 0
    if paragraph.attributes.get("align") != "right":
        first = next((i for i, line in enumerate(lines) if _has_sign(line)), len(lines))
    kept: list[Node] = []
    for line in lines[:first]:
        kept += ["\n", *line] if kept else line
    return kept, lines[first:]


def lines_of(nodes: list[Node]) -> list[Line]:
    """The lines of paragraphs; another kind of block is a line of its own."""
    lines: list[Line] = []
    for node in nodes:
        if isinstance(node, Element) and node.tag == "p":
            lines += _lines(node.children)
        elif not is_blank(node):
            lines.append([node])
    return lines


def _lines(nodes: list[Node]) -> list[Line]:
    """The lines of a paragraph, divided at line ends and at <br>; none is blank."""
    lines: list[Line] = [[]]
    for node in nodes:
        if isinstance(node, Element):
            if node.tag == "br":
                lines.append([])
            else:
                lines[-1].append(node)
            continue
        first, *rest = node.split("\n")
        lines[-1].append(first)
        lines += [[piece] for piece in rest]
    return [line for line in lines if has_content(line)]


def signed(lines: list[Line], *, is_name_first: bool) -> Element:
    """The block. The name is the first line, or the one in bold; or the first that is no date."""
    worded = [i for i, line in enumerate(lines) if not _is_block_line(line)]
    if not is_name_first:
        bold = [i for i in worded if _is_bold(lines[i])]
        worded = bold + [i for i in worded if not _DAY.search(_plain(lines[i]))] + worded
    name = next(iter(worded), -1)
    made: list[Node] = []
    for i, line in enumerate(lines):
        if _is_block_line(line):
            made += ["\n", *line]
            continue
        nodes = _trimmed(_bare(line) if _is_bold(line) else line)
        made += ["\n", Element("p", None, [Element("strong", None, nodes)] if i == name else nodes)]
    return Element("div", {"class": "signoff"}, [*made, "\n"])


def _is_block_line(line: Line) -> bool:
    return any(is_block(node) for node in line)


def _plain(line: Line) -> str:
    return " ".join(node if isinstance(node, str) else node.text for node in line)


def _is_bold(line: Line) -> bool:
    return all(is_blank(n) or n == PUSHED or (isinstance(n, Element) and n.tag in _BOLD) for n in line)


def _bare(line: Line) -> Line:
    nodes: Line = []
    for node in line:
        nodes += node.children if isinstance(node, Element) else [node]
    return nodes


def _trimmed(line: Line) -> Line:
    nodes = [node.replace(PUSHED, "") if isinstance(node, str) else node for node in line]
    if nodes and isinstance(nodes[0], str):
        nodes[0] = nodes[0].lstrip()
    if nodes and isinstance(nodes[-1], str):
        nodes[-1] = nodes[-1].rstrip()
    return nodes
