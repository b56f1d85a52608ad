"""A reference in a text to what it leads to, or to the nearest guess.

Everything a reference can name is in the library; nothing here looks at the disk, so no
path an editor writes can reach a file outside the site.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

from bulletin.media import Media
from bulletin.model import Library
from bulletin.names import fold, nearest, nfc
from bulletin.problem import Place, Problem, error, warning
from bulletin.source import MARKDOWN

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
MOST_GUESSES = 200  # files looked through for one dead link
_SAFE = "/%:@!$&'()*+,;=~-._?#[]"


@dataclass(frozen=True, slots=True)
class Dead:
    """The words stay, the link goes: the target is known but is not published."""


@dataclass(frozen=True, slots=True)
class Address:
    """A url below the root, or a whole address."""

    url: str


Target = Address | Media | Dead


class Resolver:
    """Looks references up among the pages planned and the files found."""

    def __init__(self, library: Library, urls: frozenset[str], assets: Mapping[str, str]) -> None:
        """`urls`: every page's; `assets`: name below assets/ -> url."""
        self._library, self._urls, self._assets = library, urls, assets
        self._by_path = {a.path: a.url for a in library.articles} | {p.path: p.url for p in library.pages}
        self._by_path |= {edition.path: edition.url for edition in library.editions}
        self._base = library.settings.address

    @cached_property
    def _index(self) -> "_Index":
        return _Index([*self._by_path, *self._library.media])

    @cached_property
    def _media_index(self) -> "_Index":
        return _Index(self._library.media)

    def link(self, target: str, place: Place) -> tuple[Target | None, Problem | None]:
        """None for a target that is broken, with the problem to report (or none: it is a shadow)."""
        if target.startswith(self._base):
            target = "/" + target[len(self._base) :]
        if _SCHEME.match(target):
            return Address(quote(target, safe=_SAFE)), None
        try:
            parts = urlsplit(target)
        except ValueError:  # brackets where a host's name would be
            return None, error(place, "link-broken", target=target, guess="")
        if plain := _plain_address(target):
            return None, error(place, "link-plain", target=target, guess=plain)
        tail = (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "") + (
            f"#{quote(parts.fragment, safe=_SAFE)}" if parts.fragment else ""
        )
        path = nfc(unquote(parts.path))
        if not path:
            return Address(target), None
        return (
            self._absolute(path, tail, place) if path.startswith("/") else self._relative(path, tail, place)
        )

    def picture(self, target: str, place: Place) -> tuple[Address | Media | None, Problem | None]:
        if _SCHEME.match(target) or target.startswith("//"):
            return None, error(place, "cover-remote", address=target)
        path = nfc(unquote(target))
        if path.startswith("/"):
            if asset := self._assets.get(path.removeprefix("/assets/")):
                return Address(asset), None
            found = self._library.media.get("content" + path)
            if found is None:
                return Address(quote(path[1:], safe=_SAFE)), warning(place, "address-unknown", address=path)
        else:
            for candidate in self._candidates(path, place.path):
                if found := self._library.media.get(candidate):
                    break
            else:
                return None, self._missing(path, place, "picture-missing", self._media_index)
        if found.fault or found.shape is None:
            return None, error(place, found.fault or "picture-kind", name=path)
        return found, None

    def _absolute(self, path: str, tail: str, place: Place) -> tuple[Target | None, Problem | None]:
        url = path[1:]
        for candidate in (url, url + "/", url.removesuffix("index.html")):
            if candidate in self._urls:
                return Address(quote(candidate, safe=_SAFE) + tail), None
        if path.lower().endswith(MARKDOWN):
            return self._relative(path[1:], tail, place)
        if asset := self._assets.get(path.removeprefix("/assets/")):
            return Address(asset), None
        # Something else may stand at that address of the host; the editor is told, that is all.
        return Address(quote(url, safe=_SAFE) + tail), warning(place, "address-unknown", address=path)

    def _relative(self, path: str, tail: str, place: Place) -> tuple[Target | None, Problem | None]:
        library = self._library
        for candidate in self._candidates(path, place.path):
            for file in (candidate, f"{candidate}/index.md"):
                if url := self._by_path.get(file):
                    return Address(url + tail), None
                if file in library.withheld:
                    return Dead(), warning(place, "link-withheld", target=path, state=library.withheld[file])
                if file in library.broken:
                    return Dead(), None
            if media := library.media.get(candidate):
                return (None, error(place, media.fault, name=path)) if media.fault else (media, None)
        if any(candidate in library.others for candidate in self._candidates(path, place.path)):
            return None, error(place, "media-kind", name=path)
        if ".." in path.split("/") and not self._candidates(path, place.path):
            return None, error(place, "link-outside", target=path)
        return None, self._missing(path, place, "link-broken", self._index)

    @staticmethod
    def _candidates(path: str, source: str) -> list[str]:
        """Where a path may point: beside the file, below content/, below the site. None leads outside."""
        folder = source.rpartition("/")[0]
        found = (_joined(base, path) for base in (folder, "content", ""))
        return [c for c in found if c is not None and c.startswith("content/")]

    def _missing(self, path: str, place: Place, kind: str, known: "_Index") -> Problem:
        folder = place.path.rpartition("/")[0]
        near = {
            _relative_to(folder, other): _stem(other) for other in known.near(_joined(folder, path) or path)
        }
        # Only names that are near count: two files of one folder have half of their path in common.
        stem = nearest(_stem(path), near.values())
        guess = next((other for other, name in sorted(near.items()) if name == stem), None)
        return error(place, f"{kind}-guess" if guess else kind, target=path, guess=guess or "")


class _Index:
    """Paths by folder and by last name: where a slip of the finger is looked for.

    A guess among every path of a large site would cost more than reading it.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._in_folder: dict[str, list[str]] = defaultdict(list)
        self._named: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            bundle = path.removesuffix("/index.md")
            self._in_folder[path.rpartition("/")[0]].append(path)
            if bundle != path:
                self._in_folder[bundle.rpartition("/")[0]].append(path)
            self._named[fold(bundle.rpartition("/")[2])].append(path)

    def near(self, path: str) -> list[str]:
        """Files of the folder that `path` names, and files anywhere of its last name."""
        bundle = path.removesuffix("/index.md")
        folders = {path.rpartition("/")[0], bundle.rpartition("/")[0]}
        inside = [other for folder in sorted(folders) for other in self._in_folder.get(folder, ())]
        return inside[:MOST_GUESSES] + self._named.get(fold(bundle.rpartition("/")[2]), [])[:MOST_GUESSES]


def _stem(path: str) -> str:
    """The last name of a path, without its ending; a bundle's folder."""
    last = path.removesuffix("/index.md").rstrip("/").rpartition("/")[2]
    return last.rpartition(".")[0] or last


def _plain_address(target: str) -> str:
    """What an e-mail address, a telephone number or a host's name should have been; "" for all else."""
    if re.fullmatch(r"[^\s@/:]+@[^\s@/:]+\.\w{2,}", target):
        return f"mailto:{target}"
    if re.fullmatch(r"\+?[0-9][0-9 .-]{6,14}", target):
        return f"tel:{re.sub('[ .-]', '', target)}"
    if re.fullmatch(r"(?:[\w-]+\.)+(?:vn|com|org|net|gov|edu|info)(?:/\S*)?", target):
        return f"https://{target}"
    return ""


def _joined(base: str, path: str) -> str | None:
    """`path` from the folder `base`; None when it leaves the site's root."""
    parts = base.split("/") if base else []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _relative_to(folder: str, path: str) -> str:
    """The path an editor would write in a file of `folder`."""
    here, there = folder.split("/"), path.split("/")
    same = 0
    while same < len(here) and same < len(there) - 1 and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:])
