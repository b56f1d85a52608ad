"""Addresses: judged as soon as the HTML is a tree, numbered when nothing moves any more.

After `judge` every `href` and `src` left is one that may stand on a page or become a
reference; after `number` only references, places of the same page, mailto: and tel: are left.
"""

import re
from unicodedata import normalize
from urllib.parse import quote, unquote

from bulletin.markup.blocks import drop, has_content
from bulletin.markup.body import LinkReference, PictureReference
from bulletin.markup.html import escape
from bulletin.markup.players import whole, youtube
from bulletin.markup.source import Source
from bulletin.markup.tree import Element, Tree

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_MAIL = re.compile(r"mailto:[^@\s,?]+@[^@\s,?]+\.[^@\s,?]+(?:\?.*)?\Z", re.IGNORECASE)
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
        element.line = source.next(written.strip()) or _line_of_words(element, source)
        if element.tag == "img" and ' "' in target:  # a caption whose quote or bracket is not closed
            text = f"![{_words(element)}]({target}"
            source.warn("picture-unclosed", element.line, text=text)
            target = target.partition(' "')[0]
        element.attributes[name] = target
        if element.tag == "iframe":
            continue
        if element.tag != "img" and youtube(target):
            element.attributes[name] = whole(target)
            continue
        if target[:4].lower() == "www.":  # an address without its beginning, as people say it
            element.attributes[name] = target = f"https://{target}"
        kind = _fault(target, element.tag)
        if kind:
            source.warn(kind, element.line, target=target, text=_words(element))
            _drop(element)
        elif name == "href":
            element.attributes[name] = _plain_contact(target)
            if not has_content(element.children) and source.find(f"[]({target}"):
                source.warn("link-no-words", element.line, target=target)
                element.fill([escape(target)])


def _plain_contact(target: str) -> str:
    """A mailto: or tel: as the standard wants it; any other target as it is."""
    if target[:4].lower() == "tel:":
        return _phone(target)
    if target[:7].lower() == "mailto:":
        return "mailto:" + quote(target[7:], safe=_IN_MAIL)
    return target


def _fault(target: str, tag: str) -> str:
    """The kind of problem with an address; "" if it is good."""
    is_link = tag == "a"
    if not target or target == "#":
        return "link-empty" if is_link else "picture-empty"
    if target.startswith("\\"):  # \\server\\folder, of which Markdown eats a stroke
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
    """An element without the address it should have: a name for a place, or the sanitiser took it away."""
    if element.tag == "a" and ("name" in element.attributes or "id" in element.attributes):
        return
    if element.tag in ("video", "audio", "source", "iframe"):
        return
    source.warn(
        "picture-lost" if element.tag == "img" else "link-lost",
        _line_of_words(element, source),
        text=_words(element),
    )
    _drop(element)


def _words(element: Element) -> str:
    return element.text or element.attributes.get("alt", "")


def _line_of_words(element: Element, source: Source) -> int:
    text = _words(element)
    return source.find(f"[{text}](", f">{text}</a", f"[{text}]") if text else 0


def _drop(element: Element) -> None:
    """Take the address away; of a link the words stay, of a picture nothing."""
    if not element.is_attached:
        return
    if element.tag == "a":
        element.unwrap()
    elif element.tag == "img":
        drop(element)
    else:
        element.attributes.pop("src", None)


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
            focus, blur = attributes.get("focus", ""), attributes.get("blur", "")
            pictures.append(PictureReference(attributes["src"], element.line, alt, focus, blur))
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
