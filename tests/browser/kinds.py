"""Every kind of page that the theme knows, and where a built site has one of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Found:
    """A page of a built site: its path below the output, and its HTML."""

    path: str
    text: str

    @property
    def url(self) -> str:
        return self.path.removesuffix("index.html")


@dataclass(frozen=True)
class Kind:
    """`path` and each of `holds` are patterns, `lacks` words; of the pages that fit, the fullest counts."""

    holds: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    path: str = r".*"
    wanted: Callable[..., Found] = max
    site: str = "sample"  # or "drafts": built with --drafts --future

    def is_kind_of(self, page: Found) -> bool:
        return (
            re.fullmatch(self.path, page.path) is not None
            and all(re.search(pattern, page.text) for pattern in self.holds)
            and not any(words in page.text for words in self.lacks)
        )


def body(name: str) -> str:
    return f'<body class="is-{name}"'


ARTICLE, LIST = body("article"), body("list")
STATE = r'story-head">\s*<strong class="state">'
KINDS: Mapping[str, Kind] = {
    "home": Kind((body("home"),)),
    "article-short": Kind((ARTICLE,), wanted=min),
    "article-long": Kind((ARTICLE, "<table", 'class="footnote"', 'class="contents"')),
    "article-pictures": Kind((ARTICLE, "<table", "<figure"), lacks=('class="footnote"',)),
    "article-video": Kind((ARTICLE, "data-youtube")),
    "article-gallery": Kind((ARTICLE, 'class="gallery')),
    "article-bare": Kind((ARTICLE,), lacks=("story-cover", "<figure")),
    "article-draft": Kind((ARTICLE, STATE + "Bản nháp"), site="drafts"),
    "article-scheduled": Kind((ARTICLE, STATE + "Chưa đến ngày đăng"), site="drafts"),
    "category": Kind((LIST, 'rel="next"'), path=r"[\w-]+/index\.html"),
    "category-2": Kind((LIST,), path=r"[\w-]+/trang-2/index\.html"),
    "topics": Kind((body("topics"),)),
    "topic": Kind((body("topic"),)),
    "tags": Kind((body("tags"),)),
    "tag": Kind((LIST,), path=r"tu-khoa/[\w-]+/index\.html"),
    "archive": Kind((body("archive"),)),
    "year": Kind((LIST,), path=r"luu-tru/\d{4}/index\.html"),
    "month": Kind((LIST,), path=r"luu-tru/\d{4}/\d\d/index\.html"),
    "editions": Kind((LIST,), path=r"ban-tin/index\.html"),
    "edition": Kind((body("edition"),)),
    "standing": Kind((body("standing"),)),
    "sitemap": Kind((body("sitemap"),)),
    "search": Kind((body("search"),)),
    "lost": Kind((body("lost"),)),
    "redirect": Kind(('http-equiv="refresh"',)),
}
LOST = "khong/co/trang-nay/"  # no page is here


@dataclass(frozen=True)
class Atlas:
    """Where the kinds of pages are in the folders of built sites, "sample" and "drafts"."""

    pages: Mapping[str, tuple[Found, ...]]

    def page(self, name: str) -> Found:
        kind = KINDS[name]
        found = [page for page in self.pages[kind.site] if kind.is_kind_of(page)]
        assert found, f"the sample has no page of the kind {name}"
        return kind.wanted(found, key=lambda page: (len(page.text), page.path))

    def url(self, name: str) -> str:
        """Below the site's root, as a host serves it."""
        return LOST if name == "lost" else self.page(name).url


def pages_of(folder: Path) -> tuple[Found, ...]:
    """Every page below `folder`, by path."""
    paths = sorted(path.relative_to(folder) for path in folder.rglob("*.html"))
    return tuple(Found(path.as_posix(), (folder / path).read_text("utf-8")) for path in paths)
