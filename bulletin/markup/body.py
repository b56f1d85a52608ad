"""A converted body: safe HTML with open references, and what it refers to.

In `html` every address is a numbered reference into the tuples beside it:

    href="bantin:link/0"                       an `a`, or a local `video`/`audio` by src
    <img src="bantin:picture/0" alt="…">       always src first, then alt

Plan gives each reference its target; render puts the addresses in.
"""

from dataclasses import dataclass

from bulletin.packs import Stored


@dataclass(frozen=True, slots=True)
class LinkReference:
    target: str  # as written, entities resolved, NFC
    line: int  # in the file, from 1


@dataclass(frozen=True, slots=True)
class PictureReference:
    target: str
    line: int
    alt: str
    focus: str = ""  # as written: "50 30", per cent from the left and the top
    blur: str = ""  # as written: "10 20 30 40; …", left, top, width, height in per cent


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 2 to 6; `text` without marks."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    html: str | Stored  # stored as soon as a worker has made it: only rendering needs the text
    links: tuple[LinkReference, ...] = ()
    pictures: tuple[PictureReference, ...] = ()
    headings: tuple[Heading, ...] = ()
    excerpt: str = ""  # the first paragraphs' plain text, at most 300 characters, cut at a word
    has_video: bool = False
