"""Nothing assumes POSIX: what Windows lacks is asked for before it is used, and docs/windows.md names each place.

There is no Windows here. What can be looked at from Linux is: the source, the names of files, and a build
in a process from which the things of POSIX were taken.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.building import article, build_site, files_of, write_site

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    [
        *(ROOT / "bulletin").rglob("*.py"),
        *(ROOT / name for name in ("build.py", "tools/environment.py", "tools/installer.py")),
    ]
)
# What Python has on POSIX only, and names by which a program asks where it is.
MODULES = {"fcntl", "resource", "termios", "pty", "tty", "pwd", "grp", "syslog", "posix", "msvcrt"}
NAMES = {
    *(f"os.{name}" for name in ("fork", "forkpty", "getuid", "geteuid", "getgid", "kill", "killpg", "setsid", "mkfifo")),
    *(f"os.{name}" for name in ("chown", "fchown", "fchmod", "statvfs", "uname", "execv", "execve", "waitpid", "link")),
    *(f"os.{name}" for name in ("O_NOFOLLOW", "O_DIRECTORY", "startfile", "name", "symlink")),
    *(f"signal.{name}" for name in ("SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGPIPE", "setitimer", "alarm")),
    *(f"signal.{name}" for name in ("pthread_sigmask", "SIGTERM", "SIGINT", "signal")),
    "sys.platform",
    "ctypes.windll",
}  # fmt: skip
PLACES = re.compile(r"/(?:proc|dev|etc|tmp|var|usr)(?:/|\Z)")


def uses(path: Path) -> Iterator[tuple[int, str]]:
    """(line, what) of everything in a file that is not the same on Windows."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            yield from ((node.lineno, name) for name in names if name in MODULES)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in NAMES:
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and PLACES.match(node.value):
            yield node.lineno, node.value


def described() -> dict[str, str]:
    """File -> its rows in docs/windows.md."""
    found: dict[str, str] = {}
    for line in (ROOT / "docs/windows.md").read_text("utf-8").splitlines():
        for name in re.findall(
            r"`((?:bulletin|tools)/[\w/]+\.py|build\.py)`", line.split("|")[1] if "|" in line else ""
        ):
            found[name] = found.get(name, "") + line
    return found


def test_every_place_that_asks_for_the_system_is_described() -> None:
    asking = {path.relative_to(ROOT).as_posix() for path in SOURCES if next(uses(path), None)}
    assert asking - described().keys() == set()
    assert [name for name in described() if not (ROOT / name).is_file()] == []


def test_the_tests_that_are_named_exist() -> None:
    text = (ROOT / "docs/windows.md").read_text("utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_text_is_read_and_written_in_a_named_encoding() -> None:
    """Else it would be that of the machine, which is no UTF-8 on a Vietnamese Windows."""
    wrong = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            keywords = {word.arg for word in node.keywords}
            modes = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            is_text = name in ("read_text", "write_text") and len(node.args) < 1 + (name == "write_text")
            is_text |= (
                name == "open"
                and ast.unparse(node.func) in ("open", "path.open", "file.open", "io.open")
                and not any("b" in mode for mode in modes)
            )
            if is_text and not keywords & {"encoding", "mode"} and not (name != "open" and modes):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)[:80]}")
    assert wrong == []


def test_every_file_of_the_repository_may_lie_on_a_disk_of_windows() -> None:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = listing.stdout.decode().split("\0")[:-1]
    if not names:
        pytest.skip("no repository here")
    device = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)
    odd = re.compile(r'[<>:"\\|?*\x00-\x1f]|[. ]\Z')
    parts = {part for name in names for part in name.split("/")}
    assert [part for part in parts if odd.search(part) or device.match(part)] == []
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) < 190  # with a folder before it, below Windows' 260


WITHOUT_POSIX = """
import builtins, os, signal, sys
for name in {modules!r}:
    sys.modules[name] = None
import asyncio, multiprocessing.connection, multiprocessing.popen_spawn_posix, multiprocessing.spawn  # Python's own need
asyncio.WindowsSelectorEventLoopPolicy = asyncio.DefaultEventLoopPolicy  # livereload sets it
for owner, names in ((os, ("fork", "getuid", "geteuid", "O_NOFOLLOW", "link", "fchmod", "setsid")), (signal, ("setitimer", "alarm", "SIGALRM", "SIGHUP"))):
    for name in names:
        if hasattr(owner, name):
            delattr(owner, name)
import sysconfig; sysconfig.get_config_vars()
import bulletin.locking
bulletin.locking.try_lock = lambda lock: True  # msvcrt's part
sys.platform = "win32"
import importlib, pkgutil, bulletin
for module in pkgutil.walk_packages(bulletin.__path__, "bulletin."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
if __name__ == "__main__":
    from bulletin.cli import main
    sys.exit(main(sys.argv[1:]))
"""


def test_a_build_without_what_windows_lacks_makes_the_same_site(tmp_path: Path) -> None:
    """Every module is imported, and worker processes are spawned, for want of a fork."""
    files = {f"content/tin/bai-{n}.md": article(f"Bài {n}", body=f"Chữ {n}.\n") for n in range(40)}
    write_site(tmp_path, {"site.toml": '[site]\nname = "A"\naddress = "https://a.example/"\n', **files})
    build_site(tmp_path, tmp_path / "here")
    script = tmp_path / "run.py"
    modules = sorted(MODULES - {"posix", "msvcrt"})
    script.write_text(WITHOUT_POSIX.format(modules=modules), "utf-8")
    words = [
        "--site",
        tmp_path,
        "--output",
        tmp_path / "there",
        "--now",
        "2026-11-24T08:00+07:00",
        "--workers",
        "2",
        "--quiet",
    ]
    done = subprocess.run(
        [sys.executable, script, *map(str, words)],
        cwd=ROOT,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert files_of(tmp_path / "there") == files_of(tmp_path / "here")
