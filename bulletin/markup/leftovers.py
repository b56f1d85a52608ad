"""What stays on the page as it was typed, because Markdown could not read it: the editor is told.

Most is looked for in the HTML, which alone shows what was not understood; what a plain line says
by itself (an address, letters of an old font) in the source.
"""

import re
from html import unescape

from bulletin.markup.places import check_footnotes
from bulletin.markup.players import is_player
from bulletin.markup.source import Source

_CODE = re.compile(r"<(code|pre)\b[^>]*>.*?</\1>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_ADDRESS = (
    r"(?:(?:https?://|www\.|mailto:|tel:)[^()\s<>]+|[^()\s<>]+\.(?:md|html?|jpe?g|png|webp|gif|pdf|mp4))"
)
# Stars around words, links that did not become links, boxes in a quotation: **… **, [x] (y.jpg), > :::
_MARKS = re.compile(
    r"\*\*(?!\))[^*\n<>]{1,200}\*\*"
    r"|(?<![\w*])\*\w[^*\n<>]{0,200}[ \t]\*(?![\w*])"
    r"|(?<![^\s>])\*[ \t]+\w[^*\n<>.;:]{0,80}\w\*(?![\w*])"
    rf"|!?\[[^\[\]\n<>]*\]\s?\({_ADDRESS}(?:[ \t]+[\"“][^\n<>]*?[\"”])?[ \t]*\)"
    r"|^[ \t]*(?:<[a-z]+>)*:{3,}[^\n<]*",
    re.IGNORECASE | re.MULTILINE,
)
_UNCLOSED = re.compile(
    rf"(!)?\[[^\[\]\n<>]*\]\((?(1)|{_ADDRESS})(?:[^()\n<>]|\([^()\n<>]*\))*(?=[\n<]|\Z)", re.IGNORECASE
)
_ROW = r"(?:<p>)?[ \t]*\|[^\n]*\|[ \t]*(?:<br>)?(?:</p>[ \t]*)?"
_TABLE = re.compile(rf"^{_ROW}(?:\n+{_ROW})+$", re.MULTILINE)
_MAYBE_FILM = re.compile("/(?<=[EeMm]/)")  # …be/ or …com/, found much faster than a word in either case
_FILM = re.compile(
    r"^ {0,3}<?((?:(?:https?:)?//)?(?:(?:www|m|music)\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be)/[^\s<>]+)"
    r">?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)

# Vietnamese as fonts of before Unicode (TCVN3) write it: "TiÕng ViÖt", "x· héi".
_TRUE = re.compile("[ĂăĐđƠơƯư\u1ea0-\u1ef9]")
# The sign stands first and what is before it is looked at afterwards, because a search for a few signs is
# ten times as fast as one for a letter with a sign behind it.
_SIGN, _LETTER = "ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞµ¶·¸¹¨¼½¾©ª¬", "A-Za-zà-ý"
_LEGACY = re.compile(
    f"[{_SIGN}«»®](?:(?<=[{_LETTER}][{_SIGN}])|(?<=[{_LETTER}][«»])(?=[{_LETTER}])"
    f"|(?<=(?<!\\w)[©ª¬®])(?=[{_LETTER}]))"
)
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_ODD = re.compile("[A-Za-z][\u00b5-\u00ff]|[\u00c0-\u00ff][A-Za-z]")


def look(html: str, source: Source) -> None:
    """Warn of everything in `html`, and in the source, that stayed as it was written."""
    if "[^" in html:
        check_footnotes(_CODE.sub("", html), source)
    if "*" in html or ":::" in html or "](" in html or "] (" in html:
        bare = _CODE.sub("", html)
        for found in _MARKS.finditer(bare):
            text = _plain(found[0])
            source.warn("marks-left", source.find(text, text.strip()), text=text)
        for found in _UNCLOSED.finditer(bare):
            text = _plain(found[0])
            begins = re.sub(r"(\]\(\S*).*", r"\1", text, count=1)
            kind = "picture-unclosed" if found[1] else "link-unclosed"
            source.warn(kind, source.find(text, begins), text=text)
    if "|" in html:
        for found in _TABLE.finditer(_CODE.sub("", html)):
            _tell_of_table(_plain(found[0]), source)
    if _MAYBE_FILM.search(source.text) and "youtu" in source.text.lower():
        for found in _FILM.finditer(source.shown):
            if not is_player(found[1]):
                source.warn("video-unknown", source.line(found.start(1)), target=found[1])
    if _LEGACY.search(source.text):
        for found in _PARAGRAPH.finditer(source.shown):
            if _is_legacy(found[0]):
                source.warn("text-legacy", source.line(found.start()), text=found[0])


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html))


def _tell_of_table(text: str, source: Source) -> None:
    """`text`: rows between strokes, one a line."""
    first, *_ = (line.strip() for line in text.splitlines() if line.strip())
    columns = len(re.split(r"(?<!\\)\|", first.strip("|")))
    begins = first[: first.find("|", 1) + 1]
    line = source.find(first, begins)
    source.warn("table-unread", line, text=first, rule="|" + "---|" * columns)


def _is_legacy(paragraph: str) -> bool:
    """No letter that only Vietnamese has, and in many words one that no Vietnamese word has there."""
    if _TRUE.search(paragraph):
        return False
    words = paragraph.split()
    telling = sum(1 for word in words if _LEGACY.search(word))
    odd = sum(1 for word in words if _ODD.search(word))
    return (telling > 1 or (telling == 1 and odd > 2)) and odd * 10 >= len(words) * 3
