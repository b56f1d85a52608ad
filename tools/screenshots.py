"""Takes the pictures of docs/screens/ anew: `python3 tools/screenshots.py`, with Chromium and poppler there.

Builds the sample at a fixed moment and takes every kind of page on a phone, on a desk, at night and
on paper. The letters are those of this machine: on one with other fonts, pictures differ. With the
same fonts (.ci/run installs Debian's fonts-noto-core) and the same Chromium they come out the same.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from browsing import NOW, launch, open_page  # noqa: E402
from kinds import KINDS, Atlas, pages_of  # noqa: E402
from serving import Host, served  # noqa: E402

SCREENS = ROOT / "docs" / "screens"
LEFT_OUT = {"article-short", "article-draft", "article-scheduled", "category-2", "redirect"}
SHOWN = {"article-long": ".table", "article-video": ".video", "article-gallery": ".gallery"}  # not its head
LOOKS: dict[str, tuple[ViewportSize, int]] = {  # window in CSS pixels, and how wide the picture is
    "phone": ({"width": 360, "height": 800}, 360),
    "desktop": ({"width": 1280, "height": 960}, 880),
    "dark": ({"width": 360, "height": 800}, 360),
}
PAPER_DPI = 58
QUALITY = 68
LOADED = """
async (shown) => {
  if (shown) document.querySelector(shown).scrollIntoView({ block: "center", behavior: "instant" });
  await document.fonts.ready;
  const isSeen = ({ top, bottom }) => bottom > 0 && top < innerHeight;
  const seen = [...document.images].filter((image) => isSeen(image.getBoundingClientRect()));
  await Promise.all(seen.map((image) => image.decode().catch(() => {})));
}
"""


def shots(browser: Browser, hosts: dict[str, Host], atlas: Atlas) -> Iterator[tuple[str, Image.Image]]:
    """Each picture with its name, all looks of a kind together."""
    for kind in KINDS:
        if kind in LEFT_OUT:
            continue
        for look, (viewport, width) in LOOKS.items():
            with browser.new_context(
                viewport=viewport,
                color_scheme="dark" if look == "dark" else "light",
                reduced_motion="reduce",
                locale="vi-VN",
            ) as context:
                page = context.new_page()
                open_page(page, kind, hosts, atlas)
                page.evaluate(LOADED, SHOWN.get(kind))
                picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
                height = round(picture.height * width / picture.width)
                yield f"{kind}-{look}", picture.resize((width, height), Image.Resampling.LANCZOS)
                if look == "desktop":
                    yield f"{kind}-print", first_sheet(page)


def first_sheet(page: Page) -> Image.Image:
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    command = ["pdftoppm", "-r", str(PAPER_DPI), "-f", "1", "-l", "1", "-png", "-singlefile", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout))


def overview(names: list[str]) -> str:
    """A page that shows them all."""
    kinds = list(dict.fromkeys(name.rpartition("-")[0] for name in names))
    looks = (*LOOKS, "print")
    rows = [f"| {kind} |" + "".join(f" ![]({kind}-{look}.jpg) |" for look in looks) for kind in kinds]
    return "\n".join(
        [
            "# Every kind of page",
            "",
            "On a phone, on a desk, at night, on paper. Taken by `python3 tools/screenshots.py`,",
            "with the fonts of the machine that took them: change a template or a style, and take them anew.",
            "",
            f"| | {' | '.join(looks)} |",
            "|---" * (len(looks) + 1) + "|",
            *rows,
            "",
        ]
    )


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None or shutil.which("pdftoppm") is None:
        sys.exit("Chromium and pdftoppm are needed; .ci/run installs them.")
    from bulletin.cli import main as bulletin

    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "output")
        words = ["--site", str(ROOT), "--output", str(output), "--now", NOW, "--quiet"]
        if bulletin(words) != 0:
            sys.exit(1)
        atlas = Atlas({"sample": pages_of(output)})
        with sync_playwright() as playwright, served(output) as host:
            browser = launch(playwright, chromium)
            taken = dict(shots(browser, {"sample": host}, atlas))
            browser.close()
    shutil.rmtree(SCREENS, ignore_errors=True)
    SCREENS.mkdir(parents=True)
    for name, picture in taken.items():
        picture.convert("RGB").save(SCREENS / f"{name}.jpg", quality=QUALITY, optimize=True, progressive=True)
    (SCREENS / "README.md").write_text(overview(list(taken)), "utf-8")


if __name__ == "__main__":
    main()
