"""Derived pictures are made once, wherever their article is, and leave when there is no room."""

import io
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from bulletin import store
from bulletin.media import Media
from bulletin.outputs import Derived
from bulletin.pictures import Recipe, Shape
from bulletin.problem import Place
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
    assert made == [5]  # 480, 672, 960, 1000 as WebP, 960 as JPEG
    (root / "content/tin/b").mkdir()
    (root / "content/tin/a").rename(root / "content/tin/b/chuyen")
    build_site(root)
    assert made == [5]


def test_a_new_name_makes_neither_pictures_nor_cards(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_site(root)
    cards = sorted(path.name for path in (root / "output/anh").glob("the-*.jpg"))
    monkeypatch.setattr(store, "derive", None)  # whatever is made now fails
    monkeypatch.setattr(store.sharecard, "draw", None)
    folder = (root / "content/tin/a").rename(root / "content/tin/ten-moi")
    (folder / "anh.jpg").rename(folder / "cau treo.jpg")
    page = (folder / "index.md").read_text("utf-8")
    (folder / "index.md").write_text(
        page.replace("(anh.jpg)", "(<cau treo.jpg>)").replace("anh.jpg", "cau treo.jpg"), "utf-8"
    )
    outcome = build_site(root)
    assert outcome.written, report_of(outcome)
    names = {path.name for path in (root / "output/anh").iterdir()}
    assert len([name for name in names if name.startswith("cau-treo-")]) == 5
    assert len(cards) == 1
    assert cards[0].replace("the-a-", "the-ten-moi-") in names


def test_a_store_that_is_gone_or_damaged_is_made_anew(root: Path, made: list[int]) -> None:
    build_site(root)
    before = files_of(root / "output")
    for place in (root / ".bantin/pictures").iterdir():
        place.unlink()
    build_site(root, remember=False)
    assert (files_of(root / "output"), made) == (before, [5, 5])


def test_a_picture_of_which_a_bit_has_turned_is_made_anew(root: Path, made: list[int]) -> None:
    build_site(root)
    before = files_of(root / "output")
    for place in (root / ".bantin/pictures").iterdir():
        data = bytearray(place.read_bytes())
        data[len(data) // 2] ^= 1
        place.write_bytes(data)
    shutil.rmtree(root / "output")
    build_site(root)
    assert files_of(root / "output") == before


def test_a_picture_that_lies_under_the_name_of_another_is_made_anew(root: Path) -> None:
    build_site(root)
    before = files_of(root / "output")
    one, other = sorted((root / ".bantin/pictures").glob("*.webp"))[:2]
    other.write_bytes(one.read_bytes())
    shutil.rmtree(root / "output")
    build_site(root)
    assert files_of(root / "output") == before


def test_a_store_that_another_user_filled_is_not_published(
    root: Path, made: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Names can be foreseen; what is in the files would be published as it is, with all its metadata."""
    build_site(root)
    before = files_of(root / "output")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("theirs")))
    build_site(root, remember=False)
    assert (files_of(root / "output"), made) == (before, [5, 5])


def test_a_planted_file_and_one_under_another_name_are_made_anew(root: Path, made: list[int]) -> None:
    build_site(root)
    before = files_of(root / "output")
    kept = sorted((root / ".bantin/pictures").glob("*.webp"))
    kept[1].write_bytes(kept[0].read_bytes())
    out = io.BytesIO()
    Image.new("RGB", (672, 403), "red").save(out, "WEBP", exif=b"Exif\0\0SECRETGPS")
    kept[2].write_bytes(out.getvalue())
    shutil.rmtree(root / "output")
    build_site(root, remember=False)
    assert (files_of(root / "output"), made) == (before, [5, 2])


def test_without_a_seal_only_what_this_build_made_is_read(
    root: Path, made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "own_seal", lambda: None)
    for times in (1, 2):
        assert build_site(root, remember=False).written
        assert made == [5] * times
        shutil.rmtree(root / "output")


def test_a_store_that_cannot_be_written_costs_only_time(root: Path) -> None:
    (root / ".bantin").write_text("a file where the folder should be")
    outcome = build_site(root)
    assert outcome.written, report_of(outcome)


def test_two_that_fill_one_store_at_once_keep_every_picture_whole(root: Path, tmp_path: Path) -> None:
    photos = {f"{n}.jpg": photo(colour=colour) for n, colour in enumerate(("red", "green", "blue", "gold"))}
    folder = write_site(tmp_path / "photos", photos)
    media = [Media(n, folder / n, n, Shape(1000, 600, 0)) for n in photos]
    wanted = [
        Derived(f"anh/{m.digest}-{w}.webp", m, Recipe(w, w * 3 // 5, "webp"), Place(""), n)
        for n, m in enumerate(media)
        for w in (100, 300)
    ]
    stores = [PictureStore(root, "kept") for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda one: one.fill(wanted, lambda done, total: None), stores))
    (root / "kept" / "1.jpg-100.webp.99.new").write_bytes(b"cut short")  # of a run that was killed
    alone = PictureStore(root, "alone")
    assert {p.path: bytes(stores[0].load(p)) for p in wanted} == {
        p.path: bytes(alone.load(p)) for p in wanted
    }
    assert sum(1 for p in (root / "kept").iterdir() if p.suffix == ".webp") == len(wanted)


def test_the_oldest_unused_leave(tmp_path: Path) -> None:
    kept = PictureStore(tmp_path.parent, tmp_path.name)
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
    assert len(plain) == len(blurred) == 6


def test_blur_is_of_the_content_so_a_copy_under_another_name_has_it_too(root: Path) -> None:
    write_site(root, {
        "content/tin/b/index.md": article("B", cover="chep.jpg", cover_alt="Em", body="![Em](chep.jpg)\n"),
        "content/tin/b/chep.jpg": photo(),
    })  # fmt: skip
    build_site(root)
    plain = {p for p in files_of(root / "output") if p.startswith("anh/")}
    write_site(root, {
        "content/tin/a/index.md": article("A", body='![Em](anh.jpg)\n{: mờ="10 10 30 30" }\n'),
    })  # fmt: skip
    outcome = build_site(root)
    assert outcome.written, report_of(outcome)
    files = files_of(root / "output")
    of_copy = {p for p in files if p.startswith("anh/chep-")}
    assert len(of_copy) == 5
    assert plain & {p for p in files if p.startswith("anh/")} == set()  # the copy's share card is new too


@pytest.mark.parametrize(
    ("target", "blur", "kind"),
    [
        ("anh.jpg", "90 39 30 13", "picture-blur-outside"),
        ("anh.jpg", "10 90 10 13; 1 1 2 2", "picture-blur-outside"),
        ("anh.jpg", "22 39 16", "picture-blur"),
        ("/assets/nen.svg", "22 39 16 13", "picture-blur-elsewhere"),
        ("/anh-cu.jpg", "22 39 16 13", "picture-blur-elsewhere"),
    ],
)
def test_blur_that_cannot_be_done_stops_the_build(root: Path, target: str, blur: str, kind: str) -> None:
    write_site(root, {
        "content/tin/a/index.md": article("A", body=f'![Em]({target}){{: mo="{blur}" }}\n'),
        "assets/nen.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    })  # fmt: skip
    outcome = build_site(root)
    assert outcome.written is None
    assert [p.kind for p in outcome.problems if p.severity == "error"] == [kind]
    assert report_of(outcome)
    assert report_of(outcome, "en")


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
        == ["avif"] * 4 + ["jpg"] + ["webp"] * 4
    )


def test_an_article_whose_title_no_card_can_show_is_shown_by_its_own_picture(root: Path) -> None:
    write_site(root, {"content/tin/a/index.md": article("Lễ hội អកអំបុក", cover="anh.jpg", cover_alt="Em")})
    write_site(root, {"content/tin/b.md": article("អកអំបុក")})
    outcome = build_site(root)
    assert outcome.written, report_of(outcome)
    output = files_of(root / "output")
    assert not [path for path in output if path.startswith("anh/the-")]
    shown = [
        re.findall('property="og:image" content="([^"]+)"', output[p].decode())
        for p in sorted(output)
        if p.startswith("tin/") and p.count("/") == 2
    ]
    assert [
        [url.rpartition("-")[0].rpartition("/")[2].partition("-")[0] for url in urls] for urls in shown
    ] == [["anh"], []]


def test_no_picture_is_made_while_words_or_settings_are_wrong(root: Path, made: list[int]) -> None:
    for name, wrong, path in (
        ("content/tin/b.md", article("B", body="[Nhầm](khong-co.md)\n"), "content/tin/b.md"),
        ("content/tin/b.md", article('"B'), "content/tin/b.md"),
        ("content/tin/a/c.md", article("B", body='![Em](anh.jpg){: lam_mo="1 1 2 2" }\n'), "content/tin/a/c.md"),
        ("site.toml", SITE + '[theme]\naccent = "đỏ"\n', "site.toml"),
    ):  # fmt: skip
        write_site(
            root, {"site.toml": SITE, "content/tin/a/c.md": article("C"), "content/tin/b.md": article("D")}
        )
        write_site(root, {name: wrong})
        outcome = build_site(root)
        assert {p.place.path for p in outcome.problems if p.severity == "error"} == {path}, report_of(outcome)
        assert "pictures" not in [timing.stage for timing in outcome.timings]
    write_site(root, {"site.toml": SITE, "content/tin/b.md": article("B", body="[Nhầm](/khong-co/)\n")})
    assert build_site(root, strict=True).written is None  # a warning, which counts as an error now
    assert made == []
    assert build_site(root).written
    assert made == [5]


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
