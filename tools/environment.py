"""The environment that the bulletin runs in: .venv/, or an active one that has the packages.

build.py asks `python_for` at every start. So this file imports next to nothing, and leaves what
is rarely done to tools/installer.py. `.venv/` is whole when its stamp, written last, has a line
for each list of requirements/ that is in it; a run that was killed leaves none.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(HERE, ".venv")
PYTHON = (
    os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
)
STAMP = os.path.join(VENV, "bantin.stamp")


class WorldError(Exception):
    """The world said no: an installation's sentence about it, for the user to read."""


def python_for(groups: list[str], english: bool, say: Callable[[str], None]) -> str | None:
    """The Python to go on with: None for the running one, else .venv's, made first if need be.

    `groups` are names of lists in requirements/, "run" first. Raises WorldError.
    """
    whole = is_whole(groups)
    ours = os.path.isdir(VENV) and os.path.samefile(sys.prefix, VENV)
    if ours and whole:
        return None
    active = sys.prefix != sys.base_prefix
    if active or not whole:
        from tools import installer

        if not ours and installer.has_packages(groups):
            return None
        if not whole:
            installer.make(groups, english, say)
    return PYTHON


def is_whole(groups: list[str]) -> bool:
    """Whether .venv/ was finished for `groups`, and the Python that it leans on is still there."""
    try:
        with open(STAMP, encoding="utf-8", errors="replace") as file:
            made = file.read().splitlines()
        with open(os.path.join(VENV, "pyvenv.cfg"), encoding="utf-8", errors="replace") as file:
            home = [line.partition("=")[2].strip() for line in file if line.startswith("home")]
        there = os.path.exists(PYTHON) and all(os.path.exists(folder) for folder in home)
        return there and all(stamp(group) in made for group in groups)
    except OSError:
        return False


def stamp(group: str) -> str:
    """The line of the stamp that says: this very list is in, for this kind of Python."""
    import hashlib

    with open(requirements(group), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    python = (sys.implementation.cache_tag or "") + getattr(sys, "abiflags", "")
    return f"{group} {digest} {python} {sys.platform}"


def requirements(group: str) -> str:
    return os.path.join(HERE, "requirements", group + ".txt")
