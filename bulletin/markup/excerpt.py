"""The first words of a body, for lists of articles."""

from bulletin.markup.tree import Tree

LONGEST = 300


def excerpt(tree: Tree) -> str:
    """The plain text of the first paragraphs, at most `LONGEST` letters, cut after a word."""
    text = ""
    for element in tree.root.elements:
        if element.tag == "p" and (words := element.text):
            text = f"{text} {words}" if text else words
            if len(text) > LONGEST:
                break
    if len(text) <= LONGEST:
        return text
    head = text[:LONGEST].rpartition(" ")[0] or text[: LONGEST - 1]
    return head.rstrip(" ,;:.–—-") + "…"
