"""A table's change, put upon the table, is the later table."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bulletin.tables import FEW, change, changed

entries = st.dictionaries(st.text(max_size=2), st.integers(0, 3), max_size=6)
tables = st.dictionaries(st.sampled_from(["rows", "known", "mark"]), entries | st.integers(0, 3))


@given(tables, tables)
def test_a_change_makes_the_later_table_of_the_earlier(old: dict[str, Any], new: dict[str, Any]) -> None:
    difference = change(old, new)
    assert difference is not None
    assert changed(old, difference) == new


def test_a_change_holds_only_what_is_another() -> None:
    old = {"rows": {"a": 1, "b": 2, "c": 3}, "mark": b"1", "same": (1, 2)}
    new = {"rows": {"a": 1, "b": 5, "d": 4}, "mark": b"2", "same": (1, 2)}
    assert change(old, new) == {
        "others": {"mark": b"2"},
        "entries": {"rows": ({"b": 5, "d": 4}, ("c",))},
        "names": ("rows", "mark", "same"),
    }


def test_much_is_better_written_whole() -> None:
    old = {"rows": dict.fromkeys(range(FEW * 8), 1)}
    assert change(old, {"rows": {**old["rows"], **dict.fromkeys(range(FEW), 2)}})
    assert change(old, {"rows": dict.fromkeys(old["rows"], 2)}) is None
