"""`handbook`: the handbook as pages, made by the generator itself, to be read in a browser offline.

The chapters of `docs/so-tay/` are put into a bulletin of their own in a temporary folder: each a standing
page, their pictures beside them, the list of chapters on the front page and beside every page.
"""

import html
import json
import re
import shutil
import webbrowser
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bulletin.names import slug
from bulletin.ownfiles import own_folder
from bulletin.problem import WorldError
from bulletin.report import Report
from bulletin.request import Outcome, Request
from bulletin.settings import RESERVED
from bulletin.site import build

HANDBOOK = Path("docs") / "so-tay"
CONTENTS = "README.md"
NAME = "Sổ tay bản tin"  # short: it stands large on the front page
_CHAPTER = re.compile(r"^\d+\. \[([^\]]+)\]\(([\w-]+\.md)\): (.+)$", re.MULTILINE)
_LINK = re.compile(r"(?P<mark>!?)\[(?P<words>[^\]]*)\]\((?P<to>[^()\s#]*)(?:#(?P<place>[^()\s]+))?\)")
_CODE = re.compile(r"(^( *)```.*?^\2```$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chapter:
    """`file` is its name in the handbook, `about` the line of the contents."""

    file: str
    title: str
    about: str

    @property
    def slug(self) -> str:
        name = self.file.removesuffix(".md")
        return f"so-tay-{name}" if name in RESERVED else name


BEGIN = Chapter(
    "bat-dau.md", "Bắt đầu", "một ngày làm việc, mấy từ hay gặp"
)  # the rest of the contents' page
_CONTENTS = re.compile(r"^## Mục lục\n.*?(?=^## )", re.MULTILINE | re.DOTALL)


def run(output: Path, now: datetime, report: Report, *, opens: bool) -> None:
    """Make the pages in `output`. Raises WorldError, also where there is no handbook."""
    folder = Path(__file__).resolve().parents[2] / HANDBOOK
    if not (folder / CONTENTS).is_file():
        raise WorldError("no-handbook")
    outcome = make(folder, output, now, report)
    if outcome.written is None:
        report.problems(outcome.problems)
        raise WorldError("handbook-wrong")
    home = output / "index.html"
    report.show(report.word("handbook-made", path=home))
    if opens:
        with suppress(OSError, webbrowser.Error):
            webbrowser.open(home.as_uri())


def make(folder: Path, output: Path, now: datetime, report: Report) -> Outcome:
    """The handbook in `folder` as a site in `output`. Raises WorldError."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}
    texts[BEGIN.file] = _beginning(texts[CONTENTS])
    listed = [Chapter(file, title, about) for title, file, about in _CHAPTER.findall(texts[CONTENTS])]
    chapters = [BEGIN, *listed]
    with TemporaryDirectory(prefix="bantin-") as name:
        root = Path(name)
        for place, text in site(texts, chapters).items():
            parent, _, last = place.rpartition("/")
            ((own_folder(root, parent) if parent else root) / last).write_text(text, "utf-8")
        for picture in sorted({to for text in texts.values() for to in _pictures(text)}):
            parent, _, last = f"content/{picture}".rpartition("/")
            shutil.copyfile(folder.parent / picture, own_folder(root, parent) / last)
        return build(Request(root, output, now, workers=1, remember=False), report)


def site(texts: Mapping[str, str], chapters: list[Chapter]) -> dict[str, str]:
    """Path -> text of the bulletin that shows the chapters. Those that the contents leave out come too."""
    listed = {chapter.file for chapter in chapters}
    rest = [Chapter(file, _title(texts[file]), "") for file in texts if file not in listed | {CONTENTS}]
    files = {
        "site.toml": f'[site]\nname = {_quoted(NAME)}\naddress = "https://so-tay.example/"\n'
        "[pictures]\nshare_cards = false\n",
        "templates/home.html": _home(texts[CONTENTS], chapters),
        "templates/partials/sidebar.html": _sidebar(chapters),
    }
    for chapter in (*chapters, *rest):
        title, body = _title(texts[chapter.file]), texts[chapter.file].partition("\n")[2]
        front = f"---\ntitle: {_quoted(title)}\nslug: {chapter.slug}\n---\n"
        files[f"content/pages/{chapter.file}"] = front + _linked(body)
    return files


def _beginning(contents: str) -> str:
    return f"# {BEGIN.title}\n" + _CONTENTS.sub("", contents.partition("\n")[2])


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def _pictures(text: str) -> list[str]:
    """Of files seen from docs/."""
    return [m["to"].removeprefix("../") for m in _LINK.finditer(_CODE.sub("", text)) if m["mark"]]


def _linked(body: str) -> str:
    """Links as the generator knows them; what is for developers, outside the handbook, loses its link."""

    def link(found: re.Match[str]) -> str:
        to, place = found["to"], found["place"]
        if found["mark"] or "://" in to or to.startswith("mailto:"):
            return found[0]
        if to.startswith("../"):
            return found["words"]
        way = "/" if to == CONTENTS else to
        return f"[{found['words']}]({way}{'#' + slug(place) if place else ''})"

    parts = _CODE.split(body)  # text, code, its indent, text, …
    made = [_LINK.sub(link, text) for text in parts[::3]]
    codes = [*parts[1::3], ""]
    return "".join(text + code for text, code in zip(made, codes, strict=True))


def _home(contents: str, chapters: list[Chapter]) -> str:
    """The front page: the contents, and what stands around them."""
    lead = contents.partition("\n")[2].partition("## ")[0].strip()
    rows = "\n".join(
        f'<li><a href="{{{{ up }}}}{chapter.slug}/">{html.escape(chapter.title)}</a>: {_about(chapter)}</li>'
        for chapter in chapters
    )
    return (
        '{% extends "base.html" %}\n{% set kind = "home" %}\n'
        "{% block title %}{{ frame.name }}{% endblock %}\n{% block crumbs %}{% endblock %}\n"
        "{% block side %}{% endblock %}\n{% block main %}\n"
        f'<div class="prose">\n<p>{html.escape(lead)}</p>\n<ol>\n{rows}\n</ol>\n</div>\n{{% endblock %}}\n'
    )


def _about(chapter: Chapter) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(chapter.about))


def _sidebar(chapters: list[Chapter]) -> str:
    rows = "\n".join(
        f'<li><a href="{{{{ up }}}}{chapter.slug}/">{html.escape(chapter.title)}</a></li>'
        for chapter in chapters
    )
    return (
        '<aside class="side" aria-label="Mục lục">\n<section class="box">\n'
        '<h2 class="box-title">Mục lục</h2>\n'
        f'<ul class="topic-links">\n{rows}\n</ul>\n</section>\n</aside>\n'
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
