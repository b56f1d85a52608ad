"""Every page of the sample's issues, small, on sheets: docs/print/. Needs pdftoppm (poppler-utils).

python3 tools/contactsheets.py
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SHEETS = (
    # name, issue, purpose, format, columns, dots per inch
    ("2026-11", "2026-11", "screen", "", 8, 44),
    ("2026-09", "2026-09", "screen", "", 12, 27),
    ("2026-11-booklet-grey", "2026-11", "grey-booklet", "", 4, 30),
    ("2026-11-press", "2026-11", "press", "", 8, 30),
    ("2026-11-19x27", "2026-11", "screen", "19x27", 6, 36),
)
GAP = 6  # px


def main() -> None:
    from tests.press.setting import printed, read_site

    site = read_site(ROOT)
    folder = ROOT / "docs" / "print"
    folder.mkdir(exist_ok=True)
    for name, issue, purpose, form, columns, dpi in SHEETS:
        wanted = "grey" if purpose.startswith("grey") else purpose
        files, _ = printed(site, issue, wanted, form=form)
        sheet(pages(files[purpose], dpi), columns).save(folder / f"{name}.jpg", quality=60, optimize=True)


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.pdf").write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-png", folder / "a.pdf", folder / "p"], check=True)
        return [
            Image.open(io.BytesIO(path.read_bytes())).convert("RGB") for path in sorted(folder.glob("*.png"))
        ]


def sheet(images: list[Image.Image], columns: int) -> Image.Image:
    width, height = images[0].width + GAP, images[0].height + GAP
    made = Image.new("RGB", (columns * width + GAP, -(-len(images) // columns) * height + GAP), "#8d8d8d")
    for i, image in enumerate(images):
        made.paste(image, (GAP + i % columns * width, GAP + i // columns * height))
    return made


if __name__ == "__main__":
    main()
