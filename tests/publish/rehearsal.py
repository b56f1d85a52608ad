"""Two states of one site, a host to begin again from, and what a host says of itself held against what is there."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from lending import Host
from publishing import Office, Pages, broken, page, site_on

from bulletin.publish.comparison import UNKNOWN
from bulletin.publish.record import HEAD, parse
from bulletin.publish.remote import is_ours
from bulletin.publish.state import State

# Of others, in the folder that the site is put into.
FOREIGN = {".well-known/acme": b"a", "cgi-bin/dem.cgi": b"b", "khac/index.html": b"c</a>", "readme.txt": b"d"}


def _site(words: str, *names: str) -> dict[str, bytes]:
    """Each page shows a style sheet and a picture that are named by their content, and leads to every other."""
    css = f"assets/css/{_named(words)}.css"
    pages = [f"tin-tuc/{name}/index.html" for name in names]
    site = {
        css: words.encode(),
        "index.html": page(f"Nhà {words}", css, *pages),
        "feed.xml": page("feed", *pages),
    }
    for name, path in zip(names, pages, strict=True):
        picture = f"anh/{name}-{_named(name)}-480.webp"
        site[picture] = name.encode() * 1500
        site[path] = page(f"{name} {words}", css, picture, "index.html", *pages)
    return site


def _named(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


BEFORE: Pages = _site("một", "lễ hội", "mùa vụ", "sẽ xóa")
AFTER: Pages = _site("hai", "lễ hội", "mùa vụ", "nước sạch")


class Snapshot:
    """A host and a machine as they are now, to begin again from."""

    def __init__(self, host: Host, office: Office, kept: Path) -> None:
        self._host, self._office, self._kept = host, office, kept
        self._objects = host.files() if host.kind == "s3" else {}
        if host.kind != "s3":
            shutil.copytree(host.root, kept / "host")
        shutil.copytree(office.root, kept / "desk")

    def restore(self) -> None:
        _copy_over(self._kept / "desk", self._office.root)
        if self._host.kind != "s3":
            _copy_over(self._kept / "host", self._host.root)
            return
        there = self._host.files()
        for path in there.keys() - self._objects.keys():
            self._host.delete(path)
        for path, data in self._objects.items():
            if there.get(path) != data:
                self._host.write(path, data)


def _copy_over(kept: Path, target: Path) -> None:
    for entry in target.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    shutil.copytree(kept, target, dirs_exist_ok=True)


def of_ours(host: Host) -> Mapping[str, bytes]:
    """The site that readers find, without what others have put there and what has not arrived yet."""
    return {path: data for path, data in site_on(host).items() if path not in FOREIGN and not is_ours(path)}


def assert_whole(host: Host, office: Office) -> None:
    """What must be true at any moment: nobody misses anything, no file is half, nothing is said that is not so."""
    files = of_ours(host)
    assert broken(files) == []
    assert [path for path, data in files.items() if data not in (BEFORE.get(path), AFTER.get(path))] == []
    assert untrue(host, office.state()) == []


def assert_done(host: Host, office: Office) -> None:
    assert_whole(host, office)
    assert differing(host) == []
    assert left_over(host) == []


def differing(host: Host) -> list[str]:
    """Paths that are there and should not be, or the other way round, or are not what they should be."""
    return sorted({path for path, _ in of_ours(host).items() ^ AFTER.items()})


def untrue(host: Host, state: State) -> list[str]:
    """What the host's record or this machine's journal says is there, and is not."""
    files = host.files()
    if HEAD not in files:
        return []
    record = parse(files[HEAD], files.get)
    told = {path: entry.sha256 for path, entry in record.files.items() if entry != UNKNOWN}
    if record.is_open:
        arrived = state.journal.arrived(record.token)
        told |= {path: entry.sha256 for path, entry in arrived.items() if entry != UNKNOWN}
    there = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    return [path for path, digest in told.items() if there.get(path) != digest]


def left_over(host: Host) -> list[str]:
    """What a publishing that has ended leaves of its own, beside its record."""
    files = host.files()
    kept = {HEAD, json.loads(files[HEAD])["base"]}
    return [path for path in files if is_ours(path) and path not in kept]
