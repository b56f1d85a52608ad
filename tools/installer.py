"""Makes .venv/ from the locked lists, and tells whether an environment can do without one.

Before: a folder, perhaps with a .venv/ that is out of date, half made or broken. It belongs to
this module, which empties it without asking. After: .venv/ is whole (see tools/environment.py),
or a WorldError says in one sentence why not.
"""

import errno
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path

from tools.environment import HERE, PYTHON, STAMP, VENV, WorldError, is_whole, requirements, stamp

LOCK = Path(VENV, "bantin.lock")
DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
FULL = (errno.ENOSPC, errno.EDQUOT)

SENTENCES = {
    "making": (
        "Đang cài các gói cần dùng vào .venv/ (chỉ lần đầu, hoặc khi danh sách gói thay đổi) …",
        "Installing the packages needed into .venv/ (once, and when their list changes) …",
    ),
    "waiting": (
        "Một lần chạy khác đang cài các gói vào .venv/; xin chờ đến lượt …",
        "Another run is installing the packages into .venv/; waiting for it …",
    ),
    "module": (
        "Python này thiếu mô-đun {}, chưa tạo được .venv/: trên Debian hay Ubuntu, hãy cài gói"
        " python3-venv (sudo apt install python3-venv) rồi chạy lại.",
        "This Python lacks the module {}, so .venv/ cannot be made: on Debian or Ubuntu, install the"
        " package python3-venv (sudo apt install python3-venv) and try again.",
    ),
    "denied": (
        "Không được phép ghi vào “{}”: hãy xin quyền ghi, hoặc chép cả bản tin sang thư mục khác.",
        "No permission to write to “{}”: ask for it, or copy the whole bulletin to another folder.",
    ),
    "full": (
        "Ổ đĩa chứa “{}” đã đầy: hãy dọn bớt rồi chạy lại.",
        "The disk that holds “{}” is full: make room and try again.",
    ),
    "network": (
        "Không tải được các gói cần dùng: hãy kiểm tra kết nối mạng rồi chạy lại.\n    pip: {}",
        "The packages needed cannot be downloaded: check the network and try again.\n    pip: {}",
    ),
    "pip": (
        "Không cài được các gói cần dùng vào .venv/.\n    pip: {}",
        "The packages needed cannot be installed into .venv/.\n    pip: {}",
    ),
    "world": ("Không tạo được .venv/: {}", "Cannot make .venv/: {}"),
}


def has_packages(groups: list[str]) -> bool:
    """Whether the running Python has, of itself, what pyproject.toml asks for.

    Reads the names of the folders that installers leave, in 2 ms; importlib.metadata would take 17.
    """

    def numbers(version: str) -> list[int]:
        return [int(n) for n in re.findall(r"\d+", version)]

    folders = [folder for folder in map(Path, sys.path) if folder.is_dir()]
    entries = "\n".join(entry.name for folder in folders for entry in folder.iterdir())
    installed = re.findall(r"(?m)^(.+?)-(\d[^-\n]*?)(?:-py.*)?\.(?:dist|egg)-info$", entries)
    versions = {re.sub(r"[-_.]+", "-", name).lower(): numbers(number) for name, number in reversed(installed)}
    settings = tomllib.loads(Path(HERE, "pyproject.toml").read_text("utf-8"))
    wanted: list[str] = list(settings["project"]["dependencies"])
    for extra in groups:
        wanted += settings["project"].get("optional-dependencies", {}).get(extra, [])
    if "test" in groups:
        wanted += settings["dependency-groups"]["test"]
    for requirement, _, condition in (text.partition(";") for text in wanted):
        if condition and (sys.platform in condition) == ("!=" in condition):
            continue
        version = versions.get(re.split(r"[\[<>=]", requirement)[0].strip().lower())
        bounds = re.findall(r"([<>])=?([\d.]+)", requirement)
        if not version or any((version < numbers(bound)) != (sign == "<") for sign, bound in bounds):
            return False
    return True


class RefusedError(Exception):
    """A key of SENTENCES, and what fills its blank.

    `half_done`: pip had begun to install, so .venv/ cannot be trusted any more.
    """

    def __init__(self, key: str, blank: object, half_done: bool = False) -> None:
        super().__init__(key, blank)
        self.key = key
        self.blank = blank
        self.half_done = half_done


def make(groups: list[str], english: bool, say: Callable[[str], None]) -> None:
    """Make .venv/ whole for `groups`, one run at a time. Raises WorldError."""
    try:
        import ensurepip  # noqa: F401  Debian has it in a package of its own: better missed now than half-way
        import venv  # noqa: F401

        Path(VENV).mkdir(exist_ok=True)
        with LOCK.open("a") as lock:
            hold(lock, lambda: say(SENTENCES["waiting"][english]))
            if not is_whole(groups):  # another run may just have made it so
                say(SENTENCES["making"][english])
                fill(groups, lock)
        return
    except ImportError as missing:
        refused = RefusedError("module", missing.name)
    except RefusedError as refusal:
        refused = refusal
    except (OSError, ValueError) as error:  # ValueError: a path that venv cannot use
        number = getattr(error, "errno", None)
        if number in DENIED:
            refused = RefusedError("denied", getattr(error, "filename", None) or VENV)
        else:
            refused = RefusedError("full", HERE) if number in FULL else RefusedError("world", error)
    raise WorldError(SENTENCES[refused.key][english].format(refused.blank))


def hold(lock: TextIOWrapper, tell: Callable[[], None]) -> None:
    """Lock the file until it is closed or we die, however; `tell` once if another has it, and wait."""
    told = False
    while True:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                return  # a file system that knows no locks: go on without
        if not told:
            tell()
            told = True
        time.sleep(0.2)


def fill(groups: list[str], lock: TextIOWrapper) -> None:
    """Install what `groups` list: on top of what is there if that is whole, else from nothing."""
    from venv import EnvBuilder

    done = [group for group in ("run", "test", "counter", "publish") if is_whole(["run", group])]
    Path(STAMP).unlink(missing_ok=True)
    if not done:
        for entry in Path(VENV).iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != LOCK:
                entry.unlink()
        EnvBuilder(symlinks=os.name != "nt", prompt="bantin").create(VENV)
        run(lock, "ensurepip", "--default-pip")
    for group in groups:
        if group in done:
            continue
        try:
            run(lock, "pip", "install", "--require-hashes", "--no-deps", "-r", requirements(group))
        except RefusedError as refusal:
            if not refusal.half_done:
                write_stamp(done)  # what was there is as good as before
            raise
        done.append(group)
    write_stamp(done)


def write_stamp(groups: list[str]) -> None:
    Path(STAMP).write_text("".join(f"{stamp(group)}\n" for group in groups), "utf-8")


def run(lock: TextIOWrapper, module: str, *words: str) -> None:
    """Run a module with .venv's Python. It holds the lock too: if we alone are killed, the next waits."""
    ended = subprocess.run(
        [PYTHON, "-I", "-X", "utf8", "-m", module, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        pass_fds=() if os.name == "nt" else (lock.fileno(),),
    )
    if ended.returncode == 0:
        return
    said = ended.stdout
    half_done = "Installing collected packages" in said
    if re.search(r"No space left on device|Errno 28\b", said):
        raise RefusedError("full", HERE, half_done)
    lines = [line.strip() for line in said.splitlines() if line.strip()] or [f"{module}: {ended.returncode}"]
    errors = [line for line in lines if line.lower().startswith("error")]
    reason = (errors or lines)[-1]
    broken = [line for line in lines if "connection broken by" in line or "Max retries exceeded" in line]
    if broken:  # its cause, where pip tells one; the error after it is a mere "not found"
        cause = re.search(r": ([^:]+?)['\")]*: /", broken[-1])
        raise RefusedError("network", cause[1] if cause else reason, half_done)
    raise RefusedError("pip", reason, half_done)
