"""`new`: a file with its front matter filled in, never over another."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.desk.archetype import BLANKS, Archetype, archetypes, filled, one_line, scalar
from bulletin.frontmatter import EDITION_KEYS, KEYS, parse_front
from bulletin.messages import Catalogue
from tests.building import build_site, report_of, write_site

Run = Callable[..., tuple[int, str, str]]
SITE = {
    "site.toml": '[site]\nname = "Bản tin"\naddress = "https://xa.example/"\n'
    '[[categories]]\nslug = "tin-tuc"\ntitle = "Tin tức – Sự kiện"\n'
    '[[categories]]\nslug = "thong-bao"\ntitle = "Thông báo"\n',
    "content/tin-tuc/cu.md": "---\ntitle: Cũ\ndate: 2026-01-01\n---\n\nCũ.\n",
}
NEXT = (
    "Mở tệp ấy viết bài (trong đó có lời nhắc). Muốn vừa viết vừa xem trang, gõ:\n  bantin serve\n"
    "Viết xong, xóa dòng “nhap: có”, lưu lại, rồi gõ:\n"
    "  bantin build\n"
    "Ưng rồi, đưa lên mạng:\n  bantin publish\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, SITE)


def test_an_article_and_what_to_do_with_it(site: Path, run: Run) -> None:
    assert run("new", "Thôn Bình Minh: họp", "--category", "tin tuc su kien", "--author", "Minh Đức") == (
        0, f"Đã tạo …/content/tin-tuc/2026-11-24-thon-binh-minh-hop.md\n{NEXT}", "",
    )  # fmt: skip
    text = (site / "content/tin-tuc/2026-11-24-thon-binh-minh-hop.md").read_text("utf-8")
    assert [line for line in text.splitlines() if line and not line.startswith("#")] == [
        "---",
        'tieu_de: "Thôn Bình Minh: họp"',
        "ngay: 2026-11-24 08:00",
        "tac_gia: Minh Đức",
        "tom_tat:",
        "nhap: có",
        "---",
        "<!-- Viết bài từ đây. Mỗi đoạn cách nhau một dòng trống; đề mục bắt đầu bằng ##. -->",
    ]
    outcome = build_site(site)
    assert (outcome.problems, outcome.withheld) == ((), (("draft", 1),))


def test_published_once_its_draft_line_is_gone(site: Path, run: Run) -> None:
    run("new", "Họp dân", "--category", "thong-bao", "--template", "thong-bao", "--bundle")
    path = site / "content/thong-bao/2026-11-24-hop-dan/index.md"
    path.write_text(path.read_text("utf-8").replace("nhap: có\n", "") + "\nHọp lúc 8 giờ.\n", "utf-8")
    assert build_site(site).problems == ()
    page = (site / "output/thong-bao/hop-dan/index.html").read_text("utf-8")
    assert "Họp lúc 8 giờ." in page
    assert "Khung ghi nhớ" not in page  # reminders stay in the file


@pytest.mark.parametrize("name", [a.name for a in archetypes(Path("/nowhere"))])
def test_every_archetype_builds_with_its_draft(site: Path, run: Run, name: str) -> None:
    code, _, err = run("new", "Một bài", "--category", "tin-tuc", "--template", name)
    assert (code, err) == (0, "")
    outcome = build_site(site, drafts=True)
    said = "" if name != "so-ban-tin" else (
        "content/ban-tin/2026-01.md:1: cảnh báo: số 1/2026 chưa có bài nào\n"
        "    Ghi các bài đã đăng ở mục bai, hoặc thêm dòng so_ban_tin: 1/2026 vào phần đầu của từng bài.\n"
    )  # fmt: skip
    assert report_of(outcome) == said


def test_the_help_names_every_archetype() -> None:
    names = [a.name for a in archetypes(Path("/nowhere"))]
    for language in ("vi", "en"):
        words = Catalogue(language).word("help-new-template")  # type: ignore[arg-type]
        assert [name for name in names if name not in words] == []
    assert names[0] == "tin"


def test_an_issue_has_the_next_number(site: Path, run: Run) -> None:
    write_site(site, {
        "content/ban-tin/2026-10.md": "---\nso: 10/2026\nngay: 01/10/2026\n---\n",
        "content/ban-tin/muoi-mot/index.md": "---\nso: 11\nngay: 01/11/2026\n---\n",
        "content/ban-tin/2025-12.md": "---\nso: 12\nngay: 01/12/2025\n---\n",
    })  # fmt: skip
    code, out, _ = run("new", "--template", "so-ban-tin")
    assert (code, out) == (
        0,
        "Đã tạo …/content/ban-tin/2026-12.md\n"
        "Mở tệp ấy viết tiếp (trong đó có lời nhắc). In thử:\n  bantin print 2026-12\n"
        "Xong, xóa dòng “nhap: có”, lưu lại, rồi gõ:\n  bantin build\n",
    )
    text = (site / "content/ban-tin/2026-12.md").read_text("utf-8")
    fields = parse_front(text, "x", EDITION_KEYS)[0].fields
    assert [fields[key].value for key in ("number", "year", "title")] == ["12", "2026", ""]


@pytest.mark.parametrize(
    ("typed", "name", "number", "year", "title"),
    [
        ("Số 12", "2026-12.md", "12", "2026", ""),
        ("Bản tin số 3/2027", "2027-03.md", "3", "2027", ""),
        ("7", "2026-07.md", "7", "2026", ""),
        ("Mùa ngày hội", "2026-01.md", "1", "2026", "Mùa ngày hội"),
        ("Số 12 đặc biệt", "2026-01.md", "1", "2026", "Số 12 đặc biệt"),
    ],
)
def test_a_title_that_is_a_number_is_the_issues_number(
    site: Path, run: Run, typed: str, name: str, number: str, year: str, title: str
) -> None:
    assert run("new", typed, "--template", "so-ban-tin", "--quiet")[0] == 0
    text = (site / "content/ban-tin" / name).read_text("utf-8")
    fields = parse_front(text, "x", EDITION_KEYS)[0].fields
    assert [fields[key].value for key in ("number", "year", "title")] == [number, year, title]


def test_nothing_is_written_over(site: Path, run: Run) -> None:
    words = ("new", "Họp dân", "--category", "thong-bao", "--quiet")
    assert run(*words)[0] == 0
    path = site / "content/thong-bao/2026-11-24-hop-dan.md"
    path.write_text("của tôi", "utf-8")
    there = (
        "không làm được: đã có content/thong-bao/2026-11-24-hop-dan.md, nên không tạo gì\n"
        "    Mở tệp ấy ra viết tiếp, hoặc đặt tiêu đề khác.\n"
    )
    assert run(*words) == (2, "", there)
    assert run(*words, "--bundle") == (2, "", there)
    assert path.read_text("utf-8") == "của tôi"
    page = ("new", "Giới thiệu", "--template", "trang", "--quiet")
    assert run(*page) == (0, "…/content/pages/gioi-thieu.md\n", "")
    assert run(*page)[0] == 2


def test_a_title_of_another_day_gets_an_address_of_its_own(site: Path, run: Run) -> None:
    write_site(
        site, {"content/thong-bao/2026-10-01-hop-dan.md": "", "content/thong-bao/hop-dan-2/index.md": ""}
    )
    code, out, _ = run("new", "Họp dân", "--category", "Thông báo", "--quiet")
    assert (code, out) == (0, "…/content/thong-bao/2026-11-24-hop-dan-3.md\n")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_never_through_a_link(site: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (site / "content/thong-bao").symlink_to(elsewhere)
    code, out, err = run("new", "Họp dân", "--category", "thong-bao")
    assert (code, out) == (3, "")
    assert err.startswith("không làm được: không ghi được content/thong-bao/2026-11-24-hop-dan.md (")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("",), ("chưa có tiêu đề", 'Gõ tiêu đề trong dấu nháy kép, ví dụ: new "Thôn Bình Minh họp bàn làm đường".')),
        (("!!!", "--category", "thong-bao"), ("chưa có tiêu đề", 'Gõ tiêu đề trong dấu nháy kép, ví dụ: new "Thôn Bình Minh họp bàn làm đường".')),
        (("Bài",), ("chưa biết bài thuộc chuyên mục nào", "Thêm --category và một trong các tên: tin-tuc, thong-bao.")),
        (("Bài", "--category", "thong-bai"), ("không có chuyên mục nào tên là “thong-bai”", "Có phải là: thong-bao?")),
        (("Bài", "--template", "khen-thuog"), ("không có mẫu nào tên là “khen-thuog”", "Dùng một trong các mẫu: khen-thuong.")),
        (("Ban tin", "--template", "trang"), ("“ban-tin” là địa chỉ mà bản tin dùng cho việc khác", "Đặt tiêu đề khác.")),
    ],
)  # fmt: skip
def test_what_cannot_be_made(site: Path, run: Run, words: tuple[str, ...], said: tuple[str, str]) -> None:
    assert run("new", *words) == (2, "", f"không làm được: {said[0]}\n    {said[1]}\n")


def test_an_archetype_of_the_commune(site: Path, run: Run) -> None:
    mine = (
        "<!-- Mẫu: gương sáng -->\n---\ntieu_de: \"Gương sáng: {{ tieu_de }}\"\nngay: {{ngay}}\n"
        "nguon: {{ ten_ban_tin }}\n---\n\nVề {{ tieu_de }}.\n"
    )  # fmt: skip
    write_site(site, {"templates/bai-mau/guong-sang.md": "\ufeff" + mine.replace("\n", "\r\n")})
    assert run("new", 'Bà "Ính": 80 tuổi', "--template", "guong-sang", "--category", "tin-tuc")[0] == 0
    assert (site / "content/tin-tuc/2026-11-24-ba-inh-80-tuoi.md").read_text("utf-8") == (
        '---\ntieu_de: "Gương sáng: Bà \\"Ính\\": 80 tuổi"\nngay: 2026-11-24 08:00\nnguon: Bản tin\n---\n\n'
        'Về Bà "Ính": 80 tuổi.\n'
    )
    write_site(site, {"templates/bai-mau/la.md": "{{ la }}"})
    assert run("new", "A", "--template", "la", "--category", "tin-tuc") == (
        2, "", "không làm được: mẫu “la” có chỗ điền lạ: la\n    Chỉ dùng các tên: " + ", ".join(BLANKS) + ".\n",
    )  # fmt: skip


def test_an_archetype_that_cannot_be_read(site: Path, run: Run) -> None:
    write_site(site, {"templates/bai-mau/xau.md": "Thông báo".encode("cp1258")})
    code, _, err = run("new", "A", "--category", "tin-tuc")
    path = "…/templates/bai-mau/xau.md"
    assert (code, err) == (
        3,
        f"không làm được: không đọc được mẫu {path}\n"
        "    Lưu lại tệp với mã UTF-8 (trong Notepad: Save as, Encoding: UTF-8).\n",
    )


def test_folders_are_categories_where_no_settings_name_them(tmp_path: Path, run: Run) -> None:
    write_site(tmp_path, {"site.toml": '[site]\nname = "A"\naddress = "https://a.example/"\n',
        "content/tin/a.md": "", "content/pages/b.md": "", "content/data/c.yaml": ""
    })  # fmt: skip
    assert run("new", "Một bài", "--quiet")[1] == "…/content/tin/2026-11-24-mot-bai.md\n"
    assert run("new", "Một bài", "--category", "Gương sáng", "--quiet")[1] == (
        "…/content/guong-sang/2026-11-24-mot-bai.md\n"
    )


def test_settings_that_cannot_be_read(site: Path, run: Run) -> None:
    write_site(site, {"site.toml": "[site\n"})
    code, out, err = run("new", "A", "--category", "tin-tuc")
    assert (code, out) == (1, "")
    assert err.startswith("site.toml:1: lỗi: không đọc được site.toml từ dòng này: [site\n")


def test_it_opens_the_editor(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    script = "import sys, pathlib; pathlib.Path('opened').write_text(' '.join(sys.argv[1:]))"
    write_site(site, {"editor.py": script})
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{site / "editor.py"}" --wait')
    assert run("new", "A", "--category", "tin-tuc", "--open", "--quiet")[0] == 0
    assert (site / "opened").read_text() == f"--wait {site / 'content/tin-tuc/2026-11-24-a.md'}"
    monkeypatch.setenv("EDITOR", "/không/có")
    code, _, err = run("new", "B", "--category", "tin-tuc", "--open", "--quiet")
    assert (code, err) == (
        3,
        "không làm được: không mở được …/content/tin-tuc/2026-11-24-b.md (No such file or directory)\n"
        "    Mở tệp ấy bằng tay.\n",
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_any_title_is_read_back_as_it_was_given(title: str) -> None:
    """Whatever is typed: the front matter holds it, and nothing else changes."""
    archetype = Archetype("a", "a", "---\ntieu_de: {{ tieu_de }}\nngay: 24/11/2026\n---\n\nThân bài.\n")
    front, problems = parse_front(filled(archetype, {"tieu_de": one_line(title)}), "x", KEYS)
    written = front.fields["title"].value if "title" in front.fields else ""
    assert (problems, front.body.strip()) == ((), "Thân bài.")
    assert written == one_line(title) or one_line(title) in ("~", "null")  # YAML's words for nothing


def test_scalars_are_as_plain_as_they_can_be() -> None:
    plain = ["Họp dân", "Số 3: họp".replace(": ", ":"), "3/4 hộ", "C#", "2026-11-24"]
    assert [scalar(text) for text in plain] == plain
    assert scalar("- a") == '"- a"'
    assert scalar("A #1") == '"A #1"'
