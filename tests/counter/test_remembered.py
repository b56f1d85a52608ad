"""Memory is given back: what has been full once does not stay large."""

import sys

from bulletin.counter.remembered import Remembered


def room(remembered: Remembered) -> int:
    return sum(sys.getsizeof(keys) for keys in remembered._keys.values())


def test_seconds_that_readers_have_left_are_small() -> None:
    remembered = Remembered()
    for second in range(20):
        for key in range(5_000):
            remembered.note(key, second)
    assert (len(remembered), remembered.online(20)) == (5_000, 5_000)
    crowd, index = room(remembered), sys.getsizeof(remembered._latest)
    for second in range(20, 60):
        for key in range(4_990):
            remembered.note(key, second)
        remembered.note(4_990 + second % 10, second)
    assert len(remembered._keys) > 1
    assert sys.getsizeof(remembered._latest) == index
    assert room(remembered) < 2 * crowd
    remembered.forget(59 + 1_800)
    assert (len(remembered), remembered.online(60), room(remembered)) == (0, 0, 0)


def test_online_is_right_whatever_happened_since_it_was_asked() -> None:
    remembered = Remembered()
    for key, at in ((1, 100), (2, 390), (3, 401)):
        remembered.note(key, at)
        assert remembered.online(400) == sum(abs(400 - when) < 300 for when in remembered.latest().values())
    for act in (
        lambda: remembered.drop(2),
        lambda: remembered.note(1, 400),
        lambda: remembered.forget(1_900),
    ):
        act()
        assert remembered.online(400) == sum(abs(400 - when) < 300 for when in remembered.latest().values())
    assert dict(remembered.by_second()) == {400: [1], 401: [3]}
