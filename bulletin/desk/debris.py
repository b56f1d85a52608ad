"""What Word, browsers and Zalo leave in a text, taken out of its source line by line. Pure.

Nothing here changes what a page shows: `markup.wordpaste` leaves all of it out when it reads.
"""

import re
from html import unescape

from bulletin.markup.wordpaste import without_tags
from bulletin.names import nfc

# Joiners inside emoji (families, flags) and Khmer words are letters, not rubbish.
_INVISIBLE = re.compile(
    "(?<![\u1780-\u17ff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200b-\u200d]"
    "|[\x00-\x08\x0e-\x1f\x7f\xad\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ODD = rf"(?:[{_WIDE}]|&nbsp;|&#160;|&#[xX][aA]0;)"
# From a run's first space only: else a long run of plain ones would be gone through from each of them.
_RUN = re.compile(rf"(?<![ \t])(?:[ \t]|{_ODD})*{_ODD}(?:[ \t]|{_ODD})*")
_LEAD = re.compile(rf"(?:<(?:p|div)\b[^<>]*>)?((?:[ \t]|{_ODD})*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_PUSHED = 20  # columns of spaces from which on they push a name to the right, which the page shows


def visible(line: str) -> str:
    """Without the signs that nobody sees."""
    return _INVISIBLE.sub("", line)


def body_lines(lines: list[str]) -> list[str]:
    """The lines of a body without debris, one for one."""
    tagless = without_tags("\n".join(lines)).split("\n")
    if len(tagless) != len(lines):  # a sign of the text itself that counts as a line's end somewhere
        tagless = lines
    made, fence, above = [], "", ""
    for line in tagless:
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) and not line.strip("`~ ") else fence
            made.append(line)
        elif mark:
            fence = mark[1]
            made.append(line)
        else:
            made.append(_line(line, above))
        above = line if line.strip() else above
    return made


def single_spaces(text: str) -> str:
    """Runs with a wide space in them as one plain one; a front matter's values mean the same."""
    return re.sub(rf"(?<![ \t])[ \t]*[{_WIDE}][ \t{_WIDE}]*", " ", text)


def _line(line: str, above: str) -> str:
    if line.startswith(("    ", "\t")):  # code, or part of a list
        return line
    lead = _LEAD.match(line)
    if lead and len(_RUN.sub(_columns, lead[1])) >= _PUSHED:
        return line
    line = nfc(_REFERENCE.sub(_letter, line))
    line = _RUN.sub(lambda run: _space(run), line)
    if not line.strip(" "):
        return line if above.startswith(("    ", "\t")) else ""
    return line[:-1] if line.endswith(" ") and not line.endswith("  ") else line


def _columns(run: re.Match[str]) -> str:
    return re.sub(_ODD, " ", run[0])


def _letter(reference: re.Match[str]) -> str:
    """`&ocirc;` is ô; what is no letter stays as it is written."""
    letter = unescape(reference[0])
    return letter if len(letter) == 1 and letter.isalpha() and not letter.isascii() else reference[0]


def _space(run: re.Match[str]) -> str:
    """None at a line's ends; one for many; a single no-break space may be meant."""
    if run.start() == 0 or run.end() == len(run.string):
        return ""
    return run[0] if len(_columns(run)) == 1 else " "
