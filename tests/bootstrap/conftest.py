import shutil
from pathlib import Path

import pytest
from little import Little, lay_out


@pytest.fixture
def fresh(tmp_path: Path) -> Little:
    """A bulletin as it was downloaded: no .venv/ yet."""
    return lay_out(tmp_path)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Little:
    little = lay_out(tmp_path_factory.mktemp("made"))
    assert little.run().code == 0
    return little


@pytest.fixture
def made(made_once: Little, tmp_path: Path) -> Little:
    """A bulletin with its .venv/, moved to another folder since, and no network any more."""
    shutil.copytree(made_once.folder, tmp_path / "Bản tin đã dời", symlinks=True)
    little = Little(tmp_path / "Bản tin đã dời", made_once.wheelhouse)
    little.offline()
    return little
