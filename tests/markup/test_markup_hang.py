"""Bodies that hang Python-Markdown: what this package does before it must not hang as well."""

import re
from pathlib import Path
from time import process_time

import pytest

from bulletin.markup import Converter, containers
from bulletin.markup.source import Source
from bulletin.markup.wordpaste import clean

HANG = Path(__file__).parent / "hang"
QUICK = ("end-tags-in-code", "malformed-comment", "two-comments")


@pytest.mark.parametrize("name", sorted(path.stem for path in HANG.glob("*.md")))
def test_cleaning_is_quick(name: str) -> None:
    text = (HANG / f"{name}.md").read_text("utf-8")
    start = process_time()
    containers.mark(Source(clean(text), "content/a.md", 1))
    assert process_time() - start < 2


@pytest.mark.parametrize("name", QUICK)
def test_what_hung_older_releases_is_text(name: str) -> None:
    body, _ = Converter().convert((HANG / f"{name}.md").read_text("utf-8"), "content/a.md")
    assert "&lt;" in body.html


def test_every_body_is_in_the_table() -> None:
    table = (HANG / "seconds.txt").read_text("utf-8")
    assert re.findall(r"^([a-z-]+) +\d", table, re.MULTILINE) == sorted(
        (path.stem for path in HANG.glob("*.md")), key=lambda name: table.index(f"\n{name} ")
    )
