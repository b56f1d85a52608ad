"""The square that leads from paper back to the screen: an address as a QR code (ISO/IEC 18004), in SVG."""

import re
from dataclasses import dataclass

QUIET = 4  # modules of white around it, as the standard asks
MASK = 3  # any of the eight is right; trying all for the fairest takes eight times as long
_RUN = re.compile(b"\x01+")


@dataclass(frozen=True, slots=True)
class PrintCode:
    """Made when a template shows it: `{{ page.code }}` is safe SVG; false and nothing without an address."""

    address: str

    def __bool__(self) -> bool:
        return bool(self.address)

    def __html__(self) -> str:
        if not self.address:
            return ""
        rows = matrix(self.address)
        side = len(rows) + 2 * QUIET
        # Black all over in print; hidden from ears, because the address stands beside it in letters.
        return (
            f'<svg class="print-code" viewBox="{-QUIET} {-QUIET} {side} {side}" aria-hidden="true" '
            f'focusable="false"><path stroke="#000" shape-rendering="crispEdges" d="{outline(rows)}"/></svg>'
        )


def matrix(address: str) -> tuple[bytearray, ...]:
    """The modules, row by row: 1 is dark. Level M: photocopies lose some; more are hard to read."""
    import segno

    rows: tuple[bytearray, ...] = segno.make_qr(address, error="m", mask=MASK, boost_error=False).matrix
    return rows


def outline(rows: tuple[bytearray, ...]) -> str:
    """Each run of dark modules as a stroke through its middle, from the end of the last."""
    parts, x, y = ["M0 .5"], 0, 0
    for number, row in enumerate(rows):
        for run in _RUN.finditer(row):
            start, end = run.span()
            parts.append(f"m{start - x} {number - y}h{end - start}")
            x, y = end, number
    return "".join(parts)
