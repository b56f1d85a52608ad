import shutil
from pathlib import Path

import pytest
from little import Little, at, lay_out

from tests.building import Once


@pytest.fixture
def fresh(tmp_path: Path) -> Little:
    """A bulletin as it was downloaded: no .venv/ yet."""
    return lay_out(tmp_path)


@pytest.fixture(scope="session")
def made_once(once: Once) -> Little:
    def make(base: Path) -> None:
        assert lay_out(base).run().code == 0

    return at(once("little", make))


@pytest.fixture
def made(made_once: Little, tmp_path: Path) -> Little:
    """A bulletin with its .venv/, moved to another folder since, and no network any more."""
    shutil.copytree(made_once.folder, tmp_path / "Bản tin đã dời", symlinks=True)
    wheelhouse = tmp_path / "bánh xe"  # each test's own: some add to it, and others run at the same time
    shutil.copytree(made_once.wheelhouse, wheelhouse)
    little = Little(tmp_path / "Bản tin đã dời", wheelhouse)
    little.offline()
    return little
