"""What tests of the short ways share."""

import pytest
from saying import THEME

from bulletin import stamps, theme


@pytest.fixture
def plain_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain theme; and no file is too young to be believed."""
    monkeypatch.setattr(theme, "builtin", lambda name: THEME / name)
    monkeypatch.setattr(stamps, "YOUNG", 0)
