"""`print` as an editor meets it: what it says, what it warns of, and what stands on the pages."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from unittest.mock import ANY

import pytest

from bulletin.cli import main
from bulletin.press import command
from tests.building import write_site
from tests.press.hostile import picture, prose
from tests.press.setting import NOW, WHOLE, Pdf, issue, printed, read_site, roles


def ran(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """What `print` says: what came of it, then problems and warnings."""
    main(["print", "so-1", "--site", str(root), "--now", NOW.isoformat(), "--workers", "1", *words])
    shown = capsys.readouterr()
    return re.sub(r"\d+,\d+ giây", "… giây", shown.out + shown.err).replace(str(root), "…").splitlines()


def test_an_issue_without_articles_is_not_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = issue(**WHOLE)
    for name in [name for name in files if name.startswith("content/tin/")]:
        del files[name]
    files["content/tin/nhap.md"] = (
        "---\ntitle: Bài\ndate: 2026-11-19\nissue: 1/2026\ndraft: true\n---\n\nchữ\n"
    )
    root = write_site(tmp_path, files)
    assert ran(root, capsys) == [
        "content/ban-tin/so-1.md:1: lỗi: số 1/2026 chưa có bài nào",
        "    Ghi các bài đã đăng ở mục bai, hoặc thêm dòng so_ban_tin: 1/2026 vào phần đầu của từng bài.",
        "1 lỗi, 0 cảnh báo.",
        "Chưa làm tệp in nào; sửa các lỗi trên rồi chạy lại.",
    ]
    assert not (root / "print").exists()
    (root / "content/ban-tin/so-1.md").write_text(
        "---\nso: 1\nngay: 22/11/2026\nbai: [tin/nhap]\n---\n", "utf-8"
    )
    said_now = ran(root, capsys)
    assert "content/ban-tin/so-1.md:4: lỗi: số 1/2026 chưa có bài nào" in said_now
    assert any("bài “tin/nhap” hiện không đăng, nên không vào số này" in line for line in said_now)


def test_what_an_earlier_run_left_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(tmp_path, issue(**WHOLE))
    folder = root / "print"
    old = [f"ban-tin-so-1-{name}.pdf" for name in ("a4-den-trang", "gap-sach", "man-hinh")]
    for name in (*old, "ban-tin-so-10-man-hinh.pdf", "ban-tin-so-1-cua-toi.pdf", "ghi-chu.txt"):
        write_site(folder, {name: "cũ"})
        os.utime(folder / name, (1_795_000_000, 1_795_000_000))  # 18:06:40 on 18 November 2026, there
    assert ran(root, capsys, "--for", "screen")[-3:] == [
        "Còn trong thư mục print, của lần in trước; đừng đem in nhầm:",
        *(f"  …/print/{name} (làm ngày 18:06 18/11/2026)" for name in old[:2]),
    ]
    (root / "site.toml").write_text(
        (root / "site.toml").read_text("utf-8") + '[printing]\napproval = "required"\n', "utf-8"
    )
    write_site(
        root, {"content/tin/truoc.md": "---\ntitle: Bài\ndate: 2026-11-19\nissue: 1/2026\n---\n\nchữ\n"}
    )
    assert ran(root, capsys, "--for", "screen")[-5:] == [
        "Chưa làm tệp in nào; sửa các lỗi trên rồi chạy lại.",
        "Còn trong thư mục print, của lần in trước; đừng đem in nhầm:",
        *(f"  …/print/{name} (làm ngày 18:06 18/11/2026)" for name in old[:2]),
        ANY,  # of just now
    ]


def test_a_file_that_is_open_elsewhere_holds_up_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path, issue(**WHOLE) | {"print/ban-tin-so-1-den-trang.pdf": "cũ"})
    held = root / "print/ban-tin-so-1-den-trang.pdf"
    os.utime(held, (1_795_000_000, 1_795_000_000))
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == held:
            raise PermissionError(13, "Access is denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    assert main(["print", "so-1", "--site", str(root), "--now", NOW.isoformat(), "--for", "grey"]) == 1
    shown = capsys.readouterr()
    assert shown.err.replace(str(root), "…").splitlines() == [
        "print/ban-tin-so-1-den-trang.pdf: lỗi: tệp cũ đang mở ở một chương trình khác, nên chưa thay được bằng tệp mới",
        "    Đóng tệp ấy rồi chạy lại; đừng đem in bản đang mở.",
        "1 lỗi, 0 cảnh báo.",
        "Còn trong thư mục print, của lần in trước; đừng đem in nhầm:",
        "  …/print/ban-tin-so-1-den-trang.pdf (làm ngày 18:06 18/11/2026)",
    ]
    assert [line.partition(" (")[0] for line in shown.out.replace(str(root), "…").splitlines()[1:]] == [
        "  …/print/ban-tin-so-1-den-trang-gap-sach.pdf",
        "  …/print/ban-tin-so-1-huong-dan-in.pdf",
    ]
    assert held.read_text("utf-8") == "cũ"
    assert len(list((root / "print").iterdir())) == 3  # nothing half made is left


@pytest.mark.parametrize(
    "typed", ["so-1", "1/2026", "1-2026", "Số 1/2026", "số 1", "1", "content/ban-tin/so-1.md"]
)
def test_an_issue_by_its_names(tmp_path: Path, typed: str) -> None:
    library = read_site(write_site(tmp_path, issue(**WHOLE))).library
    found = command.find(library, typed)
    assert found
    assert found.name == "so-1"


def test_a_name_of_no_issue_beside_one_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = issue(**WHOLE) | {
        "content/ban-tin/so-2.md": "---\nso: 2\nngay: 22/12/2026\nbai: [tin/khong-co]\nnhap: có\n---\n"
    }
    root = write_site(tmp_path, files)
    assert main(["print", "so-9", "--site", str(root), "--now", NOW.isoformat(), "--workers", "1"]) == 1
    assert "không có bài nào là “tin/khong-co”" in capsys.readouterr().err
    (root / "content/ban-tin/so-2.md").write_text("---\nso: 2\nngay: 22/12/2026\nso_ban: 9\n---\n", "utf-8")
    assert main(["print", "so-9", "--site", str(root), "--now", NOW.isoformat(), "--workers", "1"]) == 2
    assert "không có số bản tin nào là “so-9”" in capsys.readouterr().err


def test_programs_are_told_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(tmp_path, issue(**WHOLE) | {"print/ban-tin-so-1-nha-in.pdf": "cũ"})
    assert json.loads(ran(root, capsys, "--for", "screen", "--json")[-1]) == {
        "issue": "1/2026",
        "pages": 4,
        "files": [{"path": "…/print/ban-tin-so-1-man-hinh.pdf", "purpose": "screen", "bytes": ANY}],
        "left": ["…/print/ban-tin-so-1-nha-in.pdf"],
    }


def test_settings_that_no_issue_can_be_read_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = issue(**WHOLE)
    files["site.toml"] = str(files["site.toml"]) + '[printing]\nformat = "a9"\n'
    said_now = ran(write_site(tmp_path, files), capsys)
    assert [line for line in said_now if "site.toml" in line or "Chưa làm" in line] == [
        f"site.toml:{str(files['site.toml']).count(chr(10))}: lỗi: không in được khổ “a9”",
        "Chưa làm tệp in nào; sửa các lỗi trên rồi chạy lại.",
    ]


def test_words_that_lead_to_an_article_say_its_page(tmp_path: Path) -> None:
    files = issue(**WHOLE, bai="[tin/mot, tin/hai]")
    link = "Đọc lại [bài hai](hai.md), [bài ba](ba.md) và [nơi khác](https://noi-khac.example/)."
    for name, words in (("mot", f"{prose(700)}\n\n{link}"), ("hai", prose(300)), ("ba", "chữ")):
        files[f"content/tin/{name}.md"] = f"---\ntitle: Bài {name}\ndate: 2026-11-19\n---\n\n{words}\n"
    made, _ = printed(read_site(write_site(tmp_path, files)), "so-1", "screen", "press")
    for purpose, data in made.items():
        (tmp_path / f"{purpose}.pdf").write_bytes(data)
        pages = Pdf(tmp_path / f"{purpose}.pdf").pages
        found = re.findall(
            r"bài hai \(trang (\d+)\), bài ba và nơi khác\.", " ".join(" ".join(pages).split())
        )
        [page] = [number for number, text in enumerate(pages, 1) if "Bài hai" in text and number > 3][:1]
        assert found == [str(page)]


def test_a_photo_right_below_words_is_a_figure_after_them(tmp_path: Path, need: Callable[[str], str]) -> None:
    files = issue(**WHOLE, bai="[tin/anh]")
    files["content/tin/lon.jpg"], files["content/tin/nho.jpg"] = picture(900, 600), picture(40, 40)
    files["content/tin/anh.md"] = (
        "---\ntitle: Bài ảnh\ndate: 2026-11-19\n---\n\nTrước ảnh.\n![Em nhỏ](lon.jpg)\nsau ảnh ![dấu](nho.jpg) nữa.\n"
    )
    made, problems = printed(read_site(write_site(tmp_path, files)), "so-1", "screen")
    assert [p for p in problems if p.severity == "error"] == []
    with Pdf(tmp_path / "a.pdf", made["screen"]).open() as pdf:
        said = [str(node.get("/Alt", "")) for role, node in roles(pdf) if role == "/Figure"]
    assert {"Em nhỏ", "dấu"} <= set(said)
    listed = subprocess.run(
        [need("pdfimages"), "-list", tmp_path / "a.pdf"], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split() for line in listed.splitlines()[2:]]
    [ppi] = [int(row[12]) for row in rows if int(row[3]) >= 600]
    assert ppi < 400  # as wide as the column, not as high as a letter
