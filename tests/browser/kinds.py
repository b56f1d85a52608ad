"""Every kind of page that the theme knows, and where a built site has one of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Found:
    """A page of a built site: its path below the output, and its HTML."""

    path: str
    text: str

    def has(self, words: str) -> bool:
        return words in self.text

    def is_kind(self, name: str) -> bool:
        return f'<body class="is-{name}"' in self.text

    def matches(self, pattern: str) -> bool:
        return re.fullmatch(pattern, self.path) is not None


@dataclass(frozen=True)
class Kind:
    """Of the pages that are meant, the fullest is taken: it has the most that could go wrong."""

    is_meant: Callable[[Found], bool]
    fullest: bool = True
    site: str = "sample"  # or "drafts": built with --drafts --future


def article(*words: str, without: tuple[str, ...] = ()) -> Callable[[Found], bool]:
    def is_meant(page: Found) -> bool:
        return (
            page.is_kind("article")
            and all(map(page.has, words))
            and not any(page.has(word) for word in without)
        )

    return is_meant


KINDS: Mapping[str, Kind] = {
    "home": Kind(lambda page: page.is_kind("home")),
    "article-short": Kind(article(), fullest=False),
    "article-long": Kind(article("<table", 'class="footnote"')),
    "article-table": Kind(article("<table", "<figure", without=('class="footnote"',))),
    "article-video": Kind(article("data-youtube")),
    "article-gallery": Kind(article('class="gallery')),
    "article-bare": Kind(article(without=("story-cover", "<figure"))),
    "article-draft": Kind(article('class="state">Bản nháp'), site="drafts"),
    "article-scheduled": Kind(article('class="state">Chưa đến ngày đăng'), site="drafts"),
    "category": Kind(
        lambda page: page.is_kind("list") and page.has('rel="next"') and page.matches(r"[\w-]+/index\.html")
    ),
    "category-2": Kind(lambda page: page.is_kind("list") and page.matches(r"[\w-]+/trang-2/index\.html")),
    "topics": Kind(lambda page: page.is_kind("topics")),
    "topic": Kind(lambda page: page.is_kind("topic")),
    "tags": Kind(lambda page: page.is_kind("tags")),
    "tag": Kind(lambda page: page.is_kind("list") and page.matches(r"tu-khoa/[\w-]+/index\.html")),
    "archive": Kind(lambda page: page.is_kind("archive")),
    "year": Kind(lambda page: page.is_kind("list") and page.matches(r"luu-tru/\d{4}/index\.html")),
    "month": Kind(lambda page: page.is_kind("list") and page.matches(r"luu-tru/\d{4}/\d\d/index\.html")),
    "standing": Kind(lambda page: page.is_kind("standing")),
    "sitemap": Kind(lambda page: page.is_kind("sitemap")),
    "lost": Kind(lambda page: page.is_kind("lost")),
    "redirect": Kind(lambda page: page.has('http-equiv="refresh"')),
}
SCREENS = tuple(kind for kind in KINDS if kind != "redirect")  # those that a reader gets to see
LOST = "khong/co/trang-nay/"  # no page is here


@dataclass(frozen=True)
class Atlas:
    """Where the kinds of pages are, in the folders of built sites: "sample", "drafts"."""

    folders: Mapping[str, Path]
    _pages: dict[str, tuple[Found, ...]] = field(default_factory=dict)

    def pages(self, site: str = "sample") -> tuple[Found, ...]:
        if site not in self._pages:
            folder = self.folders[site]
            paths = sorted(path.relative_to(folder) for path in folder.rglob("*.html"))
            self._pages[site] = tuple(
                Found(path.as_posix(), (folder / path).read_text("utf-8")) for path in paths
            )
        return self._pages[site]

    def page(self, name: str) -> Found:
        kind = KINDS[name]
        pages = [page for page in self.pages(kind.site) if kind.is_meant(page)]
        assert pages, f"the sample has no page of the kind {name}"
        return (max if kind.fullest else min)(pages, key=lambda page: (len(page.text), page.path))

    def address(self, name: str) -> str:
        """Below the site's root, as a host serves it."""
        return LOST if name == "lost" else self.page(name).path.removesuffix("index.html")
