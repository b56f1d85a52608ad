"""The sample's issues, read back from the PDF as readers, archives, print shops and copiers do."""

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bulletin.press.boxes import MM, booklet
from bulletin.press.imposition import saddle_stitch
from tests.press.conftest import PURPOSES, ROOT, SAMPLES
from tests.press.setting import Pdf, Site, edition_of, lost_words, plain, roles

Issues = dict[str, dict[str, Pdf]]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_file_is_sound(name: str, issues: Issues, need: Callable[[str], str]) -> None:
    assert tuple(issues[name]) == PURPOSES == ("screen", "press", "booklet", "grey", "grey-booklet", "guide")
    for pdf in issues[name].values():
        done = subprocess.run([need("qpdf"), "--check", pdf.path], capture_output=True, text=True)
        assert (done.returncode, "No syntax or stream encoding errors" in done.stdout) == (0, True), (
            done.stdout
        )
        listed = subprocess.run(
            [need("pdffonts"), pdf.path], capture_output=True, text=True, check=True
        ).stdout
        rows = [line.split() for line in listed.splitlines()[2:]]
        assert rows
        assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}, (
            listed
        )  # embedded, subset, Unicode
        assert "Type 3" not in listed


@pytest.mark.parametrize("name", SAMPLES)
def test_pages_come_in_fours(name: str, issues: Issues) -> None:
    counts = {purpose: len(issues[name][purpose].open().pages) for purpose in ("screen", "press", "grey")}
    assert len(set(counts.values())) == 1
    pages = counts["screen"]
    assert pages % 4 == 0
    assert pages >= {"2026-11": 16, "2026-09": 32}[name]
    assert len(issues[name]["booklet"].open().pages) == pages // 2


@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_is_there(name: str, issues: Issues, sample: Site) -> None:
    edition = edition_of(sample, name)
    for purpose in ("screen", "press", "grey"):
        pdf = issues[name][purpose]
        lost = {
            p.article.path: found
            for p in edition.parts
            if (found := lost_words(p.article.source.body.html, pdf))
        }
        assert lost == {}
        assert lost_words(edition.source.body.html, pdf) == []
        text = plain(" ".join(pdf.text("-raw").split()))
        for part in edition.parts:
            assert plain(part.article.title).split()[0] in text


@pytest.mark.parametrize("name", SAMPLES)
def test_contents_lead_to_the_pages_they_name(name: str, issues: Issues, sample: Site) -> None:
    pdf = issues[name]["screen"]
    edition = edition_of(sample, name)
    with pdf.open() as opened:
        numbers = {page.objgen: i for i, page in enumerate(opened.pages, 1)}
        marked = {plain(" ".join(title.split())): page for title, page in _bookmarks(opened, numbers)}
        contents = next(i for i, text in enumerate(pdf.pages) if "Trong số này" in text)
        targets = [
            numbers[_destination(annotation, opened)[0].objgen]
            for annotation in opened.pages[contents].get("/Annots", [])
            if _destination(annotation, opened) is not None
        ]
    shown = " ".join(pdf.pages[contents].split())
    printed = [
        int(number) for number in re.findall(r"(?<![\d/.,])(\d{1,2})$", pdf.pages[contents], re.MULTILINE)
    ][:-1]
    found = [marked[plain(" ".join(part.article.title.split()))] for part in edition.parts]
    assert printed == found
    assert set(found) <= set(targets)
    for part, number in zip(edition.parts, found, strict=True):
        first = " ".join(plain(part.article.title).split()[:3])
        assert first in plain(" ".join(pdf.pages[number - 1].split()))
        assert first in plain(shown)


def _bookmarks(opened: pikepdf.Pdf, numbers: dict[Any, int]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []

    def walk(node: Any) -> None:
        while node is not None:
            destination = _destination(node, opened)
            found.append((str(node.Title), numbers[destination[0].objgen]))
            if "/First" in node:
                walk(node.First)
            node = node.get("/Next")

    walk(opened.Root.Outlines.First)
    return found


def _destination(node: Any, opened: pikepdf.Pdf) -> Any:
    found = node.get("/Dest") or (node.A.get("/D") if "/A" in node else None)
    if isinstance(found, pikepdf.String | pikepdf.Name):
        names = pikepdf.NameTree(opened.Root.Names.Dests)
        found = names[str(found)]
        found = found.D if isinstance(found, pikepdf.Dictionary) else found
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_the_archive_file_says_what_it_is(name: str, issues: Issues) -> None:
    with issues[name]["screen"].open() as pdf:
        root = pdf.Root
        xmp = bytes(root.Metadata.read_bytes()).decode()
        assert re.search(r"pdfaid:part>2<|pdfaid:part=\"2\"", xmp)
        assert re.search(r"pdfaid:conformance>B<|pdfaid:conformance=\"B\"", xmp)
        assert re.search(r"pdfuaid:part>1<|pdfuaid:part=\"1\"", xmp)
        assert [str(intent.S) for intent in root.OutputIntents] == ["/GTS_PDFA1"]
        assert int(root.OutputIntents[0].DestOutputProfile.N) == 3
        assert str(root.Lang) == "vi-VN"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        number = {"2026-11": "11/2026", "2026-09": "9/2026"}[name]
        assert str(pdf.docinfo["/Title"]) == f"Bản tin Mường Khơi, số {number}"
        assert str(pdf.docinfo["/Author"]) == "Ủy ban MTTQ Việt Nam xã Mường Khơi"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_tag_tree(name: str, issues: Issues) -> None:
    with issues[name]["screen"].open() as pdf:
        found = list(roles(pdf))
        names = [role for role, _ in found]
        wanted = {
            "/H1",
            "/H2",
            "/H3",
            "/P",
            "/Figure",
            "/Table",
            "/TR",
            "/TH",
            "/TD",
            "/L",
            "/LI",
            "/Link",
            "/TOC",
            "/TOCI",
        }
        assert wanted - set(names) == set()
        assert [node for role, node in found if role == "/Figure" and not str(node.get("/Alt", ""))] == []
        levels = [int(role[2]) for role in names if re.fullmatch("/H[1-6]", role)]
        assert levels[0] == 1
        assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_each_article_has_a_code(name: str, issues: Issues, sample: Site) -> None:
    with issues[name]["screen"].open() as pdf:
        said = [str(node.get("/Alt", "")) for role, node in roles(pdf) if role == "/Figure"]
    assert said.count("Mã QR dẫn tới bài này trên mạng") == len(edition_of(sample, name).parts)


def _is(box: Any, left: float, bottom: float, right: float, top: float) -> bool:
    return all(
        abs(float(part) - wanted) < 0.1 for part, wanted in zip(box, (left, bottom, right, top), strict=True)
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_boxes_for_the_print_shop(name: str, issues: Issues) -> None:
    with issues[name]["press"].open() as pdf:
        for page in pdf.pages:
            left, bottom, right, top = map(float, page.TrimBox)
            assert abs(right - left - 148 * MM) < 0.1
            assert abs(top - bottom - 210 * MM) < 0.1
            for box, more in ((page.BleedBox, 3 * MM), (page.MediaBox, 11 * MM), (page.CropBox, 11 * MM)):
                assert _is(box, left - more, bottom - more, right + more, top + more)
    with issues[name]["booklet"].open() as pdf:
        assert all(_is(page.MediaBox, 0, 0, 297 * MM, 210 * MM) for page in pdf.pages)


@pytest.mark.parametrize("name", SAMPLES)
def test_text_for_the_print_shop_is_black_ink_alone(name: str, issues: Issues) -> None:
    """On pages of text every letter is black or a tone of it."""
    with issues[name]["press"].open() as pdf:
        inks = set()
        for page in pdf.pages[1:-1]:
            colour: tuple[float, ...] = ()
            is_text = False
            for operands, operator in pikepdf.parse_content_stream(page):
                sign = str(operator)
                if sign in ("k", "scn", "rg", "g", "sc"):
                    colour = tuple(round(float(o), 2) for o in operands if not isinstance(o, pikepdf.Name))
                elif sign in ("BT", "ET"):
                    is_text = sign == "BT"
                elif sign in ("TJ", "Tj") and is_text:
                    inks.add(colour)
        assert (0, 0, 0, 1) in inks
        assert {len(ink) for ink in inks} == {4}
        assert {ink[:3] for ink in inks} == {(0, 0, 0)}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("purpose", ["grey", "grey-booklet"])
def test_nothing_for_the_copier_has_a_colour(name: str, purpose: str, issues: Issues) -> None:
    with issues[name][purpose].open() as pdf:
        spaces = set()
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                spaces.add(_components(thing.ColorSpace))
            if isinstance(thing, pikepdf.Dictionary) and "/ColorSpace" in thing and "/Subtype" not in thing:
                spaces |= {_components(space) for space in thing.ColorSpace.values()}
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
                signs = {str(operator) for _, operator in pikepdf.parse_content_stream(thing)}
                assert not signs & {"rg", "RG", "k", "K"}
        for page in pdf.pages:
            signs = {str(operator) for _, operator in pikepdf.parse_content_stream(page)}
            assert not signs & {"rg", "RG", "k", "K"}
        assert spaces == {1}


def _components(space: Any) -> int:
    if isinstance(space, pikepdf.Array) and space[0] == "/ICCBased":
        return int(space[1].N)
    if isinstance(space, pikepdf.Array) and space[0] == "/Indexed":
        return _components(space[1])
    return {"/DeviceGray": 1, "/CalGray": 1}.get(str(space), 3)


def _halves(pdf: Pdf, page: int) -> tuple[str, str]:
    """The text of the left and the right half of a lying A4 page, without spaces."""
    area = ("-y", "0", "-W", "421", "-H", "596", "-f", str(page), "-l", str(page))
    left, right = ("".join(pdf.text("-raw", "-x", x, *area).split()) for x in ("0", "421"))
    return left, right


@pytest.mark.parametrize("pages", [16, 32])
def test_the_booklet_folds_into_order(pages: int, issues: Issues, tmp_path: Path) -> None:
    source = issues["2026-11" if pages == 16 else "2026-09"]["press"]
    with source.open() as whole, pikepdf.new() as part:
        part.pages.extend(whole.pages[:pages])
        out = io.BytesIO()
        part.save(out)
    imposed = Pdf(tmp_path / "booklet.pdf", booklet(out.getvalue()))
    single = ["".join(text.split()) for text in source.text("-raw").split("\f")]
    sides = saddle_stitch(pages)
    with imposed.open() as opened:
        assert len(opened.pages) == len(sides) == pages // 2
    order = []
    for number, side in enumerate(sides, 1):
        left, right = _halves(imposed, number)
        assert (left, right) == (single[(side.left or 0) - 1], single[(side.right or 0) - 1])
        order.append((side.left, side.right))
    first_sheets = {
        16: [(16, 1), (2, 15), (14, 3), (4, 13), (12, 5), (6, 11), (10, 7), (8, 9)],
        32: [(32, 1), (2, 31), (30, 3), (4, 29)],
    }[pages]
    assert order[: len(first_sheets)] == first_sheets


def test_the_same_bytes_in_another_folder_zone_and_day(tmp_path: Path) -> None:
    """Every file of `print`, by two runs of the command that share nothing but the content."""
    made = []
    for zone, folder, now in (
        ("Asia/Ho_Chi_Minh", "a", "2026-11-24T08:00+07:00"),
        ("America/Lima", "b/c", "2026-12-30T23:00-05:00"),
    ):
        root = tmp_path / folder
        shutil.copytree(ROOT / "content", root / "content", ignore=shutil.ignore_patterns("illustrations"))
        shutil.copy(ROOT / "site.toml", root)
        command = [
            sys.executable,
            "-m",
            "bulletin",
            "print",
            "2026-11",
            "--site",
            str(root),
            "--now",
            now,
            "--quiet",
        ]
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "TZ": zone}, capture_output=True)
        made.append({p.name: p.read_bytes() for p in sorted((root / "print").iterdir())})
    assert len(made[0]) == 6
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
