"""Messages whose cause cannot lie in a repository: big files, links, hangs, and the machine's refusals.

Each is shown as an editor sees it, through the command line, with its exit code.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from bulletin.cli import main
from bulletin.files import Found
from tests.building import article, files_of, write_site

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """(exit code, stdout, stderr) of a command on the site in tmp_path/site, paths shortened."""

    def command(*words: str) -> tuple[int, str, str]:
        try:
            code = main(["--site", str(tmp_path / "site"), "--now", "2026-11-24T08:00:00+07:00", *words])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out.replace(str(tmp_path), "…"), err.replace(str(tmp_path), "…")

    return command


SITE_TOML = (
    '[site]\nname = "Bản tin"\naddress = "https://xa.example/"\n[limits]\nseconds = 2\nmegabytes = 200\n'
)
UNTOUCHED = "Không ghi gì cả; trang đã dựng lần trước vẫn nguyên.\n"


def site(tmp_path: Path, **files: str | bytes) -> Path:
    return write_site(
        tmp_path / "site", {"site.toml": SITE_TOML, "content/tin/tot.md": article("Tốt"), **files}
    )


def test_links_that_lead_out(tmp_path: Path, run: Run) -> None:
    root = site(tmp_path)
    (tmp_path / "secret.md").write_text(article("Bí mật"))
    (root / "content/tin/a.md").symlink_to(tmp_path / "secret.md")
    (root / "content/thu-muc").symlink_to(root / "content/tin")
    (root / "content/tin/b.md").symlink_to(root / "không có")
    (root / "content" / "/".join("d" * 14)).mkdir(parents=True)
    for name in ("\u00e1.md", "a\u0301.md"):
        (root / "content/tin" / name).write_text(article("Á"))
    (root / "content/tin/to.md").write_text(article("To", body="x" * 2_100_000))
    code, _, err = run()
    assert (code, err) == (
        1,
        "".join(
            (
                "content/d/d/d/d/d/d/d/d/d/d/d/d/d: lỗi: thư mục lồng quá sâu\n",
                "    Đưa bài lên gần thư mục chuyên mục hơn.\n",
                "content/thu-muc: lỗi: thư mục này là một liên kết, nên không được đọc\n",
                "    Chép thư mục thật vào đây.\n",
                "content/tin/a.md: lỗi: đây là liên kết tới một nơi ngoài thư mục của bản tin, nên không được đọc\n",
                "    Chép tệp thật vào đây thay cho liên kết.\n",
                "content/tin/b.md: lỗi: không đọc được tệp này\n",
                "    Xem lại quyền truy cập, hoặc chép lại tệp.\n",
                "content/tin/to.md: lỗi: tệp lớn hơn 2 MB\n",
                "    Tách thành nhiều bài, hoặc bỏ phần dán nhầm (ví dụ ảnh dán thẳng vào bài).\n",
                "content/tin/\u00e1.md: lỗi: có hai tệp trùng tên, chỉ khác cách lưu dấu tiếng Việt\n",
                "    Đổi tên hoặc xóa một tệp.\n",
                "6 lỗi, 0 cảnh báo.\n",
                UNTOUCHED,
            )
        ),
    )
    assert not any(b"secret" in data for data in files_of(root / "output").values())


def test_a_body_that_hangs_costs_that_one_article(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The three ways a body can go wrong, made certain: the real ones are in tests/markup/hang."""
    import bulletin.read

    real = bulletin.read.Reader.__call__

    def odd(self: bulletin.read.Reader, item: tuple[Found, str]) -> object:
        name = item[0].path.rpartition("/")[2]
        if name == "treo.md":
            while True:
                pass
        if name == "phinh.md":
            return len(b"x" * 10**11)
        if name == "long.md":
            return odd(self, item)
        if name == "loi.md":
            raise ValueError("ký hiệu lạ")
        return real(self, item)

    monkeypatch.setattr(bulletin.read.Reader, "__call__", odd)
    # A forked worker is needed to see what is put here; other tests may have left threads behind.
    monkeypatch.setattr("threading.active_count", lambda: 1)
    site(tmp_path, **{f"content/tin/{n}.md": article(n) for n in ("treo", "phinh", "long", "loi")})
    code, _, err = run()
    assert (code, err) == (
        1,
        "".join(
            (
                "content/tin/loi.md: lỗi: bộ đọc Markdown không đọc được bài này (ValueError: ký hiệu lạ)\n",
                "    Bỏ từng đoạn có ký hiệu lạ cho tới khi đọc được, và báo cho người giữ phần mềm.\n",
                "content/tin/long.md: lỗi: các phần lồng vào nhau quá nhiều tầng\n",
                "    Bỏ bớt dấu > hoặc danh sách lồng nhau.\n",
                "content/tin/phinh.md: lỗi: bài này cần nhiều hơn 200 MB bộ nhớ nên phải dừng\n",
                "    Tìm đoạn dán từ nơi khác có nhiều ký hiệu lạ và bỏ đi.\n",
                "content/tin/treo.md: lỗi: xử lý bài này lâu quá 2 giây nên phải dừng\n",
                "    Tìm đoạn dán từ nơi khác có nhiều ký hiệu lạ (như <!-- hay `</`) và bỏ đi.\n",
                "4 lỗi, 0 cảnh báo.\n",
                UNTOUCHED,
            )
        ),
    )


def test_a_picture_too_large_is_refused_before_it_is_decoded(tmp_path: Path, run: Run) -> None:
    root = site(tmp_path, **{"content/tin/a.md": article("A", body="![Đồi chè](to.png)\n")})
    Image.new("1", (10_000, 7_000)).save(root / "content/tin/to.png")
    code, _, err = run()
    assert (code, err) == (
        1,
        "".join(
            (
                "content/tin/a.md:6: lỗi: ảnh “to.png” quá lớn\n",
                "    Thu nhỏ ảnh trước, ví dụ còn 4.000 điểm ảnh chiều ngang.\n",
                "1 lỗi, 0 cảnh báo.\n",
                UNTOUCHED,
            )
        ),
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--site", "{tmp}/không có"],
            "không có thư mục …/không có\n    Viết đúng thư mục của bản tin sau --site.\n",
        ),
        (
            ["--output", "{tmp}/site/content"],
            "không thể đặt trang web vào …/site/content, vì ở đó có bài viết hoặc thiết lập của bản tin\n    Chọn một thư mục riêng bằng --output.\n",
        ),
        (
            ["--output", "{tmp}"],
            "không thể đặt trang web vào …, vì ở đó có bài viết hoặc thiết lập của bản tin\n    Chọn một thư mục riêng bằng --output.\n",
        ),
        (
            ["--output", "{tmp}/site/site.toml"],
            "…/site/site.toml không phải là thư mục\n    Chọn một thư mục khác bằng --output.\n",
        ),
        (
            ["--base-url", "xa.example"],
            "“xa.example” không phải địa chỉ trang web đầy đủ\n    Viết cả phần đầu, ví dụ: --base-url https://bantin.xa.vn/.\n",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence(words: list[str], said: str, tmp_path: Path, run: Run) -> None:
    site(tmp_path)
    code, out, err = run(*(word.replace("{tmp}", str(tmp_path)) for word in words))
    assert (code, out, err) == (2, "", "không làm được: " + said)


def test_an_output_that_cannot_be_made(tmp_path: Path, run: Run) -> None:
    site(tmp_path)
    (tmp_path / "file").touch()
    code, out, err = run("--output", str(tmp_path / "file" / "output"))
    assert (code, out) == (3, "")
    assert (
        err
        == "không làm được: không ghi được …/file/output/.bantin (Not a directory)\n    Xem lại quyền ghi vào thư mục ấy, hoặc đóng chương trình đang mở tệp này.\n"
    )


def test_a_template_that_does_not_end(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are trusted, yet a slip in one must not hang the build or eat the machine."""
    from bulletin import finish

    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr(finish, "FEW", 0)
    monkeypatch.setattr(finish, "SECONDS", 10.0)  # a busy machine needs some for any page
    monkeypatch.setattr("bulletin.report.SLOW", 3600)
    site(
        tmp_path,
        **{
            "templates/tags.html": "{% for n in range(10**5) %}{% for m in range(10**5) %}{% endfor %}{% endfor %}",
            "templates/archive.html": "{{ 'x' * 10**11 }}",
        },
    )
    code, _, err = run("--workers", "2")
    assert (code, err) == (
        1,
        "".join(
            (
                "site.toml: lỗi: trang làm theo mẫu archive.html cần hơn 1024 MB bộ nhớ\n",
                "    Xem lại mẫu đó, hoặc chia bài thành nhiều bài nhỏ.\n",
                "site.toml: lỗi: trang làm theo mẫu tags.html quá 10 giây chưa xong\n",
                "    Xem lại mẫu đó: có thể có vòng lặp quá dài.\n",
                "2 lỗi, 0 cảnh báo.\n",
                UNTOUCHED,
            )
        ),
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (
            28,
            "ổ đĩa đã đầy khi ghi …/site/output\n    Xóa bớt tệp rồi chạy lại; trang cũ vẫn còn dùng được.\n",
        ),
        (13, "không có quyền ghi …/site/output\n    Chọn thư mục khác bằng --output, hoặc xin quyền ghi.\n"),
        (
            5,
            "không ghi được …/site/output (Input/output error)\n    Xem lại quyền ghi vào thư mục ấy, hoặc đóng chương trình đang mở tệp này.\n",
        ),
    ],
)
def test_the_disk_says_no(
    number: int, said: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    site(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("bulletin.staging.write_new", refuse)
    assert run() == (3, "", "không làm được: " + said)


def test_content_that_cannot_be_read(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    site(tmp_path)

    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    assert run() == (
        3,
        "",
        "không làm được: không đọc được assets (Permission denied)\n    Xem lại quyền truy cập, hoặc đóng chương trình đang mở tệp này.\n",
    )


def test_a_link_in_the_output(tmp_path: Path, run: Run) -> None:
    root = site(tmp_path)
    (root / "output").mkdir()
    (root / "output/tin").symlink_to(tmp_path)
    assert run() == (
        3,
        "",
        "không làm được: …/site/output/tin là một liên kết dẫn ra ngoài, nên không ghi vào\n    Xóa liên kết đó rồi chạy lại.\n",
    )


def test_another_build_at_work(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from bulletin import write

    root = site(tmp_path)
    monkeypatch.setattr(write, "PATIENCE", 0.2)
    with write.Stage(root / "output"):
        said = run()
    assert said == (
        3,
        "",
        (
            "Một lần dựng khác đang chạy; đang đợi…\n"
            "không làm được: một lần dựng khác đang ghi vào …/site/output\n    Đợi lần ấy xong rồi chạy lại.\n"
        ),
    )


def test_a_moment_that_is_none(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "hôm nay")
    assert run("--now", "hôm nay") == (
        2,
        "",
        "Gõ sai lệnh: tùy chọn --now: giá trị 'hôm nay' không đúng\nGõ bantin build --help để xem cách dùng.\n",
    )
    assert main(["--site", str(tmp_path / "site")]) == 2
    assert (
        capsys.readouterr().err
        == "không làm được: SOURCE_DATE_EPOCH là “hôm nay”, không phải số giây\n    Bỏ biến này, hoặc đặt một số nguyên.\n"
    )


def test_our_own_mistake_is_owned_up_to(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from bulletin import road

    site(tmp_path)
    monkeypatch.setattr(road, "plan", lambda *_: 1 // 0)
    assert run() == (
        3,
        "",
        (
            "không làm được: chương trình gặp lỗi của chính nó (ZeroDivisionError: integer division or modulo by zero)\n"
            "    Chạy lại với --debug và gửi những gì hiện ra cho người giữ phần mềm.\n"
        ),
    )
    with pytest.raises(ZeroDivisionError):
        run("--debug")


def test_an_installation_without_tests(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from bulletin import cli

    monkeypatch.setattr(cli, "__file__", str(tmp_path / "bulletin" / "cli.py"))
    assert main(["test"]) == 3
    assert (
        capsys.readouterr().err
        == "không làm được: bản cài đặt này không có các bài kiểm thử\n    Chạy python3 build.py test trong thư mục mã nguồn.\n"
    )


def test_ctrl_c(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from bulletin import road

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    site(tmp_path)
    monkeypatch.setattr(road, "plan", stop)
    assert run() == (130, "", "Đã dừng theo lệnh của bạn; trang đã dựng lần trước vẫn dùng được.\n")


@pytest.fixture(autouse=True)
def _program_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["bantin"])
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
