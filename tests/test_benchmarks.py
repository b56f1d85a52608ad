"""The benchmarks measure what they say: the bench theme's pages, the corpus, the scenarios, the tables."""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import candidates
import corpus
import jinja2
import jinja2.meta
import lxml.html
import measure
import pytest
import scenarios
import tables
from lxml import etree

from tests.building import Once, build_site, files_of

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(os.name != "posix", reason="the benchmarks are for POSIX")

TEMPLATES = candidates.THEME / "templates"
N = 30
NOW = datetime.fromisoformat(candidates.NOW)
SLUGS = [
    "luong-bao-anh-va-doi-man-tren-doi-pa-hoc-00001",
    "khu-trung-tam-ghep-cai-tao-vuon-tap-cao-hon-cung-ky-10000",
]  # of articles 0 and 9,999
NAVIGATION = [f"../../{slug}/" for slug in corpus.CATEGORY_SLUGS]


def newest(count: int) -> list[str]:
    """The slugs of the newest of the N articles, the newest first."""
    by_date = sorted(map(corpus.article, range(N)), key=lambda a: a["date"], reverse=True)
    return [a["slug"] for a in by_date[:count]]


def build(site: Path) -> Path:
    outcome = build_site(site, now=NOW)
    assert outcome.written is not None, outcome.problems
    return site / "output"


def bench_site(site: Path, name: str = "ours") -> Path:
    candidates.prepare(candidates.ours(name, site), site, corpus, N, site.parent / "trash")
    return site


@pytest.fixture(scope="module")
def output(once: Once) -> Path:
    return once("bench", bench) / "site" / "output"


def bench(folder: Path) -> None:
    build(bench_site(folder / "site"))


def page(output: Path, url: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring((output / url / "index.html").read_text(encoding="utf-8"))


def slugs(links: list[lxml.html.HtmlElement]) -> list[str]:
    return [link.get("href").rstrip("/").rpartition("/")[2] for link in links]


def test_every_template_is_the_bench_themes() -> None:
    """A built-in template on one page would make it larger than the peers'."""
    env = jinja2.Environment()
    own = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    # Printed issues are no part of the comparison: the corpus has none.
    used = {path.name for path in (ROOT / "templates").glob("*.html")} - {"edition.html", "editions.html"}
    for name in own:
        tree = env.parse((TEMPLATES / name).read_text(encoding="utf-8"))
        used |= {found for found in jinja2.meta.find_referenced_templates(tree) if found}
        calls = [c for c in tree.find_all(jinja2.nodes.Call) if getattr(c.node, "name", "") == "shared"]
        used |= {call.args[0].value for call in calls if isinstance(call.args[0], jinja2.nodes.Const)}
    assert used == own


def test_an_article(output: Path) -> None:
    i = next(i for i in range(N // 2, N) if corpus.article(i)["cover"])
    a = corpus.article(i)
    category = corpus.CATEGORY_SLUGS[a["category"]]
    made = page(output, f"{category}/{a['slug']}")
    siblings = [b["slug"] for b in map(corpus.article, range(N)) if b["category"] == a["category"]]
    at = siblings.index(a["slug"])
    around = [*siblings[at + 1 : at + 2], *siblings[max(0, at - 1) : at]]
    assert {
        "masthead": made.xpath("string(//header/p)"),
        "navigation": made.xpath("//header/nav//a/@href"),
        "current": made.xpath("//header//a[@aria-current]/text()"),
        "breadcrumb": made.xpath("//main/nav[@class='breadcrumb']/*/text()"),
        "title": made.xpath("//main/article/h1/text()"),
        "byline": made.xpath("string(//main/article/p[@class='meta'])").split(" · ")[0],
        "moment": made.xpath("//main/article/p[@class='meta']/time/@datetime"),
        "summary": made.xpath("//main/article/p[@class='lead']/text()"),
        "cover": made.xpath("//main/article/figure[not(@class)]/img/@src"),
        "has text": bool(made.xpath("//main/article/p[not(@class)]")),
        "tags": made.xpath("//main/article/ul[@class='tags']//a/text()"),
        "around": slugs(made.xpath("//nav[@class='around']/a")),
        "sidebar": slugs(made.xpath("//aside//li/a")),
        "footer": len(made.xpath("//footer/p")),
        "styles": len(made.xpath("//link[@rel='stylesheet']")),
        "scripts": len(made.xpath("//script")),
    } == {
        "masthead": scenarios.TAGLINE,
        "navigation": NAVIGATION,
        "current": [corpus.CATEGORIES[a["category"]]],
        "breadcrumb": ["Trang chủ", corpus.CATEGORIES[a["category"]], a["title"]],
        "title": [a["title"]],
        "byline": a["author"],
        "moment": [f"{a['date']:%Y-%m-%dT%H:%M:%S}+07:00"],
        "summary": [a["summary"]],
        "cover": [f"../..{a['cover']}"],
        "has text": True,
        "tags": a["tags"],
        "around": around,
        "sidebar": newest(10),
        "footer": 2,
        "styles": 1,
        "scripts": 0,
    }


def test_the_style_sheet_is_there(output: Path) -> None:
    (href,) = page(output, "").xpath("//link[@rel='stylesheet']/@href")
    assert (output / href).read_bytes().endswith((candidates.THEME / "assets/css/90-bench.css").read_bytes())


def test_the_front_page(output: Path) -> None:
    made = page(output, "")
    assert slugs(made.xpath("//main/article[@class='card']/h2/a")) == newest(10)
    all_new = map(corpus.article, range(N - 1, -1, -1))
    by_category: dict[int, list[str]] = {}
    for a in all_new:
        if a["slug"] not in newest(1):  # the leading article is not repeated in its block
            by_category.setdefault(a["category"], []).append(a["slug"])
    blocks = [slugs(block.xpath(".//li/a")) for block in made.xpath("//main/section")]
    assert blocks == [
        sorted(by_category[c], reverse=True, key=newest(N)[::-1].index)[:5] for c in sorted(by_category)
    ]


def test_every_page_has_the_ten_latest(output: Path) -> None:
    pages = [p for p in output.rglob("*.html") if ".bantin" not in p.parts]
    assert len(pages) > N
    for path in pages:
        made = lxml.html.fromstring(path.read_text(encoding="utf-8"))
        assert slugs(made.xpath("//aside//li/a")) == newest(10), path


def test_tags(output: Path) -> None:
    counts: dict[str, int] = {}
    for a in map(corpus.article, range(N)):
        for tag in a["tags"]:
            counts[tag] = counts.get(tag, 0) + 1
    listed = page(output, "tu-khoa").xpath("//main//li")
    assert {item.text_content() for item in listed} == {f"{tag} ({count})" for tag, count in counts.items()}
    assert len(listed) == len(counts)
    tag, count = max(counts.items(), key=lambda item: item[1])
    assert count > 1
    made = page(output, f"tu-khoa/{corpus.slugify(tag)}")
    wanted = [
        slug
        for slug in newest(N)
        if any(tag in a["tags"] for a in map(corpus.article, range(N)) if a["slug"] == slug)
    ]
    assert slugs(made.xpath("//article[@class='card']/h2/a")) == wanted


def test_lists_of_twenty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All articles in one category fill two of its pages."""
    plain = corpus.article
    monkeypatch.setattr(corpus, "article", lambda i: {**plain(i), "category": 0})
    output = build(bench_site(tmp_path / "site"))
    first, second = (page(output, url) for url in ("thoi-su", "thoi-su/trang-2"))
    cards = "//article[@class='card']/h2/a"
    assert slugs(first.xpath(cards)) + slugs(second.xpath(cards)) == newest(N)
    assert len(first.xpath(cards)) == 20
    assert first.xpath("//nav[@class='pager']/*/text()") == ["Trang 1/2", "Trang sau"]
    assert second.xpath("//nav[@class='pager']/*/text()") == ["Trang trước", "Trang 2/2"]


def test_feed_and_sitemap(output: Path) -> None:
    space = {"a": "http://www.w3.org/2005/Atom", "s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    feed = etree.parse(output / "feed.xml")
    links = feed.xpath("//a:entry/a:id/text()", namespaces=space)
    assert [link.rstrip("/").rpartition("/")[2] for link in links] == newest(20)
    listed = etree.parse(output / "sitemap.xml").xpath("//s:loc/text()", namespaces=space)
    folders = {p.parent.relative_to(output).as_posix() for p in output.rglob("index.html")}
    folders -= {".", "tim-kiem"}  # no search engine is to list a search page
    assert set(listed) == {f"https://bantin.example/{name}/" for name in folders} | {
        "https://bantin.example/"
    }


def test_an_article_of_the_corpus_is_always_the_same(tmp_path: Path) -> None:
    assert [corpus.article(i)["slug"] for i in (0, 9_999)] == SLUGS
    for layout in corpus.LAYOUTS:
        corpus.make(3, tmp_path / layout / "a", layout)
        corpus.make(2, tmp_path / layout / "b", layout)
        corpus.make(1, tmp_path / layout / "b", layout, start=2)
        assert files_of(tmp_path / layout / "a") == files_of(tmp_path / layout / "b")


def test_the_corpus_is_like_the_one_that_peers_were_measured_on(tmp_path: Path) -> None:
    """The first 1,000 articles of that one: 4,576 bytes each, half of them below 3,706; blocks as below."""
    paths, _ = corpus.make(1_000, tmp_path, "bulletin")
    sizes = sorted(path.stat().st_size for path in paths)
    assert 4_350 < sum(sizes) / len(sizes) < 4_800
    assert 3_500 < sizes[len(sizes) // 2] < 3_900
    blocks = [block for i in range(1_000) for block in corpus.article(i)["body"].split("\n\n")]
    assert 9_250 < len(blocks) < 10_450
    starts = {"## ": 717, "> ": 238, "![": 242, "| ": 162, ("- ", "1. "): 414}
    for start, count in starts.items():
        assert 0.8 * count < sum(block.startswith(start) for block in blocks) < 1.2 * count, start


@pytest.mark.parametrize("name", candidates.OURS)
def test_every_change_shows_only_after_a_build(tmp_path: Path, name: str) -> None:
    site = bench_site(tmp_path / "site", name)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    trial = scenarios.Trial(candidates.ours(name, site), corpus, N, site, tmp_path / "trash", 0)
    for scenario in scenarios.NAMES:
        trial.change(scenario)
        assert trial.is_right(scenario) == (scenario == "same")
        build(site)
        assert trial.is_right(scenario)
    trial.restore()
    sources = {
        p: p.read_bytes()
        for p in site.rglob("*")
        if p.is_file() and not {"output", ".bantin"} & {*p.relative_to(site).parts}
    }
    assert sources == before


def test_a_file_without_the_words_to_change_is_refused(tmp_path: Path) -> None:
    site = bench_site(tmp_path / "site")
    (site / "site.toml").write_text("[site]\n", encoding="utf-8")
    trial = scenarios.Trial(candidates.ours("ours", site), corpus, N, site, tmp_path / "trash", 0)
    with pytest.raises(ValueError, match=r"site\.toml of ours has no"):
        trial.change("setting")


CHILDREN = """
import os, time
children = []
for _ in range(2):
    if not (child := os.fork()):
        held = bytearray(b"x") * (60 << 20)
        end = time.process_time() + 0.3
        while time.process_time() < end: pass
        time.sleep(0.4)
        os._exit(0)
    children.append(child)
for child in children: os.waitpid(child, 0)
"""


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., measure.Run]:
    def one(script: str, cap: float = 60, *, looks: bool = False) -> measure.Run:
        command = [sys.executable, "-c", script]
        return measure.measure(command, tmp_path, tmp_path / "log", os.environ, cap, looks=looks)

    return one


@pytest.mark.skipif(sys.platform != "linux", reason="memory of other processes is looked up in /proc")
def test_all_processes_are_charged(run: Callable[..., measure.Run]) -> None:
    found = run(CHILDREN, looks=True)
    assert found.status == ""
    assert found.cpu > 0.6
    assert 120 < found.peak < 250


def test_what_ends_badly_or_too_late(run: Callable[..., measure.Run]) -> None:
    assert run("raise SystemExit(3)").status == "3"
    late = run("import time; time.sleep(60)", cap=0.3)
    assert late.status == "cap"
    assert late.wall < 20


def record(name: str, scenario: str, wall: float, peak: float = 0.0, **more: object) -> tables.Record:
    values: dict[str, object] = {"n": 1000, "number": 0, "is_right": True, **more}
    status = str(values.pop("status", ""))
    run = measure.Run(wall, 2 * wall, peak, status)
    return tables.Record(name, scenario=scenario, is_timed=not peak, run=run, **values)  # type: ignore[arg-type]


def test_a_comparison() -> None:
    records = [
        *(record("ours", "cold", wall, files=7, size=1_250_000) for wall in (3.0, 1.0, 2.0)),
        record("ours", "cold", 9.0, peak=50, files=7, size=1_250_000),
        record("ours", "edit", 0.1, is_right=False),
        record("ours", "edit", 9.0, peak=40),
        record("hugo", "cold", 4.0),
        record("hugo", "cold", 9.0, peak=200),
        record("hugo", "edit", 4.0, status="cap"),
    ]
    assert tables.comparison(records) == (
        "| scenario | | wall s | from–to | CPU s | peak MB | wall to Hugo | CPU to Hugo | memory to Hugo "
        "| right | files | MB out |\n"
        "|---|---|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|\n"
        "| cold | ours | 2.00 | 1.00–3.00 | 4.00 | 50 | 0.50 | 0.50 | 0.25 | yes | 7 | 1.2 |\n"
        "| cold | hugo | 4.00 | 4.00–4.00 | 8.00 | 200 | 1.00 | 1.00 | 1.00 | yes |  |  |\n"
        "| edit | ours | 0.10 | 0.10–0.10 | 0.20 | 40 | | | | **no** |  |  |\n"
        "| edit | hugo | | | | | | | | failed: cap | | |\n"
    )


def test_growth() -> None:
    records = [
        record("ours", "cold", 1.0),
        record("ours", "cold", 9.0, peak=100),
        record("ours", "cold", 20.0, n=10_000),
        record("ours", "cold", 99.0, n=10_000, peak=500),
    ]
    assert tables.growth(records) == (
        "| scenario | articles | wall s | CPU s | peak MB | ms an article | to the first | KB an article "
        "| to the first | right |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n"
        "| cold | 1000 | 1.00 | 2.00 | 100 | 1.000 | 1.00 | 102.4 | 1.00 | yes |\n"
        "| cold | 10000 | 20.00 | 40.00 | 500 | 2.000 | 2.00 | 51.2 | 0.50 | yes |\n"
    )
