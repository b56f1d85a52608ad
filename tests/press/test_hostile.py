"""Whatever stands in an article, an issue comes out or a problem names the article, and soon."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import write_site
from tests.press.hostile import APPROVED, BODIES, site, table
from tests.press.setting import Pdf, edition_of, lost_words, printed, read_site

SECONDS = 60  # generous: machines differ; most take one or two
# What reaches no page: text that is no text, and what the site drops too.
DROPPED = {"emoji", "scripts", "controls", "khmer"}  # Khmer is there, in the order in which it is drawn


def test_there_are_forty() -> None:
    assert len(BODIES) == 40


@pytest.mark.parametrize("name", BODIES)
def test_an_issue_or_a_problem(name: str, tmp_path: Path, need: Callable[[str], str]) -> None:
    need("pdftotext")
    read = read_site(write_site(tmp_path / "site", site(name)))
    path = f"content/tin/{name}/index.md"
    begun = time.monotonic()
    made, problems = printed(read, "so-1", "screen")
    assert time.monotonic() - begun < SECONDS
    wrong = [p for p in (*read.problems, *problems) if p.severity == "error"]
    if not made:
        assert {p.place.path for p in wrong} == {path}
        return
    pdf = Pdf(tmp_path / "issue.pdf", made["screen"])
    with pdf.open() as opened:
        assert len(opened.pages) % 4 == 0
    for part in edition_of(read, "so-1").parts:
        lost = lost_words(part.article.source.body.html, pdf)
        assert name in DROPPED or lost == [], lost[:20]
    letters = [p.place.path for p in problems if p.kind == "print-letters"]
    assert letters == ([path] if name in ("emoji", "scripts") else [])


def test_code_is_printed_and_never_run(tmp_path: Path, need: Callable[[str], str]) -> None:
    need("pdftotext")
    read = read_site(write_site(tmp_path / "site", site("typst-code")))
    made, _ = printed(read, "so-1", "screen")
    text = "".join(Pdf(tmp_path / "issue.pdf", made["screen"]).text("-raw").split())
    assert "read(“/etc/passwd”)#import“@preview/x:1.0.0”:*#eval(“1+1”)$sum_x$@ref" in text.replace(
        "\u200b", ""
    )
    assert "root:" not in text


def test_two_columns_too(tmp_path: Path) -> None:
    for name in ("table-wide", "footnotes-many", "gallery", "boxes"):
        read = read_site(write_site(tmp_path / name, site(name, columns=2)))
        made, problems = printed(read, "so-1", "screen")
        assert [p for p in problems if p.severity == "error"] == []
        assert made["screen"].startswith(b"%PDF")


def test_a_note_in_a_table_that_wants_the_page_is_not_lost(
    tmp_path: Path, need: Callable[[str], str]
) -> None:
    """What floats across both columns loses its footnotes, so such a table stays in the text."""
    need("pdftotext")
    files = site("no-words", columns=2)
    wide = table(8, 3, "chữ trong ô").replace("chữ trong ô", "chữ trong ô[^1]", 1)
    files["content/tin/truoc.md"] = (
        f"---\ntitle: Bài\ndate: 2026-11-19\nissue: 1/2026\n{APPROVED}---\n\nchữ\n\n{wide}\n[^1]: Lời chú trong bảng.\n"
    )
    made, problems = printed(read_site(write_site(tmp_path / "site", files)), "so-1", "screen")
    assert [p for p in problems if p.kind != "print-imprint"] == []
    assert "Lời chú trong bảng." in " ".join(Pdf(tmp_path / "a.pdf", made["screen"]).text("-raw").split())
