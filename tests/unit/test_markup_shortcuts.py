"""Short cuts ask what is registered, and are off where they cannot know."""

import re
from xml.etree.ElementTree import Element, SubElement

import pytest
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor

from bulletin.markup.parser import parser
from bulletin.markup.shortcuts import ShortCuts, openings


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?<!\!)\[", {"["}),
        (r"\!\[(x)?", {"!["}),
        (r"  \n", {"  \n"}),
        (r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)", {"\\", "`"}),
        (r"\*|_", {"*", "_"}),
        (r"(?>ab|c)d", set()),
        (r"(?i:a)b", set()),
        (r"a?b", set()),
        (r"(a?)b", set()),
        (r"a|b?", set()),
        (r"[a-c]", set()),
        (r"[^a]", set()),
        (r"\d", set()),
        (r"", set()),
    ],
)
def test_a_pattern_says_how_its_matches_begin(pattern: str, expected: set[str]) -> None:
    assert openings(re.compile(pattern)) == expected


def test_a_pattern_that_minds_no_case_says_nothing() -> None:
    assert openings(re.compile("a", re.IGNORECASE)) == set()


def test_every_inline_pattern_of_ours_says_how_it_begins() -> None:
    silent = [p for p in parser({}).inlinePatterns if not openings(p.getCompiledRegExp())]
    assert silent == []


def test_the_short_cut_for_paragraphs_is_on() -> None:
    names = [type(p).__name__ for p in parser({}).parser.blockprocessors]
    assert names[:2] == ["_Alone", "_Paragraph"]


class _Shout(BlockProcessor):
    """A paragraph that begins with a letter, and yet is none."""

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("Loa")

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "h1").text = blocks.pop(0)


class _Unforeseen(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.parser.blockprocessors.register(_Shout(md.parser), "shout", 55)
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"([a-c])(\d)", "b"), "digit", 55)


def test_what_nobody_foresaw_is_asked() -> None:
    usual = ["tables", "attr_list", "footnotes", "fenced_code"]
    text = "Loa gọi b7\n\nLa a1 c2 **b3**\n\n- a9"
    plain = Markdown(extensions=[*usual, _Unforeseen()]).convert(text)
    assert "<h1>" in plain
    assert "<b>" in plain
    assert Markdown(extensions=[*usual, _Unforeseen(), ShortCuts(())]).convert(text) == plain


CASES = [
    "",
    "Một dòng.",
    "Một\n\nHai",
    "Dòng một\n   \n\nDòng hai",
    " \n\nĐầu dòng trống",
    "a\tb\x02c\x03",
    "Ngắt dòng  \ncó hai dấu cách",
    "Ngắt \\\nbằng gạch chéo",
    r"\*không đậm\* và ![x](\\may\b.jpg)",
    "5*3*2 và 5*x*2",
    "# Đề mục {#de-muc}\n\nChữ\n{: .note }",
    "*a* {: .note } b",
    "[a][1] ![b][1]\n\n[1]: c.md 'd'",
    "A[^1] b[^1] c[^2]\n\n[^1]: Một **đậm**\n[^2]: Hai\n\n    Ba",
    "- a\n- **b** c\n\n    d\n\n1. e\n2. f",
    "> Trích\n> hai dòng\n\n> ba",
    "| a | b |\n|---|---|\n| **c** | `d` |",
    "Từ\n: nghĩa *nghiêng*\n\nTừ\n\n: nghĩa",
    "```\n**mã** {#x}\n```\n\n~~~ py\nb\n~~~",
    "`a` ``b ` c`` \\`d`",
    "<div>*a*</div>\n\nb <b>c</b> &amp; &copy; d & e",
    "<https://a.vn> <a@b.vn>",
    "*[UBND]: Ủy ban\n\nUBND xã",
    "Đề mục\n===\n\nChữ\n---\n\n***\n\nChữ",
    "https://youtu.be/abcdefghijk\n\nChữ_có_gạch",
    "#BảnTin #MộcSơn\n\na\n- b\n\n1) c\n2) d",
    "///Footnotes Go Here///\n\na[^1]\n\n[^1]: b",
    "Chữ klzzwxh:0000 và wzxhzdk:0",
]


@pytest.mark.parametrize("text", CASES)
def test_the_html_is_the_same_without_them(text: str) -> None:
    with_them, without = parser({}), parser({}, short_cuts=False)
    for _ in range(2):
        assert with_them.reset().convert(text) == without.reset().convert(text)
