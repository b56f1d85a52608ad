"""When the world says no, build.py says why in one sentence of either language, and ends with 3."""

import ctypes
import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from little import BARE, MAKING, Ended, Little, wheel

ENGLISH = "Installing the packages needed into .venv/ (once, and when their list changes) …\n"


def refusal(done: Ended) -> str:
    """What was said after the line that an installation has begun."""
    assert (done.code, done.out) == (3, "")
    return done.err.removeprefix(MAKING).removeprefix(ENGLISH)


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_no_venv_module(fresh: Little, module: str) -> None:
    shadow = fresh.shadow(module, "raise ModuleNotFoundError(name=__name__)")
    done = fresh.run(PYTHONPATH=shadow)
    assert not fresh.venv.exists()
    assert refusal(done) == (
        f"Python này thiếu mô-đun {module}, chưa tạo được .venv/: trên Debian hay Ubuntu, hãy cài gói"
        " python3-venv (sudo apt install python3-venv) rồi chạy lại.\n"
    )
    assert refusal(fresh.run("--lang", "en", PYTHONPATH=shadow)) == (
        f"This Python lacks the module {module}, so .venv/ cannot be made: on Debian or Ubuntu, install the"
        " package python3-venv (sudo apt install python3-venv) and try again.\n"
    )


def closed_port() -> int:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port: int = closed.getsockname()[1]
        return port


def test_no_network(made: Little) -> None:
    made.environ |= {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": f"http://127.0.0.1:{closed_port()}/simple"}
    made.environ |= {"PIP_RETRIES": "1", "no_proxy": "*"}
    why = f"    pip: [Errno {errno.ECONNREFUSED}] {os.strerror(errno.ECONNREFUSED)}\n"
    assert refusal(made.run("test")) == (
        "Không tải được các gói cần dùng: hãy kiểm tra kết nối mạng rồi chạy lại.\n" + why
    )
    assert refusal(made.run("test", "--lang=en")) == (
        "The packages needed cannot be downloaded: check the network and try again.\n" + why
    )
    assert made.run().code == 0, "the bulletin is built all the same"


def test_no_package_at_the_first_run(fresh: Little) -> None:
    found, fresh.environ = fresh.environ, {"PIP_FIND_LINKS": fresh.folder.as_uri()}
    assert refusal(fresh.run("--lang", "en")) == (
        "The packages needed cannot be installed into .venv/.\n"
        "    pip: ERROR: No matching distribution found for goi-nho==1.2\n"
    )
    fresh.environ = found
    assert fresh.run().code == 0, "it is to be had now"


def test_a_package_that_is_not_the_locked_one(made: Little) -> None:
    made.environ.clear()
    wheel(made.wheelhouse, "goi-nho", "1.4", "goi_nho", "VERSION = '1.4'\n")
    made.lock("test", f"goi-nho==1.4 --hash=sha256:{'0' * 64}\n")
    said = refusal(made.run("test"))
    assert said.startswith(
        "Không cài được các gói cần dùng vào .venv/.\n"
        "    pip: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
    )
    assert said.count("\n") == 2


def test_a_list_without_hashes_is_not_installed(made: Little) -> None:
    made.environ.clear()
    made.lock("test", "pytest==9.9\n")
    said = refusal(made.run("test", "--lang", "en"))
    assert said.startswith(
        "The packages needed cannot be installed into .venv/.\n"
        "    pip: ERROR: Hashes are required in --require-hashes mode"
    )
    assert said.count("\n") == 2


permissions_hold = pytest.mark.skipif(
    os.name == "nt" or (sys.platform != "linux" and os.getuid() == 0), reason="this user may write anywhere"
)


def bound_by_permissions() -> None:
    """Let permissions hold for root as well: give up CAP_DAC_OVERRIDE (1) and CAP_DAC_READ_SEARCH (2)."""
    if os.getuid() == 0:
        prctl, drop = ctypes.CDLL(None).prctl, 24  # PR_CAPBSET_DROP
        assert prctl(drop, 1, 0, 0, 0) == 0
        assert prctl(drop, 2, 0, 0, 0) == 0


@permissions_hold
def test_a_read_only_folder(fresh: Little) -> None:
    fresh.folder.chmod(0o555)
    try:
        done = fresh.run(preexec_fn=bound_by_permissions)
        english = fresh.run("--lang", "en", preexec_fn=bound_by_permissions)
    finally:
        fresh.folder.chmod(0o755)
    assert refusal(done) == (
        f"Không được phép ghi vào “{fresh.venv}”:"
        " hãy xin quyền ghi, hoặc chép cả bản tin sang thư mục khác.\n"
    )
    assert refusal(english) == (
        f"No permission to write to “{fresh.venv}”:"
        " ask for it, or copy the whole bulletin to another folder.\n"
    )


@permissions_hold
def test_a_read_only_folder_whose_environment_is_whole(made: Little) -> None:
    for path in (made.venv, made.folder):
        path.chmod(0o555)
    try:
        done = made.run(preexec_fn=bound_by_permissions)
    finally:
        for path in (made.folder, made.venv):
            path.chmod(0o755)
    assert (done.code, done.err) == (0, "")


def full_disk(folder: Path) -> str:
    return f"Ổ đĩa chứa “{folder}” đã đầy: hãy dọn bớt rồi chạy lại.\n"


FULL = "import errno, pathlib\ndef full(*_, **__): raise OSError(errno.ENOSPC, 'No space left on device')\n"


@pytest.mark.parametrize(
    "harm",
    [
        "pathlib.Path.mkdir = full",
        "import venv; venv.EnvBuilder.create = full",
        "import subprocess; subprocess.run = lambda *_, **__: subprocess.CompletedProcess("
        "[], 1, 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device')",
    ],
    ids=["first", "half-way", "pip"],
)
def test_a_full_disk(fresh: Little, harm: str) -> None:
    shadow = fresh.shadow("sitecustomize", FULL + harm)
    assert refusal(fresh.run(PYTHONPATH=shadow)) == full_disk(fresh.folder)
    assert refusal(fresh.run("--lang=en", PYTHONPATH=shadow)) == (
        f"The disk that holds “{fresh.folder}” is full: make room and try again.\n"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk")
def test_a_disk_that_is_really_full(fresh: Little) -> None:
    """2 MB are enough for a virtual environment without pip, and not for pip."""
    small = fresh.folder.parent / "đĩa nhỏ"
    small.mkdir()
    script = (
        'mount -t tmpfs -o size=2m none "$1" || exit 77; cp -r "$2/." "$1"; "$3" "$1/build.py"; code=$?;'
        ' test -e "$1/.venv/bantin.stamp" && exit 99; exit $code'
    )
    command = ["unshare", "--mount", "sh", "-c", script, "sh", str(small), str(fresh.folder), BARE]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=os.environ | {"LC_ALL": "C"})
    if done.returncode in (1, 77):
        pytest.skip("this user cannot mount")
    assert (done.returncode, done.stderr) == (3, MAKING + full_disk(small))


def test_something_else_is_called_venv(fresh: Little) -> None:
    fresh.venv.write_text("a file")
    why = f"[Errno {errno.EEXIST}] {os.strerror(errno.EEXIST)}: '{fresh.venv}'"
    assert refusal(fresh.run()) == f"Không tạo được .venv/: {why}\n"
    assert fresh.venv.read_text() == "a file"
