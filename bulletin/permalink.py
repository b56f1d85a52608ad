"""Addresses: a URL path of the site to its file in the output, and back.

A url has no leading slash: "" is the front page, "tin-tuc/" a folder, "feed.xml" a file.
"""

import re
from urllib.parse import quote, unquote

_SAFE = "/%~.-_"
_PLAIN = re.compile(r"[a-z0-9/%~.\-_]*")  # what `quote` would leave as it is, and does slowly
LONGEST_ALIAS = 300  # letters of an old address
_NEVER = frozenset('\\?#:"<>|*')  # no file of Windows, or no line of a host's settings, can hold them
_OURS = frozenset({".bantin", "assets", "anh", "tep", ""})  # folders that an old address would hide
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))})


def output_path(url: str) -> str:
    """The file that a host serves for `url`.

    >>> output_path("tin-tuc/")
    'tin-tuc/index.html'
    """
    return url + "index.html" if url == "" or url.endswith("/") else url


def url_of(path: str) -> str:
    """The inverse of `output_path` for every path that the generator makes."""
    folder, _, name = path.rpartition("/")
    return (folder + "/" if folder else "") if name == "index.html" else path


def up_from(url: str) -> str:
    """What leads from the page at `url` to the site's root: "./", "../", "../../"."""
    return "../" * url.count("/") or "./"


def whole(base: str, url: str) -> str:
    """The whole address; `base` ends with "/"."""
    return base + (url if _PLAIN.fullmatch(url) else quote(url, safe=_SAFE))


def page_url(folder: str, number: int) -> str:
    """Page `number` (from 1) of the list at `folder`."""
    return folder if number == 1 else f"{folder}trang-{number}/"


def normalised_address(text: str) -> str | None:
    """An old address as an editor writes it, as a url of this site; None if it is not one.

    >>> normalised_address("/tin/bai-cu.html")
    'tin/bai-cu.html'
    """
    path = unquote(text.strip()).removeprefix("/")
    parts = path.rstrip("/").split("/")
    if len(path) > LONGEST_ALIAS or parts[0].casefold() in _OURS or any(c < " " or c in _NEVER for c in path):
        return None
    for part in parts:
        if (
            not part.strip(". ")
            or part != part.rstrip(". ")
            or part.split(".")[0].casefold() in _DEVICES
            or len(part) > 120
        ):
            return None
    return path if path.endswith("/") or "." in parts[-1] else path + "/"
