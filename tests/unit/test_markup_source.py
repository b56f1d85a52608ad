"""`bulletin.markup.source`: the lines of the file on which things were written."""

import pytest

from bulletin.markup import Converter
from bulletin.markup.source import Source, short
from bulletin.problem import Place, Severity

TEXT = """\
[a](a.md) ghi tên aa.md và a.md ở đây
```
[a](a.md)
```
<!-- [a](a.md) --> [a](a.md)
<img src="a b.jpg"> [x][1]
[b](tìm.html?q=a&amp;p=2)

[1]: c.md
"""


def test_each_target_is_followed_on_its_own() -> None:
    source = Source(TEXT, "content/x.md", 10)
    assert [source.next("a.md") for _ in range(3)] == [10, 14, 14]
    assert source.next("c.md") == 18
    assert source.next("a b.jpg") == 15
    assert source.next("tìm.html?q=a&p=2") == 16
    assert source.next("không có.md") == 0


def test_escapes_are_looked_through() -> None:
    source = Source("một\n\n[a](ten\\_rat\\_dai.md)", "content/x.md", 1)
    assert source.next("ten_rat_dai.md") == 3


def test_code_and_comments_are_passed_over() -> None:
    source = Source(TEXT, "content/x.md", 1)
    assert source.find("![khác]", "[a](a.md)") == 1
    assert source.find("[b](") == 7
    assert source.find("```") == 0


def test_problems_carry_the_place() -> None:
    source = Source(TEXT, "content/x.md", 1)
    source.warn("link-empty", 3, text="a\nb " + "c" * 100)
    source.fail("box-stray", 4)
    warned, failed = source.problems
    assert (warned.place, warned.severity) == (Place("content/x.md", 3), Severity.WARNING)
    assert warned.values == (("text", "a b " + "c" * 75 + "…"),)
    assert (failed.place, failed.severity) == (Place("content/x.md", 4), Severity.ERROR)
    assert short("a " * 10) == "a a a a a a a a a a"


@pytest.mark.parametrize("first", [1, 7])
def test_lines_count_in_the_file(first: int) -> None:
    text = "![](a.jpg)\n\n::: hop\n\nx [y](#z)\n\n![](a.jpg)\n"
    body, problems = Converter().convert(text, "content/x.md", first)
    assert [p.line for p in body.pictures] == [first, first + 6]
    assert [(p.place.line, p.kind) for p in problems] == [
        (first, "picture-no-alt"),
        (first + 2, "box-unclosed"),
        (first + 4, "place-missing"),
        (first + 6, "picture-no-alt"),
    ]


def test_a_target_used_in_text_and_footnote_keeps_its_lines() -> None:
    text = "Một[^1] [a](a.md)\n\n[^1]: Xem [b](b.md).\n\nHai [b](b.md) [c](c.md)\n"
    body, _ = Converter().convert(text, "content/x.md")
    assert sorted((link.target, link.line) for link in body.links) == [
        ("a.md", 1),
        ("b.md", 3),
        ("b.md", 5),
        ("c.md", 5),
    ]
