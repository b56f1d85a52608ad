"""A site small enough to be seen at once, on its way to a host; and what readers find there."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join, normpath

from lending import Host

from bulletin.manifest import Entry, read_manifest, write_manifest
from bulletin.publish.claim import Pace
from bulletin.publish.comparison import Changes
from bulletin.publish.hosts import open_remote
from bulletin.publish.record import FOLDER
from bulletin.publish.remote import Remote
from bulletin.publish.state import State
from bulletin.publish.trust import Trust
from bulletin.publish.upload import Job, Known, is_needed, look, upload
from bulletin.settings import Destination

QUICK = Pace(watch=1.0, look=0.1, beat=0.2, settle=0.1)
WAITS = (0.05, 0.2, 0.5, 1.0)

Pages = Mapping[str, bytes]


def page(title: str, *links: str) -> bytes:
    """A page that leads to `links`, which are whole paths of the site."""
    rows = "".join(f'<a href="/{link}">{link}</a>' for link in links)
    return f"<!DOCTYPE html><title>{title}</title>{rows}".encode()


def small_site(articles: int = 6, words: str = "một") -> dict[str, bytes]:
    """Pages that lead to each other, a picture and a style sheet named by content, lists at the end."""
    style = f"body {{ color: {words!r} }}".encode()
    css = f"assets/css/trang.{hashlib.sha256(style).hexdigest()[:10]}.css"
    names = [f"tin-tuc/bai-{n:02}/index.html" for n in range(articles)]
    site = {css: style, "404.html": page("404", css), "index.html": page(f"Nhà {words}", css, *names)}
    for n, name in enumerate(names):
        picture = f"anh/bai-{n:02}-{n:010x}-480.webp"
        site[picture] = bytes([n]) * (3000 + n)
        site[name] = page(f"Bài {n} {words}", css, picture, "index.html")
    site["feed.xml"] = page("feed", *names)
    site["tep/đơn xin học.pdf"] = b"%PDF " + words.encode()
    site[".htaccess"] = b"ErrorDocument 404 /404.html\n"
    return site


@dataclass
class Office:
    """An editor's machine: a folder with `output/`, and what it remembers."""

    root: Path
    local: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def output(self) -> Path:
        return self.root / "output"

    def build(self, site: Pages) -> None:
        before = read_manifest(self.output) or {}
        for path in before:
            if path not in site:
                (self.output / path).unlink()
        for path, data in site.items():
            place = self.output / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        self.local = {path: Entry(len(data), hashlib.sha256(data).hexdigest()) for path, data in site.items()}
        (self.output / ".bantin").mkdir(exist_ok=True)
        write_manifest(self.output, self.local)

    def state(self, name: str = "web") -> State:
        return State(self.root, name)

    def opened(self, host: Host, **more: object) -> Remote:
        where = destination(host, **more)
        return open_remote(
            self.root, self.output, self.state().folder, where, host.password, Trust(self.root, agree), WAITS
        )

    def publish(
        self, host: Host, *, thorough: bool = False, pace: Pace | None = None, **more: object
    ) -> tuple[Known, Changes]:
        """As the command does it; gives what was found and what was done."""
        remote = self.opened(host, **more)
        try:
            known = look(remote, self.state(), self.local, thorough=thorough)
            job = Job(self.output, self.local, known, "2026-11-27T20:00:00+07:00", None)
            if is_needed(self.state(), job):
                upload(remote, self.state(), job, lambda *_: None, lambda _: None, pace or QUICK)
            return known, job.changes
        finally:
            remote.close()


def agree(host: str, fingerprint: str) -> bool:
    return True


def destination(host: Host, **more: object) -> Destination:
    is_s3 = host.kind == "s3"
    given: dict[str, object] = {
        "name": "web",
        "kind": host.kind,
        "host": f"http://{host.address}" if is_s3 else host.address,
        "port": host.port,
        "user": host.user,
        "folder": host.folder,
        "key": str(host.key) if host.key else "",
        "bucket": host.bucket,
        "repository": host.repository,
        "branch": host.branch,
        **more,
    }
    return Destination(**given)  # type: ignore[arg-type]


def site_on(host: Host) -> dict[str, bytes]:
    """What lies on the host, without what is kept for publishing itself."""
    return {
        path: data
        for path, data in host.files().items()
        if not path.startswith(f"{FOLDER}/") and path != ".nojekyll"
    }


def broken(site: Pages) -> list[str]:
    """What a reader who begins at the front page and follows every link would miss."""
    if not site:
        return []
    missing, seen, left = [], set(), ["index.html"]
    while left:
        path = left.pop()
        if path in seen:
            continue
        seen.add(path)
        data = site.get(path)
        if data is None:
            missing.append(path)
        elif path.endswith(".html"):
            if not data.endswith(b"</a>"):
                missing.append(f"{path}: half")
            for link in re.findall(rb'href="([^"]+)"', data):
                target = link.decode()
                left.append(target[1:] if target.startswith("/") else normpath(join(dirname(path), target)))
    return missing
