"""The grid of a table: spans that fit, and rows of one width, as the HTML standard wants them."""

from bulletin.markup.tree import Element


def fit(table: Element) -> None:
    """Make rows and columns meet. The table's children are groups of rows, perhaps after a caption."""
    groups = [group for group in table.elements if group.tag in ("thead", "tbody", "tfoot")]
    for group in groups:
        _fit_rows(_rows(group))
    placed = [cell for group in groups for cell in _placed(group)]
    _fit_columns(placed)
    _fill_rows([row for group in groups for row in _rows(group)])


def _rows(group: Element) -> list[Element]:
    return [row for row in group.elements if row.tag == "tr"]


def _fit_rows(rows: list[Element]) -> None:
    """No cell reaches below its group."""
    for number, row in enumerate(rows):
        for cell in row.elements:
            height = min(int(cell.attributes.pop("rowspan", "1")), len(rows) - number)
            if height > 1:
                cell.attributes["rowspan"] = str(height)


def _placed(group: Element) -> list[tuple[Element, int, int]]:
    """(cell, first column from 0, columns) of every cell, beside those that reach down from rows above."""
    cells: list[tuple[Element, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(_rows(group)):
        column = 0
        for cell in row.elements:
            while (number, column) in taken:
                column += 1
            width, height = (int(cell.attributes.get(name, "1")) for name in ("colspan", "rowspan"))
            if height > 1:
                below = range(number + 1, number + height)
                taken.update((y, x) for y in below for x in range(column, column + width))
            cells.append((cell, column, width))
            column += width
    return cells


def _fit_columns(placed: list[tuple[Element, int, int]]) -> None:
    """No column without a cell that begins in it: cells that span such a one get narrower."""
    starts = {column for _, column, _ in placed}
    for cell, column, width in placed:
        if width > 1:
            real = sum(1 for x in range(column, column + width) if x in starts)
            del cell.attributes["colspan"]
            if real > 1:
                cell.attributes["colspan"] = str(real)


def _fill_rows(rows: list[Element]) -> None:
    """Empty cells at the end of rows that are too short; not where cells reach down into others."""
    if any("rowspan" in cell.attributes for row in rows for cell in row.elements):
        return
    widths = [sum(int(cell.attributes.get("colspan", "1")) for cell in row.elements) for row in rows]
    for row, width in zip(rows, widths, strict=True):
        for _ in range(max(widths) - width):
            row.append(Element("td"))
