"""From nothing to a published article on a real terminal, knowing only what the screen says."""

import contextlib
import re
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")

from bulletin.config import read_settings
from tests.desk.terminal import PATIENCE, Terminal

ROOT = Path(__file__).parents[2]
BUILD = f"{sys.executable} {ROOT / 'build.py'}"


def typed(screen: str, word: str) -> list[str]:
    """The command with `word` that the screen names, as it is to be typed."""
    found = re.search(rf"^  python3 build\.py ({word}\b.*?)(?:  .*)?$", screen, re.MULTILINE)
    assert found, screen
    return [*BUILD.split(), *(part.strip("'") for part in found[1].split())]


def fetched(address: str, words: str) -> str:
    """The page, once it says `words`."""
    until = time.monotonic() + PATIENCE
    text = ""
    while words not in text:
        assert time.monotonic() < until, text
        with (
            contextlib.suppress(urllib.error.HTTPError),
            urllib.request.urlopen(address, timeout=60) as answer,
        ):
            text = answer.read().decode()
        time.sleep(0.2)
    return text


def test_a_new_user(tmp_path: Path) -> None:
    folder = tmp_path / "ta-leng"
    with Terminal([*BUILD.split(), "init", str(folder)], tmp_path) as terminal:
        terminal.expect("1/5  Tên bản tin: ")
        terminal.type("\n")
        terminal.expect("chưa có tên bản tin")
        terminal.expect("1/5  Tên bản tin: ")
        terminal.type("Bản tin Tả Lèng\n")
        terminal.expect("2/5  Cơ quan xuất bản: ")
        terminal.type("Ủy ban MTTQ Việt Nam xã Tả Lèng\n")
        terminal.expect("3/5  Địa chỉ của trang trên mạng [https://bantin.example/]: ")
        terminal.type("bantin.taleng.example\n")
        terminal.expect("4/5  Các chuyên mục, cách nhau bằng dấu phẩy [")
        terminal.type("\n")
        terminal.expect("5/5  Người chịu trách nhiệm nội dung: ")
        terminal.type("\n")
        screen = terminal.expect("Việc tiếp theo, gõ:")
        assert terminal.end() == 0
        screen = terminal.screen
    settings, problems = read_settings(folder)
    assert problems == ()
    assert settings.name == "Bản tin Tả Lèng"
    assert settings.address == "https://bantin.taleng.example/"

    with Terminal(typed(screen, "new"), tmp_path) as terminal:
        terminal.expect("Viết gì?")
        terminal.expect("  1. tin, bài thường")
        terminal.expect("(Enter không thôi là 1): ")
        terminal.type("99\n")
        terminal.expect("(Enter không thôi là 1): ")
        terminal.type("\n")
        terminal.expect("Tiêu đề: ")
        terminal.type("Đường mới ở thôn Bình Minh\n")
        terminal.expect("Chuyên mục nào?")
        terminal.expect("(Enter không thôi là 1): ")
        terminal.type("2\n")
        terminal.expect("Bài có ảnh không?")
        terminal.type("\n")
        terminal.expect("rồi gõ:")
        assert terminal.end() == 0
        screen = wrote = terminal.screen

    path = Path(re.search(r"^Đã tạo (.+\.md)$", screen, re.MULTILINE)[1])  # type: ignore[index]

    # Seen while it is written: the draft is there, marked, and what is saved next is too.
    draft = path.read_text("utf-8")
    with Terminal([*typed(screen, "serve"), "--no-open"], tmp_path) as terminal:
        begun = terminal.expect("Bấm Ctrl và C để dừng.")
        address = re.search(r"Đang xem trước tại (http://\S+/)\.", begun)[1]  # type: ignore[index]
        shown = f"{address}thi-dua-khen-thuong/duong-moi-o-thon-binh-minh/"
        assert "Bản nháp" in fetched(shown, "Đường mới ở thôn Bình Minh")
        path.write_text(f"{draft}\nSáng nay 74 hộ cùng đổ bê tông.\n", "utf-8")
        fetched(shown, "Sáng nay 74 hộ cùng đổ bê tông.")
        assert terminal.interrupt() == 0
        assert "Đã dừng xem trước." in terminal.screen
    assert not (folder / "output").exists()

    # The screen said where the file is, and what to do in it.
    line = re.search(r"xóa dòng “(.+?)”", screen)[1]  # type: ignore[index]
    text = path.read_text("utf-8")
    assert text.count(f"\n{line}\n") == 1
    path.write_text(text.replace(f"\n{line}\n", "\n"), "utf-8")

    with Terminal(typed(screen, "build"), tmp_path) as terminal:
        terminal.expect("để xem.")
        assert terminal.end() == 0
        screen = terminal.screen
    assert "cảnh báo" not in screen
    home = Path(re.search(r"Mở (.+index\.html) để xem\.", screen)[1])  # type: ignore[index]
    assert "Đường mới ở thôn Bình Minh" in home.read_text("utf-8")
    article = home.parent / "thi-dua-khen-thuong" / "duong-moi-o-thon-binh-minh" / "index.html"
    assert "Sáng nay 74 hộ cùng đổ bê tông." in article.read_text("utf-8")

    host = tmp_path / "máy chủ của xã"
    with Terminal(typed(wrote, "publish"), tmp_path) as terminal:
        terminal.expect("  1. một thư mục của máy này, ổ USB hay thư mục chung của cơ quan")
        terminal.expect("Gõ số (Enter không thôi là 1): ")
        terminal.type("\n")
        terminal.expect("Thư mục ấy: ")
        terminal.type(f"{host}\n")
        terminal.expect("Đã ghi vào site.toml")
        terminal.expect("Đã đăng lên “web”")
        assert terminal.end() == 0
    published = host / "thi-dua-khen-thuong" / "duong-moi-o-thon-binh-minh" / "index.html"
    assert published.read_bytes() == article.read_bytes()
    with Terminal(typed(wrote, "publish"), tmp_path) as terminal:
        terminal.expect("không có gì phải đăng")
        assert terminal.end() == 0


def test_ctrl_c_at_a_question_leaves_nothing(tmp_path: Path) -> None:
    with Terminal([*BUILD.split(), "init", "xa"], tmp_path) as terminal:
        terminal.expect("1/5  Tên bản tin: ")
        assert terminal.interrupt() == 130
    assert list(tmp_path.iterdir()) == []
