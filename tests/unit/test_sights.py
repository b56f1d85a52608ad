"""Pages of their own get a view again only where something that they show may be another."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from bulletin import known, pagework, stamps
from bulletin.articlereader import ArticleReader
from bulletin.known import MeaningRow
from bulletin.links import Resolver
from bulletin.outputs import Page
from bulletin.ownviews import OWN, OwnViews, Shown
from bulletin.pageviews import Viewer
from bulletin.plan import presenter
from bulletin.problem import Place
from bulletin.source import Source
from bulletin.staging import stamp_of
from tests.building import article, assert_as_from_nothing, build_site, files_of, write_site

SITE = '[site]\nname = "Bản tin Nà Pheo"\naddress = "https://napheo.example/"\n[lists]\nrelated = 0\nfeed = 1\n[paging]\narchive = 0\n'


def png(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (700, 500), colour).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "YOUNG", -(10**12))
    return write_site(tmp_path / "site", {
        "site.toml": SITE,
        "content/tin/anh.md": article("Có ảnh", "2026-11-01", "![Cây cầu](cau.png)\n"),
        "content/tin/cau.png": png("red"),
        "content/tin/bia.md": article("Có bìa", "2026-11-02", cover="/chung/bia.png", cover_alt="Bìa"),
        "content/chung/bia.png": png("blue"),
        "content/tin/dan.md": article("Có liên kết", "2026-11-03", "[Sang](../xa/dich.md)\n"),
        "content/tin/trong.md": article("Không có gì", "2026-11-04"),
        "content/xa/dich.md": article("Đích", "2026-11-05"),
        "content/xa/khac.md": article("Khác", "2026-11-06"),
        "content/pages/lien-he.md": "---\ntitle: Liên hệ\n---\n\n[Sang](../xa/dich.md)\n",
    })  # fmt: skip


@pytest.fixture
def seen(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], set[str]]:
    """Builds, and tells of which pages of their own a view was made."""
    assert build_site(root).written
    made: set[str] = set()
    real = Viewer.shown

    def shown(viewer: Viewer, page: Page) -> Shown:
        if page.maker in OWN:
            made.add(page.url)
        return real(viewer, page)

    monkeypatch.setattr(pagework.Viewer, "shown", shown)

    def built() -> set[str]:
        made.clear()
        outcome = build_site(root)
        assert outcome.written, outcome.problems
        found = set(made)
        assert_as_from_nothing(root)
        return found

    return built


def test_a_new_article_makes_views_of_what_shows_it_and_its_neighbours(
    root: Path, seen: Callable[[], set[str]]
) -> None:
    write_site(root, {"content/xa/moi.md": article("Mới", "2026-11-20")})
    assert seen() == {
        "xa/", "xa/moi/", "xa/khac/", "luu-tru/2026/", "luu-tru/2026/11/",
    }  # fmt: skip


def test_what_an_article_means_is_found_out_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = known.meaning_row

    def meaning_row(source: Source, reader: ArticleReader) -> MeaningRow | None:
        read.append(source.path)
        return real(source, reader)

    monkeypatch.setattr(known, "meaning_row", meaning_row)
    assert build_site(root).written
    for name in ("moi", "nua"):
        read.clear()
        write_site(root, {f"content/xa/{name}.md": article(name, "2026-11-20")})
        assert build_site(root).written
        assert read == [f"content/xa/{name}.md"]


def test_another_foot_makes_no_view(root: Path, seen: Callable[[], set[str]]) -> None:
    theme = Path(__file__).parent.parent.parent / "templates/partials/footer.html"
    text = theme.read_text("utf-8")
    write_site(root, {"templates/partials/footer.html": text.replace("</footer>", "<p>Thêm</p></footer>")})
    assert seen() == set()
    assert all(
        b"<p>Th\xc3\xaam</p>" in data
        for path, data in files_of(root / "output").items()
        if path.endswith("/index.html")
    )


LISTS = {"tin/", "luu-tru/2026/", "luu-tru/2026/11/"}


@pytest.mark.parametrize(
    ("change", "pages"),
    [
        ({"content/tin/cau.png": png("green")}, {"tin/anh/", "tin/bia/"}),  # its neighbour shows its card
        ({"content/chung/bia.png": png("green")}, {"tin/bia/", "tin/anh/", "tin/dan/"}),
        ({"content/xa/dich.md": article("Đích", "2026-11-05", slug="cho-khac")},
         {"tin/dan/", "tin/bia/", "tin/trong/", "xa/", "xa/cho-khac/", "xa/khac/", "lien-he/"}),
        ({"content/xa/dich.md": article("Đích", "2026-11-05", draft="true")},
         {"tin/dan/", "tin/bia/", "tin/trong/", "xa/", "xa/khac/", "lien-he/"}),
        ({"content/xa/khac.md": article("Khác", "2026-11-06", cover="../tin/cau.png", cover_alt="Cầu",
                                        cover_blur="10 10 20 20")},
         {"tin/anh/", "tin/bia/", "xa/", "xa/khac/", "xa/dich/"}),
    ],
    ids=["a picture", "a cover", "an address", "a draft", "what another article blurs"],
)  # fmt: skip
def test_what_the_site_answers_to_references_counts(
    root: Path, seen: Callable[[], set[str]], change: dict[str, str | bytes], pages: set[str]
) -> None:
    write_site(root, change)
    assert seen() == pages | LISTS


def test_a_picture_that_is_gone_from_the_output_is_made_again(
    root: Path, seen: Callable[[], set[str]]
) -> None:
    (picture,) = (root / "output/anh").glob("cau-*-480.webp")
    picture.unlink()
    assert seen() == {"tin/anh/"}
    assert stamp_of(picture)


def test_views_ask_nothing_that_a_likeness_does_not(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a resolver is asked while a page of its own is made was asked for the likeness of its articles."""
    site: list[pagework.Site] = []
    real = pagework.PageWorker.__init__
    monkeypatch.setattr(
        pagework.PageWorker, "__init__", lambda worker, given: (site.append(given), real(worker, given))[1]
    )
    assert build_site(root).written
    library = site[0].library
    present = presenter(library, site[0].theme)
    asked: set[tuple[str, str, str]] = set()

    def note(name: str) -> None:
        method = getattr(Resolver, name)

        def ask(resolver: Resolver, target: str, place: Place) -> object:
            asked.add((name, target, place.path))
            return method(resolver, target, place)

        monkeypatch.setattr(Resolver, name, ask)

    note("link")
    note("picture")
    for item in (*library.articles, *library.pages):
        present.likeness(item)
    answered, viewer = set(asked), OwnViews(library.settings, present)
    assert {name for name, *_ in answered} == {"link", "picture"}
    for page in site[0].plan.pages:
        if page.maker in OWN:
            getattr(viewer, page.maker)(page.url, *page.parts)
    assert asked == answered
