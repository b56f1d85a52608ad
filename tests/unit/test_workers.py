"""The limits are real: a hang, a flood of memory and a dead process cost one item each."""

import os
import time
from collections.abc import Callable

import pytest

from bulletin.workers import Cause, Failure, Limit, run_each


def make(offset: int) -> Callable[[str], str]:
    def run(item: str) -> str:
        match item:
            case "hang":
                time.sleep(60)
            case "loop":
                while True:
                    pass
            case "memory":
                return str(len(b"x" * 10_000_000_000))
            case "nest":
                return run(item)
            case "die":
                os._exit(9)
            case "bug":
                raise KeyError("thiếu")
        return f"{item}+{offset}"

    return run


@pytest.mark.parametrize("context", ["fork", "spawn"])
def test_one_bad_item_costs_only_itself(context: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(threading, "active_count", lambda: 1 if context == "fork" else 2)
    bad = {
        "hang": Cause.TIME,
        "loop": Cause.TIME,
        "memory": Cause.MEMORY,
        "nest": Cause.NESTING,
        "die": Cause.CRASH,
        "bug": Cause.BUG,
    }
    items = [str(n) for n in range(50)]
    for place, name in enumerate(bad):
        items.insert(7 * place, name)
    found = dict(run_each(make, (1,), items, Limit(seconds=1.5, megabytes=300), workers=2))
    causes = {item: r.cause for item, r in found.items() if isinstance(r, Failure)}
    assert causes == bad
    assert {item: r for item, r in found.items() if item not in bad} == {str(n): f"{n}+1" for n in range(50)}
    assert "KeyError: 'thiếu'" in found["bug"].detail  # type: ignore[union-attr]


def whose(_: int) -> Callable[[int], int]:
    def run(item: int) -> int:
        time.sleep(0.2)
        return os.getpid()

    return run


def test_few_long_items_are_shared_out_one_by_one() -> None:
    """In chunks, as short ones are, all would go to one process."""
    together = run_each(whose, (1,), range(4), Limit(10, 300), workers=2)
    assert len({process for _, process in together}) == 1
    apart = run_each(whose, (1,), range(4), Limit(10, 300), workers=2, chunk=1)
    assert len({process for _, process in apart}) == 2


def test_no_items_need_no_process() -> None:
    assert list(run_each(make, (1,), [], Limit(1, 100))) == []


def test_workers_end_when_the_reader_stops_listening() -> None:
    results = run_each(make, (1,), [str(n) for n in range(100)], Limit(5, 300), workers=2)
    next(results)
    pool = results.gi_frame.f_locals["pool"]  # type: ignore[attr-defined]
    processes = [w.process for w in pool._workers]
    results.close()  # type: ignore[attr-defined]
    assert [p.is_alive() for p in processes] == [False, False]
