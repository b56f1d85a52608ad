"""Headings below the page's own: from h2 on, without gaps, none empty."""

from bulletin.markup.blocks import INLINE
from bulletin.markup.body import Heading
from bulletin.markup.marks import strip
from bulletin.markup.tree import Tree

_NO_HEADING = INLINE | {"th", "td", "summary", "dt", "caption", "figcaption"}


def level(tree: Tree) -> None:
    """Give the headings their levels: the outermost is h2, and each deeper one a single step below."""
    above: list[int] = []  # the levels, as the editor chose them, that the present heading stands under
    for heading in tree.attached("heading"):
        words = strip(heading.text).strip()
        has_picture = any(inner.tag == "img" for inner in heading.walk())
        if not words and not has_picture:
            heading.detach()
        elif any(outer.tag in _NO_HEADING for outer in heading.above()):
            heading.unwrap()
        elif not words:
            heading.tag = "p"  # a picture that was made a heading
        else:
            own = int(heading.tag[1])
            while above and above[-1] >= own:
                above.pop()
            above.append(own)
            heading.tag = f"h{min(len(above) + 1, 6)}"


def listed(tree: Tree) -> tuple[Heading, ...]:
    """The headings of the finished tree, whose ids are settled."""
    return tuple(
        Heading(int(heading.tag[1]), heading.attributes["id"], heading.text)
        for heading in tree.attached("heading")
        if heading.tag != "p"
    )
