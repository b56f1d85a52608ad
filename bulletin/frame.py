"""What every page of the site shares: name, navigation, latest articles, footer."""

from dataclasses import replace

from bulletin.addresses import HOME, TOPICS
from bulletin.bodyview import PictureView
from bulletin.hosting import PAGE_POLICY
from bulletin.model import Library
from bulletin.present import Presenter, entry_link, term_link
from bulletin.problem import Place, Problem, Problems, error
from bulletin.settings import FILE, Badge
from bulletin.theme import Theme
from bulletin.views import Frame, NavItem


def make_frame(
    library: Library, theme: Theme, present: Presenter, known: frozenset[str]
) -> tuple[Frame, Problems]:
    """`known` are the urls of every page; a navigation item that leads to none is a problem."""
    return _Framer(library, theme, present, known).frame()


class _Framer:
    def __init__(self, library: Library, theme: Theme, present: Presenter, known: frozenset[str]) -> None:
        self._library, self._settings, self._theme = library, library.settings, theme
        self._present, self._known = present, known
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
            latest=tuple(map(self._present.card, library.articles[: settings.lists.sidebar])),
            topics=tuple(term_link(term, TOPICS.url) for term, articles in library.topics if articles),
            badges=tuple(self._badge(i, badge) for i, badge in enumerate(settings.badges)),
            social=tuple(map(entry_link, settings.social)),
            login=entry_link(settings.login) if settings.login else None,
            has_counter=False,
            stylesheets=self._theme.named("css/*.css"),
            scripts=self._theme.named("js/*.js"),
            icon=self._assets.get("icon.svg"),
            bar_colours=self._theme.bar_colours,
            policy=PAGE_POLICY,
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

    def _badge(self, index: int, badge: Badge) -> Badge:
        if badge.image not in self._assets:
            self._problems.append(
                error(self._settings.place("badges", index), "asset-missing", name=badge.image)
            )
        return replace(badge, image=self._assets.get(badge.image, ""))

    def _logo(self) -> PictureView | None:
        name = self._settings.logo
        if name and name not in self._assets:
            self._problems.append(error(self._settings.place("site", "logo"), "asset-missing", name=name))
        return (
            PictureView(self._assets[name], 0, 0, (), self._settings.name) if name in self._assets else None
        )
