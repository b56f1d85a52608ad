"""Tables: readable on a phone and by ear, without Word's empty rows. Those of pictures become figures."""

import re

from bulletin.markup.blocks import has_content, is_blank, wrap_words
from bulletin.markup.figures import caption_of, figure, picture_of, together
from bulletin.markup.grid import fit
from bulletin.markup.tree import HEADINGS, Element, Tree

_CAPTION = re.compile(r"Bảng(?!\s+(?:dưới|sau|trên|này|đây|kia)\b)[\s:.\d]", re.IGNORECASE)
_LONGEST_CAPTION = 200  # letters; longer words beside a picture or above a table are text
_SIDES = {"right": "num", "center": "mid", "end": "num"}


def arrange(tree: Tree, photographer: str) -> None:
    """Bring every table into form, those inside others first."""
    count = 0
    for table in reversed(tree.attached("table")):
        rows = _rows(table)
        if not rows:
            table.detach()
        elif not _as_pictures(table, rows, photographer) and not _as_note(table, rows):
            _form(table, rows)
    for table in tree.attached("table"):
        if any(outer.tag == "table" for outer in table.above()):
            continue
        count += 1
        _wrap(table, count)


def _rows(table: Element) -> list[list[Element]]:
    """The cells, row by row, without rows that hold none; those are dropped."""
    rows: list[list[Element]] = []
    for row in _inside(table, "tr"):
        cells = [cell for cell in row.elements if cell.tag in ("td", "th")]
        if cells:
            rows.append(cells)
        else:
            row.detach()
    return rows


def _inside(table: Element, tag: str) -> list[Element]:
    """The parts of this table, not of tables in its cells."""
    parts = [inner for group in table.elements for inner in (group, *group.elements)]
    return [part for part in parts if part.tag == tag]


def _as_pictures(table: Element, rows: list[list[Element]], photographer: str) -> bool:
    """A table of pictures, each with words beside or below it, becomes figures."""
    pictures: list[tuple[Element, list[str]]] = []
    row: list[tuple[Element, list[str]]] = []  # the last row of pictures
    for cells in rows:
        found = [_picture_and_words(cell) for cell in cells]
        if all(unit is not None for unit, _ in found):
            row = [(unit, [words]) for unit, words in found if unit is not None]
            pictures += row
        elif len(cells) == len(row) and all(unit is None for unit, _ in found):
            for (_, words), (_, below) in zip(row, found, strict=True):
                words.append(below)
        elif has_content([*cells]):
            return False
    captions = [" ".join(filter(None, words)) for _, words in pictures]
    if not pictures or any(len(caption) > _LONGEST_CAPTION for caption in captions):
        return False
    made = [
        figure(u, text or caption_of(u), photographer)
        for (u, _), text in zip(pictures, captions, strict=True)
    ]
    table.replace([together(made)])
    return True


def _picture_and_words(cell: Element) -> tuple[Element | None, str]:
    """The only picture of a cell, or None, and the words beside it."""
    units = [e for e in cell.walk() if picture_of(e) and (e.parent is None or not picture_of(e.parent))]
    others = any(e.tag in ("table", "ul", "ol", "video", "audio", "iframe") for e in cell.walk())
    if len(units) != 1 or others:
        return None, cell.text
    return units[0], cell.text


def _as_note(table: Element, rows: list[list[Element]]) -> bool:
    """Word draws a frame as a table of one cell."""
    if len(rows) != 1 or len(rows[0]) != 1:
        return False
    cell = rows[0][0]
    if not has_content(cell.children):
        table.detach()
        return True
    note = Element("div", {"class": "note", "role": "note"}, cell.children)
    wrap_words(note)
    table.replace([note])
    return True


def _form(table: Element, rows: list[list[Element]]) -> None:
    """Header cells that say what they head, sides as classes, nothing the standard forbids."""
    for cell in (cell for cells in rows for cell in cells):
        _form_cell(cell)
    head = next((part for part in table.elements if part.tag == "thead"), None)
    if head is not None and not has_content(head.children):
        head.detach()
        rows = _rows(table)
    if head is not None and len(rows) == 2 and not has_content([*rows[1]]):
        drop_row = rows.pop()[0].parent  # Markdown gives a table of headers alone an empty row
        if drop_row is not None:
            drop_row.detach()
    if not rows:
        table.detach()
        return
    if (
        not any(cell.tag == "th" for cells in rows for cell in cells)
        and len(rows) > 1
        and all(map(_is_bold, rows[0]))
    ):
        for cell in rows[0]:
            cell.tag = "th"
    _make_head(table, rows)
    for number, cells in enumerate(rows):
        for cell in cells:
            if cell.tag == "th":
                cell.attributes["scope"] = "col" if number == 0 or _is_in_head(cell) else "row"
    _order(table)
    fit(table)


def _make_head(table: Element, rows: list[list[Element]]) -> None:
    """A first row of nothing but header cells is a head, also without `thead`."""
    row = rows[0][0].parent
    if row is None or len(rows) < 2 or any(c.tag != "th" or "rowspan" in c.attributes for c in rows[0]):
        return
    if row.parent is not None and row.parent.tag == "tbody":
        row.detach()
        table.insert(0, Element("thead", None, [row]))


def _form_cell(cell: Element) -> None:
    side = _SIDES.get(cell.attributes.pop("align", ""))
    spans = {
        name: str(min(int(value), 50)) for name in ("colspan", "rowspan")
        if (value := cell.attributes.get(name, "")).isdecimal() and value.isascii() and int(value) > 1
    }  # fmt: skip
    kept = {name: value for name, value in cell.attributes.items() if name in ("id", "class")}
    inner = [node for node in cell.children if not is_blank(node)]
    if len(inner) == 1 and isinstance(inner[0], Element) and inner[0].tag in ("p", "div", *HEADINGS):
        side = side or _SIDES.get(inner[0].attributes.get("align", ""))
        inner[0].unwrap()
    if side:
        kept["class"] = side
    cell.attributes = kept | spans


def _is_bold(cell: Element) -> bool:
    inner = [node for node in cell.children if not is_blank(node)]
    return bool(inner) and all(isinstance(n, Element) and n.tag in ("strong", "b") for n in inner)


def _is_in_head(cell: Element) -> bool:
    return any(outer.tag == "thead" for outer in cell.above())


def _order(table: Element) -> None:
    """Caption, head, bodies, foot, in this order, with one caption, head and foot at most."""
    ranks = {"caption": 0, "thead": 1, "tbody": 2, "tfoot": 3}
    seen: set[str] = set()
    parts: list[Element] = []
    for part in table.elements:
        if part.tag not in ranks or (part.tag != "caption" and not _has_rows(part)):
            continue
        if part.tag in seen and part.tag == "caption":
            continue
        if part.tag in seen and part.tag != "tbody":
            part.tag = "tbody"
        seen.add(part.tag)
        parts.append(part)
    parts.sort(key=lambda part: ranks[part.tag])
    table.fill([*(node for part in parts for node in ("\n", part)), "\n"])


def _has_rows(group: Element) -> bool:
    return any(inner.tag == "tr" for inner in group.elements)


def _wrap(table: Element, count: int) -> None:
    """Into a box that scrolls by itself on a narrow screen, and can be reached by keyboard and by name."""
    caption = next((part for part in table.elements if part.tag == "caption"), None)
    if caption is None and (before := _caption_before(table)) is not None:
        before.detach()
        caption = Element("caption", None, before.children)
        table.insert(0, "\n", caption)
    label = caption.text if caption is not None and has_content(caption.children) else f"Bảng {count}"
    table.attributes = {k: v for k, v in table.attributes.items() if k == "id"}
    box = Element("div", {"class": "table", "role": "region", "tabindex": "0", "aria-label": label})
    table.replace([box])
    box.append(table)


def _caption_before(table: Element) -> Element | None:
    parent = table.parent
    if parent is None:
        return None
    before = [node for node in parent.children[: table.index()] if not is_blank(node)]
    last = before[-1] if before else None
    if not isinstance(last, Element) or last.tag != "p":
        return None
    words = last.text
    is_caption = _CAPTION.match(words + " ") and len(words) <= _LONGEST_CAPTION and not words.endswith(":")
    return last if is_caption else None
