"""`check --fix`: only what is sure, only where it is wrong, and the same page."""

import json
import os
import re
import stat
import time
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bulletin.desk import fixing
from bulletin.desk.debris import body_lines, visible
from bulletin.desk.frontlines import front_lines
from bulletin.desk.mending import Mender
from bulletin.settings import Settings
from tests.building import article, build_site, files_of, report_of, write_site

Run = Callable[..., tuple[int, str, str]]
ZONE = Settings().zone
SETTINGS = (
    '[site]\nname = "Bản tin"\naddress = "https://xa.example/"\n[[categories]]\nslug = "tin"\ntitle = "Tin"\n'
)
HEAD = "---\ntieu_de: Một bài\nngay: 2026-11-20\n---\n\n"


def mended(text: str | bytes, path: str = "content/tin/a.md") -> str:
    data = text.encode() if isinstance(text, str) else text
    return Mender(ZONE)(data, path).data.decode()


# --- the trap corpus: what real files look like, made anew ---

NFD = normalize("NFD", "---\ntieu_de: Đường mới ở Tả Lèng\nngay: 2026-11-01\n---\n\nThầy, trò cùng vui.\n")
WORD = (
    "<p class=MsoNormal style='margin-bottom:6.0pt'><span style='font-family:\"Times New Roman\"'>"
    "<span lang=VI>Ngày hội</span> đại đoàn kết</span><o:p></o:p></p>"
)
LONG = f"{'đường dài ' * 8}{'x' * 14}.md"  # 137 bytes
TRAPS: dict[str, bytes] = {
    "bom.md": ("\ufeff" + article("Có BOM")).encode(),
    "crlf.md": article("Có CRLF", "13-09-2016", "Một.  \nHai. \n").replace("\n", "\r\n").encode(),
    "utf16.md": article("UTF-16", "5/2/2026", "Chào\u00a0\u00a0bạn.\n").encode("utf-16"),
    "utf16be.md": article("UTF-16 BE", "5.2.2026").encode("utf-16-be"),
    normalize("NFD", "tên tổ hợp.md"): NFD.encode(),
    "hai-duoi.md.md": article("Hai đuôi", "8h30 ngày 23/11/2026").encode(),
    "-gach.md": article("Gạch đầu tên", "ngày 01 tháng 11 năm 2026").encode(),
    LONG: article("Tên dài").encode(),
    "ngay.md": article("Ngày", "13-09-2016", updated="'14/9/2016 07:00:30'  # sửa").encode(),
    "nhap-rong.md": article("Nháp rỗng", draft='""').encode(),
    "cach-dau.md": article('"  Cách ở đầu "').encode(),
    "tu-khoa.md": article("Từ khóa", tags="giao thông, thuỷ lợi;  [Tả Lèng], 50: 50 # ba").encode(),
    "thieu-cach.md": b"---\ntitle:Thi\xe1\xba\xbfu c\xc3\xa1ch\ndate\xef\xbc\x9a2026-11-02\n\tauthor: A\n---\n\nB.\n",
    "dieu-khien.md": article(
        "Dấu\x1f ẩn\u200b\u00ad", "2026-11-03", "Ẩn\u200b và \u202dngược\u202c.\n"
    ).encode(),
    "word.md": article("Word", body=f"{WORD}\n\n<!--[if gte mso 9]><xml>x</xml><![endif]-->\n").encode(),
    "nbsp.md": article("Ký tên", body=f"Một{'&nbsp;' * 7}hai.\n\n{'&nbsp;' * 100}Nguyễn Văn An\n").encode(),
    "chu-an.md": article("Chữ ẩn", body="Tr&ocirc;\u0300ng c&acirc;y, &lt;b&gt; &copy; 1&nbsp;km\n").encode(),
    "bang.md": article("Bảng", body="<table><tr><td>Chú thích\u00a0\u00a0ảnh</td></tr></table>\n").encode(),
    "ngoac.md": article("Ngoặc", body="Viết {{ tên }} và {% lệnh %}. \n").encode(),
    "treo.md": article("Treo", body="<!-- -- > `</` `</` \u200b\n").encode(),
    "ma.md": article("Mã", body="```\nx \u00a0 y \n```\n\n    lùi \n    \n    \u00a0 x\n").encode(),
}
REPORT = Path(__file__).parent / "fixed.txt"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {f"content/tin/{name}": data for name, data in TRAPS.items()}
    return write_site(tmp_path, {"site.toml": SETTINGS, **files})


def contents(site: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((site / "content/tin").iterdir())}


def test_the_trap_corpus_is_clean_after_it_and_stays_as_it_is(site: Path, run: Run) -> None:
    code, out, err = run("check", "--fix")
    assert (code, err) == (0, "")
    assert re.sub(r"trong [\d,]+ giây", "trong N giây", out.rpartition("\nĐã sửa")[2]) == (
        " 25 dòng trong 17 tệp.\nKiểm tra xong trong N giây: không có lỗi.\n"
    )
    after = contents(site)
    assert run("check", "--fix", "--strict", "--quiet") == (0, "", "")
    assert run("check", "--fix", "--dry-run") == (0, "Không có gì phải sửa.\n", "")
    assert contents(site) == after
    assert {name for name in TRAPS if after[name] == TRAPS[name]} == {
        "bom.md",
        "nhap-rong.md",
        "ma.md",
        LONG,
    }


def test_the_pages_are_the_same(site: Path, tmp_path: Path, run: Run) -> None:
    """All but those of which the front matter could not be read before."""
    for name in ("thieu-cach.md", "dieu-khien.md", "tu-khoa.md"):
        (site / "content/tin" / name).unlink()
    before = build_site(site, tmp_path / "before")
    assert before.written, report_of(before)
    assert run("check", "--fix", "--quiet")[0] == 0
    build_site(site, tmp_path / "after")
    old, new = files_of(tmp_path / "before"), files_of(tmp_path / "after")

    def plain(data: bytes) -> bytes:
        return re.sub(rb"\s+(?=\n|</|&lt;/)", b"", data)

    assert {path for path in old if plain(old[path]) != plain(new.get(path, b""))} == set()
    assert old.keys() == new.keys()


def test_what_would_be_done_is_told_and_not_done(site: Path, run: Run) -> None:
    code, out, err = run("check", "--fix", "--dry-run")
    assert (code, err) == (1, "")
    assert out == REPORT.read_text("utf-8")
    assert contents(site) == {normalize("NFD", n) if "tổ" in n else n: d for n, d in sorted(TRAPS.items())}
    rows = [json.loads(line) for line in run("check", "--fix", "--dry-run", "--json")[1].splitlines()]
    assert rows[0] == {
        "path": "content/tin/-gach.md",
        "line": 3,
        "mends": ["date"],
        "before": "date: ngày 01 tháng 11 năm 2026",
        "after": "date: 2026-11-01",
    }


# --- line by line ---


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("date: 13-09-2016", "date: 2016-09-13"),
        ("ngay: 23/11/2026 08:30", "ngay: 2026-11-23 08:30"),
        ("ngay_het_han: \"5.2.2027\"  # tết", "het: "),
        ("cap_nhat: Thứ Hai, ngày 23/11/2026 | 08:30 GMT+7", "cap_nhat: 2026-11-23 08:30"),
        ("expires: 2027-1-5T08:30:15Z", "expires: 2027-01-05 15:30:15"),
        ("date: 2026-11-23T08:30:00+07:00", "date: 2026-11-23T08:30:00+07:00"),
        ("date: 31/11/2026", "date: 31/11/2026"),
        ("tags: một, hai", "tags: [một, hai]"),
        ("the: 'một, #hai; b]'", 'the: [một, "#hai", "b]"]'),
        ("the: một, null", "the: một, null"),
        ("tags: một", "tags: một"),
        ("tags: [một, hai]", "tags: [một, hai]"),
        ("tags: một, hai  # ba, bốn", "tags: [một, hai]  # ba, bốn"),
        ("title: '  A  '", "title: 'A'"),
        ("title:   A", "title:   A"),
        ("title: A\u00a0\u00a0B\u3000", "title: A B"),
        ("# ghi chú, có\u00a0\u00a0cách ", "# ghi chú, có\u00a0\u00a0cách "),
        ("la_khong_biet:giữ", "la_khong_biet:giữ"),
        ("title: Giờ: 8", "title: Giờ: 8"),
        ("summary: |\n  ngay: 1/2/2026 \n  tags: a, b", None),
        ("tags: a, b\n  c, d", None),
        ("aliases: [/a/,  /b/]", "aliases: [/a/,  /b/]"),
    ],
)  # fmt: skip
def test_a_line_of_the_front_matter(before: str, after: str | None) -> None:
    if after == "het: ":
        after = before.replace('"5.2.2027"', '"2027-02-05"')
    text = f"---\n{before}\ntitle: T\n---\n\nA.\n" if "title" not in before else f"---\n{before}\n---\n\nA.\n"
    assert mended(text) == (text if after is None else text.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Một\u200b hai\u00ad ba\ufeff", "Một hai ba"),
        ("Gia đình 👨\u200d👩\u200d👧 ở Sài Gòn", "Gia đình 👨\u200d👩\u200d👧 ở Sài Gòn"),
        ("20\u00a0km, 30\u00a0\u00a0km", "20\u00a0km, 30 km"),
        ("A &nbsp;&nbsp; B&nbsp;C", "A B&nbsp;C"),
        ("Hết dòng ", "Hết dòng"),
        ("Xuống dòng  \nở đây", "Xuống dòng  \nở đây"),
        ("Xuống dòng   ", "Xuống dòng   "),
        ("Một\n \nhai", "Một\n\nhai"),
        ("`mã \u200b`", "`mã `"),
        ("| a \u00a0 | b |\n|---|---|\n| \u00a0 | 2 |", "| a | b |\n|---|---|\n| | 2 |"),
        ("&lt;b&gt; &amp; &#8212; &eacute;", "&lt;b&gt; &amp; &#8212; é"),
        ("1 < 2 và 3 > 2", "1 < 2 và 3 > 2"),
        ('<span style="color:red">đỏ</span>', "đỏ"),
        ("`<span>` giữ", "`<span>` giữ"),
    ],
)
def test_a_line_of_the_body(before: str, after: str | None) -> None:
    assert mended(f"{HEAD}{before}\n\nHết.\n") == f"{HEAD}{before if after is None else after}\n\nHết.\n"


def test_an_issue_has_dates_of_its_own() -> None:
    text = "---\nso: 11\nngay: 23/11/2026\ngiay_phep_den: 12/01/2027\ntags: a, b\n---\n"
    assert mended(text, "content/ban-tin/2026-11.md") == text.replace("23/11/2026", "2026-11-23").replace(
        "12/01/2027", "2027-01-12"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Không có phần đầu, 13-09-2016 \n",
        "---\ntitle: Không đóng \ndate: 13-09-2016\n",
        '{\n "title": "JSON ", "date": "13-09-2016"\n}\n\nA. \n',
        "+++\ntitle = 'TOML'\ndate = '13-09-2016'\n+++\n\nA. \n",
        "",
        "\ufeff",
        "---",
    ],
)
def test_what_is_no_yaml_block_keeps_its_spaces_and_dates(text: str) -> None:
    assert mended(text) == text


def test_what_cannot_be_read_is_left_alone() -> None:
    nul = "---\ntitle: A\x00 \n---\n\nChữ\u200b.\n".encode()  # taken for UTF-16, because of its zero byte
    for data in (
        nul,
        "Thông báo".encode("cp1258"),
        b"---\ntitle: a\0b\n---\n",
        b"\xff\xfea",
        b"\xfe\xff\xd8\x00",
    ):
        assert Mender(ZONE)(data, "content/tin/a.md").data == data


# --- properties ---

_PIECES = st.sampled_from(
    [
        "---", "+++", "title: A", "ngay: 1/2/2026", "date: 13-09-2016 # x", "tags: a, b", "tags: a", "  - c",
        "summary: |", "  khối ", "\tauthor: B", "title:C", "tieu_de：D ", "draft: ''", "# ghi chú ", "", " ", "    mã ",
        "```", "~~~ x", "Chữ\u00a0\u00a0thường. ", "&nbsp;&nbsp;x", "&ecirc;\u0301", "e\u0323\u0302", "\u200b", "\ufeff",
        "<span>a</span>", "<p class=MsoNormal>b", "<o:p>", "<!--[if mso]>", "<![endif]-->", "| a | b |", "|---|---|",
        " \u00a0 - mục", "::: hop", ":::", "Hai cách  ", "\u00a0" * 30 + "Tên", "# Đề mục ", "1. một ", "> trích ",
    ]
)  # fmt: skip
_LINES = st.lists(
    st.tuples(
        st.one_of(_PIECES, st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20)),
        st.sampled_from(["\n", "\r\n", "\r"]),
    ),
    max_size=25,
)  # fmt: skip


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(_LINES, st.sampled_from(["utf-8", "utf-16", "utf-16-be"]), st.booleans())
@example([("\u00a0", "\r")], "utf-8", True)
@example([("000\x00", "\r\n")], "utf-8", True)
def test_lines_that_it_does_not_name_are_the_same_bytes(
    lines: list[tuple[str, str]], encoding: str, has_front: bool
) -> None:
    text = (HEAD if has_front else "") + "".join(line + end for line, end in lines)
    data = text.encode(encoding)
    made = Mender(ZONE)(data, "content/tin/a.md")
    named = {mend.line for mend in made.mends}
    wide = "utf-16-le" if encoding == "utf-16" else encoding
    old, new = (re.findall(r"[^\r\n]*(?:\r\n|\r|\n|$)", d.decode(wide)) for d in (data, made.data))
    assert len(old) == len(new)
    changed = {
        n for n, (a, b) in enumerate(zip(old, new, strict=True), 1) if a.encode(wide) != b.encode(wide)
    }
    assert changed == named
    assert [re.sub(r"[^\r\n]", "", line) for line in old] == [re.sub(r"[^\r\n]", "", line) for line in new]
    assert Mender(ZONE)(made.data, "content/tin/a.md").mends == ()


# --- writing ---


def test_it_writes_nothing_outside_and_through_no_link(tmp_path: Path, run: Run) -> None:
    wrong = "---\ntitle: A\ndate: 13-09-2016\n---\n\nA.\n"
    site = write_site(tmp_path / "site", {"site.toml": SETTINGS, "content/tin/a.md": wrong, "bai.md": wrong})
    write_site(tmp_path, {"outside/b.md": wrong})
    (site / "content/tin/b.md").symlink_to(tmp_path / "outside/b.md")
    (site / "content/tin/c.md").symlink_to(site / "bai.md")
    code, _, err = run("check", "--fix", "--site", str(site))
    assert code == 1
    assert err.startswith(
        "content/tin/c.md: cảnh báo: tệp này là một liên kết, hoặc nằm trong thư mục là một liên kết, nên không được sửa\n"
        "    Đặt tệp thật vào đây thay cho liên kết.\n"
        "content/tin/b.md: lỗi: đây là liên kết tới một nơi ngoài thư mục của bản tin, nên không được đọc\n"
    )
    assert (tmp_path / "outside/b.md").read_text() == (site / "bai.md").read_text() == wrong
    assert "2016-09-13" in (site / "content/tin/a.md").read_text()


def test_a_content_that_is_a_link_is_not_mended(tmp_path: Path, run: Run) -> None:
    site = write_site(tmp_path, {"site.toml": SETTINGS, "bai/tin/a.md": article("A", "13-09-2016")})
    (site / "content").symlink_to(site / "bai")
    assert "content/tin/a.md: cảnh báo: tệp này là một liên kết" in run("check", "--fix")[2]
    assert "13-09-2016" in (site / "bai/tin/a.md").read_text()


def test_the_rights_of_a_file_stay(site: Path, run: Run) -> None:
    path = site / "content/tin/ngay.md"
    path.chmod(0o640)
    run("check", "--fix", "--quiet")
    assert "2016-09-13" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list((site / "content/tin").glob(".bantin-*")) == []


def test_what_is_saved_meanwhile_is_kept(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = article("Vừa lưu", "1/2/2026")

    def save_first(handle: int) -> None:
        (site / "content/tin/ngay.md").write_text(theirs)

    monkeypatch.setattr(os, "fsync", save_first)
    code, _, err = run("check", "--fix")
    assert code == 0
    assert (
        "content/tin/ngay.md: cảnh báo: tệp này vừa được lưu ở nơi khác, nên không được sửa\n"
        "    Chạy lại check --fix.\n" in err
    )
    assert (site / "content/tin/ngay.md").read_text() == theirs


def test_a_file_that_may_not_be_written(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a program that shares a file with nobody has it open."""

    def refuse(source: Path, target: Path) -> None:
        if target.name == "ngay.md":
            raise PermissionError(13, "Permission denied")
        source.replace(target)

    monkeypatch.setattr(fixing, "replace", refuse)
    code, _, err = run("check", "--fix")
    assert code == 0
    assert err.startswith(
        "content/tin/ngay.md: cảnh báo: không ghi được tệp này, nên không được sửa\n"
        "    Đóng chương trình đang mở tệp, hoặc xin quyền ghi, rồi chạy lại check --fix.\n"
    )
    assert (site / "content/tin/ngay.md").read_bytes() == TRAPS["ngay.md"]
    assert list((site / "content/tin").glob(".bantin-*")) == []


def test_a_full_disk_leaves_every_file_whole(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = contents(site)
    code, _, err = run("check", "--fix")
    assert (code, err.startswith("không làm được: ổ đĩa đã đầy khi ghi ")) == (3, True)
    assert contents(site) == before


class Hanging(fixing.Reader):
    """Beside the tests, where a process that is not forked finds it."""

    def __call__(self, file: fixing.Found) -> object:  # type: ignore[override]
        while file.path.endswith("/ngay.md"):
            pass
        return super().__call__(file)


def test_a_body_that_hangs_costs_that_file(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixing, "Reader", Hanging)
    write_site(site, {"site.toml": SETTINGS + "[limits]\nseconds = 1\n"})
    assert run("check", "--fix")[0] == 0
    assert (site / "content/tin/ngay.md").read_bytes() == TRAPS["ngay.md"]
    assert b"2016-09-13" in (site / "content/tin/crlf.md").read_bytes()


def test_words_that_do_not_go_together(site: Path, run: Run) -> None:
    assert run("check", "--dry-run") == (
        2, "", "không làm được: --dry-run chỉ đi cùng --fix\n    Gõ: check --fix --dry-run.\n",
    )  # fmt: skip
    assert run("build", "--fix")[0] == 2
    write_site(site, {"site.toml": "[site\n"})
    assert run("check", "--fix")[0] == 1


@pytest.mark.parametrize(
    "line", [" " * 200_000 + "x", "title:" + " " * 200_000 + "x", "a" + "\u00a0 " * 100_000, "&nbsp;" * 50_000 + "x"]
)  # fmt: skip
def test_long_lines_take_no_time_worth_speaking_of(line: str) -> None:
    """A quadratic rule would take minutes."""
    begun = time.process_time()
    visible(line)
    body_lines([line, f"A{line}"])
    front_lines([line, f"A{line}"], {"title": ()}, ZONE)
    assert time.process_time() - begun < 5
