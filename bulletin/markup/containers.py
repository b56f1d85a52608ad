"""Boxes between lines of colons: a note, a quotation, who signs.

    ::: hop Tiêu đề
    Nội dung
    :::

Before Markdown the lines become signs in paragraphs of their own (`mark`), and behind it what
stands between two signs becomes the box (`enclose`). So Markdown works inside as anywhere.
"""

import re
from dataclasses import dataclass

from bulletin.markup import signoff
from bulletin.markup.blocks import has_content, is_blank
from bulletin.markup.marks import BOX_CLOSES, BOX_OPENS, NUMBER_ENDS
from bulletin.markup.source import Source
from bulletin.markup.tree import Element, Node, Tree
from bulletin.names import nearest, slug

_LINE = re.compile(r"^ {0,3}(:{2,})[ \t]*(.*?)[ \t]*:*[ \t]*$", re.MULTILINE)
# What editors may write, as a slug -> the box.
_KINDS = {
    **dict.fromkeys(("hop", "note", "box", "khung", "luu-y", "chu-y", "ghi-chu", "ghi-nho"), "hop"),
    **dict.fromkeys(("trich", "quote", "trich-dan"), "trich"),
    **dict.fromkeys(("ky-ten", "ki-ten", "signoff", "chu-ky", "chu-ki"), "ky-ten"),
}
_TITLES = {"luu-y": "Lưu ý", "chu-y": "Chú ý", "ghi-chu": "Ghi chú", "ghi-nho": "Ghi nhớ"}
_NUMBERED = re.compile(f"{BOX_OPENS}(\\d+){NUMBER_ENDS}\\s*")


@dataclass(frozen=True, slots=True)
class Box:
    """`title` is for a box to which the editor gives none; `line` is where it opens."""

    kind: str
    title: str
    line: int


def mark(source: Source) -> tuple[str, list[Box]]:
    """The source's text with signs instead of lines of colons, and the boxes they stand for.

    A line that closes nothing, a box never closed, within another, or of an unknown kind is an error.
    """
    boxes: list[Box] = []
    out: list[str] = []
    done, shut = 0, 0
    is_open = was_nested = False
    for match in _LINE.finditer(source.shown):
        line = source.line(match.start())
        words = source.text[match.start(2) : match.end(2)]
        if match[1] == "::":  # one too few: read as if it were there
            if words and not _read(words)[0]:
                continue
            written = match[0].strip()
            source.fail("box-colons", line, text=written, mend=f":{written}")
        out.append(source.text[done : match.start()])
        done = match.end()
        if not words and shut:
            shut -= 1
        elif not words and is_open:
            is_open = False
            out.append(f"\n\n{BOX_CLOSES}{len(boxes) - 1}{NUMBER_ENDS}\n\n")
        elif not words:
            source.fail("box-stray", line)
        else:
            kind, title, name = _read(words)
            if not kind:
                guess = _guess(words)
                source.fail(
                    "box-unknown-guess" if guess else "box-unknown", line, name=name, guess=guess or ""
                )
                shut += 1
            elif is_open:
                source.fail("box-nested", line, name=name, opened=str(boxes[-1].line))
                was_nested = True
                shut += 1
            else:
                is_open = True
                boxes.append(Box(kind, _TITLES.get(slug(name), ""), line))
                out.append(f"\n\n{BOX_OPENS}{len(boxes) - 1}{NUMBER_ENDS} {title}\n\n")
    out.append(source.text[done:])
    if is_open:
        out.append(f"\n\n{BOX_CLOSES}{len(boxes) - 1}{NUMBER_ENDS}\n")
        if not was_nested:  # else it is most likely the other one that is not closed, and reported
            source.fail("box-unclosed", boxes[-1].line)
    return "".join(out), boxes


def _read(words: str) -> tuple[str, str, str]:
    """The kind of box ("" if unknown), its title, and the name as written, of one word or two ("ký tên")."""
    pieces = words.split(maxsplit=2)
    for count in (2, 1):
        name = " ".join(pieces[:count])
        kind = _KINDS.get(slug(name))
        if kind and len(pieces) >= count:
            return kind, " ".join(words.split(maxsplit=count)[count:]), name
    return "", "", pieces[0]


def _guess(words: str) -> str | None:
    """The kind of box most likely meant: by two words if that is a name of two ("chữ ký"), else by one."""
    pieces = words.split(maxsplit=2)
    both = nearest(slug(" ".join(pieces[:2])), _KINDS) if len(pieces) > 1 else None
    return both if both and "-" in both else nearest(slug(pieces[0]), _KINDS)


def enclose(tree: Tree, boxes: list[Box], source: Source) -> None:
    """Put what stands between two signs into its box."""
    opens: dict[int, Element] = {}
    closes: dict[int, Element] = {}
    for paragraph in [e for e in tree.root.walk() if e.tag == "p"]:
        first = paragraph.children[0] if paragraph.children else ""
        if not isinstance(first, str):
            continue
        found = _NUMBERED.match(first)
        if found and int(found[1]) < len(boxes):
            opens[int(found[1])] = paragraph
            paragraph.children[0] = first[found.end() :]
        elif first.startswith(BOX_CLOSES) and first.endswith(NUMBER_ENDS):
            digits = first[1:-1]
            if digits.isdecimal():
                closes[int(digits)] = paragraph
    for number, box in enumerate(boxes):
        start, end = opens.get(number), closes.get(number)
        if start is None or end is None or start.parent is not end.parent:
            source.fail("box-in-html", box.line)
            for sign in (start, end):
                if sign is not None:
                    sign.detach()
        else:
            _enclose(box, start, end, source)


def _enclose(box: Box, start: Element, end: Element, source: Source) -> None:
    parent = start.parent
    if parent is None:
        return
    inside = parent.children[start.index() + 1 : end.index()]
    parent.fill([*parent.children[: start.index() + 1], *parent.children[end.index() + 1 :]])
    own_title = list(start.children) if has_content(start.children) else []
    if not own_title and not has_content(inside):
        source.warn("box-empty", box.line)
    title = own_title or ([box.title] if box.title else [])
    start.replace([_made(box.kind, title, _trimmed(inside))] if title or has_content(inside) else [])


def _made(kind: str, title: list[Node], inside: list[Node]) -> Element:
    if kind == "ky-ten":
        lines = signoff.lines_of(inside)
        return signoff.signed([title, *lines] if title else lines, is_name_first=True)
    if kind == "trich":
        source: list[Node] = [Element("p", {"class": "credit"}, title), "\n"] if title else []
        return Element("blockquote", {"class": "pull"}, ["\n", *inside, "\n", *source])
    heading: list[Node] = ["\n", Element("p", {"class": "note-title"}, title)] if title else []
    return Element("div", {"class": "note", "role": "note"}, [*heading, "\n", *inside, "\n"])


def _trimmed(nodes: list[Node]) -> list[Node]:
    kept = list(nodes)
    while kept and is_blank(kept[-1]):
        kept.pop()
    while kept and is_blank(kept[0]):
        del kept[0]
    return kept
