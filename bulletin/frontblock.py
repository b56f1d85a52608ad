"""The block of front matter in its three syntaxes: YAML, TOML, JSON. Keys with strings and lines come out.

python-frontmatter's handlers find and split the block; the values are read here so that each key has its
line, and no string is taken for a date or a number.
"""

import json
import re
import tomllib
from typing import Any

import yaml
from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

Pairs = list[tuple[str, Any, int]]  # key, value, line within the block from 0


_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Of a node we want its kind, its string and its line, and no type guessed from the string."""

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> str:
        return ""


class _Items(tuple[str, ...]):
    """The strings of a list, with the line of each within the block."""

    lines: tuple[int, ...] = ()


class BlockError(Exception):
    """A block that cannot be read: `kind` of the problem, and the line within the block from 0."""

    def __init__(self, kind: str, line: int, **values: str) -> None:
        super().__init__(kind)
        self.kind, self.line, self.values = kind, line, values


class Yaml(YAMLHandler):
    """YAML through compose: one pass gives strings, lines and doubled keys."""

    def pairs(self, block: str) -> Pairs:
        try:
            # A no-break space, as Word pastes it, is a space here.
            node = yaml.compose(block.replace("\u00a0", " "), Loader=_Loader)
        except yaml.MarkedYAMLError as fault:
            raise _yaml_mistake(block, fault) from None
        except yaml.YAMLError as fault:  # a control character
            place = getattr(fault, "position", 0) or 0
            raise BlockError("front-character", block.count("\n", 0, place)) from None
        if node is None:
            return []
        if not isinstance(node, yaml.MappingNode):
            found = re.search(r"^[\w ]+:[^\s:/]", block, re.MULTILINE)
            if found:
                line = block.count("\n", 0, found.start())
                raise BlockError("front-no-space", line, text=block.split("\n")[line].strip())
            raise BlockError("front-not-keys", node.start_mark.line)
        return [(str(key.value), _plain(value), key.start_mark.line) for key, value in node.value]


class _Toml(BaseHandler):
    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def pairs(self, block: str) -> Pairs:
        try:
            table = tomllib.loads(block)
        except ValueError as fault:  # syntax, or a number of thousands of digits
            found = re.search(r"at line (\d+)", str(fault))
            raise BlockError("front-toml", int(found[1]) - 1 if found else 0) from None
        return [
            (key, _jsonish(value), _line_of(block, rf'^[ \t]*"?{re.escape(key)}"?[ \t]*='))
            for key, value in table.items()
        ]


class _Object(list[tuple[str, Any]]):
    """The pairs of a JSON object, doubled keys and all."""


class Json(JSONHandler):
    def pairs(self, block: str) -> Pairs:
        try:
            pairs: list[tuple[str, Any]] = json.loads(block, object_pairs_hook=_Object)
        except ValueError as fault:
            raise BlockError("front-json", getattr(fault, "lineno", 1) - 1) from None
        return [(key, _jsonish(value), _line_of(block, rf'"{re.escape(key)}"\s*:')) for key, value in pairs]


HANDLERS: tuple[Yaml | _Toml | Json, ...] = (Yaml(), _Toml(), Json())


def _plain(node: Any) -> str | tuple[str, ...] | None:
    """A YAML node as a string or strings; None for anything deeper (never expanded)."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode) and all(isinstance(n, yaml.ScalarNode) for n in node.value):
        items = _Items(str(n.value) for n in node.value)
        items.lines = tuple(n.start_mark.line for n in node.value)
        return items
    return None


def _jsonish(value: Any) -> str | tuple[str, ...] | None:
    """A TOML or JSON value as YAML's loader would give it."""
    if isinstance(value, list) and not isinstance(value, _Object):
        items = tuple(_jsonish(v) for v in value)
        return (
            tuple(i for i in items if isinstance(i, str)) if all(isinstance(i, str) for i in items) else None
        )
    if isinstance(value, dict | _Object):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _line_of(block: str, pattern: str) -> int:
    found = re.search(pattern, block, re.MULTILINE)
    return block.count("\n", 0, found.start()) if found else 0


_KEY = re.compile(r"[^\s:#\-][^:\n]*:(?:[ \t]|$)")


# How each line of a block can be wrong, in the order in which they are looked for.
_FAULTY_LINES = (
    ("front-tab", re.compile(r"\t+\S")),
    ("front-full-colon", re.compile(r"[^:\s]+：")),
    ("front-no-space", re.compile(r"[\w ]+:[^\s:/]")),
    ("front-indent", re.compile(r"[ ]+[\w ]+:(?:[ \t]|$)")),
    ("front-inner-quote", re.compile(r"""[\w ]+:[ \t]+(?:"[^"\n]*"[ \t]*[^\s#]|'[^'\n]*'[ \t]*[^\s#'])""")),
    ("front-quote", re.compile(r"""[\w ]+:[ \t]+(?:"[^"\n]*|'[^'\n]*)$""")),
    ("front-colon", re.compile(r"[\w ]+:[ \t]+[^\s\"'\[{][^\n]*:(?:[ \t]|$)")),
    ("front-bracket", re.compile(r"[\w ]+:[ \t]+\[[^\]\n]*$|[\w ]+:[ \t]+\{[^}\n]*$")),
    ("front-sign", re.compile(r"[\w ]+:[ \t]+[@`%&*!|>]")),
    ("front-no-colon", re.compile(r"[^\s#\-:][^:\n]*$")),
)


def _yaml_mistake(block: str, fault: yaml.MarkedYAMLError) -> BlockError:
    """The line that an editor must mend, which is often above the one where the parser gave up."""
    mark = fault.problem_mark or fault.context_mark
    stopped = min(mark.line if mark else 0, block.count("\n"))
    lines = block.split("\n")
    for number, line in enumerate(lines[: stopped + 1]):
        if (
            number
            and line.startswith((" ", "\t"))
            and not _KEY.match(line.lstrip())
            and lines[number - 1].rstrip()[-1:] in ("|", ">")
        ):
            continue  # inside a block of text
        for kind, pattern in _FAULTY_LINES:
            if pattern.match(line.replace("\u00a0", " ")):
                return BlockError(kind, number, text=line.strip())
    return BlockError("front-yaml", stopped, text=lines[stopped].strip())
