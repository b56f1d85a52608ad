"""What every page of the site shares: name, navigation, latest articles, footer."""

from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from bulletin.addresses import HOME, TOPICS
from bulletin.bodyview import PictureView
from bulletin.hosting import page_policy
from bulletin.model import Library
from bulletin.present import Presenter, entry_link, term_link
from bulletin.problem import Place, Problem, Problems, error
from bulletin.settings import FILE, Badge, Settings
from bulletin.theme import Theme
from bulletin.views import BadgeView, CounterView, Frame, NavItem, Side
from bulletin.websearch import web_search


def make_frame(library: Library, theme: Theme, known: frozenset[str]) -> tuple[Frame, Problems]:
    """`known` are the urls of every page; a navigation item that leads to none is a problem."""
    return _Framer(library, theme, known).frame()


def make_side(library: Library, present: Presenter) -> Side:
    return Side(
        latest=tuple(map(present.card, library.articles[: library.settings.lists.sidebar])),
        topics=tuple(term_link(term, TOPICS.url) for term, articles in library.topics if articles),
    )


def counter_view(settings: Settings) -> CounterView | None:
    counter = settings.counter
    if not counter.is_on:
        return None
    return CounterView(
        address=urljoin(settings.address, counter.address) if counter.address else "",
        goatcounter=counter.goatcounter,
        origins=tuple(origin_of(address) for address in (settings.address, *counter.allowed_origins)),
        is_private=counter.do_not_track,
        has_views=counter.article_views and bool(counter.address),
    )


def counter_origin(settings: Settings) -> str:
    """The origin of a counter that is not on the site's own; "" when pages need not be let out to it."""
    view = counter_view(settings)
    there = origin_of(view.address or view.goatcounter) if view and settings.counter.has_script else ""
    return "" if there == origin_of(settings.address) else there


def foreign_origins(settings: Settings) -> tuple[str, str]:
    """The origins that pages may reach besides the site's: a counter's, and a web search's; or ""."""
    web = web_search(settings.search.web, settings.address)
    return counter_origin(settings), web.origin if web else ""


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


class _Framer:
    def __init__(self, library: Library, theme: Theme, known: frozenset[str]) -> None:
        self._library, self._settings, self._theme = library, library.settings, theme
        self._known = known
        self._assets = {name: asset.url for name, asset in theme.assets.items()}
        self._problems: list[Problem] = []

    def frame(self) -> tuple[Frame, Problems]:
        settings, library = self._settings, self._library
        entries = settings.navigation
        navigation = tuple(self._nav_item(i) for i in range(len(entries))) or (
            NavItem(HOME, "home"),
            *(NavItem(term_link(term), term.slug) for term, _ in library.categories),
        )
        made = Frame(
            name=settings.name,
            tagline=settings.tagline,
            base_url=settings.address,
            language=settings.language,
            publisher=settings.publisher,
            navigation=navigation,
            badges=tuple(self._badge(i, badge) for i, badge in enumerate(settings.badges)),
            social=tuple(map(entry_link, settings.social)),
            login=entry_link(settings.login) if settings.login else None,
            counter=counter_view(settings),
            stylesheets=self._theme.named("css/*.css"),
            scripts=self._theme.named("js/*.js"),
            search_stylesheets=self._theme.named("search/*.css"),
            search_scripts=self._theme.named("search/*.js"),
            icon=self._assets.get("icon.svg"),
            bar_colours=self._theme.bar_colours,
            policy=page_policy(*foreign_origins(settings)),
            logo=self._logo(),
        )
        return made, tuple(self._problems)

    def _nav_item(self, index: int) -> NavItem:
        link = entry_link(self._settings.navigation[index])
        if not link.is_external and f"{link.url}/" in self._known:
            link = replace(link, url=f"{link.url}/")
        if not link.is_external and link.url not in self._known:
            place = Place(FILE, self._settings.navigation[index].line)
            self._problems.append(error(place, "navigation-broken", to=self._settings.navigation[index].to))
        return NavItem(link, link.url.partition("/")[0] or "home")

    def _badge(self, index: int, badge: Badge) -> BadgeView:
        asset = self._theme.assets.get(badge.image)
        if asset is None:
            self._problems.append(
                error(self._settings.place("badges", index), "asset-missing", name=badge.image)
            )
            return BadgeView(badge.title, "", badge.alt, badge.url)
        return BadgeView(badge.title, asset.url, badge.alt, badge.url, asset.width, asset.height)

    def _logo(self) -> PictureView | None:
        name = self._settings.logo
        asset = self._theme.assets.get(name)
        if name and asset is None:
            self._problems.append(error(self._settings.place("site", "logo"), "asset-missing", name=name))
        return PictureView(asset.url, asset.width, asset.height, (), self._settings.name) if asset else None
