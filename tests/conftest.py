"""What all tests may ask for: the programs they put to use, and the repository's own bulletin, built once."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "tools" / "npm" / "node_modules"
FILES = {
    "vnu.jar": PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar",
    "axe.min.js": PACKAGES / "axe-core" / "axe.min.js",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write what came out as what is expected; then read the diff"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the sample site go to one worker of pytest-xdist (--dist loadgroup), which builds it once."""
    for item in items:
        if "sample_site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("sample_site"))


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written anew."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def need() -> Callable[[str], str]:
    """`need("java")` is where that program is, on the search path or among the packages of tools/npm.

    Where it is missing the test is skipped; with BANTIN_REQUIRE_TOOLS=1, as in .ci/run, it fails.
    """

    def find(name: str) -> str:
        known = FILES.get(name)
        found = shutil.which(name) if known is None else str(known) if known.is_file() else None
        if found:
            return found
        if os.environ.get("BANTIN_REQUIRE_TOOLS") == "1":
            pytest.fail(f"{name} is missing; .ci/run installs it", pytrace=False)
        pytest.skip(f"{name} is missing; .ci/run installs it")

    return find


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own bulletin as its readers get it, at a fixed moment; the output's folder."""
    from bulletin.cli import main

    output = tmp_path_factory.mktemp("sample") / "output"
    words = ["--site", str(ROOT), "--output", str(output), "--now", "2026-11-24T08:00:00+07:00", "--quiet"]
    assert main(words) == 0
    return output
