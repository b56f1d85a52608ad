"""Issues drawn by lot: articles of every part that a body can have, in every format. All are set.

BANTIN_RANDOM_ISSUES=200 draws two hundred of them; without it a few.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.edition import FORMATS
from tests.building import write_site
from tests.press.hostile import PICTURES, prose, table
from tests.press.setting import Pdf, edition_of, lost_words, printed, read_site

COUNT = int(os.environ.get("BANTIN_RANDOM_ISSUES", "8"))


def body(draw: random.Random) -> str:
    """Between nothing and some pages of blocks in any order."""
    picture = draw.choice(list(PICTURES))
    makers: list[Callable[[], str]] = [
        lambda: prose(draw.randint(5, 120), draw.randint(0, 999)),
        lambda: prose(draw.randint(5, 120), draw.randint(0, 999)),
        lambda: f"{'#' * draw.randint(2, 5)} {prose(draw.randint(1, 9), draw.randint(0, 99))}",
        lambda: f'![Ảnh](anh/{picture} "{prose(12, 3)} Ảnh: Minh Đức")',
        lambda: f"![Một](anh/a.jpg) ![Hai](anh/{picture})",
        lambda: table(draw.randint(1, 9), draw.randint(1, 30), draw.choice(("1.234", "chữ trong ô", ""))),
        lambda: "".join(f"- {prose(draw.randint(1, 20), i)}\n" for i in range(draw.randint(1, 9))),
        lambda: "".join(f"{i}. {prose(draw.randint(1, 20), i)}\n" for i in range(1, draw.randint(2, 9))),
        lambda: f"::: hop {prose(4, 5)}\n{prose(draw.randint(1, 200), 6)}\n:::",
        lambda: f"::: trich Bà Dợ\n{prose(draw.randint(1, 30), 7)}\n:::",
        lambda: "::: ky-ten\nLường Thị Hạnh\nChủ tịch\n:::",
        lambda: f"> {prose(draw.randint(1, 60), 8)}",
        lambda: "https://youtu.be/dQw4w9WgXcQ",
        lambda: f"{prose(9, 9)}[^{draw.randint(1, 3)}]",
        lambda: "Từ\n:   " + prose(20, 10),
        lambda: "---",
    ]
    blocks = [draw.choice(makers)() for _ in range(draw.randint(0, 24))]
    notes = "\n\n".join(f"[^{i}]: {prose(12, i)}" for i in (1, 2, 3))
    return "\n\n".join([*blocks, notes])


def issue(seed: int) -> dict[str, str | bytes]:
    draw = random.Random(seed)
    form = draw.choice(list(FORMATS))
    files: dict[str, str | bytes] = {
        "site.toml": '[site]\nname = "Bản tin Tả Lèng"\naddress = "https://bantin.taleng.example/"\n'
        '[[categories]]\nslug = "tin"\ntitle = "Tin tức"\n[[categories]]\nslug = "guong"\ntitle = "Gương sáng"\n',
        "content/ban-tin/so-1.md": f"---\nso: 1\nngay: 22/11/2026\nkho: {form}\n"
        f"{'anh_bia: ../tin/anh/a.jpg' if draw.random() < 0.5 else 'tom_tat: Số một'}\nmo_ta_anh_bia: Ảnh\n---\n\n"
        f"{prose(draw.choice((0, 80, 700)), seed)}\n",
    }
    for n in range(draw.randint(1, 12)):
        category = draw.choice(("tin", "guong"))
        cover = (
            f"cover: ../tin/anh/{draw.choice(list(PICTURES))}\ncover_alt: Ảnh\n"
            if draw.random() < 0.5
            else ""
        )
        title = prose(draw.randint(1, 22), n).rstrip(".")
        summary = f"summary: {prose(20, n)}\n" if draw.random() < 0.5 else ""
        files[f"content/{category}/bai-{n}.md"] = (
            f"---\ntitle: {title}\ndate: 2026-11-{n + 1:02}\nissue: 1/2026\nauthor: Thu Trang\n{cover}{summary}---\n\n"
            + body(draw).replace("(anh/", "(../tin/anh/")
        )
    return files | {f"content/tin/anh/{name}": data for name, data in PICTURES.items()}


@pytest.mark.parametrize("seed", range(COUNT))
def test_an_issue_drawn_by_lot(seed: int, tmp_path: Path, need: Callable[[str], str]) -> None:
    need("pdftotext")
    read = read_site(write_site(tmp_path / "site", issue(seed)))
    made, problems = printed(read, "so-1", "screen", "press")
    assert [p for p in (*read.problems, *problems) if p.severity == "error"] == []
    screen, press = (Pdf(tmp_path / f"{name}.pdf", made[name]) for name in ("screen", "press"))
    assert len(screen.pages) == len(press.pages)
    assert len(screen.pages) % 4 == 0
    for part in edition_of(read, "so-1").parts:
        assert lost_words(part.article.source.body.html, screen) == []
