"""Lists as Vietnamese offices type them: "1) …", "a) …", "– …", line under line.

Markdown knows none of these and would run the lines together. Two lines of one form, one under
the other, make a list; a single one is text as it stands.
"""

import re
from xml.etree.ElementTree import Element

from markdown.blockprocessors import BlockProcessor

_FORMS = (
    re.compile(r"[ \t]*(\d{1,3})(?:\)[ \t]*|/[ \t]+)(?=[^\s\d)/])"),  # 1) 1/
    re.compile(r"[ \t]*(?:[–+-][ \t]*(?=[^\W\d_])|[–+-][ \t]+(?=\S))"),  # – + and - with no space
    re.compile(r"[ \t]*(?:[a-zđA-ZĐ]|[IVX]{1,5})(?:\)[ \t]*|[./][ \t]+)(?=[^\W_])"),  # a) a. I.
)
_NUMBERS, _BULLETS, _LETTERS = range(3)
_KNOWN = re.compile(r" {0,3}[+-][ \t]+\S")  # what Markdown takes for a bullet itself
_ANY = re.compile(r"^[ \t]*(?:\d{1,3}[)/]|[–+-]|[^\W\d_]{1,5}[).\/])", re.MULTILINE)


class OfficeLists(BlockProcessor):
    """Gives each run of such lines a block of its own, in the form of Markdown."""

    def test(self, parent: Element, block: str) -> bool:
        return (
            "\n" in block
            and _ANY.search(block) is not None
            and not self.parser.state.isstate("list")
            and not (block.startswith(("    ", "\t")) and block.isascii())  # code
            and any(form is not None for form, _ in _parts(block.split("\n")))
        )

    def run(self, parent: Element, blocks: list[str]) -> None:
        made: list[str] = []
        for form, lines in _parts(blocks.pop(0).split("\n")):
            if form is None:
                made.append("\n".join(lines))
            elif form == _LETTERS:
                made += [line.strip(" \t") for line in lines]
            else:
                made.append("\n".join(_item(form, line) for line in lines))
        self.parser.parseBlocks(parent, made)


def _item(form: int, line: str) -> str:
    found = _FORMS[form].match(line)
    if found is None:
        return line
    return (f"{found[1]}. " if form == _NUMBERS else "- ") + line[found.end() :]


def _parts(lines: list[str]) -> list[tuple[int | None, list[str]]]:
    """The lines in order, those of each run together with its form, all others between with None."""
    parts: list[tuple[int | None, list[str]]] = []
    start = 0
    while start < len(lines):
        form = next((n for n, pattern in enumerate(_FORMS) if pattern.match(lines[start])), None)
        end = start + 1
        while form is not None and end < len(lines) and _FORMS[form].match(lines[end]):
            end += 1
        run = lines[start:end]
        if form is not None and len(run) > 1 and not (form == _BULLETS and all(map(_KNOWN.match, run))):
            parts.append((form, run))
        elif parts and parts[-1][0] is None:
            parts[-1][1].extend(run)
        else:
            parts.append((None, run))
        start = end
    return parts
