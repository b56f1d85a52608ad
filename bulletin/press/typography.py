"""What a compositor does to words: quotes, dashes, spaces that must not break, words too long.

Strings in, strings out; nothing else changes, so every word stays to be found in the PDF.
"""

import re
from itertools import pairwise

NBSP = "\u00a0"
BREAK = "\u200b"  # a line may end here, and nothing is seen
LONGEST_NAME = 4  # syllables
LONGEST = 24  # letters of a word before it needs a place to break
SHORT = 32  # letters of a credit that stays on one line

_OPENS = set(" \t\n\u00a0([{“‘«–—/\u200b")
_SPACES = re.compile(r"[ \t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_DASH = re.compile(r"(?<=\s)--?(?=\s)|(?<=\d) - (?=\d)")
_UNITS = (
    r"(?:nghìn|ngàn|triệu|tỷ|tỉ|đồng|đ|₫|km²|km|m²|m³|mm|cm|m|ha|kg|tấn|tạ|yến|lít|ml|°C|giờ|phút|giây|tuổi|hộ|em"
    r"|suất|người|bài|trang|bản|km/h)"
)
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?={_UNITS}\b)")
_BEFORE_NUMBER = re.compile(
    r"\b((?:[Nn]gày|[Tt]háng|[Nn]ăm|[Ss]ố|[Đđ]iều|[Kk]hoản|[Qq]uý|[Ll]ớp|[Tt]rang|lúc|Hình|Bảng)) "
    r"(?=(?!0\d+ \d)\d[\d/.,-]{0,4}(?![\d/]))"  # what is longer would leave a gaping line before it
)
# 0912 345 678, (0219) 3 812 345, (+84) 912 345 678, 1900 1234; 1 250 000.
_TELEPHONE = r"(?<![\w.])(?:\((?:0\d{1,4}|\+84)\)|\+84|0\d{1,4}|1[89]00)(?:[ .-]\d{1,8}){1,5}(?!\w)"
_GROUPS = r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)"
_TOGETHER = re.compile(rf"(?P<telephone>{_TELEPHONE})|{_GROUPS}| [–—](?= )")
_DIGITS = range(8, 13)  # of a telephone number, with the country's
_IN_UNIT = re.compile(r"(?<=\()(triệu|nghìn|ngàn|tỷ|tỉ) (?=đồng\))")
# 07-ĐA/TU, 217-QĐ/TW, 05/GP-SVHTTDL, 126/2025/QH15: one thing, on one line.
DOCUMENT = re.compile(r"(?<![\w/-])\d{1,5}(?:[-/][0-9A-ZĐƯƠÂĂÊÔ][0-9A-Za-zĐđƯƠÂĂÊÔ]*){1,4}(?![\w/-])")


def spaces(text: str) -> str:
    """Runs of any space as one; a single no-break space stays."""
    return _SPACES.sub(lambda found: NBSP if found[0] == NBSP else " ", text)


def compose(text: str, before: str = "") -> str:
    """`text` as it is to be set; `before` is the letter in front of it, "" at the start of a paragraph.

    >>> compose('Ông nói: "Góp 23,6 triệu đồng" - rồi cười...')
    'Ông nói: “Góp 23,6\\xa0triệu đồng”\\xa0– rồi cười…'
    >>> compose("Gọi số 0912 345 678 hoặc (0219) 3.812.345")
    'Gọi số 0912\\xa0345\\xa0678 hoặc (0219)\\xa03.812.345'
    """
    text = _DASH.sub(lambda found: " – " if found[0].startswith(" ") else "–", text)
    text = text.replace("...", "…")
    out = []
    last = before
    for letter in text:
        if letter == '"':
            letter = "“" if not last or last in _OPENS else "”"
        elif letter == "'" and (last.isalnum() or last in "”’"):
            letter = "’"
        out.append(letter)
        last = letter
    text = "".join(out)
    text = _BEFORE_UNIT.sub(NBSP, text)
    text = _BEFORE_NUMBER.sub(rf"\1{NBSP}", text)
    text = _IN_UNIT.sub(rf"\1{NBSP}", text)
    text = _TOGETHER.sub(_together, text)
    return breakable(text)


def _together(found: re.Match[str]) -> str:
    number = found["telephone"]
    if number and sum(map(str.isdigit, number)) not in _DIGITS:
        return found[0]
    return found[0].replace(" ", NBSP)


def credit(text: str) -> str:
    """Whose picture it is: whole if it is short; what stands before a colon never ends a line.

    >>> credit("Ảnh: Ban biên tập")
    'Ảnh:\xa0Ban\xa0biên\xa0tập'
    """
    return text.replace(" ", NBSP) if len(text) <= SHORT else text.replace(": ", f":{NBSP}", 1)


def names_whole(text: str) -> str:
    """A name of several syllables stays on one line: what begins with capitals, up to four in a row.

    >>> names_whole('Thông xe đoạn Tả Lèng')
    'Thông xe đoạn Tả\xa0Lèng'
    """
    words = text.split(" ")
    made, run = words[0], 1
    for before, word in pairwise(words):
        is_name = before.isalpha() and before[0].isupper() and word[:1].isupper() and run < LONGEST_NAME
        run = run + 1 if is_name else 1
        made += (NBSP if is_name else " ") + word
    return made


def breakable(text: str) -> str:
    """Words longer than LONGEST may break: after signs that divide an address, else every twelve letters.

    >>> breakable("a" * 30).count("\\u200b")
    2
    """
    return _LONG.sub(lambda found: _broken(found[0]), text)


def _broken(word: str) -> str:
    word = re.sub(r"(?<=[/.?&=_@-])(?=\w)", BREAK, word)
    return BREAK.join(
        BREAK.join(piece[i : i + 12] for i in range(0, len(piece), 12)) if len(piece) > LONGEST else piece
        for piece in word.split(BREAK)
    )


_LONG = re.compile(rf"[^\s{NBSP}{BREAK}]{{{LONGEST + 1},}}")


def is_document_number(token: str) -> bool:
    """Whether it holds a letter: 15/11/2026 is a day, 07-ĐA/TU a document."""
    return any(letter.isalpha() for letter in token)
