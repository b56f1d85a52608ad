"""Addresses: judged as soon as the HTML is a tree, numbered when nothing moves any more.

After `judge` every `href` and `src` left is one that may stand on a page or become a
reference; after `number` only references, places of the same page, mailto: and tel: are left.
"""

import re
from unicodedata import normalize
from urllib.parse import quote, unquote

from bulletin.markup.body import LinkReference, PictureReference
from bulletin.markup.players import youtube
from bulletin.markup.source import Source
from bulletin.markup.tree import Element, Tree, escape
from bulletin.names import fold, nearest, slug

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_MAIL = re.compile(r"mailto:[^@\s,?]+@[^@\s,?]+\.[^@\s,?]+(?:\?\S*)?\Z", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9]{2,15}\Z", re.IGNORECASE)
_IN_MAIL = "@:?&=+,;.!~*'()%-_/"


def judge(tree: Tree, source: Source) -> None:
    """Give every address its line; drop those that are no good, with a problem, and what has none."""
    for element in tree.referring:
        name = "href" if element.tag == "a" else "src"
        written = element.attributes.get(name)
        if written is None:
            _without(element, name, source)
            continue
        target = normalize("NFC", " ".join(written.split()).strip("“”‘’ "))
        element.line = source.next(written.strip())
        element.attributes[name] = target
        if element.tag == "iframe":
            continue
        if element.tag != "img" and youtube(target):
            continue
        kind = _fault(target, element.tag)
        if kind:
            source.warn(kind, element.line, target=target, text=element.text or element.attributes.get("alt", ""))
            _drop(element)
        elif target[:4].lower() == "tel:":
            element.attributes[name] = _phone(target)
        elif target[:7].lower() == "mailto:":
            element.attributes[name] = "mailto:" + quote(target[7:], safe=_IN_MAIL)


def _fault(target: str, tag: str) -> str:
    """The kind of problem with an address; "" if it is good."""
    is_link = tag == "a"
    if not target or target == "#":
        return "link-empty" if is_link else "picture-empty"
    if target.startswith("\\\\"):
        return "link-on-disk"
    if re.match(r"[\\/]{2}", target):
        return "link-refused"
    scheme = _SCHEME.match(target)
    name = scheme[1].lower() if scheme else ""
    if name in ("", "http", "https"):
        return ""
    if len(name) == 1 or name == "file":
        return "link-on-disk"
    if name == "data":
        return "picture-in-text" if tag == "img" else "link-refused"
    if is_link and name == "mailto":
        return "" if _MAIL.match(target) else "link-mail"
    if is_link and name == "tel":
        return "" if _PHONE.match(_phone(target)) else "link-phone"
    return "link-refused"


def _phone(target: str) -> str:
    return re.sub(r"[\s().-]+", "", unquote(target)).lower()


def _without(element: Element, name: str, source: Source) -> None:
    """An element that should have an address: either a name for a place, or the sanitiser took the address away."""
    if element.tag == "a" and ("name" in element.attributes or "id" in element.attributes):
        return
    if element.tag in ("video", "audio", "source", "iframe"):
        return
    text = element.text or element.attributes.get("alt", "")
    line = source.find(f"[{text}](", f">{text}</a", f"[{text}]") if text else 0
    source.warn("link-refused", line, target="", text=text)
    _drop(element)


def _drop(element: Element) -> None:
    """Take the address away; of a link the words stay, of a picture nothing."""
    if not element.is_attached:
        return
    if element.tag == "a":
        element.unwrap()
    elif element.tag == "img":
        element.detach()
    else:
        element.attributes.pop("src", None)


def settle_places(tree: Tree, source: Source) -> None:
    """Make ids unique and plain, and links within the page lead to them; a link that leads nowhere is a warning."""
    taken: dict[str, str] = {}  # as written -> as it is
    ids: set[str] = set()
    links = [a for a in tree.attached("a") if a.attributes.get("href", "").startswith("#")]
    wanted = {place for a in links for place in (a.attributes["href"][1:], unquote(a.attributes["href"][1:]))}
    for anchor in tree.attached("a"):
        name = anchor.attributes.pop("name", "")
        if name in wanted and "id" not in anchor.attributes:
            anchor.attributes["id"] = name
            tree.with_id.append(anchor)
    for element in tree.with_id:
        raw = element.attributes.pop("id", "")
        plain = plain_id(raw)
        if not plain or raw in taken or not element.is_attached:
            continue
        taken[raw] = element.attributes["id"] = unique(plain, ids)
    for element in tree.attached("heading"):
        if "id" not in element.attributes:
            element.attributes["id"] = unique(plain_id(slug(element.text)) or "muc", ids)
    for anchor in tree.attached("a"):
        if "href" not in anchor.attributes and "id" not in anchor.attributes:
            anchor.unwrap()
    for link in links:
        _settle(link, taken, ids, source)


def _settle(link: Element, taken: dict[str, str], ids: set[str], source: Source) -> None:
    written = link.attributes["href"]
    place = unquote(written[1:])
    for candidate in (taken.get(written[1:]), taken.get(place), place, slug(place)):
        if candidate and candidate in ids:
            link.attributes["href"] = f"#{candidate}"
            return
    if link.has_class("footnote-backref"):  # of a footnote that the text never refers to
        label = place.partition(":")[2]
        source.warn("footnote-unused", source.find(f"[^{label}]:"), label=label)
        link.detach()
        return
    guess = nearest(place, sorted(ids))
    source.warn("place-missing-guess" if guess else "place-missing", link.line, target=written, guess=guess or "")
    link.attributes["href"] = "#" + quote(place, safe=":.-_~")


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_:.-]*\Z|[0-9]+(?:-[a-z0-9]+)+\Z")
_FOOTNOTE = re.compile(r"fn(?:ref[0-9]*)?:")


def plain_id(raw: str) -> str:
    """`raw` if it is plain ASCII, else its slug; "" for one that is reserved (bt-) or comes to nothing."""
    kept = _FOOTNOTE.match(raw)
    plain = raw if _PLAIN.match(raw) else (kept[0] if kept else "") + slug(raw[kept.end() :] if kept else raw)
    return "" if fold(plain).startswith("bt-") else plain


def unique(name: str, taken: set[str]) -> str:
    """`name`, or the first of name-2, name-3, … that is free; it is added to `taken`."""
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}-{count}"
    taken.add(free)
    return free


def number(tree: Tree) -> tuple[tuple[LinkReference, ...], tuple[PictureReference, ...]]:
    """Put numbered references in the place of addresses, in the order of the document."""
    links: list[LinkReference] = []
    pictures: list[PictureReference] = []
    if not tree.referring:
        return (), ()
    for element in tree.root.walk():
        attributes = element.attributes
        if element.tag == "img":
            alt = normalize("NFC", " ".join(attributes.get("alt", "").split()))
            element.attributes = {"src": f"bantin:picture/{len(pictures)}", "alt": alt}
            pictures.append(PictureReference(attributes["src"], element.line, alt))
        elif element.tag in ("a", "video", "audio"):
            name = "href" if element.tag == "a" else "src"
            target = attributes.get(name, "")
            if target and not target.startswith(("#", "mailto:", "tel:")):
                attributes[name] = f"bantin:link/{len(links)}"
                links.append(LinkReference(target, element.line))
            if not attributes.get("title", "x"):
                del attributes["title"]
    return tuple(links), tuple(pictures)


def link(target: str, words: str, line: int) -> Element:
    """A new link with plain `words`."""
    return Element("a", {"href": target}, [escape(words)], line)
