"""`site.toml`, read and checked; every mistake has its line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bulletin.files import decode
from bulletin.names import nearest, nfc, slug
from bulletin.problem import Place, Problem, Problems, UsageError, WorldError, error, warning
from bulletin.settings import (
    APPROVALS,
    FILE,
    KINDS,
    RESERVED,
    Badge,
    Counter,
    Destination,
    Entry,
    Home,
    Limits,
    Lists,
    Look,
    Paging,
    Pictures,
    Printing,
    Publisher,
    Search,
    Settings,
    Term,
)
from bulletin.tomllines import Lines, key_lines
from bulletin.websearch import ENGINES, web_search

# table -> the dataclass whose fields are its keys; "[[x]]" for tables that repeat.
_TABLES: Mapping[str, type] = {
    "publisher": Publisher,
    "theme": Look,
    "paging": Paging,
    "home": Home,
    "lists": Lists,
    "pictures": Pictures,
    "counter": Counter,
    "search": Search,
    "limits": Limits,
    "printing": Printing,
    "login": Entry,
}
_REPEATED: Mapping[str, type] = {
    "categories": Term,
    "topics": Term,
    "navigation": Entry,
    "badges": Badge,
    "social": Entry,
}
LARGEST = 5.0  # mm, of a length that is a fraction
_SITE = ("name", "tagline", "address", "language", "time_zone", "logo")
_LIST = tuple[str, ...]
_KINDS: Mapping[Any, str] = {
    str: "settings-text", int: "settings-number", float: "settings-measure", bool: "settings-flag",
    _LIST: "settings-list",
}  # fmt: skip
# What a destination of each kind cannot do without; and keys that no file should have.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "folder": ("folder",),
    "ftp": ("host",),
    "ftps": ("host",),
    "ftps-implicit": ("host",),
    "sftp": ("host",),
    "s3": ("bucket", "user"),
    "rsync": ("host", "folder"),
    "git": ("repository",),
}
_GIVEN = ("line", "name")  # by where a table stands, not by a key of it
# A password, or a name that may be a token, before the host of an address.
_SECRET_IN_ADDRESS = re.compile(r"https?://[^/]*@|://[^/:@]*:(?!\d+/).*@", re.IGNORECASE)
_SECRETS = ("password", "mat_khau", "secret", "secret_key", "token", "passphrase")
_REQUIRED: Mapping[type, tuple[str, ...]] = {
    Term: ("slug", "title"),
    Entry: ("label", "to"),
    Badge: ("title", "image", "alt", "url"),
}


def parse_settings(text: str) -> tuple[Settings, Problems]:
    """Read `site.toml`. With a mistake in its syntax nothing can be known: the defaults come back."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # syntax; a number or a nesting beyond reason
        found = re.search(r"at line (\d+)", str(fault))
        line = int(found[1]) if found else text.count("\n") + 1
        written = text.split("\n")[line - 1].strip() if line <= text.count("\n") + 1 else ""
        return Settings(), (error(Place(FILE, line), "settings-syntax", text=written),)
    return _Reader(table, key_lines(text)).settings()


class _Reader:
    """Walks one parsed file and collects problems as it goes."""

    def __init__(self, table: dict[str, Any], lines: Lines) -> None:
        self._table, self._lines = table, lines
        self._problems: list[Problem] = []

    def settings(self) -> tuple[Settings, Problems]:
        known = ("site", "publish", *_TABLES, *_REPEATED)
        for name in self._table:
            if name not in known:
                self._unknown((name,), known)
        values: dict[str, Any] = self._site(self._table_of("site"))
        for name, kind in _TABLES.items():
            if name in self._table:
                values[name] = self._record((name,), self._table_of(name), kind)
        for name, kind in _REPEATED.items():
            rows = self._table.get(name, [])
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                self._error((name,), "settings-repeated", name=name)
                continue
            made = [self._record((name, i), row, kind) for i, row in enumerate(rows)]
            values[name] = tuple(record for record in made if record is not None)
        self._links(values)
        if (word := values.get("printing", Printing()).approval) not in APPROVALS:
            kinds = ", ".join(APPROVALS)
            self._error(("printing", "approval"), "settings-approval", value=word, kinds=kinds)
        if "counter" in values:
            values["counter"] = self._counter(values["counter"])
        if (web := values.get("search", Search()).web) and not web_search(web, ""):
            self._error(("search", "web"), "settings-web-search", value=web, names=", ".join(ENGINES))
            del values["search"]
        if not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", values.get("language", "vi")):
            self._error(("site", "language"), "settings-language", value=values.pop("language"))
        if "publish" in self._table:
            values["publish"] = self._publish(self._table_of("publish"))
        for name in ("categories", "topics"):
            values[name] = self._usable(name, values.get(name, ()))
        return Settings(**values, lines=self._lines), tuple(self._problems)

    def _table_of(self, name: str) -> dict[str, Any]:
        table = self._table.get(name, {})
        if isinstance(table, dict):
            return table
        self._error((name,), "settings-table", name=name)
        return {}

    def _site(self, table: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in _SITE:
                self._unknown(("site", key), _SITE)
            elif not isinstance(value, str):
                self._error(("site", key), "settings-text", key=key)
            else:
                values[key] = nfc(value).strip()
        if "site" in self._table:
            for key in ("name", "address"):
                if not values.get(key):
                    values.pop(key, None)
                    self._error(("site",), "settings-missing", key=key, table="[site]")
        zone = values.pop("time_zone", None)
        if zone is not None:
            try:
                values["zone"] = ZoneInfo(zone)
            except (KeyError, ValueError, OSError):
                self._error(("site", "time_zone"), "settings-zone", zone=zone)
        if "address" in values:
            address = checked_address(values["address"])
            if address is None:
                self._error(("site", "address"), "settings-address", address=values["address"])
            values["address"] = address or Settings().address
        return values

    def _record(self, path: tuple[str | int, ...], table: dict[str, Any], kind: type) -> Any:
        """One table as a `kind`; None when a required key is missing."""
        known = {f.name: f.type for f in fields(kind) if f.name not in _GIVEN}
        values: dict[str, Any] = {}
        for key, value in table.items():
            wanted = known.get(key)
            if wanted is None:
                self._unknown((*path, key), known)
            elif wanted == _LIST and isinstance(value, list) and all(isinstance(v, str) for v in value):
                values[key] = tuple(v.strip() for v in value)
            elif wanted is float and type(value) in (int, float) and 0 <= value <= LARGEST:
                values[key] = float(value)
            elif type(value) is not wanted or (wanted is int and value < 0) or wanted is float:
                self._error((*path, key), _KINDS[wanted], key=key)
            else:
                values[key] = nfc(value).strip() if wanted is str else value
        missing = [key for key in _REQUIRED.get(kind, ()) if not values.get(key)]
        for key in missing:
            label = f"[{path[0]}]" if len(path) == 1 else f"[[{path[0]}]]"
            self._error(path, "settings-missing", key=key, table=label)
        if missing:
            return None
        if kind is Entry:
            values["line"] = self._lines.get(path, 0)
        return kind(**values)

    def _links(self, values: dict[str, Any]) -> None:
        """Whole addresses, or ones of this site; nothing that could be a script."""
        for name, key in (("social", "to"), ("navigation", "to"), ("badges", "url")):
            for i, entry in enumerate(values.get(name, ())):
                self._link((name, i, key), getattr(entry, key), may_be_here=name != "badges")
        if login := values.get("login"):
            self._link(("login", "to"), login.to, may_be_here=True)
        email = values["publisher"].email if values.get("publisher") else ""
        if email and not re.fullmatch(r"[^\s@<>\"']+@[^\s@<>\"']+\.[\w-]+", email):
            self._error(("publisher", "email"), "settings-email", value=email)

    def _link(self, path: tuple[str | int, ...], written: str, *, may_be_here: bool) -> None:
        is_whole = re.fullmatch(r"https?://[\w.-]+\.?(:\d{1,5})?([/?#][^\s\"'<>\\]*)?", written)
        is_here = may_be_here and re.fullmatch(r"/[^\s\"'<>\\:/][^\s\"'<>\\:]*|/", written)
        if not (is_whole or is_here or re.fullmatch(r"(mailto|tel):[^\s\"'<>]+", written)):
            self._error(path, "settings-link", value=written)

    def _counter(self, counter: Counter) -> Counter:
        """Addresses made whole; what cannot be used is left out, with a problem."""
        made: dict[str, Any] = {}
        for key in ("address", "goatcounter"):
            written = getattr(counter, key)
            is_here = key == "address" and re.fullmatch(r"/([\w./~-]*/)?", written)
            checked = written if is_here else checked_address(written) if written else ""
            if checked is None:
                self._error(("counter", key), "counter-address", key=key, value=written)
            made[key] = checked or ""
        if counter.address and counter.goatcounter:
            self._error(("counter", "goatcounter"), "counter-two")
            made["goatcounter"] = ""
        for origin in counter.allowed_origins:
            if checked_address(origin) is None:
                self._error(
                    ("counter", "allowed_origins"), "counter-address", key="allowed_origins", value=origin
                )
        for key in ("trusted_proxies", "ignored_addresses"):
            for written in getattr(counter, key):
                try:
                    ip_network(written, strict=False)
                except ValueError:
                    self._error(("counter", key), "counter-network", value=written)
        return replace(counter, **made)

    def _publish(self, tables: dict[str, Any]) -> tuple[Destination, ...]:
        made = []
        for name, table in tables.items():
            path = (f"publish.{name}",)
            if not re.fullmatch("[a-z0-9][a-z0-9-]{0,30}", name) or not isinstance(table, dict):
                self._error(path if path in self._lines else ("publish",), "publish-name", name=name)
                continue
            secret = next((key for key in table if key in _SECRETS), "")
            if secret:
                self._error((*path, secret), "publish-secret", key=secret, name=name)
                continue
            where = self._record(path, table, Destination)
            where = where and replace(where, name=name)
            if where and self._is_whole(path, where):
                made.append(where)
        return tuple(made)

    def _is_whole(self, path: tuple[str], where: Destination) -> bool:
        """Whether all is there that its kind needs."""
        before = len(self._problems)
        if where.kind not in KINDS:
            kinds = ", ".join(KINDS)
            self._error((*path, "kind"), "publish-kind", value=where.kind, kinds=kinds)
        for key in _NEEDED.get(where.kind, ()):
            if not getattr(where, key):
                self._error(path, "settings-missing", key=key, table=f"[{path[0]}]")
        if where.releases and where.kind not in ("folder", "sftp"):
            self._error((*path, "releases"), "publish-releases", way=where.kind)
        if where.address and checked_address(where.address) is None:
            self._error((*path, "address"), "settings-address", address=where.address)
        for key in ("host", "user", "folder", "repository", "branch", "bucket"):
            value = getattr(where, key)
            if any(not sign.isprintable() for sign in value) or value.startswith("-"):
                self._error((*path, key), "publish-value", key=key)
            elif _SECRET_IN_ADDRESS.search(value):
                self._error((*path, key), "publish-secret-address", key=key, name=where.name)
        return len(self._problems) == before

    def _usable(self, name: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        """The terms that have an address of their own; of the others each is a problem."""
        good: dict[str, Term] = {}
        lines: dict[str, int] = {}
        for i, term in enumerate(terms):
            path = (name, i, "slug")
            if slug(term.slug) != term.slug:
                guess = slug(term.slug) or slug(term.title)
                self._error(path, "settings-slug", slug=term.slug, guess=guess)
            elif name == "categories" and term.slug in RESERVED:
                self._error(path, "settings-reserved", slug=term.slug)
            elif term.slug in good:
                self._error(path, "settings-slug-twice", slug=term.slug, line=lines[term.slug])
            else:
                good[term.slug] = term
                lines[term.slug] = self._lines.get(path, 0)
        return tuple(good.values())

    def _unknown(self, path: tuple[str | int, ...], known: Any) -> None:
        key = str(path[-1])
        guess = nearest(key, known)
        self._error(path, "settings-key-guess" if guess else "settings-key", key=key, guess=guess or "")

    def _error(self, path: tuple[str | int, ...], kind: str, **values: object) -> None:
        line = next((self._lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self._lines), 0)
        self._problems.append(error(Place(FILE, line), kind, **values))


def checked_address(address: str) -> str | None:
    """The site's address with a "/" at the end; None when it is not a whole http(s) address."""
    # What stands in a host's settings must not hold a sign that means something there.
    if not re.fullmatch(r"https?://[\w.-]+(:\d{1,5})?(/[\w./~%-]*)?", address):
        return None
    return address if address.endswith("/") else address + "/"


def missing_settings() -> tuple[Settings, Problems]:
    """A folder without `site.toml` is a bulletin with default settings, and says so."""
    # Without an address nobody can share a page: no share cards.
    return Settings(pictures=Pictures(share_cards=False)), (warning(Place(FILE), "settings-none"),)


def read_settings(root: Path) -> tuple[Settings, Problems]:
    """Raises WorldError when `root` is not a folder or the file cannot be read."""
    if not root.is_dir():
        raise UsageError("no-site", folder=root)
    path = root / FILE
    if not path.exists():
        if not (root / "content").is_dir():
            raise UsageError("no-site", folder=root)
        return missing_settings()
    if not path.is_file():
        raise WorldError("cannot-read", path=FILE, why="?")
    text, problem = decode(_bytes(path), FILE)
    return (Settings(), (problem,)) if problem else parse_settings(text)


def _bytes(disk: Path) -> bytes:
    try:
        return disk.read_bytes()
    except OSError as fault:
        raise WorldError("cannot-read", path=disk.name, why=fault.strerror) from None
