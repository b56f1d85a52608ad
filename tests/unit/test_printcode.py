"""The square on paper holds the whole address, module for module."""

import gzip
import re

import pytest
from lxml import etree

from bulletin.printcode import QUIET, PrintCode, matrix

ADDRESS = "https://bantin.muongkhoi.example/chap-canh-uoc-mo/den-truong/"


def drawn(svg: str) -> set[tuple[int, int]]:
    """(column, row) of every dark module that the strokes cover, followed as a browser follows them."""
    path = etree.fromstring(svg).find("path")
    assert path is not None
    x, y, dark = 0, 0, set()
    start, *steps = path.get("d", "").split("m")
    assert start == "M0 .5"
    for step in steps:
        found = re.fullmatch(r"(-?\d+) (\d+)h(\d+)", step)
        assert found, step
        across, down, length = map(int, found.groups())
        x, y = x + across, y + down
        dark |= {(column, y) for column in range(x, x + length)}
        x += length
    return dark


@pytest.mark.parametrize("address", ["https://b.example/", ADDRESS, ADDRESS + "hai-muoi-am-tiet-" * 10])
def test_every_module_is_drawn_where_it_stands(address: str) -> None:
    rows = matrix(address)
    svg = PrintCode(address).__html__()
    assert drawn(svg) == {(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module}
    side = len(rows) + 2 * QUIET
    assert f'viewBox="{-QUIET} {-QUIET} {side} {side}"' in svg


def test_it_is_light_and_breaks_no_policy() -> None:
    svg = PrintCode(ADDRESS).__html__()
    assert len(gzip.compress(svg.encode(), 9, mtime=0)) < 1000
    assert re.search(r"style|<script|href|url\(", svg) is None
    assert 'aria-hidden="true"' in svg  # the address beside it is said instead


def test_without_an_address_there_is_nothing() -> None:
    assert not PrintCode("")
    assert PrintCode("").__html__() == ""
