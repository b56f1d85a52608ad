"""What tests of the press need: a site read, an issue set, and a PDF read back."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pikepdf

from bulletin.config import read_settings
from bulletin.edition import Edition
from bulletin.messages import Catalogue
from bulletin.model import Library, model
from bulletin.press.delivery import Sheets, print_edition
from bulletin.problem import Problem, Problems
from bulletin.read import read
from bulletin.theme import Theme, read_theme
from tests.press.hostile import site

NOW = datetime.fromisoformat("2026-11-24T08:00:00+07:00")
TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Site:
    library: Library
    theme: Theme
    problems: Problems


def silent(done: int, total: int) -> None: ...


def read_site(root: Path) -> Site:
    settings, problems = read_settings(root)
    theme, more = read_theme(root, settings)
    sources, wrong = read(root, settings, silent, 1)
    library, odd = model(sources, settings, NOW, drafts=False, future=False)
    return Site(library, theme, (*problems, *more, *wrong, *odd))


def edition_of(site: Site, name: str) -> Edition:
    return next(e for e in (*site.library.editions, *site.library.editions_to_come) if e.name == name)


def printed(
    site: Site, name: str, *wanted: str, form: str = "", today: date = TODAY
) -> tuple[dict[str, bytes], Problems]:
    """Purpose -> PDF, and the problems."""
    files: tuple[Sheets, ...]
    files, _, problems = print_edition(
        edition_of(site, name), site.library, site.theme, wanted, form, today, silent
    )
    return {file.purpose: file.data for file in files}, problems


_PAGE = re.compile(r"\s*\(trang\s+\d+\)")
# An imprint that lacks nothing.
WHOLE = {"chiu_trach_nhiem": "Bà Hạnh", "giay_phep": "số 5", "noi_in": "Xã", "so_ban": "500"}


def issue(**keys: str) -> dict[str, str | bytes]:
    """A site whose one issue, so-1, has these keys."""
    rows = "".join(f"{key}: {value}\n" for key, value in keys.items())
    files = site("no-words")
    files["content/ban-tin/so-1.md"] = f"---\nso: 1\nngay: 22/11/2026\n{rows}---\n"
    return files


def said(problems: tuple[Problem, ...]) -> list[str]:
    """What an editor reads of each, with its place."""
    words = Catalogue("vi")
    return [f"{p.place.path}:{p.place.line}: {words.problem(p.kind, dict(p.values))[0]}" for p in problems]


class Pdf:
    """A PDF as its readers find it."""

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        """At `path`, and put there now if it is given as `data`."""
        if data is not None:
            path.write_bytes(data)
        self.path, self.data = path, data or path.read_bytes()

    def text(self, *options: str) -> str:
        done = subprocess.run(
            ["pdftotext", "-enc", "UTF-8", *options, str(self.path), "-"], capture_output=True, check=True
        )
        return done.stdout.decode()

    @cached_property
    def pages(self) -> list[str]:
        return self.text("-layout").split("\f")[:-1]

    @cached_property
    def words(self) -> set[str]:
        """Also without the number of a footnote in front of its first word."""
        text = self.text("-raw")
        # Behind words that lead to another article stands its page, before the stop.
        found = {plain(word) for word in (text + " " + _PAGE.sub("", text)).split()}
        return found | {word.lstrip("0123456789") for word in found}

    @cached_property
    def run_together(self) -> str:
        return plain("".join(self.text("-raw").split()))

    def open(self) -> pikepdf.Pdf:
        return pikepdf.open(self.path)


def plain(text: str) -> str:
    """Letters as a reader takes them: NFC, any quotes and dashes as one, signs that are not seen gone."""
    text = normalize("NFC", text)
    text = re.sub("[\u200b\u200c\u2060\u00ad]", "", text)
    text = re.sub('[“”"]', '"', re.sub("[‘’']", "'", text))
    return re.sub("[–—-]", "-", text).replace("…", "...")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._films = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in (
            "p",
            "li",
            "td",
            "th",
            "br",
            "div",
            "dt",
            "dd",
            "figcaption",
            "pre",
            "img",
        ) or tag.startswith("h"):
            self.text.append(" ")
        if tag == "a" and ("class", "footnote-backref") in attrs:
            self._films += 1
        if tag == "div" and ("class", "video") in attrs:
            self._films += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "div") and self._films:
            self._films -= 1

    def handle_data(self, data: str) -> None:
        if not self._films:
            self.text.append(data)


def words_of(html: str) -> list[str]:
    """Every word of a body; a film's label and the arrows back from footnotes apart."""
    parser = _Words()
    parser.feed(html)
    return [plain(word) for word in "".join(parser.text).split()]


def lost_words(html: str, pdf: Pdf) -> list[str]:
    """Words of a body that are nowhere in the PDF."""
    lost = []
    for word in words_of(html):
        bare = word.rstrip("0123456789")  # the number of a footnote may stand at a word
        if word in pdf.words or (len(word) > 16 and word in pdf.run_together):
            continue
        if any(other.startswith(bare) and re.fullmatch(r"\d*\W*", other[len(bare) :]) for other in pdf.words):
            continue
        if re.search(r"[-/]", word) and word in pdf.run_together:
            continue
        pieces = [word[i : i + 12] for i in range(0, len(word), 12)]
        if len(word) > 24 and all(piece in pdf.run_together for piece in pieces):  # a page ended in it
            continue
        lost.append(word)
    return lost


def roles(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Every element of the tag tree with its role, in reading order."""

    def walk(node: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(node, pikepdf.Array):
            for inner in node:
                yield from walk(inner)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S), node
            if "/K" in node:
                yield from walk(node.K)

    yield from walk(pdf.Root.StructTreeRoot.K)
