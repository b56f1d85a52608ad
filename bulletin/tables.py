"""A table of plain values, and what is another in a later one: that alone is written where it is little.

A table maps names to values; those that are dictionaries are large, and compared key by key.
"""

from collections.abc import Mapping
from typing import Any

Table = dict[str, Any]
FEW = 64  # entries: to write these takes no time, however small the table
SHARE = 8  # a change is little as long as it is less than one part in so many


def change(old: Mapping[str, Any], new: Mapping[str, Any]) -> Table | None:
    """What makes `new` of `old`; None where to write all of `new` is as well."""
    others: Table = {}
    entries: dict[str, tuple[Table, tuple[Any, ...]]] = {}
    count = total = 0
    for name, value in new.items():
        before = old.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            put = {key: entry for key, entry in value.items() if key not in before or before[key] != entry}
            gone = tuple([key for key in before if key not in value])
            entries[name] = put, gone
            count, total = count + len(put) + len(gone), total + len(value)
        elif name not in old or before != value:
            others[name] = value
    if count > FEW + total // SHARE:
        return None
    return {"others": others, "entries": entries, "names": tuple(new)}


def changed(old: Mapping[str, Any], difference: Mapping[str, Any]) -> Table:
    """The later table. The order of a dictionary's keys is not kept."""
    made: Table = {**old, **difference["others"]}
    for name, (put, gone) in difference["entries"].items():
        entries = {**old[name], **put}
        for key in gone:
            del entries[key]
        made[name] = entries
    return {name: made[name] for name in difference["names"]}
