"""`init`: a bulletin in a new folder that builds at once, and the files to double-click."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.arguments import COMMANDS
from bulletin.config import parse_settings
from bulletin.desk import founding
from bulletin.desk.starters import starters
from tests.building import build_site, write_site

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]
FILES = """\
  content/data/viet-tat.yaml
  content/pages/gioi-thieu.md
  content/pages/lien-he.md
  content/tin-tuc/2026-11-24-loi-chao.md
  dang-bai.cmd
  dung-trang.cmd
  in-ban-tin.cmd
  site.toml
  xem-truoc.cmd
"""


def test_it_builds_at_once_without_a_warning(tmp_path: Path, run: Run) -> None:
    code, out, err = run("init", "xã tôi", "--name", "Bản tin Tả Lèng", "--categories", "Tin tức, Gương sáng")
    assert (code, err) == (0, "")
    assert out == (
        f"Đã tạo Bản tin Tả Lèng trong …/xã tôi:\n{FILES}Việc tiếp theo, gõ:\n"
        "  bantin build --site '…/xã tôi'    dựng trang, rồi mở trang như máy chỉ\n"
        "  bantin new --site '…/xã tôi'    viết bài mới\n"
        "Trên Windows cũng có thể mở thư mục ấy và bấm đúp xem-truoc.cmd, dung-trang.cmd.\n"
    )
    site = tmp_path / "xã tôi"
    outcome = build_site(site)
    assert (outcome.problems, outcome.withheld) == ((), ())
    assert run("check", "--fix", "--dry-run", "--site", str(site)) == (0, "Không có gì phải sửa.\n", "")
    home = (site / "output/index.html").read_text("utf-8")
    assert "Bản tin Tả Lèng" in home
    assert "Lời chào bạn đọc" in home
    assert (site / "output/gioi-thieu/index.html").is_file()
    written = tomllib.loads((site / "site.toml").read_text("utf-8"))
    assert [c["slug"] for c in written["categories"]] == ["tin-tuc", "guong-sang"]


@pytest.mark.parametrize("there", ["site.toml", "content/tin/a.md", "ghi-chep.txt"])
def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path, run: Run, there: str) -> None:
    write_site(tmp_path / "xa", {there: "của tôi", "desktop.ini": "x"})
    before = sorted(p for p in (tmp_path / "xa").rglob("*"))
    assert run("init", "xa", "--name", "A") == (
        2,
        "",
        "không làm được: …/xa đã có tệp ở trong, nên không tạo gì\n"
        "    Chọn một thư mục chưa có, hoặc còn trống.\n",
    )
    assert sorted(p for p in (tmp_path / "xa").rglob("*")) == before


def test_an_empty_folder_that_windows_has_looked_at_is_empty(tmp_path: Path, run: Run) -> None:
    write_site(tmp_path / "xa", {"desktop.ini": "x", ".DS_Store": "x"})
    assert run("init", "xa", "--name", "A", "--quiet") == (0, "…/xa\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), ("chưa có tên bản tin", 'Gõ tên bản tin của xã, ví dụ: --name "Bản tin Tả Lèng".')),
        (("--name", "A", "--address", "a b"), ("“a b” không phải là địa chỉ trang web", "Gõ như bantin.taleng.vn; chưa có thì để trống.")),
        (("--name", "A", "--categories", "?,!"), ("“?,!” không có tên chuyên mục nào", "Gõ các tên, cách nhau bằng dấu phẩy, ví dụ: Tin tức, Thông báo.")),
    ],
)  # fmt: skip
def test_answers_that_cannot_be_used(
    tmp_path: Path, run: Run, words: tuple[str, ...], said: tuple[str, str]
) -> None:
    assert run("init", "xa", *words) == (2, "", f"không làm được: {said[0]}\n    {said[1]}\n")
    assert not (tmp_path / "xa").exists()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=60))
def test_any_answer_makes_settings_that_can_be_read(name: str, body: str, categories: str) -> None:
    values = {"name": f"A{name}", "body": body, "categories": f"Tin, {categories}", "responsible": body}
    answers = {q: founding.checked(q, values.get(q, "")) for q in founding.QUESTIONS}
    terms = founding.categories(answers["categories"])
    text = founding.settings_text(answers, terms)
    made, problems = parse_settings(text)
    assert problems == ()
    assert (made.name, made.publisher.body) == (answers["name"], answers["body"])
    assert {t.slug: t.title for t in made.categories} == terms


# --- the files to double-click ---


def test_the_starters_of_the_program_are_those_that_are_made() -> None:
    made = starters(ROOT, ROOT / "build.py")
    assert {path.name: path.read_bytes() for path in ROOT.glob("*.cmd")} == made


@pytest.mark.parametrize("door", [ROOT / "build.py", None])
@pytest.mark.parametrize("name", sorted(starters(ROOT, None)))
def test_a_starter_keeps_to_what_cmd_can_read(name: str, door: Path | None) -> None:
    """No Windows here: what is known to go wrong in batch files is looked for."""
    data = starters(Path("/xa/ban-tin"), door)[name]
    text = data.decode("utf-8")
    assert not data.startswith(b"\xef\xbb\xbf")  # cmd takes a BOM for a part of the first command
    assert data.count(b"\n") == data.count(b"\r\n")
    lines = text.split("\r\n")
    first = next(i for i, line in enumerate(lines) if not line.isascii())
    assert lines.index("chcp 65001 >nul") < first
    labels = {line[1:] for line in lines if line.startswith(":")}
    assert set(re.findall(r"goto (\w+)", text)) <= labels
    assert all(label.isascii() for label in labels)
    assert "(" not in text  # no blocks, in which variables and brackets mean something else
    command = next(line for line in lines if line.startswith("%PYTHON% ") and "--version" not in line)
    words = command.split()
    assert set(words) & {*COMMANDS, "serve", "publish"}
    assert ('--site "%~dp0." ' in command) is (door is None or door.parent != Path("/xa/ban-tin"))
    assert text.count("pause") >= 2  # the window stays when something is wrong


def test_the_way_to_the_program() -> None:
    inside = starters(ROOT, ROOT / "build.py")["xem-truoc.cmd"].decode()
    beside = starters(Path("/d/50%"), Path("/d/ban tin 5%/build.py"))["xem-truoc.cmd"].decode()
    package = starters(Path("/d/xa"), None)["xem-truoc.cmd"].decode()
    assert '\r\n%PYTHON% "%~dp0build.py" serve %*\r\n' in inside
    assert '\r\n%PYTHON% "%~dp0..\\ban tin 5%%\\build.py" serve --site "%~dp0." %*\r\n' in beside
    assert '\r\n%PYTHON% -m bulletin serve --site "%~dp0." %*\r\n' in package
