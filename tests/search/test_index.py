"""The index after changes is the index made from scratch, and what is not published is not in it."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin import search, searchindex
from bulletin.searchindex import _written as written
from bulletin.searchindex import border, read_slots, size_of, slots
from tests.building import NOW, article, build_site, files_of, write_site

SITE = '[site]\nname = "Bản tin thử"\naddress = "https://thu.example/"\n'
SYLLABLES = [
    "cầu",
    "cau",
    "treo",
    "đường",
    "dương",
    "duong",
    "làng",
    "Nậm",
    "217",
    "QĐ",
    "hoà",
    "hòa.",
    "uỷ",
    "ban\n\nnhân",
]
words = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=12).map(" ".join)
bodies = st.one_of(words, words.map(lambda text: f"## Một đề mục {text.split()[0]}\n\n{text}"))
titles = words.map(lambda text: " ".join(text.split()))
changes = st.one_of(
    st.tuples(st.just("body"), st.integers(0, 99), bodies),
    st.tuples(st.just("title"), st.integers(0, 99), titles),
    st.tuples(st.just("add"), st.integers(0, 400), bodies),
    st.tuples(st.just("remove"), st.integers(0, 99), st.just("")),
    st.tuples(st.just("draft"), st.integers(0, 99), st.just("")),
)


def index_of(output: Path) -> dict[str, bytes]:
    return {path: data for path, data in files_of(output).items() if path.startswith("tim-kiem/chi-muc/")}


def put(root: Path, name: str, title: str, day: int, body: str, more: str = "") -> None:
    when = f"{NOW - timedelta(days=day + 1):%Y-%m-%d}"
    text = article(f'"{title}"', when, body + "\n").replace("---\n", f"---\n{more}", 1)
    write_site(root, {f"content/tin/{name}.md": text})


def test_after_changes_as_from_scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    """With bounds so low that a few articles cross them: what is common, and where the newest part begins."""
    monkeypatch.setattr(searchindex, "MANY", 3)
    monkeypatch.setattr(search, "units", lambda count: (4, 2, 1) if count < 12 else (8, 4, 2))
    monkeypatch.setattr(search, "FEWEST", 5)

    @settings(max_examples=8)
    @given(st.lists(bodies, min_size=6, max_size=14), st.lists(changes, min_size=1, max_size=5))
    def check(first: list[str], steps: list[tuple[str, int, str]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            write_site(root, {"site.toml": SITE})
            known = {f"bai-{n}": (f"Bài {n}", n * 20, body) for n, body in enumerate(first)}
            for name, (title, day, body) in known.items():
                put(root, name, title, day, body)
            assert build_site(root).written
            for number, (kind, place, text) in enumerate(steps):
                name = sorted(known)[place % len(known)]
                title, day, body = known[name]
                match kind:
                    case "body":
                        body = text
                    case "title":
                        title = text
                    case "add":
                        name, title, day, body = f"them-{number}", f"Thêm {number}", place, text
                    case "remove" if len(known) > 2:
                        (root / "content" / "tin" / f"{name}.md").unlink()
                        del known[name]
                if name in known or kind == "add":
                    known[name] = title, day, body
                    put(root, name, title, day, body, "draft: true\n" if kind == "draft" else "")
                assert build_site(root).written
                clean = root / f"clean-{number}"
                assert build_site(root, clean, remember=False).written
                assert index_of(root / "output") == index_of(clean)

    check()


def test_what_is_not_published_is_nowhere_in_the_index(tmp_path: Path) -> None:
    """Not even when a preview shows it, and not after it was there once."""
    secret = "Xylophon nằm trong thân bài"
    files = {"site.toml": SITE, "content/tin/ra.md": article("Bài đã ra", "2026-11-01", "Một câu thường.")}
    hidden = {
        "nhap": article("Xylophon một", "2026-11-02", secret, draft="true"),
        "hen": article("Xylophon hai", "2026-12-24", secret, summary="Xylophon tóm tắt"),
        "het": article("Xylophon ba", "2026-10-02", secret, het_han="2026-11-01", tags="Xylophon"),
        "go": article("Xylophon bốn", "2026-10-03", secret),
    }
    write_site(tmp_path, files | {f"content/tin/{name}.md": text for name, text in hidden.items()})
    assert build_site(tmp_path).written
    with_it = index_of(tmp_path / "output")
    assert any(b"xylophon" in data.lower() for data in with_it.values())
    (tmp_path / "content/tin/go.md").unlink()
    for options in ({}, {"drafts": True, "future": True}, {"remember": False}):
        outcome = build_site(tmp_path, **options)
        assert outcome.written, outcome.problems
        left = {path for path, data in index_of(tmp_path / "output").items() if b"xylophon" in data.lower()}
        assert left == set()


@given(st.sets(st.integers(0, 300_000), min_size=1))
def test_slots_are_read_as_they_were_written(slots: set[int]) -> None:
    assert read_slots(written(sorted(slots))) == sorted(slots)


@given(st.lists(st.text(max_size=3), unique=True, min_size=1, max_size=40), st.text(min_size=4, max_size=9))
def test_the_newest_address_moves_no_other(urls: list[str], newest: str) -> None:
    """As long as the index has the same room."""
    before, after = slots(urls), slots([*urls, newest])
    assert sorted(set(after.values())) == sorted(after.values())
    if size_of(len(urls)) == size_of(len(urls) + 1):
        assert {url: after[url] for url in urls} == before


@given(st.lists(st.integers(0, 2**64 - 1), max_size=60), st.integers(0, 59))
def test_where_a_part_ends_moves_only_by_the_article_that_says_so(digests: list[int], place: int) -> None:
    wide, narrow = border(digests, 16), border(digests, 2)
    assert 0 <= wide <= narrow <= len(digests)
    if place < len(digests) and place != wide - 1:
        left = digests[:place] + digests[place + 1 :]
        assert border(left, 16) == wide - (place < wide)
