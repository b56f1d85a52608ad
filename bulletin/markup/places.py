"""Places within a page: ids, headings' names, and the links that lead to them."""

import re
from urllib.parse import quote, unquote

from bulletin.markup.source import Source
from bulletin.markup.tree import Element, Tree
from bulletin.names import nearest, slug

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_:.-]*\Z")
_FOOTNOTE = re.compile(r"fn(?:ref[0-9]*)?:")
_UNSEEN = re.compile(r"\[\^([^\[\]\s<>]{1,40})\]")


def settle(tree: Tree, source: Source) -> None:
    """Make ids unique and plain, name the headings, and lead the links within the page to where they mean.

    A link to nowhere is a warning, so are footnotes without a mark in the text and marks without a footnote.
    """
    anchors = tree.attached("a")
    links = [a for a in anchors if a.attributes.get("href", "").startswith("#")]
    ids, written = _settle_ids(tree, anchors, links)
    for heading in tree.attached("heading"):
        if heading.tag != "p" and "id" not in heading.attributes:
            heading.attributes["id"] = _unique(_plain(slug(heading.text)) or "muc", ids)
    for anchor in anchors:
        if not anchor.attributes.keys() & {"href", "id"}:
            anchor.unwrap()
    for link in links:
        _lead(link, written, ids, source)


def _settle_ids(tree: Tree, anchors: list[Element], links: list[Element]) -> tuple[set[str], dict[str, str]]:
    """The ids there are, and id as written -> id as it is."""
    ids: set[str] = set()
    written: dict[str, str] = {}
    wanted = {
        place
        for link in links
        for place in (link.attributes["href"][1:], unquote(link.attributes["href"][1:]))
    }
    for anchor in anchors:  # <a name="…">, the old way
        name = anchor.attributes.pop("name", "")
        if name in wanted and "id" not in anchor.attributes:
            anchor.attributes["id"] = name
            tree.with_id.append(anchor)
    for element in tree.with_id:
        raw = element.attributes.pop("id", "")
        plain = _plain(raw)
        if plain and raw not in written and element.is_attached:
            written[raw] = element.attributes["id"] = _unique(plain, ids)
    return ids, written


def _lead(link: Element, written: dict[str, str], ids: set[str], source: Source) -> None:
    href = link.attributes["href"]
    place = unquote(href[1:])
    for candidate in (written.get(href[1:]), written.get(place), place, slug(place)):
        if candidate and candidate in ids:
            link.attributes["href"] = f"#{candidate}"
            return
    if link.has_class("footnote-backref"):
        label = place.partition(":")[2]
        source.warn("footnote-unused", source.find(f"[^{label}]:"), label=label)
        if link.parent is not None:
            link.parent.fill(
                [n.removesuffix("&nbsp;") if isinstance(n, str) else n for n in link.parent.children]
            )
        link.detach()
        return
    guess = nearest(place, sorted(ids))
    source.warn(
        "place-missing-guess" if guess else "place-missing", link.line, target=href, guess=guess or ""
    )
    link.attributes["href"] = "#" + quote(place, safe=":.-_~")


def check_footnotes(html: str, source: Source) -> None:
    """Warn of marks like [^3] that stayed in the text, because no footnote of that name is there."""
    for label in dict.fromkeys(_UNSEEN.findall(html)):
        line = source.find(f"[^{label}]")
        if line:
            source.warn("footnote-missing", line, label=label)


def _plain(raw: str) -> str:
    """`raw` if it is plain ASCII, else its slug; "" for one that is reserved (bt-) or comes to nothing."""
    if _PLAIN.match(raw):
        plain = raw
    else:
        note = _FOOTNOTE.match(raw)
        plain = note[0] + slug(raw[note.end() :]) if note else slug(raw)
    return "" if plain.lower().startswith("bt-") else plain


def _unique(name: str, taken: set[str]) -> str:
    """`name`, or the first of name-2, name-3, … that is free; it is added to `taken`."""
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}-{count}"
    taken.add(free)
    return free
