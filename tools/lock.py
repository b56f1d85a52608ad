"""Locks the requirements anew: `python3 tools/lock.py`, with uv at hand.

Reads pyproject.toml; writes requirements/run.txt and, on top of it, a list for each extra and for the
tests: for every platform and every Python that the project takes, each file of each package by its SHA-256.
Versions that are still allowed stay. Further words are for uv: `--upgrade` takes the newest of all,
`--upgrade-package pillow` of one.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = {
    "run.txt": ("pyproject.toml",),
    "counter.txt": ("--extra", "counter", "pyproject.toml", "--constraint", "requirements/run.txt"),
    "publish.txt": ("--extra", "publish", "pyproject.toml", "--constraint", "requirements/run.txt"),
    "test.txt": ("--group", "pyproject.toml:test", "--constraint", "requirements/run.txt"),
}
LOCK = (
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-annotate", "--custom-compile-command", "python3 tools/lock.py"),
)

if __name__ == "__main__":
    for name, sources in LISTS.items():
        command = (*LOCK, *sources, "--output-file", f"requirements/{name}", *sys.argv[1:])
        subprocess.run(command, cwd=ROOT, check=True)
