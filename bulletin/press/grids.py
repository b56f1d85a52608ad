"""Tables whose rows are all as wide as the table: what the engine can set. Pure."""

from typing import Any

Node = dict[str, Any]
MOST_CELLS = 6000  # of one table


def regular(
    head: list[list[Node]], body: list[list[Node]]
) -> tuple[int, list[list[Node]], list[list[Node]]] | None:
    """The table with spans that fit, and rows of equal width; None for one without cells or beyond measure.

    Without this a cell that spans past the edge stops the engine.
    """
    rows = [row for row in (*head, *body) if row]
    if not rows:
        return None
    columns = min(40, max(sum(cell["x"] for cell in row) for row in rows))
    count = 0
    made: list[list[Node]] = []
    covered: dict[tuple[int, int], bool] = {}
    sections = [(len([row for row in head if row]), True), (len(rows), False)]
    for number, row in enumerate(rows):
        end = sections[0][0] if number < sections[0][0] else len(rows)
        cells: list[Node] = []
        at = 0
        for cell in row:
            while covered.get((number, at)):
                at += 1
            if at >= columns:  # no room beside what spans down from above: its words go where they can stand
                (cells or made[-1])[-1]["c"].extend(cell["c"])
                continue
            wide = min(cell["x"], columns - at)
            wide = next((i for i in range(1, wide) if covered.get((number, at + i))), wide)
            tall = min(cell["y"], end - number)
            cells.append({**cell, "x": wide, "y": tall, "at": at})
            for y in range(number, number + tall):
                for x in range(at, at + wide):
                    covered[y, x] = True
            at += wide
        for x in range(columns):
            if not covered.get((number, x)):
                cells.append({"c": [], "x": 1, "y": 1, "num": False, "mid": False, "th": False, "at": x})
                covered[number, x] = True
        count += len(cells)
        made.append(sorted(cells, key=lambda cell: cell["at"]))
        if count > MOST_CELLS:
            break
    return columns, made[: sections[0][0]], made[sections[0][0] :]
