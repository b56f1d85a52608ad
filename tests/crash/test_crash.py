"""A build that dies at any moment leaves each file old or new, and the next build mends the rest."""

import errno
import functools
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin import pagework, staging, write
from bulletin.problem import WorldError
from bulletin.write import Stage
from tests.building import article, build_site, files_of, write_site

OLD = {
    "content/tin/a.md": article("A cũ"),
    "content/tin/b.md": article("B sẽ bị xóa"),
    "content/tin/c.md": article("C", tags="cũ"),
    "templates/article.html": "<h1>{{ page.title }}</h1>",
}
NEW = {
    "content/tin/a.md": article("A mới"),
    "content/tin/d.md": article("D mới"),
    "content/tin/c.md": article("C", tags="mới"),
}
# Every call by which a build changes the output.
CALLS = ("mkdir", "write_bytes", "write_text", "unlink", "rmdir")


class Cut(BaseException):
    """The power goes."""


def cut_at(
    monkeypatch: pytest.MonkeyPatch, n: int, fault: Callable[[], BaseException], half: bool = True
) -> list[int]:
    """Let the n-th change to the disk (from 0) fail; a write may have put half of its bytes down."""
    count = [0]

    def wrap(owner: object, name: str) -> None:
        original = getattr(owner, name)

        def changed(self: Path | str, *arguments: object, **options: object) -> object:
            if "output" in Path(self).parts:
                count[0] += 1
                if count[0] == n + 1:
                    if half and name in ("write_bytes", "write_text", "write_new"):
                        data = arguments[0]
                        original(self, data[: len(data) // 2], **options)  # type: ignore[index,arg-type]
                    raise fault()
            return original(self, *arguments, **options)

        monkeypatch.setattr(owner, name, changed)

    for name in CALLS:
        wrap(Path, name)
    wrap(staging, "write_new")
    wrap(os, "replace")
    wrap(write, "exchange")
    return count


@pytest.fixture
def two_states(tmp_path: Path) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A site built in its old state, with its sources in the new one; and both whole outputs."""
    root = write_site(tmp_path / "site", OLD)
    assert build_site(root).written
    old = files_of(root / "output")
    (root / "content/tin/b.md").unlink()
    write_site(root, NEW)
    build_site(root, tmp_path / "new")
    return root, old, files_of(tmp_path / "new")


def test_cut_at_every_write(
    two_states: tuple[Path, dict[str, bytes], dict[str, bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root, old, new = two_states
    assert old != new
    shutil.copytree(root / "output", tmp_path / "kept")
    environment = functools.cache(pagework.environment)  # templates do not change here
    monkeypatch.setattr(pagework, "environment", environment)
    n = 0
    while True:
        with pytest.MonkeyPatch.context() as patch:
            cut_at(patch, n, Cut)
            try:
                build_site(root)
                break
            except Cut:
                pass
        for path, data in files_of(root / "output").items():
            assert data in (old.get(path), new.get(path)), f"cut {n}: {path} is neither old nor new"
        missing = {p for p in old if p in new} - set(files_of(root / "output"))
        assert not missing, f"cut {n}: {missing} vanished"
        build_site(root)
        assert files_of(root / "output") == new, f"cut {n}: the next build did not mend it"
        shutil.rmtree(root / "output")
        shutil.copytree(tmp_path / "kept", root / "output")
        n += 1
    assert n > 30


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EACCES, "no-permission"),
        (errno.EROFS, "no-permission"),
        (errno.EIO, "cannot-write"),
    ],
)
def test_the_world_says_no(
    two_states: tuple[Path, dict[str, bytes], dict[str, bytes]],
    number: int,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root, old, new = two_states
    with monkeypatch.context() as patch:
        # The third change is the first page put into staging.
        cut_at(patch, 2, lambda: OSError(number, os.strerror(number)))
        with pytest.raises(WorldError) as fault:
            build_site(root)
    assert fault.value.kind == kind
    assert files_of(root / "output") == old
    build_site(root)
    assert files_of(root / "output") == new


def test_a_disk_that_is_really_full(
    two_states: tuple[Path, dict[str, bytes], dict[str, bytes]], tmp_path: Path
) -> None:
    """A small file system of its own, where this user may mount one; elsewhere a quota of file size."""
    root, _, _ = two_states
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this user may not mount a file system")
    try:
        with pytest.raises(WorldError) as fault:
            build_site(root, small / "output")
        assert fault.value.kind == "disk-full"
        assert files_of(small / "output") == {}
    finally:
        subprocess.run(["umount", small], check=True)


def _build(root: str) -> None:
    build_site(Path(root))


def test_killed_at_random_moments(two_states: tuple[Path, dict[str, bytes], dict[str, bytes]]) -> None:
    """SIGKILL to a real process, from its start to past its end."""
    root, old, new = two_states
    script = "import sys; sys.path.insert(0, '.'); from tests.crash.test_crash import _build; print('go', flush=True); _build(sys.argv[1])"
    for tenth in range(12):
        process = subprocess.Popen([sys.executable, "-c", script, str(root)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(tenth * 0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for path, data in files_of(root / "output").items():
            assert data in (old.get(path), new.get(path)), f"{path} is neither old nor new"
    build_site(root)
    assert files_of(root / "output") == new


def test_two_builds_at_once(tmp_path: Path) -> None:
    root = write_site(tmp_path, OLD)
    context = multiprocessing.get_context("spawn")
    builds = [context.Process(target=_build, args=(str(root),)) for _ in range(3)]
    for build in builds:
        build.start()
    for build in builds:
        build.join(60)
    assert [build.exitcode for build in builds] == [0, 0, 0]
    assert build_site(root).written.written == 0  # type: ignore[union-attr]


def test_the_second_build_waits_and_then_refuses(tmp_path: Path) -> None:
    told: list[str] = []
    with Stage(tmp_path / "output"), pytest.raises(WorldError) as fault:
        Stage(tmp_path / "output", lambda: told.append("đợi"), patience=0.3).__enter__()
    assert (fault.value.kind, told) == ("output-busy", ["đợi"])
    with Stage(tmp_path / "output"):
        pass
