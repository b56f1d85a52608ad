"""Python-Markdown with the dialect of the bulletin.

Beside the usual extensions: a list or a table may follow a line of text without an empty line
between; "1) …" and "– …" line under line are lists; a paragraph that begins with spaces is a
paragraph and no code, if it is Vietnamese;
`#BảnTin #MộcSơn` are hashtags; an address alone is a link if it is that of a video; a
backslash at a line's end breaks the line, as visual editors write it.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, CodeBlockProcessor
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FN_BACKLINK_TEXT, FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import SimpleTextInlineProcessor, SubstituteTagInlineProcessor
from markdown.util import AtomicString

from bulletin.markup.braces import Braces
from bulletin.markup.marks import BARE
from bulletin.markup.officelists import OfficeLists
from bulletin.markup.players import is_player
from bulletin.markup.shortcuts import ShortCuts

_ALONE = re.compile(r" {0,3}<?([^\s<>]+\.[^\s<>]+)>?\s*")
_HASHTAGS = re.compile(r"^#(?=[^\s#]\S*(?:[ \t]+#[^\s#]\S*)*[ \t]*$)", re.MULTILINE)
_PROSE = re.compile(r"\s*[\"“‘(]*[^\W\d_]")
_BEGINS_LIST = re.compile(r"\n(?= {0,3}(?:[-*+]|1\.) +\S)")
_BEGINS_TABLE = re.compile(r"\n(?=[^\n]*\|[^\n]*\n {0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-*:?[ ]*)+(?:\n|$))")


class _Alone(BlockProcessor):
    """An address of a video as a whole paragraph: a link, before Markdown finds _emphasis_ in it."""

    def test(self, parent: Element, block: str) -> bool:
        return (
            parent.tag in ("div", "blockquote")
            and (found := _ALONE.fullmatch(block)) is not None
            and is_player(found[1])
        )

    def run(self, parent: Element, blocks: list[str]) -> None:
        found = _ALONE.fullmatch(blocks.pop(0))
        if found:
            paragraph = SubElement(parent, "p")
            paragraph.text = ""  # the footnotes extension adds to it
            SubElement(paragraph, "a", {"href": found[1]}).text = AtomicString(BARE)


class _Hashtags(BlockProcessor):
    """A line of nothing but #Words is no heading, as it is not on Facebook."""

    def test(self, parent: Element, block: str) -> bool:
        return "#" in block and _HASHTAGS.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        blocks[0] = _HASHTAGS.sub(r"\\#", blocks[0])
        return False


class _Code(CodeBlockProcessor):
    """Code by indentation, but not Vietnamese text whose first line was indented with a tab or spaces."""

    def test(self, parent: Element, block: str) -> bool:
        if not super().test(parent, block):
            return False
        is_going_on = len(parent) > 0 and parent[-1].tag == "pre"
        return is_going_on or block.isascii() or not _PROSE.match(block)


class _Interruption(BlockProcessor):
    """A list or a table right under a line of text begins there, as in every other Markdown."""

    def test(self, parent: Element, block: str) -> bool:
        return "\n" in block and not self.parser.state.isstate("list") and self._begin(block) > 0

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        at = self._begin(block)
        self.parser.parseBlocks(parent, [block[:at]])
        blocks.insert(0, block[at + 1 :])

    @staticmethod
    def _begin(block: str) -> int:
        """The offset of the line end before the list or table; 0 if there is none."""
        found = [
            match.start() for match in (_BEGINS_LIST.search(block), _BEGINS_TABLE.search(block)) if match
        ]
        return min(found, default=0)


class _Footnotes(FootnoteExtension):
    """Footnotes in the order in which the text refers to them."""

    def __init__(self) -> None:
        super().__init__(BACKLINK_TITLE="Trở lại chỗ có chú thích {}", USE_DEFINITION_ORDER=False)

    def makeFootnotesDiv(self, root: Element) -> Element | None:  # noqa: N802
        """As in the base; but an empty footnote has its way back too, without which ordering them fails."""
        made = super().makeFootnotesDiv(root)
        for item in made.findall("ol/li") if made is not None else []:
            if item.find(".//a[@class='footnote-backref']") is None:
                href = "#" + item.get("id", "").replace("fn:", "fnref:", 1)
                back = SubElement(SubElement(item, "p"), "a", {"class": "footnote-backref", "href": href})
                back.text = FN_BACKLINK_TEXT
        return made


class _Dialect(Extension):
    def __init__(self, abbreviations: dict[str, str], strays: list[str]) -> None:
        super().__init__()
        self._abbreviations, self._strays = abbreviations, strays

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash", 101)
        # 5*3*2 is a product.
        md.inlinePatterns.register(SimpleTextInlineProcessor(r"(?<=\d)(\*)(?=\d)"), "times", 75)
        # Before Markdown's own lists of attributes (8), which know no mistake.
        md.treeprocessors.register(Braces(md, self._strays), "braces", 9)
        blocks = md.parser.blockprocessors
        # Above all others, also above short cuts for plain paragraphs (200): those would take it for one.
        blocks.register(_Alone(md.parser), "alone", 210)
        blocks.register(OfficeLists(md.parser), "office-lists", 85)
        blocks.register(_Code(md.parser), "code", 80)
        blocks.register(_Hashtags(md.parser), "hashtags", 75)
        # Of the abbr extension only the definitions: `glossary` marks the words, each once.
        blocks.register(AbbrBlockprocessor(md.parser, self._abbreviations), "abbr", 16)
        blocks.register(_Interruption(md.parser), "interruption", 12)


class _Parser(Markdown):
    """Ready to parse: nothing more can be registered. Knows a block element without going through a list."""

    def __init__(self, extensions: list[Extension | str]) -> None:
        super().__init__(extensions=extensions, output_format="html")
        self._blocks = frozenset(self.block_level_elements)
        # A registry makes a new list of itself for every look at it.
        settled: Any = tuple(self.parser.blockprocessors)
        self.parser.blockprocessors = settled

    def is_block_level(self, tag: Any) -> bool:
        return tag in self._blocks or super().is_block_level(tag)


def parser(
    abbreviations: dict[str, str], strays: list[str] | None = None, *, short_cuts: bool = True
) -> Markdown:
    """A parser, to be used again after `reset()`. It adds the text's own abbreviations to `abbreviations`,
    and wishes for blur that are beside no picture to `strays`.

    `short_cuts` change nothing but the time it takes; tests compare with a parser that has none.
    """
    extensions: list[Extension | str] = [
        TableExtension(),
        AttrListExtension(),
        DefListExtension(),
        FencedCodeExtension(),
        SaneListExtension(),
        _Footnotes(),
        _Dialect(abbreviations, [] if strays is None else strays),
    ]
    if not short_cuts:
        return Markdown(extensions=extensions, output_format="html")
    return _Parser([*extensions, ShortCuts((OfficeLists, _Alone, _Code, _Hashtags, _Interruption))])
