"""Text as the syllables that search compares: the same here and in `assets/search/10-words.js`.

`tests/search/vectors.json` holds both to the same answers.
"""

import re
from unicodedata import normalize

from bulletin.names import fold

LONGEST = 32  # letters of a syllable; what is longer is no word, and is cut
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")
# A stop ends a sentence only before a gap: "1.618" and "23.11" are two numbers side by side.
_TOKEN = re.compile(r"[^\W_]+|[.!?;:…]\s|\n")
_APART = {  # the new way of placing a tone -> the usual one
    new: old
    for vowels in ("oa òa", "oe òe", "uy ùy")
    for new, old in (
        (normalize("NFC", vowels[:2] + tone), normalize("NFC", vowels[0] + tone + vowels[1]))
        for tone in "\u0300\u0309\u0303\u0301\u0323"
    )
}

__all__ = ["LONGEST", "Settled", "fold", "settled", "tokens"]


def settled(token: str) -> str:
    """A syllable in the usual spelling: hoà is hòa, uỷ is ủy; quý stays. `token` is small letters, NFC.

    >>> settled("hoà"), settled("thuỷ"), settled("quỳ"), settled("hoàn")
    ('hòa', 'thủy', 'quỳ', 'hoàn')
    """
    if token[0] != "q" and token[-2:] in _APART:
        token = token[:-2] + _APART[token[-2:]]
    return token[:LONGEST]


class Settled(dict[str, str]):
    """`settled` for each token that is asked for; "" for an end of sentence."""

    def __missing__(self, token: str) -> str:
        made = self[token] = settled(token) if token[0].isalnum() else ""
        return made


def tokens(text: str) -> list[str]:
    """The syllables, numbers and words of `text` in order, as written but small; ends of sentences too.

    >>> tokens("Số 217-QĐ/TW. Hết")
    ['số', '217', 'qđ', 'tw', '. ', 'hết']
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", normalize("NFC", text))
    return _TOKEN.findall(text.lower())
