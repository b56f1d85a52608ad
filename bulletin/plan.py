"""From the library to every output of the site that is not a file of a page's.

After this stage each page has its address, its template and what its view is made from.
Collisions are found here, by set arithmetic on the paths. Pictures and documents are named
while views are made, under folders that no page can have.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bulletin.addresses import addresses
from bulletin.feed import plan_feeds
from bulletin.figures import Figures
from bulletin.frame import foreign_origins, make_frame, make_side
from bulletin.hosting import plan_hosting
from bulletin.links import Resolver
from bulletin.model import Library
from bulletin.outputs import Feed, FileOutput, Output, Page, Printed, Rank, Sitemap, Static
from bulletin.pages import plan_pages
from bulletin.permalink import whole
from bulletin.present import Presenter
from bulletin.problem import Place, Problem, Problems, error
from bulletin.redirects import plan_redirects
from bulletin.search import SearchPlan, plan_search
from bulletin.settings import FILE
from bulletin.sitemap import plan_sitemaps
from bulletin.theme import Theme
from bulletin.views import Frame, Side


@dataclass(frozen=True, slots=True)
class Plan:
    """`files` are those that feeds and the side bring; pages bring more when their views are made."""

    pages: tuple[Page, ...]
    lists: tuple[Feed | Sitemap | Static, ...]
    frame: Frame
    side: Side
    files: dict[str, FileOutput]
    figures: Figures | None = None  # the visitor counter's, if it has left any
    printed: tuple[Printed, ...] = ()  # the issues that have been set
    search: SearchPlan = field(default_factory=lambda: SearchPlan((), (), (), ()))


def presenter(library: Library, theme: Theme) -> Presenter:
    known = frozenset(addresses(library))
    assets = {name: asset.url for name, asset in theme.assets.items()}
    return Presenter(library, Resolver(library, known, assets), theme.card_colours)


def plan(
    library: Library,
    theme: Theme,
    present: Presenter,
    figures: Figures | None = None,
    printed: tuple[Printed, ...] = (),
) -> tuple[Plan, Problems]:
    """Every output, and what all pages share. Pure; mistakes are problems."""
    frame, problems = make_frame(library, theme, frozenset(addresses(library)))
    side = make_side(library, present)
    pages = plan_pages(library, figures)
    lists: list[Feed | Sitemap | Static] = [*plan_feeds(library, present), *plan_sitemaps(pages, frame)]
    lists += [Static(asset.url, asset.data, Place(f"assets/{name}")) for name, asset in theme.assets.items()]
    lists.append(robots(frame.base_url))
    search = plan_search(library)
    index = search.files()
    redirects, rules, wrong = plan_redirects(
        library, frame, [*pages, *lists, *index, *plan_hosting(frame.base_url, ())]
    )
    pages += redirects
    lists += plan_hosting(frame.base_url, rules, *foreign_origins(library.settings))
    problems += tuple(
        error(Place(f"assets/{name}"), "picture-blur-elsewhere", name=f"assets/{name}")
        for name, asset in theme.assets.items()
        if asset.origin in present.blurred  # a copy of what an article hides
    )
    problems = (*problems, *wrong, *present.problems, *collisions([*pages, *lists, *index]))
    files = {**present.files, **{file.path: file for issue in printed for file in issue.files}}
    return Plan(tuple(pages), tuple(lists), frame, side, files, figures, printed, search), problems


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
    seen: set[str] = set()
    for key, output in first.items():
        folder = key.rpartition("/")[0]
        while folder and folder not in seen:
            seen.add(folder)
            blocked = first.get(folder)
            if blocked is not None:
                problems.append(
                    error(
                        blocked.origin, "address-folder", address="/" + blocked.path, other=output.origin.path
                    )
                )
            folder = folder.rpartition("/")[0]
    return tuple(problems)
