"""What was written is given its meaning once."""

import hashlib
from pathlib import Path

import pytest

from bulletin.article import State
from bulletin.model import Library, model
from bulletin.read import read
from bulletin.settings import Settings, Term
from tests.building import NOW, article, build_site, write_site

SETTINGS = Settings(
    categories=(Term("tin", "Tin tức"), Term("guong-sang", "Gương sáng")),
    topics=(Term("con-chu", "Con chữ"),),
)


def library(
    root: Path,
    files: dict[str, str],
    *,
    drafts: bool = False,
    future: bool = False,
    settings: Settings = SETTINGS,
) -> tuple[Library, list[str]]:
    sources, problems = read(write_site(root, files), settings, lambda done, total: None, 1)
    made, more = model(sources, settings, NOW, drafts=drafts, future=future)
    return made, [
        f"{p.place.path.removeprefix('content/')}:{p.place.line} {p.kind}" for p in (*problems, *more)
    ]


def test_newest_first_and_topics_in_reading_order(tmp_path: Path) -> None:
    made, problems = library(tmp_path, {
        "content/tin/b.md": article("B", "2026-01-02", topic="con-chu"),
        "content/tin/a.md": article("A", "2026-01-02"),
        "content/guong-sang/c.md": article("C", "2026-01-03", topic="Con chữ"),
    })  # fmt: skip
    assert problems == []
    assert [a.title for a in made.articles] == ["C", "A", "B"]
    assert [(t.slug, [a.title for a in articles]) for t, articles in made.categories] == [
        ("tin", ["A", "B"]),
        ("guong-sang", ["C"]),
    ]
    assert [a.title for a in made.topics[0][1]] == ["B", "C"]


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        ({}, State.PUBLISHED),
        ({"draft": "true"}, State.DRAFT),
        ({"draft": "có"}, State.DRAFT),
        ({"draft": "Không"}, State.PUBLISHED),
        ({"date": "2026-11-24 08:00"}, State.PUBLISHED),
        ({"date": "2026-11-24 08:01"}, State.SCHEDULED),
        ({"date": "2026-11-24T01:00:00Z"}, State.PUBLISHED),
        ({"expires": "2026-11-24 08:00"}, State.EXPIRED),
        ({"expires": "2026-11-24 08:01"}, State.PUBLISHED),
        ({"expires": "2026-11-24", "draft": "1"}, State.DRAFT),
    ],
)
def test_states_to_the_minute(keys: dict[str, str], state: State, tmp_path: Path) -> None:
    made, _ = library(tmp_path, {"content/tin/a.md": article(**keys)})  # type: ignore[arg-type]
    assert made.withheld == ({} if state is State.PUBLISHED else {"content/tin/a.md": state})
    shown, _ = library(tmp_path, {}, drafts=True, future=True)
    assert len(shown.articles) == (state is not State.EXPIRED)


def test_a_draft_page_is_shown_with_drafts_only(tmp_path: Path) -> None:
    made, _ = library(tmp_path, {"content/pages/a.md": "---\ntitle: A\nnhap: có\n---\n"})
    assert (made.pages, made.withheld, made.broken) == ((), {"content/pages/a.md": State.DRAFT}, frozenset())
    shown, _ = library(tmp_path, {}, drafts=True)
    assert [p.url for p in shown.pages] == ["a/"]


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("2026-11-20-le-hoi.md", "le-hoi"),
        ("2026-11-20 Lễ hội.md", "le-hoi"),
        ("2026-11-20.md", "2026-11-20"),
        ("le-hoi/index.md", "le-hoi"),
        ("Lễ hội.md.md", "le-hoi"),
        ("-.md", "mot-bai"),
        ("con.md", "con-0"),
    ],
)
def test_an_address_comes_from_the_files_name(path: str, slug: str, tmp_path: Path) -> None:
    made, _ = library(tmp_path, {f"content/tin/{path}": article("Một bài")})
    assert [a.url for a in made.articles] == [f"tin/{slug}/"]


def test_an_address_of_last_resort_is_stable(tmp_path: Path) -> None:
    made, _ = library(tmp_path, {"content/tin/---.md": article("'!!!'", "2026-01-02")})
    mark = hashlib.sha256(b"content/tin/---.md").hexdigest()[:8]
    assert [a.url for a in made.articles] == [f"tin/2026-01-02-{mark}/"]


def test_tags_are_a_list_or_a_line_each_once(tmp_path: Path) -> None:
    made, problems = library(tmp_path, {
        "content/tin/a.md": article("A", tags='"Họp dân, bầu cử , họp dân,,"'),
        "content/tin/b.md": article("B", tags="[bầu cử, Đường]"),
        "content/tin/c.md": article("C", tags='"bầu cử; Đường"'),
    })  # fmt: skip
    assert [(t.slug, t.name, len(t.articles)) for t in made.tags] == [
        ("bau-cu", "bầu cử", 3), ("duong", "Đường", 2), ("hop-dan", "Họp dân", 1),
    ]  # fmt: skip
    assert problems == []


def test_without_settings_folders_are_the_categories(tmp_path: Path) -> None:
    made, problems = library(tmp_path, {
        "content/thoi-su/a.md": article("A", category="Thời sự"),
        "content/thoi-su/b.md": article("B"),
        "content/Gương sáng/c.md": article("C"),
    }, settings=Settings())  # fmt: skip
    assert problems == []
    assert [(t.slug, t.title, len(a)) for t, a in made.categories] == [
        ("guong-sang", "Gương sáng", 1),
        ("thoi-su", "Thời sự", 2),
    ]


def test_a_category_is_known_by_name_or_slug_whatever_the_accents(tmp_path: Path) -> None:
    made, problems = library(tmp_path, {
        f"content/khac/{n}.md": article(str(n), category=name)
        for n, name in enumerate(("Gương sáng", "guong-sang", "GƯƠNG SÁNG", "Guong sang"))
    })  # fmt: skip
    assert problems == []
    assert len(made.categories[1][1]) == 4


def test_messages_name_keys_as_the_article_writes_them(tmp_path: Path) -> None:
    write_site(tmp_path, {
        "content/tin/a.md": "---\ntac_gia: Minh Đức\n---\n\nA\n",
        "content/tin/b.md": "---\nauthor: Minh Đức\n---\n\nB\n",
        "content/tin/c.md": "---\nTiêu đề:\nngay: 20/11/2026\nanh_bia: a.jpg\n---\n\nC\n",
    })  # fmt: skip
    outcome = build_site(tmp_path)
    keys = [dict(p.values)["key"] for p in outcome.problems if "key" in dict(p.values)]
    assert keys == ["ngay", "tieu_de", "date", "title", "Tiêu đề", "mo_ta_anh_bia"]
