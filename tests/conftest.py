"""What all tests may ask for: the programs they put to use, and the repository's own bulletin, built once."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.building import Once, build_sample

hypothesis.settings.register_profile("steady", deadline=None)  # a busy machine is slow now and then
hypothesis.settings.load_profile("steady")

PATIENCE = 600  # seconds that a worker waits for what another makes
ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "tools" / "npm" / "node_modules"
FILES = {
    "vnu.jar": PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar",
    "axe.min.js": PACKAGES / "axe-core" / "axe.min.js",
}


# A shell that starts these tests in the background has Ctrl-C ignored, and so would the programs that they
# start and stop with it. A handler of our own is not inherited: they begin with the usual one.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write what came out as what is expected; then read the diff"
    )


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, the same one in every worker of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def once(shared: Path) -> Once:
    """`once(name, make)` is a folder that is filled by `make(folder)` once in a run; other workers wait for it."""

    def once(name: str, make: Callable[[Path], None]) -> Path:
        folder, said = shared / name, shared / f"{name}.end"
        try:
            folder.mkdir()
        except FileExistsError:
            end = time.monotonic() + PATIENCE
            while not said.exists():
                assert time.monotonic() < end, f"{name} is not being made"
                time.sleep(0.1)
        else:
            ending = "not made: see the test of another worker"
            try:
                make(folder)
                ending = "made"
            finally:
                beside = said.with_suffix(".new")
                beside.write_text(ending, "utf-8")
                beside.rename(said)
        assert said.read_text("utf-8") == "made", name
        return folder

    return once


@pytest.fixture(scope="session", autouse=True)
def _own_key(shared: Path) -> Iterator[None]:
    """The key under which builds remember is the tests' own, not the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(shared / "cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_progress() -> Iterator[None]:
    """A stage that a busy machine makes slow says nothing of its progress, so that what is said is the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bulletin.report.SLOW", float("inf"))
        yield


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


@pytest.fixture(autouse=True)
def _without_heic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most bulletins do without the extra "heic", so tests do, but those that ask for it."""
    monkeypatch.setitem(sys.modules, "pillow_heif", None)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def sample_site(once: Once) -> Path:
    """The repository's own bulletin as its readers get it, at a fixed moment; the output's folder.

    Beside it is the site, `site/`, a copy that has its pictures and issues already: for builds of it that want others.
    """

    def make(folder: Path) -> None:
        shutil.copytree(
            ROOT / "content", folder / "site" / "content", ignore=shutil.ignore_patterns("illustrations")
        )
        text = (ROOT / "site.toml").read_text("utf-8")
        assert "\n[printing]\n" in text
        patient = text.replace("\n[printing]\n", "\n[printing]\nseconds = 600\n")  # a busy machine is slow
        (folder / "site" / "site.toml").write_text(patient, "utf-8")
        build_sample(folder / "site", folder / "output")

    return once("sample", make) / "output"
