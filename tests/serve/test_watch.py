"""What is noticed, by events and by looking; what is passed over."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bulletin.serve import watch
from bulletin.serve.watch import Watcher, is_meant, kind_of_mount
from tests.building import write_site

FILES = {"site.toml": "", "content/tin/a.md": "a", "content/tin/b.md": "b", "templates/x.html": "x"}
Watch = Callable[[], Watcher]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "bản tin", FILES)


@pytest.fixture(params=["events", "looking"])
def watching(site: Path, request: pytest.FixtureRequest) -> Iterator[Watcher]:
    watcher = Watcher(site, with_events=request.param == "events")
    assert watcher.has_events == (request.param == "events")
    yield watcher
    watcher.close()


def names(site: Path, changed: frozenset[str]) -> set[str]:
    """The files among what changed; a folder's own times may be told too."""
    return {os.path.relpath(path, site) for path in changed if not Path(path).is_dir()}


CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "edited": (lambda site: (site / "content/tin/a.md").write_text("other"), {"content/tin/a.md"}),
    "added": (lambda site: (site / "content/tin/c.md").write_text("c"), {"content/tin/c.md"}),
    "in a new folder": (
        lambda site: write_site(site, {"content/moi/anh/d.md": "d"}),
        {"content/moi/anh/d.md"},
    ),
    "deleted": (lambda site: (site / "content/tin/a.md").unlink(), {"content/tin/a.md"}),
    "renamed": (
        lambda site: (site / "content/tin/a.md").rename(site / "content/tin/z.md"),
        {"content/tin/a.md", "content/tin/z.md"},
    ),
    "saved as Word does": (
        lambda site: (
            (site / "content/tin/~$a.tmp").write_text("new"),
            (site / "content/tin/~$a.tmp").replace(site / "content/tin/a.md"),
        ),
        {"content/tin/a.md"},
    ),
    "settings": (lambda site: (site / "site.toml").write_text("# 1"), {"site.toml"}),
    "settings gone": (lambda site: (site / "site.toml").unlink(), {"site.toml"}),
    "figures": (
        lambda site: write_site(site, {".bantin/thong-ke.json": "{}"}),
        {".bantin/thong-ke.json"},
    ),
    "template": (lambda site: (site / "templates/x.html").write_text("y"), {"templates/x.html"}),
    "first assets": (lambda site: write_site(site, {"assets/css/x.css": "y"}), {"assets/css/x.css"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_noticed(site: Path, watching: Watcher, change: str) -> None:
    do, expected = CHANGES[change]
    time.sleep(0.05)
    do(site)
    seen: set[str] = set()
    end = time.monotonic() + 30
    while not expected <= seen and time.monotonic() < end:
        changed = watching.wait(1)
        seen |= names(site, changed) | ({"assets/css/x.css"} if str(site / "assets") in changed else set())
        if str(site / "content/moi") in changed or any("content/moi" in path for path in changed):
            seen.add("content/moi/anh/d.md")  # a whole new folder may be told as one
    assert expected <= seen
    assert not any("~$" in name for name in seen)


def test_a_folder_that_was_moved_away_and_came_back(site: Path, watching: Watcher) -> None:
    (site / "content").rename(site / "old")
    assert watching.wait(20)
    write_site(site, {"content/tin/a.md": "a"})
    while watching.wait(1):
        pass
    (site / "content/tin/a.md").write_text("other")
    seen: set[str] = set()
    end = time.monotonic() + 20
    while "content/tin/a.md" not in seen and time.monotonic() < end:
        seen |= names(site, watching.wait(1))
    assert "content/tin/a.md" in seen


def test_a_burst_is_one_change(site: Path, watching: Watcher) -> None:
    for number in range(50):
        (site / "content/tin/a.md").write_text(f"{number}")
    assert watching.wait(20)
    assert names(site, watching.wait(1)) == set()


def test_nothing_is_nothing(site: Path, watching: Watcher) -> None:
    write_site(
        site, {"content/tin/.a.md.swp": "1", "content/tin/a.md~": "1", "output/x": "1", ".bantin/x": "1"}
    )
    (site / "content/tin/4913").write_text("")
    (site / "content/tin/4913").unlink()
    assert names(site, watching.wait(1.5)) == set()


def test_what_events_do_not_tell_is_found_by_looking(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network folder under another name, an event that was lost."""
    monkeypatch.setattr(watch, "SELDOM", 0.3)

    class Deaf:
        def watch(self, *_: object) -> str:
            time.sleep(0.1)
            return "timeout"

        def close(self) -> None: ...

    watcher = Watcher(site)
    watcher.close()
    watcher._events = Deaf()
    watcher._due = 0.0
    assert not watcher.wait(0.5)
    (site / "content/tin/a.md").write_text("other")
    seen: set[str] = set()
    end = time.monotonic() + 30
    while not seen and time.monotonic() < end:
        seen |= names(site, watcher.wait(1))
    assert seen == {"content/tin/a.md"}


FEW = """
import sys, time
from pathlib import Path
from bulletin.serve.watch import Watcher

def noticed(file):
    time.sleep(0.05)
    file.write_text(file.name)
    begun = time.monotonic()
    while str(file) not in watcher.wait(30):
        assert time.monotonic() < begun + 60
    return time.monotonic() - begun < 5

site, at_once = Path(sys.argv[1]), sys.argv[2] == "now"
if at_once:
    Path("/proc/sys/user/max_inotify_watches").write_text("3")
watcher = Watcher(site)
print(watcher.has_events)
Path("/proc/sys/user/max_inotify_watches").write_text("3")
(site / "content/moi").mkdir()
watcher.wait(30)
watcher.wait(1)
noticed(site / "content/moi/a.md")  # perhaps not at once: nothing told that there was no watch for it
print(watcher.has_events, noticed(site / "content/moi/b.md"), noticed(site / "content/tin/a.md"))
"""


@pytest.mark.parametrize("when", ["now", "later"])
def test_where_the_system_has_no_watch_left_it_is_looked_at(site: Path, when: str) -> None:
    """In a user's own name space, whose limit concerns nobody else."""
    write_site(site, {f"content/tin/{number}/a.md": "a" for number in range(9)})
    alone = ["unshare", "--user", "--map-root-user"]
    try:
        subprocess.run([*alone, "test", "-w", "/proc/sys/user/max_inotify_watches"], check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this system lets nobody make a name space of his own")
    command = [*alone, sys.executable, "-c", FEW, str(site), when]
    said = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert (said.stdout, said.stderr) == (f"{when == 'later'}\nFalse True True\n", "")


@pytest.mark.parametrize(
    "name",
    [
        "a.md~",
        "~$bai.docx",
        ".a.md.swp",
        "a.swx",
        "4913",
        "#a.md#",
        ".#a.md",
        "a.tmp",
        "a.md.crdownload",
        "x.kate-swp",
    ],
)
def test_scraps_of_editors(name: str) -> None:
    assert not is_meant(f"/site/content/tin/{name}")


@pytest.mark.parametrize("name", ["a.md", "ảnh 1.jpg", "index.md", "a#b.md", "20-frame.css", "tin"])
def test_what_is_written_on_purpose(name: str) -> None:
    assert is_meant(f"/site/content/tin/{name}")


def test_the_kind_of_a_mount() -> None:
    lines = [
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
        "40 22 0:35 / /mnt/van\\040phòng rw - cifs //may-chu/chung rw",
        "41 22 0:36 / /mnt rw - tmpfs none rw",
        "broken line",
    ]
    assert kind_of_mount("/mnt/van phòng/ban-tin", lines) == "cifs"
    assert kind_of_mount("/mnt/van phòng 2", lines) == "tmpfs"
    assert kind_of_mount("/home", lines) == "ext4"


def test_a_network_folder_is_looked_at(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "is_network", lambda path: True)
    watcher = Watcher(site)
    assert not watcher.has_events
    watcher.close()


def test_without_the_package_it_is_looked_at(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "watchfiles._rust_notify", None)
    watcher = Watcher(site)
    assert not watcher.has_events
    watcher.close()
