"""What is wrong with the feeds and the sitemap of a built site, as lines `path: complaint`."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from lxml import etree
from pages import Page, Site

HERE = Path(__file__).parent
NAMES = {"a": "http://www.w3.org/2005/Atom", "s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@cache
def atom() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(HERE / "atom.rng"))


@cache
def sitemaps() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(HERE / "sitemap.xsd"))


def texts(element: etree._Element, path: str) -> list[str]:
    """The texts of the elements or attributes at an XPath."""
    found = element.xpath(path, namespaces=NAMES)
    return [str(one if isinstance(one, str) else one.text or "") for one in found]


def bad_feeds(site: Site) -> list[str]:
    paths = sorted(path for path in site.files if path.endswith("feed.xml"))
    return [f"{path}: {why}" for path in paths for why in bad_feed(site, path)]


def bad_feed(site: Site, path: str) -> Iterator[str]:
    """RFC 4287: the schema, then section by section what it cannot say."""
    feed = etree.parse(site.folder / path).getroot()
    if not atom().validate(feed):
        yield from (f"line {error.line}: {error.message}" for error in atom().error_log)
        return
    for moment in texts(feed, "//a:updated | //a:published"):  # 3.3
        if not RFC_3339.fullmatch(moment):
            yield f"{moment} is no date of RFC 3339"
    ids = [*texts(feed, "a:id"), *texts(feed, "a:entry/a:id")]  # 4.2.6
    if len(set(ids)) != len(ids):
        yield "an id stands for two things"
    yield from (f"id {one} is not a whole address" for one in ids if not urlsplit(one).scheme)
    if texts(feed, "a:link[@rel = 'self']/@href") != [site.url(path)]:  # 4.1.1
        yield "does not say where it is"
    whole_feed = texts(feed, "a:author/a:name")
    updated = [datetime.fromisoformat(moment) for moment in texts(feed, "a:updated")]
    published: list[datetime] = []
    for entry in feed.xpath("a:entry", namespaces=NAMES):
        title = texts(entry, "a:title")[0]
        yield from (f"“{title}”: {why}" for why in bad_entry(site, entry))
        if not whole_feed and not texts(entry, "a:author/a:name"):  # 4.2.1
            yield f"“{title}”: has no author"
        changed = datetime.fromisoformat(texts(entry, "a:updated")[0])
        first = datetime.fromisoformat((texts(entry, "a:published") or texts(entry, "a:updated"))[0])
        if first > changed:
            yield f"“{title}”: changed before it was published"
        if changed > updated[0]:  # 4.2.15
            yield f"“{title}”: changed after the feed"
        published.append(first)
    if published != sorted(published, reverse=True):
        yield "its entries are not the newest first"
    for href in texts(feed, "//a:link/@href"):
        if urlsplit(href).scheme not in ("http", "https"):
            yield f"link {href} is not whole"
        elif (file := site.file(href)) is not None and file not in site.files:
            yield f"link {href} leads to no file"


def bad_entry(site: Site, entry: etree._Element) -> Iterator[str]:
    """4.1.2, and that what a feed reader shows works where the reader is: on no host of ours."""
    pages = entry.xpath("a:link[not(@rel) or @rel = 'alternate']", namespaces=NAMES)
    kinds = [(link.get("type"), link.get("hreflang")) for link in pages]
    if not kinds:
        yield "leads to no page"
    if len(set(kinds)) != len(kinds):
        yield "leads to two pages of a kind"
    if not "".join(texts(entry, "a:title")).strip():
        yield "has no title"
    for text in texts(entry, "a:content[@type = 'html'] | a:summary[@type = 'html']"):
        page = Page("feed", f"<div>{text}</div>")
        for link in page.links:
            if link.url.startswith("#") and link.url[1:] in page.ids:  # a footnote's, say
                continue
            if urlsplit(link.url).scheme not in ("http", "https", "mailto", "tel"):
                yield f"{link.element} {link.url} is not whole"
            elif (file := site.file(link.url)) is not None:
                fragment = urldefrag(link.url).fragment
                if file not in site.files:
                    yield f"{link.element} {link.url} leads to no file"
                elif fragment and fragment not in site.pages[file].ids:
                    yield f"{link.element} {link.url} leads to no id"
        for tag in page.root.xpath("//script | //style | //iframe | //object | //form"):
            yield f"holds <{tag.tag}>"


def bad_sitemap(site: Site) -> list[str]:
    """The schema; then that it names each page for search engines once, and nothing else."""
    sitemap = etree.parse(site.folder / "sitemap.xml").getroot()
    if not sitemaps().validate(sitemap):
        return [f"sitemap.xml: line {error.line}: {error.message}" for error in sitemaps().error_log]
    named = texts(sitemap, "s:url/s:loc")
    wanted = {
        site.url(path)
        for path, page in site.pages.items()
        if not any("noindex" in content for content in page.root.xpath("//meta[@name = 'robots']/@content"))
    }
    twice = {url for url in named if named.count(url) > 1}
    moments = [moment for moment in texts(sitemap, "s:url/s:lastmod") if "T" in moment]
    return [
        *(f"sitemap.xml: {url} stands in it twice" for url in sorted(twice)),
        *(f"sitemap.xml: {url} is no page for search engines" for url in sorted(set(named) - wanted)),
        *(f"sitemap.xml: {url} is missing" for url in sorted(wanted - set(named))),
        *(f"sitemap.xml: {moment} has no zone" for moment in moments if not RFC_3339.fullmatch(moment)),
    ]
