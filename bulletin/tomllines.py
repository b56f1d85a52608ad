"""Where things stand in a TOML text, which tomllib does not tell."""

import re
from collections.abc import Mapping

Lines = Mapping[tuple[str | int, ...], int]


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")


_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*(?:\.|=)""")


def key_lines(text: str) -> Lines:
    """Where each table and key of a TOML text stands: ("categories", 0, "slug") -> line from 1.

    tomllib keeps no lines. This follows the plain form that people write: headers and keys,
    one a line; the inside of a multi-line string is passed over.
    """
    lines: dict[tuple[str | int, ...], int] = {}
    counts: dict[str, int] = {}
    table: tuple[str | int, ...] = ()
    until = ""  # the quotes that end a multi-line string
    for number, line in enumerate(text.split("\n"), 1):
        if until:
            until = "" if until in line else until
            continue
        if header := _HEADER.match(line):
            name = header[2].strip("\"'")
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table = (name, counts[name])
                lines.setdefault((name,), number)
            else:
                table = (name,)
            lines[table] = number
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1].strip("\"'")), number)
            for quotes in ('"""', "'''"):
                if line.count(quotes) == 1:
                    until = quotes
    return lines
