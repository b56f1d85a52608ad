"""From the library to every output of the site.

After this stage nothing is open: each page has its address, its template and its view; each
picture its name and size. Collisions are found here, by set arithmetic on the paths.
"""

from collections.abc import Sequence

from bulletin.addresses import addresses
from bulletin.feed import plan_feeds
from bulletin.frame import make_frame
from bulletin.hosting import plan_hosting
from bulletin.links import Resolver
from bulletin.model import Library
from bulletin.outputs import Output, Rank, Static
from bulletin.pages import plan_pages
from bulletin.permalink import whole
from bulletin.present import Presenter
from bulletin.problem import Place, Problem, Problems, error
from bulletin.redirects import plan_redirects
from bulletin.settings import FILE
from bulletin.sitemap import plan_sitemaps
from bulletin.theme import Theme
from bulletin.views import Frame


def plan(library: Library, theme: Theme) -> tuple[tuple[Output, ...], Frame, Problems]:
    """Every output, sorted by path, and what all pages share. Pure; mistakes are problems."""
    known = frozenset(addresses(library))
    assets = {name: asset.url for name, asset in theme.assets.items()}
    present = Presenter(library, Resolver(library, known, assets), theme.card_colours)
    frame, problems = make_frame(library, theme, present, known)
    pages = plan_pages(library, frame, present)
    outputs: list[Output] = [*pages, *plan_feeds(library, present), *plan_sitemaps(pages, frame)]
    outputs += [
        Static(asset.url, asset.data, Place(f"assets/{name}")) for name, asset in theme.assets.items()
    ]
    outputs += [robots(frame.base_url), *present.files.values()]
    redirects, rules, wrong = plan_redirects(library, frame, [*outputs, *plan_hosting(frame.base_url, ())])
    outputs += [*redirects, *plan_hosting(frame.base_url, rules)]
    problems = (*problems, *wrong, *present.problems, *collisions(outputs))
    return tuple(sorted(outputs, key=lambda o: o.path)), frame, problems


def robots(base: str) -> Static:
    text = f"User-agent: *\nAllow: /\n\nSitemap: {whole(base, 'sitemap.xml')}\n"
    return Static("robots.txt", text.encode(), Place(FILE), Rank.LIST)


def collisions(outputs: Sequence[Output]) -> Problems:
    """Two outputs at one path, or one at the folder of another; letter case does not tell them apart.

    The later in reading order is at fault, and its problem names the earlier.
    """
    problems: list[Problem] = []
    first: dict[str, Output] = {}
    for output in outputs:
        key = output.path.casefold()
        other = first.setdefault(key, output)
        if other is not output:
            address = "/" + output.path.removesuffix("index.html")
            problems.append(error(output.origin, "address-twice", address=address, other=other.origin.path))
    for key, output in first.items():
        parts = key.split("/")
        for n in range(1, len(parts)):
            blocked = first.get("/".join(parts[:n]))
            if blocked is not None:
                problems.append(
                    error(
                        blocked.origin, "address-folder", address="/" + blocked.path, other=output.origin.path
                    )
                )
    return tuple(problems)
