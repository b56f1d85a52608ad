"""The pattern page: every part of the theme in every state, made with the real templates.

    python3 -m tests.patterns.patterns FOLDER

`FOLDER/index.html` shows the parts; beside it stand whole pages in states that are rare:
empty, bare, full, the middle of twelve.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from bulletin.bodyview import BodyView
from bulletin.pageviews import Shown
from bulletin.problem import Problem
from bulletin.render import Renderer, environment
from bulletin.settings import Counter, Settings
from bulletin.theme import read_theme
from bulletin.views import (
    ArchiveView,
    EditionIndexView,
    Frame,
    Head,
    HomeView,
    Link,
    ListKind,
    NotFoundView,
    SearchView,
    Side,
    SitemapView,
    StandingView,
    TagIndexView,
    TopicIndexView,
    TopicView,
    View,
)
from tests.patterns import made_up

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
Dress = Literal["full", "bare"]
HEAD = Head("Mẫu", "Mọi phần của giao diện.", "https://bantin.example/mau/", is_indexed=False)


def pages() -> dict[str, tuple[str, View, Dress]]:
    """Name of a page -> its template, its view, and the frame that it stands in."""
    cards, home = made_up.ALL, (made_up.HOME,)
    tags = tuple(
        (letter, tuple((Link(f"{letter.lower()} {n}", "tu-khoa/a/"), n * n) for n in range(1, 2 + i % 9)))
        for i, letter in enumerate("ABCDĐGHKLMNOPQSTUVXY")
    )
    months = tuple((Link(f"Tháng {n}", "luu-tru/a/"), n) for n in range(12, 0, -1))
    years = tuple((Link(f"Năm {2026 - n}", "luu-tru/"), 78, months[n * 5 :]) for n in range(3))
    body, words = made_up.bodies()["Danh sách"], BodyView("<p>Một dòng.</p>")
    blocks = tuple(replace(made_up.BLOCKS[4], link=Link(f"Chuyên mục {n}", "a/")) for n in range(8))
    full = HomeView(made_up.day(), "Ngày 15 tháng 10 năm Bính Ngọ", cards[2], cards[:3], cards[:6], blocks,
                    made_up.TOPICS[5], cards[4:6], cards[:5], made_up.FIGURES, made_up.ISSUE)  # fmt: skip
    found: dict[str, tuple[str, View, Dress]] = {
        "trang-chu": ("home.html", full, "full"),
        "trang-chu-khong-anh": ("home.html", replace(full, lead=cards[3], blocks=blocks[:5], topic=None), "full"),
        "trang-chu-mot-bai": ("home.html", HomeView(made_up.day(), "", cards[0], (), (), (), None, (), (), None, made_up.BARE_ISSUE), "bare"),
        "trang-chu-trong": ("home.html", HomeView(None, "", None, (), (), (), None, (), (), None, None), "bare"),
        "bai-du": ("article.html", made_up.article(), "full"),
        "bai-nhap": ("article.html", made_up.article(video=BodyView(""), is_draft=True), "full"),
        "bai-hen": ("article.html", made_up.article(**made_up.BARE, is_scheduled=True), "full"),
        "bai-tran": ("article.html", made_up.article(**made_up.BARE), "bare"),
        "tu-khoa": ("tags.html", TagIndexView(tags, home), "full"),
        "tu-khoa-trong": ("tags.html", TagIndexView((), home), "bare"),
        "luu-tru": ("archive.html", ArchiveView(years, home), "full"),
        "luu-tru-trong": ("archive.html", ArchiveView((), home), "bare"),
        "cac-chuyen-de": ("topics.html", TopicIndexView(tuple(made_up.TOPICS.values()), home), "full"),
        "cac-chuyen-de-trong": ("topics.html", TopicIndexView((), home), "bare"),
        "chuyen-de": ("topic.html", TopicView(made_up.TOPICS[5], home), "full"),
        "chuyen-de-trong": ("topic.html", TopicView(made_up.TOPICS[0], home), "bare"),
        "trang-dung": ("standing.html", StandingView("Liên hệ", made_up.SUMMARY, home, body, made_up.day()), "full"),
        "trang-dung-ngan": ("standing.html", StandingView("Thể lệ", "", home, words, None), "bare"),
        "so-do": ("sitemap.html", SitemapView(home, ((made_up.NEWS, 40),), ((made_up.DREAMS, 5),), home, cards, home), "full"),
        "so-do-trong": ("sitemap.html", SitemapView(home, (), (), home, (), home), "bare"),
        "so-ban-tin": ("edition.html", made_up.edition(), "full"),
        "so-ban-tin-tran": (
            "edition.html",
            made_up.edition(edition=made_up.BARE_ISSUE, foreword=BodyView(""), sections=(), older=None),
            "bare",
        ),
        "cac-so": ("editions.html", EditionIndexView(((2026, (made_up.ISSUE, made_up.BARE_ISSUE)),), home), "full"),
        "cac-so-trong": ("editions.html", EditionIndexView((), home), "bare"),
        "tim-kiem": ("search.html", SearchView((made_up.NEWS, made_up.DREAMS), (made_up.DREAMS,), (made_up.NEWS,), home, home, made_up.WEB), "full"),
        "tim-kiem-trong": ("search.html", SearchView((), (), (), home, home), "bare"),
        "404": ("404.html", NotFoundView(cards[:5], (made_up.NEWS, made_up.DREAMS)), "full"),
        "404-trong": ("404.html", NotFoundView((), ()), "bare"),
    }  # fmt: skip
    for kind in get_args(ListKind):
        found[f"{kind}-trong"] = "list.html", made_up.listing(kind, cards=()), "bare"
        found[f"{kind}-mot-bai"] = "list.html", made_up.listing(kind, cards=cards[:1]), "full"
        found[f"{kind}-40-bai"] = "list.html", made_up.listing(kind, 6, 12, (cards * 5)[:40]), "full"
    return found


def build(folder: Path) -> tuple[Path, ...]:
    """Write the pattern page, the pages beside it and all that they show; the pages' paths."""
    theme, problems = read_theme(ROOT, Settings(counter=Counter("https://thong-ke.example/")))
    assert not problems, problems
    for asset in theme.assets.values():
        path = folder / asset.url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(asset.data)
    (folder / "patterns.css").write_bytes((HERE / "patterns.css").read_bytes())
    made_up.write_pictures(folder)
    env = environment([HERE, *theme.templates])
    full = made_up.frame(theme)
    frames: dict[Dress, Frame] = {"full": full, "bare": made_up.bare(full)}
    sides: dict[Dress, Side] = {"full": made_up.side(), "bare": Side((), ())}
    renderer = Renderer(env, full, sides["full"])
    written = [folder / "index.html"]
    states = pages()
    text = env.get_template("patterns.html").render(
        frame=full, head=HEAD, page=made_up.article(), up="./", made=made_up, bare=frames["bare"],
        side=sides["full"], bare_side=sides["bare"],
        bodies=made_up.bodies(), states=states,
    )  # fmt: skip
    written[0].write_bytes(renderer.filled(text).data)
    for name, (template, view, dress) in states.items():
        renderer = Renderer(env, frames[dress], sides[dress])
        made = renderer.render(template, Shown(replace(HEAD, title=name, section="2"), view), "./")
        assert not isinstance(made, Problem), made
        written.append(folder / f"{name}.html")
        written[-1].write_bytes(made.data)
    return tuple(written)


if __name__ == "__main__":
    print(build(Path(sys.argv[1]))[0])
