"""A site of five thousand files, to every kind of host: all of it, nothing of it, one page of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from faulty import Line
from lending import Host
from publishing import Office, page, site_on

from bulletin.publish.claim import FILE as CLAIM
from bulletin.publish.comparison import Changes
from bulletin.publish.record import HEAD
from bulletin.publish.remote import Done, Remote, Upload

EDITED = "muc-27/bai-31/index.html"
# Bytes each way for one page, by kind: connections with their keys, a claim, a record. rsync makes one for each step.
MOST = {"rsync": 200_000}


def large_site() -> dict[str, bytes]:
    """5,002 files: 50 folders with 98 pages in folders of their own, a list and a picture; and what all lead to."""
    css = "assets/css/trang.0123456789.css"
    site = {css: b"body {}"}
    for folder in range(50):
        top = f"muc-{folder:02}"
        for number in range(98):
            site[f"{top}/bai-{number:02}/index.html"] = page(f"Bài {folder}.{number}", css, "index.html")
        site[f"anh/{top}-{folder:010x}-480.webp"] = bytes([folder]) * 2000
        site[f"{top}/index.html"] = page(f"Mục {folder}", css, "index.html")
    site["index.html"] = page("Nhà", *(f"muc-{folder:02}/index.html" for folder in range(50)))
    return site


@contextmanager
def edge_of(host: Host) -> Iterator[tuple[Host, Line | None]]:
    """The host at the end of a line that counts, where there is a line."""
    if host.port:
        with host.far_away() as far:
            yield far
    else:
        yield host, None


class Counting:
    """A remote that notes what is put on it and removed from it."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self.is_whole = remote.is_whole
        self.paths: list[str] = []
        self.removed: list[str] = []

    def put(self, files: Sequence[Upload], done: Done) -> None:
        self.paths += [file.path for file in files]
        self._remote.put(files, done)

    def remove(self, paths: Sequence[str], done: Done) -> None:
        self.removed += paths
        self._remote.remove(paths, done)

    def read(self, path: str) -> bytes | None:
        return self._remote.read(path)

    def listing(self) -> Mapping[str, int]:
        return self._remote.listing()

    def tidy(self, folders: Sequence[str]) -> None:
        self._remote.tidy(folders)

    def finish(self, moment: str) -> None:
        self._remote.finish(moment)

    def close(self) -> None:
        self._remote.close()


class CountingOffice(Office):
    """`last` is the remote of the last publishing."""

    def opened(self, host: Host, **more: object) -> Remote:
        self.last = Counting(super().opened(host, **more))
        return self.last


def test_only_what_differs_moves(host: Host, tmp_path: Path) -> None:
    office = CountingOffice(tmp_path / "xã")
    site = large_site()
    office.build(site)
    assert office.publish(host)[1] == Changes(new=tuple(sorted(site)), size=sum(map(len, site.values())))
    assert site_on(host) == site

    assert office.publish(host)[1] == Changes(same=len(site))
    assert (office.last.paths, office.last.removed) == ([], [])

    site[EDITED] = page("Bài đã sửa", "index.html")
    office.build(site)
    with edge_of(host) as (there, line):
        office.publish(there)
        sent, answered = (line.sent, line.answered) if line else (0, 0)
    # No list of all files; a claim is shown more often when the machine is slow.
    wanted = [EDITED, HEAD] if host.kind == "git" else [HEAD, EDITED, HEAD]
    assert [path for path in office.last.paths if path != CLAIM] == wanted
    assert set(office.last.removed) <= {CLAIM}
    assert max(sent, answered) < MOST.get(host.kind, 30_000)
    assert site_on(host) == site
