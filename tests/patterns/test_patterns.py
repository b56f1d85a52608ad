"""The pattern page is made, is valid, and leaves no part of the theme out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from bulletin.render import environment
from tests.building import Once
from tests.patterns.patterns import HERE, ROOT, build
from tests.validity.nu import complaints

TEMPLATES = ROOT / "templates"
ENV = environment([HERE, TEMPLATES])
OWN = tuple(sorted(HERE.glob("*.html")))


@pytest.fixture(scope="module")
def patterns(once: Once) -> Path:
    """The folder of the pattern page."""
    return once("patterns", build)


def tree(path: Path) -> nodes.Template:
    return ENV.parse(path.read_text("utf-8"))


def reached(name: str, seen: set[str]) -> set[str]:
    """Every template that the template `name` includes, imports or extends, and so on."""
    if name not in seen:
        seen.add(name)
        path = next(folder / name for folder in (HERE, TEMPLATES) if (folder / name).is_file())
        for other in (*meta.find_referenced_templates(tree(path)), *shared(tree(path))):
            assert other is not None, f"{name} includes what only a build knows"
            reached(other, seen)
    return seen


def shared(template: nodes.Template) -> set[str]:
    """The shared parts that a template asks for, by name."""
    return {
        call.args[0].value
        for call in template.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
        and call.node.name == "shared"
        and isinstance(call.args[0], nodes.Const)
    }


def called(template: nodes.Template) -> set[str]:
    return {call.node.name for call in template.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}


def test_it_shows_every_part(patterns: Path) -> None:
    text = (patterns / "index.html").read_text("utf-8")
    for name in ("card-lead", "card-row", "card-line", "block-first", "pager", "gallery", "table", "signoff"):
        assert f'class="{name}' in text or f" {name}" in text


def test_every_partial_has_a_pattern() -> None:
    there = {f"partials/{path.name}" for path in TEMPLATES.glob("partials/*.html")}
    assert there - reached("patterns.html", set()) == set()


def test_every_macro_has_a_pattern() -> None:
    shown = {
        (found.template.value, name if isinstance(name, str) else name[0])
        for path in OWN
        for found in tree(path).find_all(nodes.FromImport)
        if isinstance(found.template, nodes.Const)
        for name in found.names
    }
    there = {
        (f"macros/{path.name}", macro.name)
        for path in TEMPLATES.glob("macros/*.html")
        for macro in tree(path).find_all(nodes.Macro)
        if macro.name not in called(tree(path))  # a helper of its own file
    }
    assert there - shown == set()


def test_every_page_has_a_state(patterns: Path) -> None:
    from tests.patterns.patterns import pages

    whole = {path.name for path in TEMPLATES.glob("*.html")} - {"base.html", "redirect.html"}
    assert whole == {template for template, _, _ in pages().values()}


def test_it_is_valid(patterns: Path, need: Callable[[str], str]) -> None:
    assert complaints(need("java"), need("vnu.jar"), patterns) == []
