"""The pure parts: which page falls where, what a compositor does to words, the tree of a body, the checks."""

import io
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.cli import main
from bulletin.messages import Catalogue
from bulletin.press import checks, command, content, engine, materials, printing, typeset
from bulletin.press.boxes import MM
from bulletin.press.imposition import Side, creep, saddle_stitch
from bulletin.press.tree import blocks
from bulletin.press.typography import compose, names_whole
from tests.building import Silent, write_site
from tests.press.hostile import APPROVED, picture, prose, site
from tests.press.setting import NOW, WHOLE, edition_of, issue, printed, read_site, said

# --- sheets ---


def test_sixteen_pages_as_a_bookbinder_has_them() -> None:
    order = [(side.left, side.right) for side in saddle_stitch(16)]
    assert order == [(16, 1), (2, 15), (14, 3), (4, 13), (12, 5), (6, 11), (10, 7), (8, 9)]
    assert saddle_stitch(2) == [Side(None, 1), Side(2, None)]
    with pytest.raises(ValueError, match="no page"):
        saddle_stitch(0)


@given(st.integers(1, 400))
def test_every_page_falls_once(pages: int) -> None:
    sides = saddle_stitch(pages)
    placed = [page for side in sides for page in (side.left, side.right) if page]
    assert sorted(placed) == list(range(1, pages + 1))
    assert len(sides) % 2 == 0
    for front, back in zip(
        sides[::2], sides[1::2], strict=True
    ):  # a leaf has a page and the next on its back
        assert front.right is not None
        assert back.left is None or back.left == front.right + 1


def test_inner_pages_move_to_the_fold(tmp_path: Path) -> None:
    """By the setting's millimetres for each sheet around them, left pages right and right pages left."""
    assert creep(3, 0.5) == [0.0, 0.5, 1.0]
    places = {}
    for paper in ("0", "0.25"):
        files = site("endless")
        files["site.toml"] = str(files["site.toml"]) + f"[printing]\ncreep = {paper}\n"
        made, _ = printed(read_site(write_site(tmp_path / paper, files)), "so-1", "grey")
        with pikepdf.open(io.BytesIO(made["grey-booklet"])) as pdf:
            places[paper] = [
                [
                    float(operands[4])
                    for operands, sign in pikepdf.parse_content_stream(page)
                    if str(sign) == "cm"
                ]
                for page in pdf.pages
            ]
    moved = [
        [(b - a) / MM for a, b in zip(*pair, strict=True)] for pair in zip(*places.values(), strict=True)
    ]
    assert len(moved) > 8
    for side, (left, right) in enumerate(moved):
        assert left == pytest.approx(side // 2 * 0.25, abs=0.01)
        assert right == pytest.approx(-(side // 2) * 0.25, abs=0.01)


# --- words ---


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ('"Góp chung" - bà nói', "“Góp chung”\u00a0– bà nói"),
        ("gọi 0912 345 678 hoặc (0219) 3.812.345", "gọi 0912\u00a0345\u00a0678 hoặc (0219)\u00a03.812.345"),
        ("+84 912 345 678, 1900 1234", "+84\u00a0912\u00a0345\u00a0678, 1900\u00a01234"),
        ("số 0219 3 812 345 (trực đêm)", "số 0219\u00a03\u00a0812\u00a0345 (trực đêm)"),
        ("(+84) 912-345 678, 0219-3 812 345", "(+84)\u00a0912-345\u00a0678, 0219-3\u00a0812\u00a0345"),
        ("lúc 07 30 hộ", "lúc 07 30\u00a0hộ"),
        ("1 250 000 cây", "1\u00a0250\u00a0000 cây"),
        ("năm 2026 120 hộ", "năm\u00a02026 120\u00a0hộ"),
        ('Ông hỏi: "Ai "có" mặt?"', "Ông hỏi: “Ai “có” mặt?”"),
        ("hết 23,6 triệu đồng, 3 km", "hết 23,6\u00a0triệu đồng, 3\u00a0km"),
        ("ngày 5 tháng 3 năm 2026", "ngày\u00a05 tháng\u00a03 năm\u00a02026"),
        ("từ ngày 30/11, hết ngày 30/11/2026", "từ ngày\u00a030/11, hết ngày 30/11/2026"),
        ("Thành tiền (triệu đồng)", "Thành tiền (triệu\u00a0đồng)"),
        ("chờ đã...", "chờ đã…"),
        ("họp 7 - 9 giờ", "họp 7\u00a0– 9\u00a0giờ"),
        ("a" * 30, "a" * 12 + "\u200b" + "a" * 12 + "\u200b" + "a" * 6),
    ],
)
def test_what_a_compositor_does(written: str, set_as: str) -> None:
    assert compose(written) == set_as


@pytest.mark.parametrize(
    ("title", "set_as"),
    [
        ("Thông xe đoạn Tả Lèng – Pú Hoan", "Thông xe đoạn Tả_Lèng – Pú_Hoan"),
        ("Lớp đêm ở Phiêng Ban, Tả Lèng", "Lớp đêm ở Phiêng_Ban, Tả_Lèng"),
        ("UBND XÃ MỞ HỘI TO LẮM", "UBND_XÃ_MỞ_HỘI TO_LẮM"),
        ("", ""),
    ],
)
def test_names_in_titles_stay_whole(title: str, set_as: str) -> None:
    assert names_whole(title) == set_as.replace("_", "\u00a0")


@given(st.text(alphabet="ab ệ\"'-.…0123456789/ \u00a0", max_size=80))
def test_no_letter_is_lost_or_added(text: str) -> None:
    def letters(some: str) -> str:
        return "".join(letter for letter in some if letter.isalnum())

    assert letters(compose(text)) == letters(text)


# --- the tree ---


def test_document_numbers_are_one_thing_and_days_are_not() -> None:
    assert blocks("<p>Văn bản 07-ĐA/TU ngày 15/11/2026 và 217-QĐ/TW.</p>", (), ()) == [
        {
            "k": "p",
            "c": [
                "Văn bản ",
                {"k": "one", "t": "07-ĐA/TU"},
                " ngày 15/11/2026 và ",
                {"k": "one", "t": "217-QĐ/TW"},
                ".",
            ],
        }
    ]


def test_only_known_names_get_through() -> None:
    made = blocks(
        '<p onclick="x">a<script>b</script><blink>c</blink><a href="javascript:x">d</a></p>', (), ()
    )
    assert made == [{"k": "p", "c": ["a", "b", "c", "d"]}]


def test_headings_skip_no_level() -> None:
    made = blocks("<h5>a</h5><h2>b</h2><h6>c</h6><h1></h1>", (), ())
    assert [(block["l"], block["c"]) for block in made] == [(3, ["a"]), (3, ["b"]), (4, ["c"])]


def test_a_footnote_stands_where_it_is_called() -> None:
    html = (
        '<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p><div class="footnote"><hr><ol>'
        '<li id="fn:1"><p>b <a class="footnote-backref" href="#fnref:1">↩</a></p></li></ol></div>'
    )
    assert blocks(html, (), ()) == [{"k": "p", "c": ["a", {"k": "fn", "id": "fn:1", "c": ["b"]}]}]


def test_a_cell_that_spans_beyond_the_edge_stops_there() -> None:
    (table,) = blocks(
        '<table><tr><td colspan="9">a</td></tr><tr><td>b</td><td rowspan="7">c</td></tr></table>', (), ()
    )
    assert table["cols"] == 9
    assert [[(cell["x"], cell["y"]) for cell in row][:2] for row in table["rows"]] == [
        [(9, 1)],
        [(1, 1), (1, 1)],
    ]


@given(st.recursive(st.sampled_from(["a", "ệ", " ", "&lt;"]), lambda inner: st.builds(
    lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
    st.sampled_from(["p", "b", "ul", "li", "blockquote", "table", "tr", "td", "h3", "div", "sup", "dl", "dd", "figure"]),
    st.lists(inner, max_size=4),
)))  # fmt: skip
def test_any_html_makes_a_tree(html: str) -> None:
    assert isinstance(blocks(html, (), ()), list)


def test_pushed_once_is_pushed_for_good_and_later_ones_are_looked_at_again() -> None:
    spots = [{"top": 0.0, "bottom": 0.3}, {"top": 0.7, "bottom": 0.95}, {"top": 0.8, "bottom": 0.99}]
    first = engine.pushes(spots, [])
    assert [one["push"] for one in first] == [False, True, False]
    settled = [{"top": 0.0, "bottom": 0.3}, {"top": 0.0, "bottom": 0.3}, {"top": 0.4, "bottom": 0.6}]
    assert engine.pushes(settled, first) == engine.pushes(settled, engine.pushes(settled, first))


# --- the checks ---


@pytest.mark.parametrize(
    ("keys", "today", "wanted"),
    [
        (
            {},
            NOW.date(),
            [
                f"1: trang đầu số bản tin còn thiếu: {name}"
                for name in ("Chịu trách nhiệm xuất bản", "Giấy phép", "Nơi in", "Số bản in")
            ],
        ),
        (WHOLE, NOW.date(), []),
        (
            {**WHOLE, "giay_phep_den": "1/11/2026"},
            NOW.date(),
            ["8: giấy phép xuất bản đã hết hạn ngày 01/11/2026"],
        ),
        (
            {**WHOLE, "giay_phep_den": "1/12/2026"},
            date(2026, 11, 20),
            ["8: giấy phép xuất bản còn 11 ngày, hết hạn ngày 01/12/2026"],
        ),
        ({**WHOLE, "giay_phep_den": "1/12/2027"}, NOW.date(), []),
        (
            {**WHOLE, "kho": "a4"},
            NOW.date(),
            ["8: khổ 21 × 29,7 cm lớn hơn mức cho phép của bản tin (19 × 27 cm)"],
        ),
    ],
)
def test_imprint_licence_and_paper(
    keys: dict[str, str], today: date, wanted: list[str], tmp_path: Path
) -> None:
    read = read_site(write_site(tmp_path, issue(**keys)))
    edition, settings = edition_of(read, "so-1"), read.library.settings.printing
    found = (*checks.imprint(edition, settings, today), *checks.trim(edition, settings, edition.format))
    assert said(found) == [f"content/ban-tin/so-1.md:{line}" for line in wanted]


@pytest.mark.parametrize(
    ("rule", "keys", "wanted"),
    [
        ("remind", "", ["error: False 4: bài chưa ghi ai duyệt cho in và ngày nào; còn thiếu: approved_by, approved_on"]),
        ("remind", "ngay_duyet: 21/11/2026\n", ["error: False 5: bài chưa ghi ai duyệt cho in và ngày nào; còn thiếu: nguoi_duyet"]),
        ("required", "nguoi_duyet: Bà Hạnh\nngay_duyet:\n",
         ["error: True 6: bài chưa ghi ai duyệt cho in và ngày nào; còn thiếu: ngay_duyet"]),
        ("required", "updated: 2026-11-22\napproved_by: Bà Hạnh\napproved_on: 2026-11-21\n",
         ["error: True 7: bài sửa ngày 22/11/2026, sau khi duyệt ngày 21/11/2026"]),
        ("required", APPROVED, []),
        ("none", "", []),
    ],
)  # fmt: skip
def test_articles_that_nobody_approved(rule: str, keys: str, wanted: list[str], tmp_path: Path) -> None:
    files = issue(**WHOLE)
    files["site.toml"] = str(files["site.toml"]) + f'[printing]\napproval = "{rule}"\n'
    files["content/tin/truoc.md"] = f"---\ntitle: Bài\ndate: 2026-11-19\nissue: 1/2026\n{keys}---\n\nchữ\n"
    root = write_site(tmp_path, files)
    request = command.PrintRequest(root, "so-1", ("screen",), "", NOW, workers=1)
    delivered = command.run(request, Silent())
    words = Catalogue("vi")
    found = [
        f"error: {p.severity == 'error'} {p.place.line}: {words.problem(p.kind, dict(p.values))[0]}"
        for p in delivered.problems
        if p.place.path == "content/tin/truoc.md" and p.kind.startswith("print-approval")
    ]
    assert found == wanted
    assert bool(delivered.files) == (rule != "required" or not wanted)  # nothing is printed
    built = main(["build", "--site", str(root), "--now", NOW.isoformat(), "--quiet", "--workers", "1"])
    assert built == (1 if rule == "required" and wanted else 0)  # nor published


def test_the_advice_names_the_keys_as_the_article_does(tmp_path: Path) -> None:
    files = issue(**WHOLE)
    files["content/tin/truoc.md"] = "---\ntitle: Bài\ndate: 2026-11-19\nissue: 1/2026\n---\n\nchữ\n"
    read = read_site(write_site(tmp_path, files))
    found = checks.approvals(edition_of(read, "so-1"), read.library.settings.printing)
    advice = {p.place.path: Catalogue("vi").problem(p.kind, dict(p.values))[1] for p in found}
    assert advice["content/tin/truoc.md"] == (
        "Người duyệt đọc xong thì điền vào phần đầu của bài, "
        "ví dụ: approved_by: Lường Thị Hạnh, và approved_on: 20/11/2026."
    )


def test_too_many_pages(tmp_path: Path) -> None:
    files = issue(**WHOLE)
    files["site.toml"] = str(files["site.toml"]) + "[printing]\nmost_pages = 3\n"
    _, problems = printed(read_site(write_site(tmp_path, files)), "so-1", "screen")
    assert said(problems) == ["content/ban-tin/so-1.md:1: số này dày 4 trang, quá mức 3 trang"]


def test_letters_and_pictures(tmp_path: Path) -> None:
    files = issue(**WHOLE)
    files["content/tin/truoc.md"] = (
        f"---\ntitle: Bài\ndate: 2026-11-19\nissue: 1/2026\n{APPROVED}---\n\n{prose(20)} ★★ 🎉\n\n![Ảnh](a.jpg)\n"
    )
    files["content/tin/a.jpg"] = picture(600, 400)
    made, problems = printed(read_site(write_site(tmp_path, files)), "so-1", "press")
    assert said(problems) == [
        "content/tin/truoc.md:11: ảnh “a.jpg” rộng 600 điểm ảnh, in ra được 150 điểm một inch, chưa tới 300",
        "content/tin/truoc.md:1: phông chữ in không có những ký tự này, nên trên giấy là ô vuông: ★ (U+2605), 🎉 (U+1F389)",
    ]
    assert made["press"].startswith(b"%PDF")


def job_of(root: Path, files: dict[str, str | bytes]) -> content.Job:
    read = read_site(write_site(root, files))
    present, ink = materials.presenter(read.library, read.theme), materials.colours(read.theme)
    return content.Binder(edition_of(read, "so-1"), read.library, present, ink).job()


def test_a_picture_is_printed_once_and_shows_what_a_film_shows(tmp_path: Path) -> None:
    """A cover that the text shows too stands there alone; beside the code of a film it is the still."""
    files = issue(**WHOLE)
    head = f"---\ntitle: Bài\ndate: 2026-11-19\nissue: 1/2026\n{APPROVED}anh_bia: no-words/a.jpg\nmo_ta_anh_bia: Ảnh\n"
    files["content/tin/truoc.md"] = f"{head}---\n\nchữ\n\n![Ảnh](no-words/a.jpg)\n"
    files["content/tin/sau.md"] = (
        f"{head.replace('Bài', 'Có phim')}video: https://youtu.be/dQw4w9WgXcQ\n---\n\nchữ\n"
    )
    parts = job_of(tmp_path, files).issue["parts"]
    (film,) = (part for part in parts if part["title"] == "Có phim")
    (shown,) = (part for part in parts if part["title"] == "Bài")
    assert (shown["cover"], [block["k"] for block in shown["body"]]) == (None, ["p", "fig"])
    assert (film["cover"], [block["k"] for block in film["body"]]) == (None, ["film", "p"])
    assert (film["body"][0]["still"]["file"], film["body"][0]["still"]["alt"]) == (
        shown["body"][1]["file"],
        "Ảnh",
    )
    for columns in ("1", "2"):
        files["content/ban-tin/so-1.md"] = f"---\nso: 1\nngay: 22/11/2026\ncot: {columns}\n---\n"
        made, problems = printed(read_site(write_site(tmp_path / columns, files)), "so-1", "screen")
        assert [p for p in problems if p.severity == "error"] == []
        with pikepdf.open(io.BytesIO(made["screen"])) as pdf:
            images = [
                o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"
            ]
        assert len([image for image in images if image.get("/Filter") == "/DCTDecode"]) == 1


@pytest.mark.parametrize("least", [150, 400])
def test_no_picture_is_larger_than_its_pixels_allow(
    least: int, tmp_path: Path, need: Callable[[str], str]
) -> None:
    files = issue(**WHOLE)
    files["site.toml"] = str(files["site.toml"]) + f"[printing]\nleast_ppi = {least}\nppi = 600\n"
    files["content/tin/no-words/index.md"] = str(files["content/tin/no-words/index.md"]) + "![Ảnh](a.jpg)\n"
    made, _ = printed(read_site(write_site(tmp_path, files)), "so-1", "press")
    (tmp_path / "a.pdf").write_bytes(made["press"])
    listed = subprocess.run(
        [need("pdfimages"), "-list", tmp_path / "a.pdf"], capture_output=True, text=True, check=True
    )
    photos = [row.split() for row in listed.stdout.splitlines() if " jpeg " in row]
    assert [int(row[3]) for row in photos] == [900]
    assert int(photos[0][12]) == pytest.approx(max(least, 900 / 118.5 * 25.4), rel=0.03)


def test_a_template_with_a_mistake(tmp_path: Path) -> None:
    files = issue(**WHOLE)
    files["templates/press/pages.typ"] = "#let contents() = nothing-of-that-name\n"
    made, problems = printed(read_site(write_site(tmp_path, files)), "so-1", "screen")
    assert made == {}
    assert [(p.kind, p.place.path) for p in problems] == [("print-template", "templates/press/edition.typ")]


def test_a_site_restyles_its_bulletin(tmp_path: Path) -> None:
    files = issue(**WHOLE)
    style = (Path(__file__).parents[2] / "templates" / "press" / "style.typ").read_text("utf-8")
    files["templates/press/style.typ"] = style.replace(
        "#let bleed = if", "#let bleed = 1mm\n#let unused = if"
    )
    made, problems = printed(read_site(write_site(tmp_path, files)), "so-1", "screen")
    assert problems == ()
    assert (
        made["screen"]
        != printed(read_site(write_site(tmp_path / "b", issue(**WHOLE))), "so-1", "screen")[0]["screen"]
    )


@pytest.mark.parametrize(
    ("table", "kind"), [("seconds = 0", "print-time"), ("megabytes = 30", "print-memory")]
)
def test_the_engine_is_stopped(table: str, kind: str, tmp_path: Path) -> None:
    files = site("endless") | {}
    files["site.toml"] = str(files["site.toml"]) + f"[printing]\n{table}\n"
    made, problems = printed(read_site(write_site(tmp_path, files)), "so-1", "screen")
    assert made == {}
    assert [p.kind for p in problems if p.severity == "error"] == [kind]


def test_a_fault_of_one_article_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = site("no-words")
    read = read_site(write_site(tmp_path, files))
    job = printing.Binder(
        edition_of(read, "so-1"),
        read.library,
        materials.presenter(read.library, read.theme),
        materials.colours(read.theme),
    ).job()
    one = engine.Set((), "x", "body.typ:3", (1,))
    every = engine.Set((), "x", "body.typ:3", (0, 1, 2))
    none = engine.Set((), "x", "", (0, 1, 2))
    settings = read.library.settings.printing
    found = [typeset._wrong(result, job, "e.md", settings)[0] for result in (one, every, none)]
    assert [(p.kind, p.place.path, p.place.line) for p in found] == [
        ("print-article", "content/tin/no-words/index.md", 1), ("print-template", "templates/press/body.typ", 3), ("print-failed", "e.md", 1),
    ]  # fmt: skip


def test_words_that_name_no_issue(tmp_path: Path) -> None:
    from bulletin.problem import UsageError, WorldError

    root = write_site(tmp_path, site("no-words"))

    def kind(name: str, form: str = "", folder: Path = root) -> str:
        with pytest.raises((UsageError, WorldError)) as caught:
            command.run(command.PrintRequest(folder, name, ("screen",), form, NOW, workers=1), Silent())
        return caught.value.kind

    bare = write_site(
        tmp_path / "bare", {"site.toml": str(site("no-words")["site.toml"]), "content/tin/.giu": ""}
    )
    assert (kind("so-2"), kind("so-1", "a6"), kind("so-1", folder=bare)) == (
        "no-issue",
        "bad-format",
        "no-issues",
    )


def test_without_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bulletin.problem import WorldError

    root = write_site(tmp_path, site("no-words"))
    read = read_site(root)
    for module in (printing, command):
        monkeypatch.setattr(module, "is_there", lambda: False)
    _, problems = printing.Press(root)(
        read.library, read.theme, NOW, lambda stored: b"", lambda done, total: None
    )
    assert [p.kind for p in problems] == ["print-no-engine"]
    with pytest.raises(WorldError) as caught:
        command.run(command.PrintRequest(root, "so-1", ("screen",), "", NOW), Silent())
    assert caught.value.kind == "no-press"
