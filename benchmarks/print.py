#!/usr/bin/env python3
"""How long it takes to set an issue, and how much memory; WeasyPrint beside it, with the same text.

    python benchmarks/print.py [--rounds 3]

Issues of about 32 and 120 A5 pages are bound from the sample's articles. Ours is the PDF for
reading: pictures derived, the engine started in its process, all rounds of pages, PDF/A-2b and
PDF/UA-1. WeasyPrint, if it is installed, gets the same bodies as HTML with the same pictures and a plain
style sheet, and makes PDF/A-2b.
Each round is a process of its own; the medians are printed as a Markdown table, memory being that of the
largest process. POSIX only.
"""

import argparse
import json
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ISSUES = {"32": 17, "120": 58}  # about how many pages -> articles
NOW = datetime.fromisoformat("2026-11-24T08:00:00+07:00")
STYLE = """
@page { size: 148mm 210mm; margin: 18mm 14mm; @bottom-center { content: counter(page) } }
body { font: 9.7pt/1.4 "Noto Serif", serif; text-align: justify }
img { max-width: 100% }
h1 { string-set: section content() }
table { width: 100%; border-collapse: collapse }
td, th { border: 0.5pt solid }
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        engine, name, root = arguments.one
        print(json.dumps(ours(name, Path(root)) if engine == "ours" else theirs(name, Path(root))))
        return
    engines = ["ours", *(["weasyprint"] if has_weasyprint() else [])]
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, ", end=""
    )
    print(f"medians of {arguments.rounds} rounds\n")
    print("| | pages | seconds | peak MB | MB of the file |\n|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        root = bind(Path(folder))
        for name in ISSUES:
            for engine in engines:
                command = [sys.executable, __file__, "--one", engine, name, str(root)]
                runs = [
                    json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
                    for _ in range(arguments.rounds)
                ]
                middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
                cells = f"{middle['pages']:.0f} | {middle['seconds']:.2f}"
                cells += f" | {middle['memory']:.0f} | {middle['size']:.1f}"
                print(f"| {engine}, {name} | {cells} |", flush=True)


def bind(root: Path) -> Path:
    """The sample with an issue of each length."""
    shutil.copytree(
        ROOT / "content", root / "content", ignore=shutil.ignore_patterns("illustrations", "ban-tin")
    )
    shutil.copy(ROOT / "site.toml", root)
    (root / "content/ban-tin").mkdir()
    for bundle in sorted((root / "content/van-hoa-doi-song").iterdir()):  # the sample alone is not that long
        shutil.copytree(bundle, bundle.with_name(f"{bundle.name}-lai"))
    library = read(root).library
    paths = [article.path.removeprefix("content/") for article in library.articles]
    for name, count in ISSUES.items():
        rows = "".join(f"  - {path}\n" for path in paths[:count])
        (root / f"content/ban-tin/{name}.md").write_text(f"---\nso: 1\nngay: 23/11/2026\nbai:\n{rows}---\n")
    return root


def read(root: Path) -> Any:
    from tests.press.setting import read_site

    return read_site(root)


def ours(name: str, root: Path) -> dict[str, float]:
    from bulletin.press.boxes import page_count
    from tests.press.setting import edition_of, printed

    site = read(root)
    edition_of(site, name)
    begun = time.perf_counter()
    made, _ = printed(site, name, "screen")
    seconds = time.perf_counter() - begun
    data = made["screen"]
    return {"seconds": seconds, "pages": page_count(data), "memory": memory(), "size": len(data) / 1e6}


def theirs(name: str, root: Path) -> dict[str, float]:
    from weasyprint import HTML

    from bulletin.press.boxes import page_count
    from bulletin.press.content import Picture
    from bulletin.press.materials import presenter
    from bulletin.press.typeset import derived
    from bulletin.problem import Place
    from tests.press.setting import edition_of

    site = read(root)
    present, settings = presenter(site.library, site.theme), site.library.settings.printing
    folder = root / f"html-{name}"
    folder.mkdir(exist_ok=True)
    begun = time.perf_counter()
    done: dict[str, str] = {}

    def picture(target: str, path: str) -> str:
        found = present.original(target, Place(path, 1))
        if found is None:
            return ""
        media, blur = found
        if media.path not in done:
            done[media.path] = f"p{len(done)}.jpg"
            made = derived(Picture("", media, blur, 123, Place(path, 1)), ("screen",), settings)
            (folder / done[media.path]).write_bytes(made["screen"])
        return done[media.path]

    parts = []
    for part in edition_of(site, name).parts:
        article = part.article
        pictures = [picture(ref.target, article.path) for ref in article.source.body.pictures]
        body = re.sub(r"bantin:picture/(\d+)", lambda m, p=pictures: p[int(m[1])], article.source.body.html)
        body = re.sub(r"bantin:link/\d+", "https://bantin.example/", body)
        cover = f'<img src="{picture(article.cover.target, article.path)}" alt="">' if article.cover else ""
        parts.append(f"<h1>{escape(article.title)}</h1><p>{escape(article.summary)}</p>{cover}{body}")
    html = f'<html lang="vi"><title>Bản tin</title><style>{STYLE}</style><body>{"".join(parts)}</body></html>'
    data = HTML(string=html, base_url=str(folder) + "/").write_pdf(pdf_variant="pdf/a-2b")
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "pages": page_count(data), "memory": memory(), "size": len(data) / 1e6}


def memory() -> float:
    """Of the largest process so far, in MB."""
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return (
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        / scale
    )


def has_weasyprint() -> bool:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


if __name__ == "__main__":
    main()
