"""Derived pictures are made once, wherever their article is, and leave when there is no room."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from bulletin import store
from bulletin.sharecard import HEIGHT, WIDTH
from bulletin.store import PictureStore
from tests.building import article, build_site, files_of, report_of, write_site

SITE = '[site]\nname = "Bản tin Nà Pheo"\naddress = "https://napheo.example/"\n'


def photo(width: int = 1000, height: int = 600, colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path, {
        "site.toml": SITE,
        "content/tin/a/index.md": article("A", cover="anh.jpg", cover_alt="Cầu", body="![Cầu](anh.jpg)\n"),
        "content/tin/a/anh.jpg": photo(),
    })  # fmt: skip


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pictures each decoding gave."""
    counts: list[int] = []
    real = store.derive

    def derive(data: bytes, recipes: list[store.Derived]) -> tuple[bytes, ...]:
        counts.append(len(recipes))
        return real(data, recipes)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "derive", derive)
    return counts


def test_one_decoding_gives_all_sizes_and_is_never_done_again(root: Path, made: list[int]) -> None:
    build_site(root)
    assert made == [4]  # 480, 960, 1000 as WebP, 960 as JPEG
    (root / "content/tin/b").mkdir()
    (root / "content/tin/a").rename(root / "content/tin/b/chuyen")
    build_site(root)
    (root / "content/tin/b/chuyen/anh.jpg").rename(root / "content/tin/b/chuyen/anh2.jpg")
    assert made == [4]


def test_a_store_that_is_gone_or_damaged_is_made_anew(root: Path, made: list[int]) -> None:
    build_site(root)
    before = files_of(root / "output")
    for place in (root / ".bantin/pictures").iterdir():
        place.unlink()
    build_site(root)
    assert (files_of(root / "output"), made) == (before, [4, 4])


def test_a_store_that_cannot_be_written_costs_only_time(root: Path) -> None:
    (root / ".bantin").write_text("a file where the folder should be")
    outcome = build_site(root)
    assert outcome.written, report_of(outcome)


def test_the_oldest_unused_leave(tmp_path: Path) -> None:
    kept = PictureStore(tmp_path)
    for age, name in enumerate(("moi.webp", "vua.webp", "cu.webp")):
        (tmp_path / name).write_bytes(b"x" * 400_000)
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    kept.prune(1)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["moi.webp", "vua.webp"]


def test_blur_is_of_the_file_and_counts_in_every_article_even_from_a_draft(root: Path) -> None:
    build_site(root)
    plain = {p for p in files_of(root / "output") if p.startswith("anh/")}
    write_site(
        root,
        {"content/tin/nhap.md": article("N", draft="true", body='![Em](a/anh.jpg){: blur="10 10 30 30" }\n')},
    )
    build_site(root)
    blurred = {p for p in files_of(root / "output") if p.startswith("anh/")}
    assert plain & blurred == set()  # every picture of the file has a new name: sizes, fallback, share card
    assert len(plain) == len(blurred) == 5


def test_a_share_card_for_every_article(root: Path) -> None:
    long = " ".join(["Nhường cơm sẻ áo"] * 6)
    write_site(root, {"content/tin/b.md": article(long)})
    outcome = build_site(root)
    assert outcome.written, report_of(outcome)
    output = files_of(root / "output")
    cards = [p for p in output if p.startswith("anh/the-")]
    assert [Image.open(io.BytesIO(output[p])).size for p in cards] == [(WIDTH, HEIGHT)] * 2
    for card in cards:
        page = output[f"tin/{card.removeprefix('anh/the-').rpartition('-')[0]}/index.html"].decode()
        assert f'<meta property="og:image" content="https://napheo.example/{card}">' in page
    (root / "site.toml").write_text(SITE + "[pictures]\nshare_cards = false\navif = true\n")
    assert build_site(root).written
    output = files_of(root / "output")
    assert (
        sorted(p.rpartition(".")[2] for p in output if p.startswith("anh/"))
        == ["avif"] * 3 + ["jpg"] + ["webp"] * 3
    )


def test_a_picture_cut_short_is_told_wherever_it_is_used(root: Path) -> None:
    noise = Image.effect_noise((900, 700), 90)
    out = io.BytesIO()
    noise.save(out, "JPEG")
    (root / "content/tin/a/anh.jpg").write_bytes(out.getvalue()[:9000])
    outcome = build_site(root)
    assert outcome.written is None
    assert {(p.place.path, p.place.line, p.kind) for p in outcome.problems if p.severity == "error"} == {
        ("content/tin/a/index.md", 4, "picture-broken"),
        ("content/tin/a/index.md", 8, "picture-broken"),
    }
