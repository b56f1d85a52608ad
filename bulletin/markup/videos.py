"""Films and recordings: nothing is asked of another site before a reader clicks.

A film of YouTube is a link in a box, which the theme's script makes a player on a click. A
file of the site's own is a player that loads nothing until it is started.
"""

from bulletin.markup.blocks import drop, is_blank, lift
from bulletin.markup.body import Body, LinkReference
from bulletin.markup.html import escape, write
from bulletin.markup.marks import BARE
from bulletin.markup.players import is_player, local, whole, youtube
from bulletin.markup.source import Source
from bulletin.markup.tree import Element, Node, Tree
from bulletin.problem import Place, Problems, error

_WATCH = "https://www.youtube.com/watch?v="


def video(target: str, path: str, line: int) -> tuple[Body | None, Problems]:
    """The player for an address in the front matter; None and an error if it is not that of a film."""
    address = target.strip()
    if not youtube(address) and local(address) != "video":
        return None, (error(Place(path, line), "video-unknown", target=address),)
    made = player(address, "", line)
    name = "src" if made.tag == "figure" else "href"
    holder = made.elements[0]
    reference = LinkReference(holder.attributes[name], line)
    holder.attributes[name] = "bantin:link/0"
    return Body(write(Element("", None, [made])), links=(reference,), has_video=True), ()


def player(target: str, words: str, line: int) -> Element:
    """The box or figure for an address that `is_player` accepts, with plain `words` under it."""
    name = youtube(target)
    if name:
        label = f"Xem video: {words}" if words else "Xem video trên YouTube"
        link = Element("a", {"href": whole(target)}, [escape(label)], line)
        return Element("div", {"class": "video", "data-youtube": name}, [link])
    kind = local(target)
    media = Element(kind, {"controls": "", "preload": "none", "src": target}, None, line)
    made = Element("figure", {"class": kind}, [media])
    if words:
        made.append(Element("figcaption", None, [escape(words)]))
    return made


def arrange(tree: Tree, source: Source) -> None:
    """Make players of links that stand alone, of frames of YouTube, and of video and audio tags."""
    for frame in tree.attached("iframe"):
        _frame(frame, tree, source)
    for kind in ("video", "audio"):
        for media in tree.attached(kind):
            _media(media, tree, source)
    for link in tree.noted["a"]:
        if BARE in link.children:
            link.fill([escape(link.attributes.get("href", ""))])
        parent = link.parent
        if parent is None or parent.tag != "p" or not is_player(link.attributes.get("href", "")):
            continue
        if not link.is_attached or not all(is_blank(node) or _is_film(node) for node in parent.children):
            continue
        players: list[Node] = [_from_link(node, tree) for node in parent.elements if node.tag == "a"]
        parent.replace(players)


def _is_film(node: Node) -> bool:
    return (
        isinstance(node, Element) and node.tag == "a" and is_player(node.attributes.get("href", ""))
        and not any(element.tag == "img" for element in node.walk())
    )  # fmt: skip


def _from_link(link: Element, tree: Tree) -> Element:
    target = link.attributes["href"]
    made = player(target, "" if is_player(link.text) or BARE in link.text else link.text, link.line)
    tree.has_video = tree.has_video or local(target) != "audio"
    return made


def _frame(frame: Element, tree: Tree, source: Source) -> None:
    target = frame.attributes.get("src", "")
    name = youtube(target)
    if not name:
        source.warn("frame-dropped", frame.line, target=target)
        drop(frame)
        return
    title = " ".join(frame.attributes.get("title", "").split())
    tree.has_video = True
    lift(frame)
    frame.replace([player(_WATCH + name, "" if title.startswith("YouTube") else title, frame.line)])


def _media(media: Element, tree: Tree, source: Source) -> None:
    """A tag of the editor's own: the first file in it counts."""
    inside = [element for element in media.walk() if element.tag == "source"]
    holder = next((e for e in (media, *inside) if e.attributes.get("src")), None)
    if holder is None:
        drop(media)
        return
    target, line = holder.attributes["src"], holder.line
    outer = next((e for e in media.above() if e.tag == "figure"), None)
    words = next((e.text for e in outer.walk() if e.tag == "figcaption"), "") if outer else ""
    place = outer or media
    lift(place)
    if is_player(target):
        tree.has_video = tree.has_video or local(target) != "audio"
        place.replace([player(target, words, line)])
    else:
        if ":" in target:
            source.warn("video-remote", line, target=target)
        label = f"Xem video: {words}" if words else "Xem video"
        link = Element("a", {"href": target}, [escape(label)], line)
        place.replace([Element("p", None, [link])])
