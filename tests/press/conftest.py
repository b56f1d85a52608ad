"""The sample's two issues, set once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import Once
from tests.press.setting import Pdf, Site, printed, read_site

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ("2026-11", "2026-09")
WANTED = ("screen", "press", "booklet", "grey")
PURPOSES = (*WANTED, "grey-booklet", "guide")  # what comes of it


@pytest.fixture(scope="session")
def sample() -> Site:
    return read_site(ROOT)


@pytest.fixture(scope="session")
def issues(sample: Site, once: Once, need: Callable[[str], str]) -> dict[str, dict[str, Pdf]]:
    """Name of an issue -> purpose -> PDF."""
    need("pdftotext")

    def make(folder: Path) -> None:
        for name in SAMPLES:
            files, problems = printed(sample, name, *WANTED)
            assert [p for p in problems if p.severity == "error"] == []
            for purpose, data in files.items():
                (folder / f"{name}-{purpose}.pdf").write_bytes(data)

    folder = once("issues", make)
    return {
        name: {purpose: Pdf(folder / f"{name}-{purpose}.pdf") for purpose in PURPOSES} for name in SAMPLES
    }
