"""Modules of the road import upwards only, as docs/architecture.md lists them; rooms keep apart; two modules print."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = {"press", "publish", "counter", "desk", "serve"}
COMMAND_LINE = {"arguments", "commands", "cli"}
PRINTERS = {"cli", "report"}
DOORS = {"bulletin", "__main__"}  # the package's __init__ and the door, which may be met from anywhere
FILES = sorted((ROOT / "bulletin").rglob("*.py"))


def layers() -> list[str]:
    """The names in the list at the end of the map, the lowest first."""
    listing = (ROOT / "docs/architecture.md").read_text("utf-8").rpartition("keeps it so.")[2]
    return re.findall(r"\w+", listing)


def module(path: Path) -> str:
    """The module or sub-package of bulletin/ that a file belongs to."""
    first = path.relative_to(ROOT / "bulletin").parts[0].removesuffix(".py")
    return "bulletin" if first == "__init__" else first


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """(line, module or sub-package of bulletin/) for each import, wherever in the file it stands."""
    known = {module(file) for file in FILES}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: write the whole name"
            names = [f"{node.module}.{name}" for name in names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "bulletin":
                yield node.lineno, parts[1] if parts[1:] and parts[1] in known else "bulletin"


def test_every_module_has_its_place() -> None:
    listed = layers()
    assert len(set(listed)) == len(listed)
    assert {module(path) for path in FILES} - ROOMS - DOORS == set(listed)


def test_imports_point_upwards() -> None:
    order = {name: place for place, name in enumerate(layers())}
    last = len(order)
    wrong = []
    for path in FILES:
        name = module(path)
        for line, other in imported(path):
            if name in DOORS or other in DOORS | {name} or (name in COMMAND_LINE and other in ROOMS):
                continue
            if other in ROOMS or order.get(other, last) > order.get(name, last):
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {name} imports {other}")
    assert wrong == []


def test_only_two_modules_print() -> None:
    wrong = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or module(path) in PRINTERS:
                continue
            word = ast.unparse(node.func)
            if word in ("print", "sys.stdout.write", "sys.stderr.write"):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: {word}")
    assert wrong == []
