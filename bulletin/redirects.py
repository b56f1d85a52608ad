"""Old addresses that lead to where an article is now: pages, and rules for the host.

A page with a refresh works on every host; a host that is told (`hosting`) answers an old
address with a 301 and no page at all.
"""

from collections.abc import Sequence

from bulletin.article import Article, StandingPage
from bulletin.hosting import Rule
from bulletin.model import Library
from bulletin.outputs import Output, Page
from bulletin.permalink import output_path, up_from, whole
from bulletin.problem import Place, Problem, Problems, error
from bulletin.views import Frame

_PAGES = (".html", ".htm")


def plan_redirects(
    library: Library, frame: Frame, others: Sequence[Output]
) -> tuple[list[Page], list[Rule], Problems]:
    """A page for each alias that can be one, and every alias as (old url, whole new address).

    `others` are all the other outputs: an old address must not stand where the site has something.
    """
    taken: dict[str, Place] = {output.path.casefold(): output.origin for output in others}
    made: list[Page] = []
    problems: list[Problem] = []
    rules: list[Rule] = []
    items: list[Article | StandingPage] = [*library.articles, *library.pages]
    for item in sorted(items, key=lambda i: i.path):
        permalink = whole(frame.base_url, item.url)
        for alias in item.aliases:
            origin = Place(item.path, item.source.place("aliases").line)
            path = output_path(alias)
            if other := taken.get(path.casefold()):
                problems.append(error(origin, "address-twice", address="/" + alias, other=other.path))
                continue
            taken[path.casefold()] = origin
            rules.append((alias, permalink))
            if alias.endswith(("/", *_PAGES)):
                parts = item.url, item.title
                up = up_from(alias)
                made.append(Page(alias, "redirect.html", "redirect", parts, up, origin, is_indexed=False))
    return made, rules, tuple(problems)
