"""The door: words in, sentences and an exit code out."""

import json
import re
import sys
from pathlib import Path

import pytest

from bulletin.cli import main
from tests.building import article, files_of, write_site

SITE_TOML = '[site]\nname = "Bản tin"\naddress = "https://xa.example/"\n'


@pytest.fixture(autouse=True)
def _as_bantin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["bantin"])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")  # 18/11/2026
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("bulletin.report.SLOW", 3600)  # a busy machine would tell of its progress
    monkeypatch.chdir(
        write_site(tmp_path, {"site.toml": SITE_TOML, "content/tin/a.md": article("A", "2026-11-01")})
    )
    return


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = main(words)
    except SystemExit as end:
        code = int(end.code or 0)
    out, err = capsys.readouterr()
    return code, re.sub(r"\d+[.,]\d+ (giây|s)\b", r"N \1", out), err


def test_build_is_the_command_when_none_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    index = tmp_path / "output" / "index.html"
    code, out, err = run(capsys)
    count = len(files_of(tmp_path / "output"))
    assert (code, out, err) == (
        0,
        f"Xong trong N giây: ghi {count} tệp, giữ nguyên 0, xóa 0. Mở {index} để xem.\n",
        "",
    )
    assert run(capsys, "build", "--lang", "en") == (
        0, f"Done in N s: 0 files written, {count} unchanged, 0 removed. Open {index} to see it.\n", "",
    )  # fmt: skip
    assert run(capsys, "--quiet") == (0, "", "")


def test_check_writes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capsys, "check") == (0, "Kiểm tra xong trong N giây: không có lỗi.\n", "")
    assert not (tmp_path / "output").exists()


def test_json_has_a_line_a_problem_and_a_summary(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_site(tmp_path, {"content/tin/b.md": article("B", "hôm qua", titel="x")})
    code, out, err = run(capsys, "--json", "--lang=en")
    *problems, last = map(json.loads, out.splitlines())
    assert (code, err) == (1, "")
    assert problems == [
        {"path": "content/tin/b.md", "line": 3, "severity": "error", "kind": "date-wrong", "what": "“hôm qua” at “date” is not a day", "mend": "Write the day first, for example 23/11/2026 or 23/11/2026 08:30."},
        {"path": "content/tin/b.md", "line": 4, "severity": "warning", "kind": "front-key-guess", "what": "there is no key “titel”", "mend": "Did you mean “title”?"},
    ]  # fmt: skip
    seconds = last["summary"].pop("seconds")
    assert last == {"summary": {"written": 0, "unchanged": 0, "removed": 0, "errors": 1, "warnings": 1}}
    assert isinstance(seconds, float)


def test_options_may_stand_before_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_site(tmp_path / "check", {"content/tin/a.md": article("A", "2026-11-01"), "site.toml": SITE_TOML})
    assert run(capsys, "--site", "check", "--quiet", "check") == (0, "", "")
    assert not (tmp_path / "check" / "output").exists()
    assert run(capsys, "--site", "check", "--quiet") == (0, "", "")
    assert (tmp_path / "check" / "output").exists()


def test_strict_makes_a_warning_an_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_site(tmp_path, {"content/tin/b.md": article("B", "2026-11-02", titel="x")})
    said = "content/tin/b.md:4: cảnh báo: không có mục nào tên là “titel”\n    Có phải là “title”?\n0 lỗi, 1 cảnh báo.\n"
    code, _, err = run(capsys)
    assert (code, err) == (0, said)
    assert run(capsys, "--strict") == (
        1,
        "",
        said
        + "Cảnh báo được coi là lỗi vì có --strict.\nKhông ghi gì cả; trang đã dựng lần trước vẫn nguyên.\n",
    )


def test_many_warnings_of_one_kind_are_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_site(tmp_path, {f"content/tin/b{n}.md": article("B", "2026-11-02", titel="x") for n in range(9)})
    _, _, err = run(capsys)
    assert err.splitlines()[-3:] == [
        "    Có phải là “title”?",
        "… và 4 cảnh báo nữa cùng loại với: không có mục nào tên là “titel” (xem đủ bằng --json)",
        "0 lỗi, 9 cảnh báo.",
    ]


def test_names_of_files_do_not_steer_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_site(tmp_path, {"site.toml": SITE_TOML, "content/tin/a\x1b[2J\u202e.md": "Không có phần đầu.\n"})
    code, _, err = run(capsys, "check", "--site", str(tmp_path))
    assert code == 1
    assert err.startswith("content/tin/a\ufffd[2J\ufffd.md:1: lỗi: bài không có phần đầu")
    assert all(line.isprintable() for line in err.splitlines())


def test_drafts_future_and_base_url(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {
            "content/tin/n.md": article("N", "2026-11-02", draft="có"),
            "content/tin/m.md": article("M", "2026-12-02"),
        },
    )
    pages = [
        sorted(
            p.split("/")[1] for p in files_of(tmp_path / "o") if p.startswith("tin/") and p.count("/") == 2
        )
        for words in ([], ["--drafts"], ["--future"], ["--drafts", "--future"])
        if run(capsys, *words, "--output", str(tmp_path / "o"))[0] == 0
    ]
    assert pages == [["a"], ["a", "n"], ["a", "m"], ["a", "m", "n"]]
    run(capsys, "--output", str(tmp_path / "o"), "--base-url", "https://thu.example/x")
    assert "<loc>https://thu.example/x/tin/a/</loc>" in files_of(tmp_path / "o")["sitemap.xml"].decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--xyz"], "không hiểu “--xyz”"),
        (["buid"], "không hiểu “buid”"),
        (["--lang", "fr"], "tùy chọn --lang: 'fr' không có trong các lựa chọn vi, en"),
        (["--workers", "nhiều"], "tùy chọn --workers: giá trị 'nhiều' không đúng"),
        (["--output"], "tùy chọn --output: cần một giá trị"),
        (["--now", "2026-11-23"], "tùy chọn --now: giá trị '2026-11-23' không đúng"),
    ],
)
def test_wrong_use(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    first, second = err.splitlines()
    assert first == f"Gõ sai lệnh: {said}".replace("vi, en", "'vi', 'en'" if "'vi'" in err else "vi, en")
    assert re.fullmatch(r"Gõ bantin( build)? --help để xem cách dùng\.", second)


def test_help_is_wholly_in_one_language(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert not re.search(r"\b(usage|options|show|exit|positional|the|and)\b", out), out
    _, english, _ = run(capsys, "--lang", "en", "--help")
    assert "usage: bantin" in english
    _, english, _ = run(capsys, "build", "--help", "--lang", "en")
    assert not re.search("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", english), english


def test_timings_name_every_stage(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = run(capsys, "--timings", "--lang", "en")
    lines = [re.fullmatch(r"(\D+\w) +\d+\.\d{3} s, CPU +\d+\.\d{3} s", line) for line in err.splitlines()]
    assert [line and line[1] for line in lines] == [
        "Reading articles",
        "Giving them meaning",
        "Setting issues",
        "Planning",
        "Rendering pages",
        "Making pictures",
        "Indexing for search",
        "Writing",
    ]


def test_long_work_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulletin import report
    from bulletin.messages import Catalogue

    clock = iter([0.0, 0.5, 2.0, 7.0, 8.0])
    monkeypatch.setattr(report.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(report, "SLOW", 1.0)
    said = report.Report(Catalogue("vi"))
    said.stage("read")
    for done in (1, 2, 3, 4):
        said.progress(done, 1000)
    assert capsys.readouterr().err == "Đọc bài: 3/1000\n"


def test_on_a_terminal_there_is_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bulletin import report
    from bulletin.messages import Catalogue

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    clock = iter([0.0, 5.0, 6.0])
    monkeypatch.setattr(report.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(report, "SLOW", 1.0)
    said = report.Report(Catalogue("vi"))
    said.stage("read")
    said.progress(500, 1000)
    said.progress(700, 1000)
    said.say("interrupted")
    shown = capsys.readouterr().err
    assert "Đọc bài:  50%" in shown
    assert shown.endswith("Đã dừng theo lệnh của bạn; trang đã dựng lần trước vẫn dùng được.\n")


def test_a_console_that_knows_no_vietnamese_still_gets_the_message(tmp_path: Path) -> None:
    import os
    import subprocess

    environment = {
        **os.environ,
        "PYTHONIOENCODING": "ascii",
        "PYTHONPATH": str(Path(__file__).parent.parent.parent),
    }
    done = subprocess.run(
        [sys.executable, "-m", "bulletin", "--site", str(tmp_path / "mất")],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("không làm được: không có thư mục ")
