"""What is timed: ours with the bench theme, ours with its real theme, and installed peers.

A peer is a program below the tools' folder and a folder of the peers' folder with its
configuration and theme (`hugo/`, `pelican/`, `eleventy/`, beside them one `style.css`).
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).resolve().parent.parent
THEME = ROOT / "benchmarks" / "theme"
LISTS = "# --- Lists as long as the peers'"  # below it, settings that the real theme is timed without
NOW = "2100-01-01T00:00:00+07:00"  # after the newest of 100,000 articles
OURS = ("ours", "ours-theme")


class Corpus(Protocol):
    """A corpus maker: `corpus.py`, or another script with the same names."""

    CATEGORY_SLUGS: Sequence[str]
    LAYOUTS: Mapping[str, Callable[[Any, str], tuple[str, str]]]

    def article(self, i: int) -> Any: ...
    def make(self, n: int, out: Path, layout: str, start: int = 0) -> Any: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    layout: str
    command: tuple[str, ...]
    output: str  # folder below the site
    caches: tuple[str, ...]  # files and folders below the site that a cold build may not find
    template: str  # a file that every page uses, and that holds </footer>
    settings: str  # the file that holds the tagline
    source: Path  # folder that the site is made from
    version: str = ""
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))


@dataclass(frozen=True, slots=True)
class _Peer:
    program: str  # pattern below the tools' folder
    words: tuple[str, ...]
    version: tuple[str, ...]
    caches: tuple[str, ...]
    template: str
    settings: str
    style: str = "."  # where the style sheet goes


_PEERS = {
    "hugo": _Peer(
        "hugo/lib/python*/site-packages/hugo/binaries/hugo*",
        ("--quiet", "--noBuildLock", "--cacheDir", "{site}/cache", "-d", "public"),
        ("version",),
        ("cache", "resources"),
        "layouts/baseof.html",
        "hugo.toml",
        "static",
    ),
    "pelican": _Peer(
        "pelican/bin/pelican",
        ("-q", "-s", "pelicanconf.py", "-o", "public"),
        ("--version",),
        ("cache",),
        "theme/templates/base.html",
        "pelicanconf.py",
        "theme/static",
    ),
    "eleventy": _Peer(
        "node/node_modules/.bin/eleventy",
        ("--quiet",),
        ("--version",),
        (),
        "_includes/base.njk",
        "eleventy.config.js",
    ),
}
NAMES = (*OURS, *_PEERS)


def ours(name: str, site: Path) -> Candidate:
    """The command as `build.py` runs it once its packages are found; build.py's own start is not in it."""
    words = ("-m", "bulletin", "build", "--site", str(site), "--quiet", "--now", NOW)
    is_bench = name == "ours"
    return Candidate(
        name=name,
        layout="bulletin",
        command=(sys.executable, *words),
        output="output",
        caches=(".bantin",),
        template="templates/partials/footer.html",
        settings="site.toml",
        source=THEME,
        version=f"Bản tin {_commit()}, {'bench theme' if is_bench else 'built-in theme'}",
        environment={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def peer(name: str, site: Path, tools: Path, peers: Path) -> Candidate | None:
    """None when it is not installed, or has no theme in `peers`."""
    known = _PEERS[name]
    program = next(tools.glob(known.program), None)
    if program is None or not (peers / name).is_dir():
        return None
    said = subprocess.run([program, *known.version], capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+(\.\d+)+", said)
    return Candidate(
        name=name,
        layout=name,
        command=(str(program), *(word.format(site=site) for word in known.words)),
        output="public",
        caches=known.caches,
        template=known.template,
        settings=known.settings,
        source=peers / name,
        version=f"{name.capitalize()} {number[0] if number else '?'}",
    )


def prepare(candidate: Candidate, site: Path, corpus: Corpus, n: int, trash: Path) -> None:
    """The site's folder anew: settings and theme of the candidate, and `n` articles."""
    retire(site, trash)
    if candidate.name == "ours-theme":
        site.mkdir(parents=True)
        settings = (candidate.source / "site.toml").read_text(encoding="utf-8")
        (site / "site.toml").write_text(settings.partition(LISTS)[0], encoding="utf-8")
        own = site / candidate.template  # the one of the built-in files that a scenario changes
        own.parent.mkdir(parents=True)
        shutil.copy(ROOT / candidate.template, own)
    else:
        shutil.copytree(candidate.source, site)
    if candidate.name not in OURS:
        style = site / _PEERS[candidate.name].style
        style.mkdir(parents=True, exist_ok=True)
        shutil.copy(candidate.source.parent / "style.css", style)
    corpus.make(n, site, candidate.layout)


def compile_ours() -> None:
    """Before the first build, as an installer does it."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(ROOT / "bulletin")], check=True)


def retire(path: Path, trash: Path) -> None:
    """Move something out of the way.

    It is not deleted: on ext4, making files is several times slower for minutes after many were
    deleted, and the next build would pay for it.
    """
    if path.exists():
        trash.mkdir(parents=True, exist_ok=True)
        path.rename(trash / f"{time.time_ns()}-{path.name}")


def load_corpus(script: Path | None) -> Corpus:
    """Our own maker, or the one of another script."""
    path = script or ROOT / "benchmarks" / "corpus.py"
    spec = importlib.util.spec_from_file_location(f"corpus_maker_{path.stem}", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is no Python script")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _commit() -> str:
    """The repository's commit, with a + when files differ from it."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip() or "of unknown commit"
