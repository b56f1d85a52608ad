"""`list`: every file and its state, filtered, counted, in three forms."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.desk.inventory import Item, issue_label
from bulletin.desk.selection import month_of, states_of, year_of
from bulletin.desk.tables import count_csv, csv_rows, json_lines, plain, safe_cell
from bulletin.messages import Catalogue
from bulletin.problem import UsageError
from bulletin.settings import Term
from tests.building import article, build_site, write_site

Run = Callable[..., tuple[int, str, str]]
SITE = {
    "site.toml": '[site]\nname = "Bản tin"\naddress = "https://xa.example/"\n'
    '[[categories]]\nslug = "tin-tuc"\ntitle = "Tin tức – Sự kiện"\n'
    '[[categories]]\nslug = "guong-sang"\ntitle = "Gương sáng"\n',
    "content/tin-tuc/duong.md": article(
        "Đường mới", "2026-11-20 08:30", author="Minh Đức", issue="số 11/2026"
    ),
    "content/tin-tuc/cau.md": article("Cầu mới", "2026-11-21", author="Hà Quyên", draft="yes"),
    "content/tin-tuc/tet.md": article("Quà Tết", "2027-01-05 07:30", author="Hà Quyên"),
    "content/tin-tuc/lich.md": article("Lịch", "2026-10-01", expires="2026-11-01 17:00"),
    "content/guong-sang/ong-senh/index.md": article("Ông Sềnh", "2025-05-25", author="Minh Đức"),
    "content/guong-sang/sai.md": article("Bài sai", "2026-13-40", author="Thu Trang"),
    "content/guong-sang/lac.md": article("Lạc", "2026-11-19", "Xem [bài](khong-co.md).\n"),
    "content/guong-sang/chu.md": "Không có phần đầu.\n",
    "content/pages/gioi-thieu.md": "---\ntitle: Giới thiệu\n---\n\nXã.\n",
    "content/ban-tin/2026-11.md": "---\nso: 11\nngay: 23/11/2026\ntieu_de: Mùa hội\nbai:\n"
    "  - tin-tuc/duong\n  - guong-sang/ong-senh\n---\n",
}
WHOLE = """\
–                 có lỗi    (chưa có tiêu đề)
                  guong-sang/chu.md · Gương sáng · 1 lỗi, 0 cảnh báo
–                 có lỗi    Bài sai
                  guong-sang/sai.md · Gương sáng · Thu Trang · 1 lỗi, 0 cảnh báo
–                 đã đăng   Giới thiệu
                  pages/gioi-thieu.md
05/01/2027 07:30  hẹn đăng  Quà Tết
                  tin-tuc/tet.md · Tin tức – Sự kiện · Hà Quyên
23/11/2026        đã đăng   Mùa hội
                  ban-tin/2026-11.md · số 11/2026
21/11/2026        bản nháp  Cầu mới
                  tin-tuc/cau.md · Tin tức – Sự kiện · Hà Quyên
20/11/2026 08:30  đã đăng   Đường mới
                  tin-tuc/duong.md · Tin tức – Sự kiện · Minh Đức · số 11/2026
19/11/2026        có lỗi    Lạc
                  guong-sang/lac.md · Gương sáng · 1 lỗi, 0 cảnh báo
01/10/2026        hết hạn   Lịch
                  tin-tuc/lich.md · Tin tức – Sự kiện · tới 01/11/2026 17:00
25/05/2025        đã đăng   Ông Sềnh
                  guong-sang/ong-senh/index.md · Gương sáng · Minh Đức · số 11/2026

Cộng 10 tệp: 4 đã đăng, 1 bản nháp, 1 hẹn đăng, 1 hết hạn, 3 có lỗi.
"""
CHECK = "Muốn xem từng lỗi và cách sửa, gõ: bantin check\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, SITE)


def titles(answer: tuple[int, str, str]) -> list[str]:
    assert answer[0] == 0
    return [json.loads(line)["title"] for line in answer[1].splitlines()]


def test_every_file_and_its_state(site: Path, run: Run) -> None:
    """A link that leads nowhere counts too: it keeps the site from being built."""
    assert run("list") == (0, WHOLE, CHECK)
    assert run("list") == (0, WHOLE, CHECK)  # from what is remembered
    assert not (site / "output").exists()


def test_the_states_are_those_of_the_build(site: Path, run: Run) -> None:
    for name in ("sai.md", "lac.md", "chu.md"):
        (site / "content/guong-sang" / name).unlink()
    outcome = build_site(site)
    assert (outcome.problems, outcome.withheld) == ((), (("draft", 1), ("expired", 1), ("scheduled", 1)))
    code, out, err = run("list", "--state", "nháp, hẹn đăng; het-han")
    assert (code, err) == (0, "")
    assert out.endswith("\nCộng 3 tệp: 1 bản nháp, 1 hẹn đăng, 1 hết hạn.\n")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--category", "gương sáng"), ["", "Bài sai", "Lạc", "Ông Sềnh"]),
        (("--author", "duc"), ["Đường mới", "Ông Sềnh"]),
        (("--year", "2025"), ["Ông Sềnh"]),
        (("--month", "11/2026"), ["Mùa hội", "Cầu mới", "Đường mới", "Lạc"]),
        (("--month", "2026-10"), ["Lịch"]),
        (("--issue", "2026-11"), ["Mùa hội", "Đường mới", "Ông Sềnh"]),
        (("--issue", "Số 11/2026", "--author", "Minh Đức", "--year", "2026"), ["Đường mới"]),
        (("--state", "wrong"), ["", "Bài sai", "Lạc"]),
        (("--state", "published", "--category", "tin-tuc"), ["Đường mới"]),
        (("--author", "không ai"), []),
    ],
)
def test_what_is_asked_for(site: Path, run: Run, words: tuple[str, ...], wanted: list[str]) -> None:
    assert titles(run("list", "--format", "json", *words)) == wanted


def test_what_is_not_even_read_is_listed_too(site: Path, run: Run) -> None:
    (site / "content/tin-tuc/ngoai.md").symlink_to("/etc/hostname")
    code, out, _ = run("list", "--state", "lỗi")
    assert code == 0
    assert "\n                  tin-tuc/ngoai.md · 1 lỗi, 0 cảnh báo\n" in out
    assert out.endswith("\nCộng 4 tệp: 4 có lỗi.\n")


def test_nothing_of_the_kind(site: Path, run: Run) -> None:
    assert run("list", "--year", "1999") == (0, "Không có bài nào như vậy.\n", "")
    assert run("list", "--count", "--year", "1999") == (0, "Không có bài nào như vậy.\n", "")


def test_one_file_as_json(site: Path, run: Run) -> None:
    assert json.loads(run("list", "--format", "json", "--author", "duc", "--year", "2026")[1]) == {
        "path": "content/tin-tuc/duong.md",
        "kind": "article",
        "state": "published",
        "date": "2026-11-20T08:30:00+07:00",
        "expires": "",
        "title": "Đường mới",
        "category": "Tin tức – Sự kiện",
        "author": "Minh Đức",
        "issue": ["11/2026"],
        "url": "tin-tuc/duong/",
        "errors": 0,
        "warnings": 0,
    }


def test_files_as_csv_for_excel(site: Path, run: Run) -> None:
    assert run("list", "--format", "csv", "--category", "tin-tuc", "--save", "bài.csv") == (
        0,
        "",
        "Đã ghi …/bài.csv\n",
    )
    assert (site / "bài.csv").read_bytes().decode() == (
        "\ufeffTệp,Loại,Trạng thái,Ngày,Hết hạn,Tiêu đề,Chuyên mục,Tác giả,Số bản tin,Địa chỉ,Lỗi,Cảnh báo\r\n"
        "content/tin-tuc/tet.md,bài,hẹn đăng,05/01/2027 07:30,,Quà Tết,Tin tức – Sự kiện,Hà Quyên,,tin-tuc/tet/,0,0\r\n"
        "content/tin-tuc/cau.md,bài,bản nháp,21/11/2026,,Cầu mới,Tin tức – Sự kiện,Hà Quyên,,tin-tuc/cau/,0,0\r\n"
        "content/tin-tuc/duong.md,bài,đã đăng,20/11/2026 08:30,,Đường mới,Tin tức – Sự kiện,Minh Đức,11/2026,tin-tuc/duong/,0,0\r\n"
        "content/tin-tuc/lich.md,bài,hết hạn,01/10/2026,01/11/2026 17:00,Lịch,Tin tức – Sự kiện,,,tin-tuc/lich/,0,0\r\n"
    )


COUNTED = {
    "plain": """\
Năm 2026: 2 bài

  Tin tức – Sự kiện    1
  Gương sáng           1

  Minh Đức             1  Tin tức – Sự kiện 1
  (không ghi tác giả)  1  Gương sáng 1

Năm 2025: 1 bài

  Gương sáng  1

  Minh Đức    1  Gương sáng 1
""",
    "csv": """\
\ufeffNăm,Tác giả,Tin tức – Sự kiện,Gương sáng,Cộng
2026,Minh Đức,1,0,1
2026,(không ghi tác giả),0,1,1
2026,Cộng,1,1,2
2025,Minh Đức,0,1,1
2025,Cộng,0,1,1
""",
    "json": """\
{"year": 2026, "author": "Minh Đức", "category": "Tin tức – Sự kiện", "count": 1}
{"year": 2026, "author": "", "category": "Gương sáng", "count": 1}
{"year": 2025, "author": "Minh Đức", "category": "Gương sáng", "count": 1}
""",
}


@pytest.mark.parametrize("form", COUNTED)
def test_how_many_of_whom_in_which_year(site: Path, run: Run, form: str) -> None:
    """Those published; what is wrong in words of a body, such as a link, does not take an article away."""
    assert run("list", "--count", "--format", form) == (0, COUNTED[form], "")


def test_drafts_can_be_counted_too(site: Path, run: Run) -> None:
    words = ("list", "--count", "--format", "json", "--year", "2026", "--state", "draft,expired")
    assert [json.loads(line)["author"] for line in run(*words)[1].splitlines()] == ["Hà Quyên", ""]


def test_in_english(site: Path, run: Run) -> None:
    assert run("list", "--lang", "en", "--state", "draft") == (
        0,
        "21/11/2026        draft        Cầu mới\n"
        "                  tin-tuc/cau.md · Tin tức – Sự kiện · Hà Quyên\n\n1 files: 1 draft.\n",
        "",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--state", "nháp, lạ"), ("không có trạng thái nào là “lạ”", "Dùng: đã đăng, nháp, hẹn đăng, hết hạn, có lỗi; nhiều trạng thái thì cách nhau bằng dấu phẩy.")),
        (("--month", "13/2026"), ("“13/2026” không phải là một tháng", "Gõ tháng rồi năm, ví dụ: --month 11/2026.")),
        (("--year", "26"), ("“26” không phải là một năm", "Gõ đủ bốn số, ví dụ: --year 2026.")),
        (("--category", "tin tuk"), ("không có chuyên mục nào tên là “tin tuk”", "Có phải là: tin-tuc?")),
        (("--save", "site.toml"), ("đã có tệp …/site.toml, nên không ghi gì", "Đặt tên khác, hoặc xóa tệp ấy trước.")),
        (("--site", "không"), ("không có thư mục …/không", "Viết đúng thư mục của bản tin sau --site.")),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(site: Path, run: Run, words: tuple[str, ...], said: tuple[str, str]) -> None:
    code, out, err = run("list", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"không làm được: {said[0]}\n    {said[1]}")


def test_it_writes_through_no_link_and_into_no_folder_that_is_not_there(site: Path, run: Run) -> None:
    (site / "link.csv").symlink_to(site / "elsewhere.csv")
    assert run("list", "--save", "link.csv")[0] == 2
    assert not (site / "elsewhere.csv").exists()
    assert run("list", "--save", "không/có.csv")[0] == 3


def test_settings_that_cannot_be_read(site: Path, run: Run) -> None:
    write_site(site, {"site.toml": "[site\n"})
    code, out, err = run("list")
    assert (code, out) == (1, "")
    assert err.startswith("site.toml:1: lỗi: ")


def test_a_memory_that_is_damaged_is_as_good_as_none(site: Path, run: Run) -> None:
    assert run("list")[:2] == (0, WHOLE)
    for pack in (site / ".bantin/memory").glob("*.pack"):
        pack.write_bytes(b"")
    assert run("list")[:2] == (0, WHOLE)


# --- words ---


@pytest.mark.parametrize(
    "text", ["11/2026", "tháng 11/2026", "2026-11", "11-2026", "tháng 11 năm 2026", " 11.2026 "]
)
def test_a_month_however_it_is_typed(text: str) -> None:
    assert month_of(text) == (2026, 11)


@given(st.text(max_size=12))
def test_any_words_are_understood_or_refused(text: str) -> None:
    for understand in (month_of, year_of, states_of):
        try:
            understand(text)
        except UsageError as fault:
            Catalogue("vi").problem(fault.kind, fault.values)
    assert issue_label(issue_label(text)) == issue_label(text)


HOSTILE = "\x1b]0;tên\x07\x9b31m\u202egnp.exe"


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t=", "\r=", " =", "\x00=", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(mark: str) -> None:
    title = f"{mark}cmd|' /C calc'!A0"
    item = Item("content/tin/a.md", "article", "published", title, category=Term("tin", title), author=title)
    word = Catalogue("vi").word
    rows = list(csv.reader(io.StringIO(csv_rows([item], word).removeprefix("\ufeff"))))
    rows += csv.reader(io.StringIO(count_csv({2026: {(title, title): 1}}, [], word).removeprefix("\ufeff")))
    cells = [cell for row in rows for cell in row if "calc" in cell]
    assert len(cells) == 5
    assert all(cell[0] in "'\ufffd" for cell in cells)


@given(st.text())
def test_a_cell_is_one_line_that_begins_nothing(text: str) -> None:
    cell = str(safe_cell(text))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert cell.isprintable()


def test_what_steers_a_terminal_is_not_printed() -> None:
    item = Item(f"content/tin/{HOSTILE}.md", "article", "draft", HOSTILE, author=HOSTILE)
    shown = plain([item], Catalogue("vi").word)
    assert "\x1b" not in shown
    assert all(line.isprintable() for line in shown.splitlines())
    assert json.loads(json_lines([item], Catalogue("vi").word))["title"] == HOSTILE  # escaped there
