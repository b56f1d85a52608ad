"""Takes the pictures of the handbook anew: `python3 tools/handbookscreens.py`, with Chromium there.

Real commands run on a real terminal, in a bulletin that `init` makes in a temporary folder; what then
stands on the screen is drawn by Chromium, and so are the pages of the preview. Paths and the name of the
command are shown as Windows has them. The letters are those of this machine, as in tools/screenshots.py.
"""

import html
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from bulletin.ownfiles import own_folder  # noqa: E402
from tests.desk.terminal import Terminal  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
NOW = "2026-11-24T08:00:00+07:00"
WINDOW = """<!DOCTYPE html><meta charset="utf-8"><style>
body { margin: 0; background: #0c0c0c; }
pre { margin: 0; padding: 14px 16px; color: #ccc; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 15px/1.45 "Cascadia Mono", "DejaVu Sans Mono", "Noto Sans Mono", monospace; }
b { color: #fff; font-weight: normal; }
</style><pre>%s</pre>"""
ARTICLE = """\
---
tieu_de: Thôn Bình Minh họp bàn làm đường
ngay: {date}
tac_gia: Minh Đức
tu_khoa: giao thông, Tả Lèng
{more}---

Tối 22/11, 74 hộ ở thôn Bình Minh họp bàn việc làm **640 mét** đường bê tông. Mỗi hộ góp hai ngày công.
"""
NAME = "hop-dan-binh-minh.md"


class Office:
    """A commune's bulletin in a temporary folder, and what a terminal shows of commands in it."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "ban-tin"
        self._folder = folder
        self.screen(
            ["init", str(self.site), "--name", "Bản tin Tả Lèng", "--categories", "Tin tức, Gương sáng"],
            "\n" * 3,
        )
        self.article = own_folder(self.site, "content/tin-tuc") / NAME

    def write(self, text: str) -> None:
        self.article.write_text(text, "utf-8")

    def screen(self, words: list[str], *answers: str) -> str:
        """What stands on the screen at the end; `answers` are typed one after the other."""
        site = [] if words[0] == "init" else ["--site", str(self.site)]
        command = [sys.executable, str(ROOT / "build.py"), *words, "--now", NOW, *site]
        with Terminal(command, self._folder) as terminal:
            for answer in answers:
                terminal.expect(": ")
                terminal.type(answer)
            terminal.end()
            shown = terminal.screen
        typed = " ".join(f'"{w}"' if " " in w else w for w in words)
        return self._as_on_windows(f"D:\\ban-tin>py build.py {typed}\n{shown}")

    def _as_on_windows(self, text: str) -> str:
        text = text.replace(f" --site {self.site}", "").replace("python3 build.py", "py build.py")
        return text.replace(f"{self.site}/", "D:\\ban-tin\\").replace(
            "\\content/tin-tuc/", "\\content\\tin-tuc\\"
        )


def screens(office: Office) -> Iterator[tuple[str, str]]:
    """Name of each picture of the command window, and what stands in it."""
    yield "lenh-new", office.screen(["new"], "\n", "Thôn Bình Minh họp bàn làm đường\n", "1\n", "\n")
    made = next((office.site / "content/tin-tuc").glob("*binh-minh*.md"))
    made.unlink()
    office.write(ARTICLE.format(date="2026-13-40", more=""))
    yield "lenh-loi", office.screen(["check"])
    office.write(ARTICLE.format(date="8h30 ngày 23/11/2026", more=""))
    yield "lenh-fix", office.screen(["check", "--fix", "--dry-run"])
    yield "lenh-build", office.screen(["build"])
    office.write(ARTICLE.format(date="2026-11-30 07:00", more=""))
    yield "lenh-list", office.screen(["list"])


def drawn(browser: Browser, text: str) -> Image.Image:
    page = browser.new_page(viewport={"width": 760, "height": 100})
    first, _, rest = html.escape(text.strip()).partition("\n")
    page.set_content(WINDOW % f"<b>{first}</b>\n{rest}")
    picture = Image.open(io.BytesIO(page.locator("pre").screenshot()))
    page.close()
    return picture.convert("RGB")


def preview(browser: Browser, office: Office) -> Image.Image:
    """The page of a draft as `serve` shows it."""
    office.write(ARTICLE.format(date="2026-11-23 08:30", more="nhap: có\n"))
    words = ["serve", "--no-open", "--site", str(office.site)]
    with Terminal([sys.executable, str(ROOT / "build.py"), *words], office.site) as terminal:
        shown = terminal.expect("Bấm Ctrl và C để dừng.")
        address = shown.partition("Đang xem trước tại ")[2].partition(". ")[0]
        page = browser.new_page(viewport={"width": 900, "height": 620})
        page.goto(f"{address}tin-tuc/{NAME.removesuffix('.md')}/")
        page.evaluate("document.fonts.ready")
        picture = Image.open(io.BytesIO(page.screenshot()))
        page.close()
        terminal.interrupt()
    return picture.convert("RGB")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["COLUMNS"] = "90"
        office = Office(Path(folder))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for name, text in screens(office):
            # A few colours are enough for letters on black.
            drawn(browser, text).quantize(32).save(PICTURES / f"{name}.png", optimize=True)
        preview(browser, office).resize((720, 496)).save(PICTURES / "xem-truoc.jpg", quality=72)
        browser.close()


if __name__ == "__main__":
    main()
