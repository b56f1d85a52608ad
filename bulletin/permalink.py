"""Addresses: a URL path of the site to its file in the output, and back.

A url has no leading slash: "" is the front page, "tin-tuc/" a folder, "feed.xml" a file.
"""

from urllib.parse import quote, unquote


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
    return base + quote(url, safe="/%~.-_")


def page_url(folder: str, number: int) -> str:
    """Page `number` (from 1) of the list at `folder`."""
    return folder if number == 1 else f"{folder}trang-{number}/"


def normalised_address(text: str) -> str | None:
    """An old address as an editor writes it, as a url of this site; None if it is not one.

    >>> normalised_address("/tin/bai-cu.html")
    'tin/bai-cu.html'
    """
    path = unquote(text.strip()).removeprefix("/")
    parts = path.split("/")
    if not path or parts[0] in ("", ".bantin") or any(c < " " or c in '\\?#:"<>' for c in path):
        return None
    if "" in parts[:-1] or "." in parts or ".." in parts:
        return None
    return path if path.endswith("/") or "." in parts[-1] else path + "/"
