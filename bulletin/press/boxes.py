"""What a print shop wants to find in the file, and the sheets for a copier: PDF bytes in, bytes out.

The engine writes TrimBox and MediaBox; BleedBox, crop marks and imposed sheets are put in here.
Lengths are mm; a PDF counts in points of 1/72 inch.
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bulletin.press.imposition import Side, creep, saddle_stitch

if TYPE_CHECKING:
    import pikepdf

MM = 72 / 25.4
BLEED = 3.0
MARK = 5.0  # length of a crop mark
SLUG = 8.0  # paper around the bleed, for the marks
SHEETS = ((297.0, 210.0), (420.0, 297.0), (594.0, 420.0))  # A4, A3, A2 lying


def press_ready(data: bytes) -> bytes:
    """TrimBox and BleedBox right on every page, crop marks outside the bleed."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(part) for part in page.trimbox)
            bleed, slug = BLEED * MM, SLUG * MM
            outer = [left - bleed, bottom - bleed, right + bleed, top + bleed]
            media = [outer[0] - slug, outer[1] - slug, outer[2] + slug, outer[3] + slug]
            page.obj.BleedBox = pikepdf.Array([round(part, 4) for part in outer])
            page.obj.MediaBox = pikepdf.Array([round(part, 4) for part in media])
            page.obj.CropBox = page.obj.MediaBox
            page.contents_add(pdf.make_stream(_marks(left, bottom, right, top)), prepend=False)
        return _saved(pdf)


def _marks(left: float, bottom: float, right: float, top: float) -> bytes:
    """Eight lines that point at the corners of the trim and end where the bleed does."""
    near, far = BLEED * MM + 1, (BLEED + MARK) * MM + 1
    lines = []
    for x in (left, right):
        lines += [(x, bottom - near, x, bottom - far), (x, top + near, x, top + far)]
    for y in (bottom, top):
        lines += [(left - near, y, left - far, y), (right + near, y, right + far, y)]
    drawn = " ".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S" for a, b, c, d in lines)
    return f"q 0 0 0 1 K 0.25 w {drawn} Q".encode()


def booklet(data: bytes, paper: float = 0.0) -> bytes:
    """Two pages a side, to print on both sides (short edge), fold and staple; `paper` mm thick for creep.

    Pages go on the smallest sheet that holds two side by side; where it is larger, marks show the trim.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as made:
        left, bottom, right, top = (float(part) for part in source.pages[0].trimbox)
        width, height = right - left, top - bottom
        sheet = next(
            (s for s in SHEETS if s[0] * MM >= 2 * width - 2 and s[1] * MM >= height - 2),
            (2 * width / MM, height / MM),
        )
        sides = saddle_stitch(len(source.pages))
        shifts = creep(len(sides) // 2, paper)
        forms = [made.copy_foreign(page.as_form_xobject()) for page in source.pages]
        for n, side in enumerate(sides):
            _add_side(made, side, forms, sheet, (width, height), shifts[n // 2])
        return _saved(made)


def _add_side(
    made: "pikepdf.Pdf",
    side: Side,
    forms: Sequence[Any],
    sheet: tuple[float, float],
    size: tuple[float, float],
    shift: float,
) -> None:
    import pikepdf

    width, height = sheet[0] * MM, sheet[1] * MM
    page = made.add_blank_page(page_size=(width, height))
    middle, foot = width / 2, (height - size[1]) / 2
    drawn = []
    for number, edge in ((side.left, middle - size[0] + shift * MM), (side.right, middle - shift * MM)):
        if number is None:
            continue
        form = forms[number - 1]
        name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/P{number}"))
        x0, y0, x1, _ = (float(part) for part in form.BBox)
        scale = size[0] / (x1 - x0)
        drawn.append(
            f"q {scale:.6f} 0 0 {scale:.6f} {edge - x0 * scale:.3f} {foot - y0 * scale:.3f} cm {name} Do Q"
        )
    if width - 2 * size[0] > 6 * MM:
        drawn.append(_trim_marks(middle - size[0], foot, middle + size[0], foot + size[1]))
    page.contents_add(made.make_stream("\n".join(drawn).encode()), prepend=False)


def _trim_marks(left: float, bottom: float, right: float, top: float) -> str:
    near, far = 1.5 * MM, 5 * MM
    lines = []
    for x in (left, right):
        lines += [(x, bottom - near, x, bottom - far), (x, top + near, x, top + far)]
    for y in (bottom, top):
        lines += [(left - near, y, left - far, y), (right + near, y, right + far, y)]
    return "q 0 G 0.25 w " + " ".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S" for a, b, c, d in lines) + " Q"


def page_count(data: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _saved(pdf: "pikepdf.Pdf") -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
