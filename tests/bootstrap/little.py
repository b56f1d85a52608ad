"""A bulletin in little: the real build.py and tools/, and in a wheelhouse two packages of a few lines.

Nothing here needs a network. The folder's name has a space and Vietnamese letters, always.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 240  # seconds; a busy machine is slow
ROOT = Path(__file__).parents[2]
BARE = os.path.realpath(sys.executable)  # the Python below any virtual environment (not so on Windows)

MAKING = "Đang cài các gói cần dùng vào .venv/ (chỉ lần đầu, hoặc khi danh sách gói thay đổi) …\n"
WAITING = "Một lần chạy khác đang cài các gói vào .venv/; xin chờ đến lượt …\n"

CLI = """\
import json, os, sys

def main(argv=None):
    import goi_nho
    if "--sleep" in argv:
        import time
        print("asleep", flush=True)
        time.sleep(60)
    if "--spawn" in argv:
        from multiprocessing import get_context
        with get_context("spawn").Pool(2) as pool:
            print(pool.map(abs, [-1, -2]))
    print(json.dumps({"argv": argv, "venv": sys.prefix, "package": goi_nho.VERSION, "cwd": os.getcwd()}))
    print("Bản tin xã")
    return 1 if "--fail" in argv else 0
"""
PYTEST = """\
import json, os

def main(words):
    print(json.dumps({"words": words, "cwd": os.getcwd()}))
    return 5
"""


def wheel(folder: Path, name: str, version: str, module: str, code: str) -> str:
    """Write the smallest wheel that pip takes into `folder`; returns its line of a locked list."""
    info = f"{module}-{version}.dist-info"
    files = {
        f"{module}.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    records = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        records.append(f"{path},sha256={digest},{len(text.encode())}\n")
    files[f"{info}/RECORD"] = "".join(records) + f"{info}/RECORD,,\n"
    whole = folder / f"{module}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(whole, "w") as archive:
        for inner, text in files.items():
            archive.writestr(inner, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(whole.read_bytes()).hexdigest()}\n"


@dataclass
class Ended:
    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        """What the little command or the little pytest printed first."""
        told: dict[str, Any] = json.loads(self.out.splitlines()[0])
        return told


@dataclass
class Little:
    """The copy, and how to run it."""

    folder: Path
    wheelhouse: Path
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def venv(self) -> Path:
        return self.folder / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def start(
        self,
        *words: str,
        python: str | Path = BARE,
        preexec_fn: Callable[[], None] | None = None,
        cwd: Path | None = None,
        **environ: str,
    ) -> "subprocess.Popen[str]":
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON", "VIRTUAL_ENV"))}
        pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheelhouse.as_uri()}
        return subprocess.Popen(
            [python, self.folder / "build.py", *words],
            env=kept | pip | self.environ | environ,
            cwd=cwd or self.folder.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            preexec_fn=preexec_fn,
        )

    def run(self, *words: str, **how: Any) -> Ended:
        return self.end(self.start(*words, **how))

    def end(self, running: "subprocess.Popen[str]") -> Ended:
        out, err = running.communicate(timeout=PATIENCE)
        return Ended(running.returncode, out, err)

    def wait_for(self, path: Path, running: "subprocess.Popen[str]") -> None:
        """Wait until `path` is there, while `running` has not ended."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if path.exists():
                return
            assert running.poll() is None, "it ended too soon"
            time.sleep(0.005)
        pytest.fail(f"{path.name} never came")

    def lock(self, group: str, *lines: str) -> None:
        (self.folder / "requirements" / f"{group}.txt").write_text("".join(lines), "utf-8")

    def shadow(self, module: str, code: str) -> str:
        """A value for PYTHONPATH that puts `code` in the place of a module, for build.py itself."""
        folder = self.folder.parent / "shadows"
        folder.mkdir(exist_ok=True)
        (folder / f"{module}.py").write_text(code, "utf-8")
        return str(folder)

    def offline(self) -> None:
        """From now on nothing can be installed."""
        self.environ["PIP_FIND_LINKS"] = (self.wheelhouse / "nothing").as_uri()


def at(base: Path) -> Little:
    """What was laid out there."""
    return Little(base / "Bản tin xã", base / "wheelhouse")


def lay_out(base: Path) -> Little:
    little = at(base)
    little.wheelhouse.mkdir()
    for inner in ("tools", "requirements", "bulletin", "tests/unit"):
        (little.folder / inner).mkdir(parents=True)
    for path in ("build.py", "tools/__init__.py", "tools/environment.py", "tools/installer.py"):
        shutil.copy(ROOT / path, little.folder / path)
    (little.folder / "pyproject.toml").write_text(
        '[project]\ndependencies = ["goi-nho>=1.0,<2", "tzdata; sys_platform == \'no such\'"]\n'
        '[dependency-groups]\ntest = ["pytest>=9"]\n',
        "utf-8",
    )
    (little.folder / "bulletin/__init__.py").touch()
    (little.folder / "bulletin/cli.py").write_text(CLI, "utf-8")
    (little.folder / "tests/test_layers.py").touch()
    little.lock("run", wheel(little.wheelhouse, "goi-nho", "1.2", "goi_nho", "VERSION = '1.2'\n"))
    little.lock("test", wheel(little.wheelhouse, "pytest", "9.9", "pytest", PYTEST))
    return little
