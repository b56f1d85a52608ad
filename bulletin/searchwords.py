"""What search knows of one body: its pairs of syllables, each once.

Vietnamese has some 1,400 syllables without accents, so that one of them selects little; two
beside each other select much. A pair does not reach over the end of a sentence or a block.
"""

import re
from html import unescape
from itertools import chain, pairwise
from zlib import crc32

from bulletin.syllables import Settled, fold, tokens

PARTS = 4  # of the vocabulary, by a pair's first syllable: an index is made part by part
MOST = 100_000  # strings that are remembered at once
HEADING = "#"  # before what stands in a heading

_INLINE = (
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time"
    "|u|var|wbr"
)
_BLOCK = re.compile(rf"<(?!/?(?:{_INLINE})[\s>])[^>]*>")
_TAG = re.compile("<[^>]*>")
_HEADINGS = re.compile("<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)


def plain(html: str) -> str:
    """The words of safe HTML, a line for each block."""
    text = _TAG.sub("", _BLOCK.sub("\n", html))
    return unescape(text) if "&" in text else text


class Extractor:
    """Terms of bodies; remembers syllables from one to the next."""

    def __init__(self) -> None:
        self._words = _Words()
        self._parts = _Parts()

    def terms(self, html: str) -> bytes:
        """`PARTS` lines, each with terms between tabs, in the order in which they first stand.

        A term is "a b", or "a" for what ends a sentence; one of a heading begins with `HEADING`.
        """
        parts: list[list[str]] = [[] for _ in range(PARTS)]
        self._add(plain(html), "", parts)
        if "<h" in html:
            self._add("\n".join(map(plain, _HEADINGS.findall(html))), HEADING, parts)
        return "\n".join(map("\t".join, parts)).encode("utf-8", "replace")

    def _add(self, text: str, mark: str, parts: list[list[str]]) -> None:
        words: list[str] = []
        for line in text.split("\n"):
            words += chain.from_iterable(map(self._words.__getitem__, line.split()))
            words.append("")
        for first, second in dict.fromkeys(pairwise(words)):
            if first:
                parts[self._parts[first]].append(f"{mark}{first} {second}" if second else mark + first)


class _Words(dict[str, tuple[str, ...]]):
    """The syllables of what stands between two gaps of a line, and "" where a sentence ends there.

    The same strings come again and again: to look one up takes a fraction of taking it apart.
    """

    def __init__(self) -> None:
        super().__init__()
        self._settled = Settled()

    def __missing__(self, written: str) -> tuple[str, ...]:
        if len(self) > MOST:
            self.clear()
        made = self[written] = tuple(map(self._settled.__getitem__, tokens(f"{written} ")))
        return made


class _Parts(dict[str, int]):
    def __missing__(self, syllable: str) -> int:
        made = self[syllable] = crc32(fold(syllable).encode("utf-8", "replace")) % PARTS
        return made
