"""Lighthouse, as a phone on a slow line: nothing to add on the front page and on a long article.

Performance is a matter of milliseconds, and so of what else the machine does: a busy one takes
points off. It is told (`-s` shows it) and recorded in docs/lighthouse.md, never demanded. The rest
is the same everywhere.
"""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import ROOT
from kinds import Atlas
from serving import Host

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TOLD = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "speed-index",
    "total-blocking-time",
    "cumulative-layout-shift",
)
CHROME_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-dev-shm-usage"
)


@pytest.fixture(scope="session")
def lighthouse(need: Callable[[str], str]) -> str:
    with pytest.MonkeyPatch.context() as patch:
        programs = ROOT / "tools" / "npm" / "node_modules" / ".bin"
        patch.setenv("PATH", str(programs), prepend=os.pathsep)
        return need("lighthouse")


def report(lighthouse: str, chromium: str, address: str, folder: Path) -> dict[str, Any]:
    words = [
        lighthouse,
        address,
        "--output=json",
        f"--output-path={folder / 'report.json'}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={CHROME_FLAGS}",
        "--no-enable-error-reporting",
        "--quiet",
    ]
    environ = os.environ | {"CHROME_PATH": chromium, "NODE_NO_WARNINGS": "1"}
    for _ in range(3):  # on a busy machine its browser may not answer in time: then there is no report at all
        done = subprocess.run(words, env=environ, capture_output=True, encoding="utf-8", timeout=180)
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    return read


def complaints(found: dict[str, Any], category: str) -> list[str]:
    """The audits that cost points."""
    parts = found["categories"][category]["auditRefs"]
    audits = [found["audits"][part["id"]] for part in parts if part["weight"]]
    return [
        f"{audit['id']}: {audit['title']} {audit.get('displayValue', '')}".strip()
        for audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]


@pytest.mark.parametrize("kind", ["home", "article-long"])
def test_nothing_to_add(
    hosts: dict[str, Host],
    atlas: Atlas,
    lighthouse: str,
    need: Callable[[str], str],
    tmp_path: Path,
    kind: str,
) -> None:
    found = report(lighthouse, need("chromium"), hosts["sample"].address + atlas.url(kind), tmp_path)
    scores = {name: round(found["categories"][name]["score"] * 100) for name in CATEGORIES}
    print(kind, scores, {name: found["audits"][name]["displayValue"] for name in TOLD})
    assert {name: complaints(found, name) for name in CATEGORIES[1:]} == {name: [] for name in CATEGORIES[1:]}
    assert {name: scores[name] for name in CATEGORIES[1:]} == dict.fromkeys(CATEGORIES[1:], 100)
