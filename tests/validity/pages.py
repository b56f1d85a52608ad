"""What is wrong with the pages of a built site, as lines `path: complaint`; an empty list is good.

The site is read as a host would serve it, below the address that robots.txt tells.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement

LINKS = {  # attribute -> elements in which it leads somewhere
    "href": ("a", "area", "link", "use", "image"),
    "src": ("img", "script", "source", "video", "audio", "track", "iframe", "embed", "input"),
    "srcset": ("img", "source"),
    "imagesrcset": ("link",),
    "poster": ("video",),
    "data": ("object",),
    "action": ("form",),
}
FETCHED = {  # what a browser fetches unasked -> the directive of a Content Security Policy that allows it
    **dict.fromkeys(
        ("img src", "img srcset", "source srcset", "video poster", "image href", "input src"), "img-src"
    ),
    **dict.fromkeys(("link icon", "link apple-touch-icon", "link mask-icon", "use href"), "img-src"),
    **dict.fromkeys(("video src", "audio src", "source src", "track src"), "media-src"),
    **dict.fromkeys(("script src", "link modulepreload"), "script-src"),
    **dict.fromkeys(("object data", "embed src"), "object-src"),
    "link stylesheet": "style-src",
    "link manifest": "manifest-src",
    "iframe src": "frame-src",
    **dict.fromkeys(("link preload", "link prefetch", "link preconnect", "link dns-prefetch"), ""),
}
SHARED = ("og:image", "og:url", "twitter:image")  # whole addresses that other sites are given


@dataclass(frozen=True)
class Link:
    """One address as written, and what carries it; None for `directive` if no browser fetches it unasked."""

    url: str
    element: str
    directive: str | None = None

    @property
    def is_fetched(self) -> bool:
        return self.directive is not None


class Page:
    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.root: HtmlElement = html.document_fromstring(text)

    @cached_property
    def ids(self) -> set[str]:
        return {str(i) for i in self.root.xpath("//@id | //a/@name")}

    @property
    def is_redirect(self) -> bool:
        return self.refresh is not None

    @cached_property
    def refresh(self) -> str | None:
        """The address of <meta http-equiv=refresh>."""
        for content in self.root.xpath(
            "//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']/@content"
        ):
            return re.sub(r"(?i)^\s*\d+\s*;\s*url\s*=\s*", "", str(content)).strip("'\"")
        return None

    @cached_property
    def policy(self) -> dict[str, list[str]]:
        """Its Content Security Policy: directive -> sources."""
        contents = self.root.xpath("//meta[@http-equiv = 'Content-Security-Policy']/@content")
        parts = [part.split() for content in contents for part in content.split(";") if part.strip()]
        return {name: sources for name, *sources in parts}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        return tuple(self._links())

    def _links(self) -> Iterator[Link]:
        for element in self.root.iter(html.etree.Element):
            for attribute, value in element.attrib.items():
                name = attribute.removeprefix("xlink:")
                if element.tag not in LINKS.get(name, ()):
                    continue
                whats = [name, *element.get("rel", "").lower().split()] if element.tag == "link" else [name]
                directives = [
                    FETCHED[f"{element.tag} {what}"] for what in whats if f"{element.tag} {what}" in FETCHED
                ]
                for url in _candidates(value) if "srcset" in name else (value.strip(),):
                    yield Link(url, f"<{element.tag} {name}>", directives[0] if directives else None)
        if self.refresh is not None:
            yield Link(self.refresh, "<meta refresh>", "")
        for name in SHARED:
            for url in self.root.xpath("//meta[@property = $name or @name = $name]/@content", name=name):
                yield Link(str(url), f"<meta {name}>")
        for style in self.root.xpath("//@style | //style/text()"):
            for url in _urls_of_style(style):
                yield Link(url, "url()", "")


def _candidates(srcset: str) -> list[str]:
    """The addresses of a srcset. Ours hold no comma and no space."""
    return [part.split()[0] for part in srcset.split(",") if part.strip()]


def _urls_of_style(text: str) -> list[str]:
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    imports = re.findall(r"@import\s+['\"]([^'\"]+)", bare)
    return imports + re.findall(r"url\(\s*['\"]?([^'\")]+)", bare)


class Site:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        robots = (folder / "robots.txt").read_text("utf-8")
        sitemaps = re.findall(r"(?mi)^sitemap:\s*(\S+)\s*$", robots)
        assert len(sitemaps) == 1, robots
        assert sitemaps[0].endswith("/sitemap.xml"), robots
        self.base: str = sitemaps[0].removesuffix("sitemap.xml")

    @cached_property
    def files(self) -> frozenset[str]:
        paths = (p.relative_to(self.folder) for p in self.folder.rglob("*") if p.is_file())
        return frozenset(p.as_posix() for p in paths if p.parts[0] != ".bantin")

    @cached_property
    def pages(self) -> dict[str, Page]:
        paths = sorted(path for path in self.files if path.endswith(".html"))
        return {path: Page(path, (self.folder / path).read_bytes().decode("utf-8")) for path in paths}

    def url(self, path: str) -> str:
        """The address of a file of the output."""
        return self.base + quote(re.sub(r"(^|/)index\.html$", r"\1", path))

    def file(self, url: str) -> str | None:
        """The file that a whole address leads to, without asking whether it exists; None: another site's."""
        bare = urldefrag(url).url
        if not bare.startswith(self.base):
            return "" if bare + "/" == self.base else None
        path = unquote(bare.removeprefix(self.base).partition("?")[0], errors="strict")
        return path + "index.html" if path == "" or path.endswith("/") else path

    # --- complaints ---

    def dead_links(self) -> list[str]:
        """Of pages and stylesheets: what leads to no file of the output, or to no id of its page."""
        return [
            *(f"{p.path}: {why}" for p in self.pages.values() for why in self._dead_on(p)),
            *(
                f"{path}: url({url}) leads to no file"
                for path in sorted(self.files)
                if path.endswith(".css")
                for url in _urls_of_style((self.folder / path).read_text("utf-8"))
                if not url.startswith("data:") and self.file(urljoin(self.url(path), url)) not in self.files
            ),
        ]

    def _dead_on(self, page: Page) -> Iterator[str]:
        for link in page.links:
            whole = urljoin(self.url(page.path), link.url)
            if urlsplit(whole).scheme not in ("http", "https", "mailto", "tel", "data", "sms"):
                yield f"{link.element} {link.url} is of no kind that is meant"
            if urlsplit(whole).scheme not in ("http", "https"):
                continue
            path = self.file(whole)
            if path is None:
                if urlsplit(whole).netloc == urlsplit(self.base).netloc:
                    yield f"{link.element} {link.url} leaves the site's folder"
                continue
            if path not in self.files:
                yield f"{link.element} {link.url} leads to no file"
                continue
            fragment = unquote(urlsplit(whole).fragment).partition(":~:")[0]
            if fragment and path in self.pages and fragment not in self.pages[path].ids | {"top"}:
                yield f"{link.element} {link.url} leads to no id"

    def bad_links_of_the_lost_page(self) -> list[str]:
        """404.html is served at every address, so relative links on it would lead astray."""
        page = self.pages["404.html"]
        return [
            f"404.html: {link.element} {link.url} depends on the address it is served at"
            for link in page.links
            if not urlsplit(link.url).scheme and not link.url.startswith(("/", "#"))
        ]

    def requests_to_others(self) -> list[str]:
        """What a browser would fetch from another host before the reader clicks anything."""
        return [
            *(
                f"{page.path}: {link.element} fetches {link.url}"
                for page in self.pages.values()
                for link in page.links
                if link.is_fetched and self._is_foreign(urljoin(self.url(page.path), link.url))
            ),
            *(
                f"{path}: fetches {url}"
                for path in sorted(self.files)
                if path.endswith(".css")
                for url in _urls_of_style((self.folder / path).read_text("utf-8"))
                if self._is_foreign(urljoin(self.url(path), url))
            ),
        ]

    def _is_foreign(self, whole: str) -> bool:
        return urlsplit(whole).scheme != "data" and urlsplit(whole).netloc != urlsplit(self.base).netloc

    def blocked_by_policy(self) -> list[str]:
        """What a page asks for, and its own Content Security Policy would not let it have."""
        return [
            f"{page.path}: {link.element} {link.url} is blocked by {link.directive}"
            for page in self.pages.values()
            for link in page.links
            if link.directive
            and not self._is_allowed(page.policy, link.directive, urljoin(self.url(page.path), link.url))
        ]

    def _is_allowed(self, policy: dict[str, list[str]], directive: str, whole: str) -> bool:
        sources = policy.get(directive, policy.get("default-src"))
        url, own = urlsplit(whole), urlsplit(self.base)
        origins = {f"{url.scheme}:", f"{url.scheme}://{url.netloc}"}
        if (url.scheme, url.netloc) == (own.scheme, own.netloc):
            origins.add("'self'")
        return sources is None or bool(origins & set(sources))

    def bad_heads(self) -> list[str]:
        """Language, title, canonical address and the one h1; a redirect has no h1, and says where it leads."""
        return [f"{page.path}: {why}" for page in self.pages.values() for why in self._bad_head(page)]

    def _bad_head(self, page: Page) -> Iterator[str]:
        root = page.root
        if root.get("lang") != "vi":
            yield f"lang is {root.get('lang')!r}"
        titles = [" ".join(title.text_content().split()) for title in root.xpath("//head/title")]
        if len(titles) != 1 or not titles[0]:
            yield f"its titles are {titles}"
        headings = [" ".join(heading.text_content().split()) for heading in root.xpath("//h1")]
        if len(headings) != (0 if page.is_redirect else 1) or "" in headings:
            yield f"its h1 are {headings}"
        whole = self.url(page.path)
        canonical = [str(url) for url in root.xpath("//head/link[@rel = 'canonical']/@href")]
        if canonical != [urljoin(whole, page.refresh) if page.refresh is not None else whole]:
            yield f"its canonical addresses are {canonical}"
        is_hidden = any("noindex" in content for content in root.xpath("//meta[@name = 'robots']/@content"))
        if (page.is_redirect or page.path == "404.html") and not is_hidden:
            yield "search engines are not told to leave it out"

    def inline_code(self) -> list[str]:
        """Scripts, styles and handlers written into pages; data blocks are none."""
        return [f"{page.path}: {why}" for page in self.pages.values() for why in self._inline(page)]

    def _inline(self, page: Page) -> Iterator[str]:
        for script in page.root.xpath("//script[not(@src)]"):
            if script.get("type") != "application/ld+json":
                yield "an inline <script>"
        for _ in page.root.xpath("//style"):
            yield "an inline <style>"
        for element in page.root.iter(html.etree.Element):
            for name, value in element.attrib.items():
                if (
                    name.startswith("on")
                    or name == "style"
                    or value.strip().lower().startswith("javascript:")
                ):
                    yield f'<{element.tag} {name}="{value}">'

    def bad_data(self) -> list[str]:
        """JSON-LD that is no JSON, or names an address of this site that leads to no file."""
        return [f"{page.path}: {why}" for page in self.pages.values() for why in self._bad_data(page)]

    def _bad_data(self, page: Page) -> Iterator[str]:
        for block in page.root.xpath("//script[@type = 'application/ld+json']/text()"):
            try:
                data = json.loads(block)
            except ValueError as error:
                yield f"JSON-LD: {error}"
                continue
            for text in _strings(data):
                path = self.file(text) if text.startswith(self.base) else None
                if path is not None and path not in self.files:
                    yield f"JSON-LD: {text} leads to no file"

    def unreachable(self) -> list[str]:
        """Pages for search engines that no chain of links from the front page reaches."""
        seen, todo = {"index.html"}, ["index.html"]
        while todo:
            page = self.pages[todo.pop()]
            for link in page.links:
                path = self.file(urljoin(self.url(page.path), link.url))
                if link.element == "<a href>" and path in self.pages and path not in seen:
                    seen.add(path)
                    todo.append(path)
        kept = {path for path, page in self.pages.items() if not page.is_redirect and path != "404.html"}
        return [f"{path}: no link leads here" for path in sorted(kept - seen)]


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
