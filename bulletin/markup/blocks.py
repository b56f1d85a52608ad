"""Blocks and what stands in a line: which is which, what is empty, how one gets out of the other."""

from bulletin.markup.tree import HEADINGS, Element, Node

INLINE = frozenset({
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strong", "sub", "sup", "u", "var", "wbr",
})  # fmt: skip
MEDIA = frozenset({"audio", "iframe", "img", "video"})
_IN_LINE = INLINE | MEDIA | {"br", "source"}
_SEEN = MEDIA | {"hr", "table"}


def is_blank(node: Node) -> bool:
    """Only spaces, or a line break."""
    if isinstance(node, str):
        return not node.replace("&nbsp;", " ").strip()
    return node.tag == "br"


def has_content(nodes: list[Node]) -> bool:
    """Is there anything to see?"""
    return any(
        not is_blank(node) if isinstance(node, str) else node.tag in _SEEN or has_content(node.children)
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


def drop(element: Element) -> None:
    """Take an element out, and the paragraphs and inline tags that are empty without it."""
    parent = element.parent
    element.detach()
    while parent is not None and parent.tag in INLINE | {"p"} and not has_content(parent.children):
        outer = parent.parent
        parent.detach()
        parent = outer


def is_block(node: Node) -> bool:
    """Is it something that cannot stand in a line of text?"""
    return isinstance(node, Element) and node.tag not in _IN_LINE


def wrap_words(parent: Element) -> list[Element]:
    """Make paragraphs of words that stand bare between blocks, and return them."""
    nodes, run, made = list[Node](), list[Node](), list[Element]()

    def end() -> None:
        if has_content(run):
            made.append(Element("p", None, run))
            nodes.append(made[-1])
        else:
            nodes.extend(node for node in run if isinstance(node, str))
        run.clear()

    for node in tuple(parent.children):
        if is_block(node):
            end()
            nodes.append(node)
        else:
            run.append(node)
    end()
    parent.fill(nodes)
    return made
