"""Text as it is pasted from Word, browsers and Zalo, made plain before Markdown reads it.

Before: anything. After: NFC; no invisible or control characters; single spaces for runs of
no-break spaces; characters instead of their references; without Word's tags. Line for line
the same, because problems name the lines of the file.
"""

import re
from html import unescape
from unicodedata import is_normalized, normalize

from bulletin.markup.marks import PUSHED

_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # spaces that are not the ordinary one
_ODD = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    f"{_WIDE}\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\uffff·•●▪■◦‣∙]"
)
# Word's line break, and what counts as a line end elsewhere. A real one here would shift all lines below.
_BREAK = re.compile("[\x0b\x85\u2028\u2029]")
# Joiners inside emoji (families, flags) and Khmer words are letters, not rubbish.
_INVISIBLE = re.compile(
    "(?<![\u1780-\u17ff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200b-\u200d]"
    "|[\x00-\x08\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff"
    "\ue000-\uefff\uf100-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
# Word's bullets: the signs, and those of its Symbol and Wingdings fonts (U+F0xx).
_BULLET = re.compile(
    f"^[ \t{_WIDE}]*(?:[·•●▪■◦‣∙\uf000-\uf0ff][ \t{_WIDE}]*|[o§][ \t{_WIDE}]{{2,}})(?=\\S)", re.MULTILINE
)
_SYMBOL = re.compile("[\uf000-\uf0ff]")
_MARKER = re.compile(f"^( *(?:[-*+]|\\d{{1,3}}\\.|#{{1,6}}|>|:::))[{_WIDE}][ \t{_WIDE}]*", re.MULTILINE)
_SPACES = re.compile(f"[ \t]*[{_WIDE}][ \t{_WIDE}]*")

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|&nbsp\b")
_CURLY_TITLE = re.compile(r'(\]\([^()\n“”"]+(?:\([^()\n]*\)[^()\n“”"]*)?[ \t]+)[“”]([^\n]*?)[“”]([ \t]*\))')

_CODE = (
    r"(?P<code>^(?P<fence>`{3,}|~{3,})[^\n]*\n(?s:.*?)^(?P=fence) *$"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`))"
)
_WORD_TAG = re.compile(
    _CODE + r"|<!--\[if\b.*?<!\[endif\]-->|<!\[(?:if\b[^\]>]*|endif)\](?:--)?>|<\?xml\b[^>]*>"
    r"|<(?P<whole>style|xml)\b[^>]*>.*?</(?P=whole)\s*>"
    r"|</?(?:span|font|center|big|tt|strike)(?:\s[^<>]*)?/?>|</?[a-z]\w*:[a-z]\w*(?:\s[^<>]*)?/?>",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_STYLED = re.compile(
    _CODE + r"|<[a-z][a-z0-9]*\s[^<>]*\b(?:style|class)\s*=[^<>]*>", re.IGNORECASE | re.MULTILINE
)
# To the last quote before the next attribute, because Word puts "Times New Roman" inside the quotes.
_STYLE = re.compile(
    r"""\s+style\s*=\s*(?:"[^>]*?"|'[^>]*?'|[^\s"'>]+)(?=\s+[a-z-]+\s*=|\s*/?>)""", re.IGNORECASE
)
_WORD_CLASS = re.compile(r"""\s+class\s*=\s*(["']?)Mso\w*\1(?=[\s/>])""", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*(right|center|justify|left)", re.IGNORECASE)

_FEWEST = 20  # columns of spaces that push a line to the right
_DEFINITION = re.compile(r" {0,3}(?:\[[^\]]+\]|\*\[[^\]]+\]):")
_LEAD = re.compile(f"(?:<(?:p|div)\\b[^<>]*>)?([ \t{_WIDE}]*)(?=[^ \t{_WIDE}])")
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_SIGNED, _MOST_SIGNED = 120, 5


def clean(text: str) -> str:
    """`text` fit for Markdown. Cleaning twice changes nothing more, but for the signs of `marks`."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _REFERENCE.sub(_character, text)
    is_odd = _ODD.search(text) is not None
    if is_odd:
        text = _INVISIBLE.sub("", _BREAK.sub("<br>", text))
    if "<" in text:
        text = without_tags(text)
    text = _mark_pushed(text)
    if is_odd:
        text = _SYMBOL.sub("•", _BULLET.sub("- ", text))
        text = _SPACES.sub(_space, _MARKER.sub(r"\1 ", text))
    if "](" in text and "”" in text:
        text = _CURLY_TITLE.sub(r'\1"\2"\3', text)
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def without_tags(text: str) -> str:
    """Without the tags of Word and what they say of fonts and colours, line for line; code stays."""
    return _STYLED.sub(_unstyled, _WORD_TAG.sub(_drop, text))


def _character(match: re.Match[str]) -> str:
    """The letter that a reference stands for; what means something to HTML or Markdown stays a reference."""
    character = unescape(match[0])
    return character if not character.isascii() or character.isalnum() else match[0]


def _space(match: re.Match[str]) -> str:
    text = match.string
    if (
        match.start() == 0
        or match.end() == len(text)
        or text[match.start() - 1] == "\n"
        or text[match.end()] == "\n"
    ):
        return ""
    return match[0] if len(match[0]) == 1 else " "


def _drop(match: re.Match[str]) -> str:
    return match[0] if match["code"] else "\n" * match[0].count("\n")


def _unstyled(match: re.Match[str]) -> str:
    if match["code"]:
        return match[0]
    lines = match[0].count("\n")
    tag = _WORD_CLASS.sub("", _STYLE.sub(_alignment, match[0]))
    return tag[:-1] + "\n" * (lines - tag.count("\n")) + ">"


def _alignment(match: re.Match[str]) -> str:
    found = _ALIGN.search(match[0])
    return f' style="text-align:{found[1].lower()}"' if found else ""


def _mark_pushed(text: str) -> str:
    """Put a sign before the last lines if spaces push them to the right: they say who signs."""
    at, found = len(text), list[tuple[int, int]]()
    while at > 0 and len(found) < _MOST_SIGNED:
        start = text.rfind("\n", 0, at) + 1
        line = text[start:at]
        at = start - 1
        if not _TAG.sub("", line).strip():
            continue
        lead = _LEAD.match(line)
        if lead and lead[1] and _columns(lead[1]) >= _FEWEST and len(line) - lead.end() <= _LONGEST_SIGNED:
            found.append((start + lead.start(1), start + lead.end(1)))
        elif found or not _DEFINITION.match(line):
            break
    for start, end in found:
        text = text[:start] + PUSHED + text[end:]
    return text


def _columns(spaces: str) -> int:
    return sum(4 if c == "\t" else 1 if c == " " else 2 for c in spaces)
