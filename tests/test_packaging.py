"""The wheel holds all that the command needs: installed elsewhere, without the repository, it builds a site."""

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tests.building import Once

ROOT = Path(__file__).parent.parent
SETTINGS = """\
[site]
name = "Bản tin thử"
address = "https://xa.example/"

[[categories]]
slug = "tin"
title = "Tin"
"""
ARTICLE = "---\ntitle: Xin chào\ndate: 2026-11-20\nsummary: Một bài.\n---\n\nNội dung.\n"


@pytest.fixture(scope="module")
def wheel(once: Once) -> Path:
    (path,) = once("wheel", build_wheel).glob("*.whl")
    return path


def build_wheel(folder: Path) -> None:
    """Built from another folder: beside our build.py, `-m build` would mean that."""
    command = [
        sys.executable,
        "-I",
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        f"--outdir={folder}",
        str(ROOT),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("bulletin/")}
        metadata = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    wanted = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bulletin").rglob("*.py")}
    wanted |= {
        "bulletin/counter/hit.lua",
        "bulletin/serve/page/preview.css",
        "bulletin/serve/page/preview.js",
    }
    for name in ("templates", "assets"):
        files = (path for path in (ROOT / name).rglob("*") if path.is_file())
        wanted |= {f"bulletin/theme/{path.relative_to(ROOT).as_posix()}" for path in files}
    assert held == wanted
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    needed = [line for line in lines if line.startswith("Requires-Dist: ") and "extra ==" not in line]
    assert len(needed) == len(dependencies)


def test_the_installed_command_builds_a_site(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "môi trường"
    venv.EnvBuilder(symlinks=os.name != "nt").create(home)
    paths = sysconfig.get_paths("venv", vars={"base": str(home), "platbase": str(home)})
    python = Path(paths["scripts"], "python.exe" if os.name == "nt" else "python")
    Path(paths["purelib"], "packages.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_"))}

    def run(*words: str | Path) -> str:
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, encoding="utf-8", env=environ)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    pip = ("-I", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed")
    run(python, *pip, wheel)
    bantin = Path(paths["scripts"], "bantin.exe" if os.name == "nt" else "bantin")
    where = run(python, "-I", "-c", "import bulletin; print(bulletin.__file__)")
    assert Path(where.strip()).is_relative_to(home), "not the repository's"
    assert "bantin" in run(bantin, "--help")
    site = tmp_path / "xã"
    for path, text in {"site.toml": SETTINGS, "content/tin/chao.md": ARTICLE}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, "utf-8")
    run(bantin, "--site", site, "--now", "2026-11-24T08:00:00+07:00")
    assert "<h1" in (site / "output/tin/chao/index.html").read_text("utf-8")
    assert list((site / "output/assets/css").glob("*.css"))
