"""Old addresses that lead to where an article is now: pages, and rules for the host.

A page with a refresh works on every host; Apache and nginx can also be told, and then
answer an old address with a 301 and no page at all.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from bulletin.article import Article, StandingPage
from bulletin.model import Library
from bulletin.outputs import Page, Rank, Static
from bulletin.permalink import output_path, up_from, whole
from bulletin.problem import Place, Problem, Problems, error
from bulletin.views import Frame, Head, RedirectView

APACHE = ".htaccess"
NGINX = "may-chu/nginx.conf"
_PAGES = (".html", ".htm")


def plan_redirects(
    library: Library, frame: Frame, pages: Sequence[Page]
) -> tuple[list[Page | Static], Problems]:
    """A page for each alias that can be one, and the two files of rules."""
    taken = {page.path: page for page in pages}
    made: list[Page | Static] = []
    problems: list[Problem] = []
    rules: list[tuple[str, str]] = []
    items: list[Article | StandingPage] = [*library.articles, *library.pages]
    for item in sorted(items, key=lambda i: i.path):
        permalink = whole(frame.base_url, item.url)
        head = Head(item.title, "", permalink, is_indexed=False)
        for alias in item.aliases:
            origin = Place(item.path, item.source.place("aliases").line)
            if other := taken.get(output_path(alias)):
                problems.append(error(origin, "address-twice", address="/" + alias, other=other.origin.path))
                continue
            rules.append((alias, permalink))
            if alias.endswith(("/", *_PAGES)):
                view = RedirectView(item.url, permalink, item.title)
                page = Page(alias, "redirect.html", head, view, up_from(alias), origin)
                taken[page.path] = page
                made.append(page)
    root = urlsplit(frame.base_url).path
    made.append(Static(APACHE, apache(root, rules), Place(APACHE), Rank.PAGE))
    made.append(Static(NGINX, nginx(root, rules), Place(NGINX), Rank.PAGE))
    return made, tuple(problems)


def apache(root: str, rules: Sequence[tuple[str, str]]) -> bytes:
    """`.htaccess`; `root` is the path of the site on its host, with "/" at both ends."""
    lines = [
        "# Made by the bulletin; a build writes it anew.",
        f"ErrorDocument 404 {root}404.html",
        "DirectoryIndex index.html",
        "AddDefaultCharset utf-8",
        "<IfModule mod_alias.c>",
        *(f'  Redirect 301 "{root}{alias}" "{target}"' for alias, target in rules),
        "</IfModule>",
    ]
    return ("\n".join(lines) + "\n").encode()


def nginx(root: str, rules: Sequence[tuple[str, str]]) -> bytes:
    """Lines to include in the site's `server { … }`."""
    lines = [
        "# Made by the bulletin: include this file in the server block of the site.",
        f"error_page 404 {root}404.html;",
        "index index.html;",
        "charset utf-8;",
        *(f'location = "{root}{alias}" {{ return 301 "{target}"; }}' for alias, target in rules),
    ]
    return ("\n".join(lines) + "\n").encode()
