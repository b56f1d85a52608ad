"""Headings below the page's own: from h2 on, without gaps, none empty."""

from bulletin.markup.body import Heading
from bulletin.markup.tree import INLINE, Element, Tree, has_content


def level(tree: Tree) -> None:
    """Give the headings their levels: the outermost is h2, and each deeper one a single step below."""
    written: list[int] = []  # the levels, as the editor chose them, that the present heading is under
    for heading in tree.attached("heading"):
        if not has_content(heading.children):
            heading.detach()
            continue
        if not heading.text or _is_in_cell(heading):
            heading.tag = "p"  # a picture that was made a heading; a heading has words
            continue
        own = int(heading.tag[1])
        while written and written[-1] >= own:
            written.pop()
        written.append(own)
        heading.tag = f"h{min(len(written) + 1, 6)}"


def _is_in_cell(heading: Element) -> bool:
    return any(element.tag in ("th", "td", "summary", "dt", *INLINE) for element in heading.above())


def listed(tree: Tree) -> tuple[Heading, ...]:
    """The headings of the finished tree, whose ids are settled."""
    return tuple(
        Heading(int(h.tag[1]), h.attributes["id"], h.text)
        for h in tree.noted["heading"]
        if h.tag[0] == "h" and "id" in h.attributes and h.is_attached
    )
