"""Less work for Markdown, and the same HTML: who can find nothing is not asked.

Each short cut is Python-Markdown's own stage with a question before it. What the inline
patterns look for is read off their regular expressions; which block processors a plain
paragraph passes unseen is listed by class. A pattern that says nothing of itself is always
asked, and a block processor that is not listed switches the short cut for paragraphs off.
"""

import importlib
import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown import blockprocessors as blocks
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

_parse: Any = importlib.import_module("re._parser").parse  # how `re` itself reads an expression

# One line that begins with a letter. What ends a line for `re` is "\n" alone.
PLAIN = re.compile(r"[^\W\d_][^\n]*\Z")
# Those that never claim such a block: they look for a sign or spaces at a line's begin, or for two lines.
PASSED: frozenset[type[blocks.BlockProcessor]] = frozenset({
    AbbrBlockprocessor, DefListIndentProcessor, DefListProcessor, FootnoteBlockProcessor,
    SaneOListProcessor, SaneUListProcessor, TableProcessor, blocks.BlockQuoteProcessor,
    blocks.CodeBlockProcessor, blocks.EmptyBlockProcessor, blocks.HRProcessor, blocks.HashHeaderProcessor,
    blocks.ListIndentProcessor, blocks.OListProcessor, blocks.ParagraphProcessor,
    blocks.ReferenceProcessor, blocks.SetextHeaderProcessor, blocks.UListProcessor,
})  # fmt: skip


def openings(pattern: re.Pattern[str]) -> frozenset[str]:
    """Strings, with one of which every match of `pattern` begins; none if that cannot be said.

    >>> sorted(openings(re.compile(r"(?<!!)(?:\\[x|[*_]+)")))
    ['*', '[x', '_']
    """
    if pattern.flags & re.IGNORECASE:
        return frozenset()
    return _openings(_parse(pattern.pattern, pattern.flags))


def _openings(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    literal = ""
    for code, value in items:
        name = str(code)
        if name == "LITERAL":
            literal += chr(value)
        elif literal:
            break
        elif name not in ("ASSERT", "ASSERT_NOT", "AT"):  # those have no width
            return _openings_of(name, value)
    return frozenset({literal} if literal else ())


def _openings_of(name: str, value: Any) -> frozenset[str]:
    if name == "SUBPATTERN" and not value[1] & re.IGNORECASE:
        return _openings(value[3])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0:
        return _openings(value[2])
    if name == "IN" and all(str(code) == "LITERAL" for code, _ in value):
        return frozenset(chr(letter) for _, letter in value)
    if name == "BRANCH":
        found = [_openings(branch) for branch in value[1]]
        return frozenset().union(*found) if all(found) else frozenset()
    return frozenset()


class _Normalise(NormalizeWhitespace):
    """Nothing is to be done where there is nothing but spaces between words, and plain line ends."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if any(sign in text for sign in (STX, ETX, "\r", "\t", "\n ")):
            return super().run(lines)
        return [*lines, "", ""]


class _Fenced(FencedBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return super().run(lines) if "```" in text or "~~~" in text else lines


class _Html(HtmlBlockPreprocessor):
    """To the HTML parser, text is data up to the first sign of a tag or an entity."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return super().run(lines) if "<" in text or "&" in text else lines


class _Paragraph(blocks.ParagraphProcessor):
    """The plain paragraph, before all those are asked who would not claim it."""

    def test(self, parent: Element, block: str) -> bool:
        return PLAIN.match(block) is not None


class _Inline(InlineProcessor):
    """Passes over texts in which no pattern can begin, and over patterns that can begin nowhere.

    What the patterns put into a text are placeholders, so nothing can begin later either.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns = [
            (pattern, openings(pattern.getCompiledRegExp()) if isinstance(pattern, InlinePattern) else None)
            for pattern in md.inlinePatterns
        ]
        signs = frozenset({INLINE_PLACEHOLDER_PREFIX}).union(*(signs or () for _, signs in self._patterns))
        self._signs = tuple(sorted(signs))
        self._chosen: dict[tuple[str, ...], list[Any]] = {}
        # One class of letters is searched much faster than one that has the space in it.
        letters = {sign for sign in signs if len(sign) == 1}
        is_known = all(signs for _, signs in self._patterns)
        self._letter = re.compile(f"[{re.escape(''.join(sorted(letters)))}]" if is_known else "")
        self._words = tuple(sign for sign in sorted(signs) if letters.isdisjoint(sign))

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        is_special = self._is_special
        plain: list[tuple[Element, str]] = []
        plain_tails: list[tuple[Element, str]] = []
        special: list[str] = []
        for element in tree.iter():
            text, tail = element.text, element.tail
            if text and type(text) is str:
                if is_special(text):
                    special.append(text)
                else:
                    plain.append((element, text))
            if tail and type(tail) is str:
                if is_special(tail):
                    special.append(tail)
                else:
                    plain_tails.append((element, tail))
        self.stashed_nodes = {}
        if not special:
            return tree
        for element, text in plain:
            element.text = AtomicString(text)  # which no pattern may touch
        for element, tail in plain_tails:
            element.tail = AtomicString(tail)
        self.inlinePatterns = self._patterns_for("\0".join(special))
        super().run(tree, ancestors)
        for element, text in plain:
            element.text = text
        for element, tail in plain_tails:
            element.tail = tail
        return tree

    def _is_special(self, text: str) -> bool:
        if self._letter.search(text):
            return True
        for word in self._words:  # noqa: SIM110  (any() takes longer)
            if word in text:
                return True
        return False

    def _patterns_for(self, text: str) -> Any:
        """The patterns that can begin somewhere in `text`, in their order."""
        found = tuple([sign for sign in self._signs if sign in text])
        if found not in self._chosen:
            self._chosen[found] = [p for p, signs in self._patterns if not signs or signs.intersection(found)]
        return self._chosen[found]


class _Attributes(AttrListTreeprocessor):
    def run(self, doc: Element) -> None:
        if "{" in "".join(doc.itertext()):
            super().run(doc)


class _Unescape(UnescapeTreeprocessor):
    def run(self, root: Element) -> None:
        if STX in "".join(root.itertext()) or any(
            STX in value for element in root.iter() for _, value in element.items() if value
        ):
            super().run(root)


class ShortCuts(Extension):
    """To be the last extension, so that it sees all that the others have registered."""

    def __init__(self, passed: Iterable[type[blocks.BlockProcessor]]) -> None:
        """`passed`: block processors beyond `PASSED` that never claim a plain paragraph (`PLAIN`)."""
        super().__init__()
        self._passed = PASSED.union(passed)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        before: Any = md.preprocessors
        before.register(_Normalise(md), "normalize_whitespace", 30)
        before.register(_Fenced(md, before["fenced_code_block"].config), "fenced_code_block", 25)
        before.register(_Html(md), "html_block", 20)
        if self._passed.issuperset(map(type, md.parser.blockprocessors)):
            md.parser.blockprocessors.register(_Paragraph(md.parser), "plain", 200)
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        md.treeprocessors.register(_Unescape(md), "unescape", 0)
