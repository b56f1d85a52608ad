"""What a memory must never do: mix up articles, stop a build, reach beyond its own folders."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from bulletin import staging, stamps
from bulletin.locking import is_open_elsewhere
from bulletin.outputs import Rank
from bulletin.problem import WorldError
from bulletin.write import Stage
from tests.building import article, build_site, files_of, write_site

SITE = '[site]\nname = "Bản tin Nà Pheo"\naddress = "https://napheo.example/"\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose files are never too young to be believed."""
    monkeypatch.setattr(stamps, "YOUNG", -(10**12))
    return write_site(tmp_path / "site", {
        "site.toml": SITE,
        "content/tin/a.md": article("A", body="Như nhau.\n"),
        "content/tin/b.md": article("B", body="Như nhau.\n"),
    })  # fmt: skip


def built(root: Path) -> dict[str, bytes]:
    outcome = build_site(root)
    assert outcome.written, outcome.problems
    return files_of(root / "output")


def anew(root: Path) -> dict[str, bytes]:
    """The same built without any memory, elsewhere."""
    elsewhere = root.parent / "anew"
    assert build_site(root, elsewhere, remember=False).written
    return files_of(elsewhere)


def test_two_articles_of_the_same_words_are_two_articles(root: Path) -> None:
    body = "Đoạn mở đầu.\n\n" * 60 + "Như nhau.\n"  # the summary is cut before what differs
    keys = {"summary": "Tóm tắt."}
    write_site(root, {f"content/tin/{name}.md": article(name, body=body, **keys) for name in "ab"})
    built(root)
    write_site(root, {f"content/tin/{n}.md": article(n, body=f"{body}Riêng {n}.\n", **keys) for n in "ab"})
    made = built(root)
    assert "Riêng a" in made["tin/a/index.html"].decode()
    assert "Riêng b" in made["tin/b/index.html"].decode()
    assert made == anew(root)


@pytest.mark.parametrize("harm", [Path.unlink, lambda pack: pack.write_bytes(b"x")], ids=["gone", "damaged"])
def test_bodies_that_cannot_be_read_back_are_read_anew(root: Path, harm: Callable[[Path], object]) -> None:
    built(root)
    packs = list((root / ".bantin/memory").glob("body-*.pack"))
    assert packs
    for pack in packs:
        harm(pack)
    write_site(root, {"site.toml": SITE.replace("Nà Pheo", "Bản Lìm")})
    made = built(root)
    assert "Bản Lìm" in made["tin/a/index.html"].decode()
    assert made == anew(root)


@pytest.mark.parametrize("link", ["", "/memory", "/pictures", "/press"])
def test_a_link_in_the_place_of_our_own_folder_is_left_alone(root: Path, tmp_path: Path, link: str) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "a.pack").write_bytes(b"theirs" * 1000)
    (root / f".bantin{link}").parent.mkdir(exist_ok=True)
    (root / f".bantin{link}").symlink_to(victim)
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(picture, "PNG")
    write_site(root, {
        "site.toml": f"{SITE}[pictures]\ncache_megabytes = 0\n",
        "content/tin/c/index.md": article("C", body="![Cầu](anh.png)\n"),
        "content/tin/c/anh.png": picture.getvalue(),
    })  # fmt: skip
    for words in ("một", "hai"):
        write_site(root, {"content/tin/a.md": article("A", body=words)})
        made = built(root)
        assert words in made["tin/a/index.html"].decode()
    assert files_of(victim) == {"a.pack": b"theirs" * 1000}


@pytest.mark.parametrize(
    "link",
    [
        ".bantin/memory/sources.new",
        ".bantin/memory/lock",
        "output/.bantin/manifest.json.new",
    ],
)
def test_nothing_is_written_through_a_link(root: Path, tmp_path: Path, link: str) -> None:
    (tmp_path / "victim").write_bytes(b"theirs")
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(tmp_path / "victim")
    (root / "content/tin/x.pdf").write_bytes(b"%PDF")
    built(root)
    assert (tmp_path / "victim").read_bytes() == b"theirs"
    write_site(root, {"content/tin/a.md": article("A", body="mới")})
    assert "mới" in built(root)["tin/a/index.html"].decode()


def test_a_staging_folder_that_is_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    built(root)
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim/theirs").write_bytes(b"theirs")
    (root / "output/.bantin/staging").symlink_to(tmp_path / "victim")
    (root / "content/tin/a.md").unlink()
    with pytest.raises(WorldError) as fault:
        build_site(root)
    assert (fault.value.kind, (tmp_path / "victim/theirs").read_bytes()) == ("output-link", b"theirs")


def test_a_table_under_the_name_of_another_is_as_good_as_not_there(root: Path) -> None:
    before = built(root)
    memory = root / ".bantin/memory"
    (site,) = memory.glob("site-*")
    for one, other in ((memory / "sources", site), (site, memory / "sources")):
        kept = other.read_bytes()
        other.write_bytes(one.read_bytes())
        assert built(root) == before
        other.write_bytes(kept)


def test_a_hidden_template_counts(root: Path) -> None:
    write_site(root, {"templates/404.html": '{% include ".an/p.html" %}', "templates/.an/p.html": "một"})
    assert built(root)["404.html"] == b"m\xe1\xbb\x99t"
    write_site(root, {"templates/.an/p.html": "hai"})
    assert built(root)["404.html"] == b"hai"


@pytest.mark.parametrize("place", ["content", "content/tin", "content/tin/a.md"])
def test_a_link_in_the_place_of_what_it_leads_to_is_a_change(root: Path, tmp_path: Path, place: str) -> None:
    write_site(root, {"templates/chung/p.html": "một"})
    built(root)
    (root / place).rename(tmp_path / "that")
    (root / place).symlink_to(tmp_path / "that")
    seen, unseen = build_site(root), build_site(root, remember=False)
    assert seen.problems == unseen.problems
    assert {p.kind for p in seen.problems} & {"folder-link", "file-outside"}


@pytest.mark.parametrize("can_tell", [True, False], ids=["asked", "by age"])
def test_who_reads_a_page_slowly_gets_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_tell: bool
) -> None:
    if not can_tell:
        monkeypatch.setattr(staging, "is_open_elsewhere", lambda file: None)
    elif is_open_alone(tmp_path) is None:
        pytest.skip("this system does not tell who has a file open")
    else:
        monkeypatch.setattr(staging, "RESTING", -1.0)

    def put(data: bytes) -> None:
        with Stage(tmp_path) as stage:
            stage.put("a", data, Rank.PAGE)
            stage.commit()

    first = b"1" * 100_000
    put(first)
    with (tmp_path / "a").open("rb", buffering=0) as reader:
        begun = reader.read(1000)
        put(b"2" * 100_000)
        put(b"3" * 100_000)
        assert begun + reader.read() == first
    assert (tmp_path / "a").read_bytes() == b"3" * 100_000


def is_open_alone(folder: Path) -> bool | None:
    with (folder / "alone").open("wb") as file:
        return is_open_elsewhere(file.fileno())


def test_a_file_that_one_process_has_open_is_open_nowhere_else(tmp_path: Path) -> None:
    alone = is_open_alone(tmp_path)
    (tmp_path / "twice").write_bytes(b"1")
    with (tmp_path / "twice").open("rb+") as file, (tmp_path / "twice").open("rb"):
        assert (alone, is_open_elsewhere(file.fileno())) in ((False, True), (None, None))
