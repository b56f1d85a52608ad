"""The checks see what they are for: a small site with every mistake, and all that is said about it.

Without this, a check that looks at nothing would pass as well.
"""

from collections.abc import Callable
from pathlib import Path

import feeds
import nu
import pytest
from lxml import etree
from pages import Site

HEAD = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Một trang</title>
<link rel="canonical" href="https://xa.example/tin/{}">{}</head>
"""
GOOD = {
    "robots.txt": "User-agent: *\nSitemap: https://xa.example/tin/sitemap.xml\n",
    "index.html": HEAD.format("", '<link rel="stylesheet" href="./t.css">')
    + '<body id="top"><h1 id="đầu">Tin</h1><a href="bài một/#m%E1%BB%99t">Một</a> <a href="#đầu">Đầu</a>'
    ' <a href="mailto:a@xa.example">Thư</a> <a href="https://khac.example/">Nơi khác</a>'
    '<img src="anh.png" srcset="anh.png 1x, anh.png?2 2x" alt=""></body></html>',
    "bài một/index.html": HEAD.format("b%C3%A0i%20m%E1%BB%99t/", "")
    + '<body><h1 id="một">Một</h1><p><a href="../">Về</a></p></body></html>',
    "404.html": HEAD.format("404.html", '<meta name="robots" content="noindex">')
    + '<body><h1>Không có</h1><p><a href="/tin/">Về</a></p></body></html>',
    "cu/index.html": HEAD.format("b%C3%A0i%20m%E1%BB%99t/", '<meta name="robots" content="noindex">').replace(
        "</title>", '</title><meta http-equiv="refresh" content="0; url=../b%C3%A0i%20m%E1%BB%99t/">'
    )
    + "<body><p>Đã chuyển</p></body></html>",
    "t.css": "/* url(none) */ body { background: url('anh.png') url(data:,) }",
    "anh.png": "",
    "feed.xml": """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">
<id>https://xa.example/tin/feed.xml</id><title>Tin</title><updated>2026-11-23T08:30:00+07:00</updated>
<author><name>Xã</name></author><link rel="self" href="https://xa.example/tin/feed.xml"/>
<entry><id>https://xa.example/tin/1</id><title>Một</title><updated>2026-11-23T08:30:00+07:00</updated>
<link href="https://xa.example/tin/b%C3%A0i%20m%E1%BB%99t/"/>
<content type="html">&lt;p id="a">&lt;a href="#a">Chú&lt;/a>&lt;/p></content></entry></feed>""",
    "sitemap.xml": """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://xa.example/tin/</loc><lastmod>2026-11-23</lastmod></url>
<url><loc>https://xa.example/tin/b%C3%A0i%20m%E1%BB%99t/</loc></url></urlset>""",
}


def site(folder: Path, changes: dict[str, str]) -> Site:
    for path, text in (GOOD | changes).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return Site(folder)


def changed(path: str, old: str, new: str) -> dict[str, str]:
    assert old in GOOD[path]
    return {path: GOOD[path].replace(old, new)}


def everything(site: Site) -> list[str]:
    return [
        *(site.dead_links() + site.bad_links_of_the_lost_page() + site.requests_to_others()),
        *(site.blocked_by_policy() + site.bad_heads() + site.inline_code() + site.bad_data()),
        *(site.unreachable() + feeds.bad_feeds(site) + feeds.bad_sitemap(site)),
    ]


def test_a_good_site_has_nothing_wrong(tmp_path: Path) -> None:
    assert everything(site(tmp_path, {})) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('href="#đầu"', 'href="#đuôi"', ["<a href> #đuôi leads to no id"]),
        ('href="#đầu"', 'href="khong/"', ["<a href> khong/ leads to no file"]),
        ('href="#đầu"', 'href="/khac/"', ["<a href> /khac/ leaves the site's folder"]),
        (
            'href="#đầu"',
            'href="ftp://xa.example/"',
            ["<a href> ftp://xa.example/ is of no kind that is meant"],
        ),
        ("anh.png?2 2x", "lon.png 2x", ["<img srcset> lon.png leads to no file"]),
        (
            'src="anh.png"',
            'src="https://khac.example/a.png"',
            ["<img src> fetches https://khac.example/a.png"],
        ),
        ('"./t.css"', '"//khac.example/t.css"', ["<link href> fetches //khac.example/t.css"]),
        (
            "<title>",
            "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; img-src 'self'\"><title>",
            ["<link href> ./t.css is blocked by style-src"],
        ),
        ('lang="vi"', 'lang="en"', ["lang is 'en'"]),
        ("<title>Một trang</title>", "<title> </title>", ["its titles are ['']"]),
        ("</h1>", "</h1><h1>Hai</h1>", ["its h1 are ['Tin', 'Hai']"]),
        ("https://xa.example/tin/", "./", ["its canonical addresses are ['./']"]),
        (
            "</body>",
            "<script>1</script><style>p{}</style></body>",
            ["an inline <script>", "an inline <style>"],
        ),
        ('<a href="#đầu">', '<a href="#đầu" onclick="1">', ['<a onclick="1">']),
        ('<a href="#đầu">', '<a href="#đầu" style="color:red">', ['<a style="color:red">']),
        (
            "</body>",
            '<script type="application/ld+json">{"url": ["https://xa.example/tin/x.png"]}</script></body>',
            ["JSON-LD: https://xa.example/tin/x.png leads to no file"],
        ),
    ],
)
def test_a_bad_page(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    bad = site(tmp_path, changed("index.html", old, new))
    assert everything(bad) == [f"index.html: {why}" for why in said]


def test_other_bad_files(tmp_path: Path) -> None:
    changes = changed("t.css", "anh.png", "https://khac.example/a.png") | changed(
        "404.html", '"/tin/"', '"./"'
    )
    changes |= {"hai.html": HEAD.format("hai.html", "") + "<body><h1>Hai</h1></body></html>"}
    assert everything(site(tmp_path, changes)) == [
        "t.css: url(https://khac.example/a.png) leads to no file",
        "404.html: <a href> ./ depends on the address it is served at",
        "t.css: fetches https://khac.example/a.png",
        "hai.html: no link leads here",
        "sitemap.xml: https://xa.example/tin/hai.html is missing",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "2026-11-23T08:30:00+07:00",
            "2026-11-23T08:30:00",
            ["2026-11-23T08:30:00 is no date of RFC 3339"] * 2,
        ),
        ("tin/1</id>", "tin/feed.xml</id>", ["an id stands for two things"]),
        (
            'rel="self" href="https://xa.example/tin/feed.xml"',
            'href="feed.xml"',
            ["does not say where it is", "link feed.xml is not whole"],
        ),
        ("<author><name>Xã</name></author>", "", ["“Một”: has no author"]),
        (
            "23T08:30:00+07:00</updated>\n<author>",
            "23T08:30:00+08:00</updated>\n<author>",
            ["“Một”: changed after the feed"],
        ),
        ("#a", "../anh.png", ["“Một”: <a href> ../anh.png is not whole"]),
        (
            "#a",
            "https://xa.example/tin/b.png",
            ["“Một”: <a href> https://xa.example/tin/b.png leads to no file"],
        ),
        ("b%C3%A0i", "b%C3%A1i", ["link https://xa.example/tin/b%C3%A1i%20m%E1%BB%99t/ leads to no file"]),
    ],
)
def test_a_bad_feed(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    bad = site(tmp_path, changed("feed.xml", old, new))
    assert feeds.bad_feeds(bad) == [f"feed.xml: {why}" for why in said]


def test_a_feed_against_the_schema(tmp_path: Path) -> None:
    said = feeds.bad_feeds(site(tmp_path, changed("feed.xml", "<title>Tin</title>", "")))
    assert said[-1] == "feed.xml: line 1: Element feed failed to validate content"


ENTRY = """<entry xmlns="http://www.w3.org/2005/Atom"><id>a:1</id><title>T</title>
<updated>2026-11-23T08:30:00Z</updated>{}</entry>"""


@pytest.mark.parametrize(
    ("inner", "is_valid"),
    [
        ("", True),
        (
            '<summary type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p/>T</h:div></summary>',
            True,
        ),
        ('<summary type="xhtml"><h:p xmlns:h="http://www.w3.org/1999/xhtml">T</h:p></summary>', False),
        ('<content type="image/png" src="a.png"/><x:more xmlns:x="x:" a="1">m<x:n/></x:more>', True),
        ('<content type="application/xml"><any xmlns="">1</any></content>', True),
        ('<content type="png">1</content>', False),
        ('<content type="html">1<b/></content>', False),
        ("<content>1</content><content>2</content>", False),
        ("<published>2026-11-23</published>", False),
        ("<author><name>A</name><email>a@b.example</email><uri>u:</uri></author>", True),
        ("<author><email>a@b.example</email></author>", False),
        ("<author><name>A</name><email>a</email></author>", False),
        ('<category term="t" scheme="s:" label="l"/><category term="u"/>', True),
        ('<category label="l"/>', False),
        ('<link href="a" rel="enclosure" hreflang="vi-VN" length="1" title="t" type="a/b"/>', True),
        ('<link rel="self"/>', False),
        ('<link href="a" hreflang="tiếng Việt"/>', False),
        ("<subtitle>S</subtitle>", False),
        ("<nonsense/>", False),
        ("<source><id>b:</id><title>B</title></source><rights>R</rights>", True),
    ],
)
def test_the_schema_of_atom(inner: str, is_valid: bool) -> None:
    assert feeds.atom().validate(etree.fromstring(ENTRY.format(inner))) is is_valid


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2026-11-23", "2026-11-23T08:30:00", ["2026-11-23T08:30:00 has no zone"]),
        (
            "https://xa.example/tin/<",
            "https://xa.example/<",
            ["https://xa.example/ is no page for search engines", "https://xa.example/tin/ is missing"],
        ),
        (
            "b%C3%A0i%20m%E1%BB%99t/",
            "",
            [
                "https://xa.example/tin/ stands in it twice",
                "https://xa.example/tin/b%C3%A0i%20m%E1%BB%99t/ is missing",
            ],
        ),
    ],
)
def test_a_bad_sitemap(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    bad = site(tmp_path, changed("sitemap.xml", old, new))
    assert feeds.bad_sitemap(bad) == [f"sitemap.xml: {why}" for why in said]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-11-23", "hôm qua"),
        ("https://xa.example/tin/<", "/tin/<"),
        ("tin/<", "tin đây/<"),
        ("urlset", "sitemap"),
    ],
)
def test_a_sitemap_against_the_schema(old: str, new: str) -> None:
    assert feeds.sitemaps().validate(etree.fromstring(GOOD["sitemap.xml"]))
    assert not feeds.sitemaps().validate(etree.fromstring(GOOD["sitemap.xml"].replace(old, new)))


def test_the_nu_checker_sees_every_page(tmp_path: Path, need: Callable[[str], str]) -> None:
    page = "<!DOCTYPE html>\n<html lang='vi'><title>T</title>{}\n"
    bodies = {
        "a.html": "<p><b>x</p>",
        "b/c.html": "<p><img src='x.png'>",
        "d.html": "<p>một gạch chéo thừa<br />",
    }
    bodies |= {"e.html": "<section>cảnh báo</section>"}
    for path, body in bodies.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(page.format(body), "utf-8")
    assert [said.partition(" e")[0] for said in nu.complaints(need("java"), need("vnu.jar"), tmp_path)] == [
        "a.html:2: End of file seen and there were open",
        "a.html:2: End tag “p” seen, but there were open",
        "a.html:2: Unclosed",
        "b/c.html:2: An “img”",
        "e.html:2: Section lacks heading. Consider using “h2”-“h6”",
    ]
