"""Templates are compiled once, and what was kept of them is believed only as it was left."""

from pathlib import Path
from typing import Any

import jinja2
import pytest
from saying import said, say

from bulletin import closures, compiled, render
from tests.building import assert_as_from_nothing, build_site, write_site

KEPT = ".bantin/memory/templates"
pytestmark = pytest.mark.usefixtures("plain_and_quick")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_site(tmp_path / "site", {"content/tin/a.md": said("A", "Lời cũ.")})
    forget(monkeypatch)
    assert build_site(root).written
    return root


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has only just begun."""
    monkeypatch.setattr(closures, "_KNOWN", {})
    fresh = compiled._Compiled()
    for module in (compiled, render):
        monkeypatch.setattr(module, "COMPILED", fresh)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is compiled and parsed from now on."""
    done: list[str] = []
    for name in ("_generate", "_parse"):
        real = getattr(jinja2.Environment, name)

        def noted(
            env: jinja2.Environment, *given: Any, _real: Any = real, _name: str = name, **more: Any
        ) -> Any:
            done.append(_name)
            return _real(env, *given, **more)

        monkeypatch.setattr(jinja2.Environment, name, noted)
    return done


def test_another_process_compiles_nothing_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, work: list[str]
) -> None:
    for words in ("Lời mới.", "Lời mới hơn."):
        forget(monkeypatch)
        say(root, "a", words)
        assert build_site(root).written
        write_site(root, {"content/tin/b.md": said("B", words)})  # the whole road too
        forget(monkeypatch)
        assert build_site(root).written
    assert work == []
    assert_as_from_nothing(root)


def test_a_template_that_changed_is_compiled_and_no_other(
    root: Path, monkeypatch: pytest.MonkeyPatch, work: list[str]
) -> None:
    write_site(root, {"templates/side-topics.html": "khác"})
    forget(monkeypatch)
    assert build_site(root).written
    assert sorted(work) == ["_generate", "_parse", "_parse"]  # to be rendered, and for what it uses
    assert_as_from_nothing(root)


@pytest.mark.parametrize("damage", ["torn", "foreign", "python"])
def test_what_cannot_be_believed_is_compiled_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, work: list[str], damage: str
) -> None:
    kept = root / KEPT
    if damage == "torn":
        kept.write_bytes(kept.read_bytes()[:-9])
    elif damage == "foreign":
        data = bytearray(kept.read_bytes())
        data[-40] ^= 1
        kept.write_bytes(data)
    else:
        monkeypatch.setattr(compiled.importlib.util, "MAGIC_NUMBER", b"another")
    forget(monkeypatch)
    say(root, "a", "Lời mới.")
    assert build_site(root).written
    assert "_generate" in work
    assert_as_from_nothing(root)
