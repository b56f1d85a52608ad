"""Who is remembered, in memory: keys by the second of their latest hit. Pure."""

from collections.abc import Iterable, Mapping

from bulletin.counter.definitions import is_online, is_remembered


class Remembered:
    """Keys (64 bits) with their latest second; those too far from the second at hand are forgotten."""

    def __init__(self) -> None:
        self._latest: dict[int, int] = {}
        self._keys: dict[int, set[int]] = {}  # second -> whose latest hit it was
        self._online: tuple[int, int] | None = None  # at that second, so many; None: to be counted anew

    def __len__(self) -> int:
        return len(self._latest)

    def __contains__(self, key: int) -> bool:
        return key in self._latest

    def forget(self, at: int) -> None:
        """What a hit at this second makes us forget."""
        for second in [second for second in self._keys if not is_remembered(second, at)]:
            for key in self._keys.pop(second):
                del self._latest[key]
            self._online = None

    def note(self, key: int, at: int) -> None:
        before = self._latest.get(key)
        if before == at:
            return
        if before is not None:
            self._leave(key, before)
        if self._online:
            now, count = self._online
            self._online = now, count + is_online(at, now)
        self._latest[key] = at  # in its place: a dictionary that keys leave and enter again doubles its room
        keys = self._keys.get(at)
        if keys is None:
            self._keys[at] = {key}
        else:
            keys.add(key)

    def drop(self, key: int) -> None:
        """Forget one key, if it is there."""
        second = self._latest.pop(key, None)
        if second is not None:
            self._leave(key, second)

    def _leave(self, key: int, second: int) -> None:
        keys = self._keys[second]
        keys.discard(key)
        if self._online:
            now, count = self._online
            self._online = now, count - is_online(second, now)
        if not keys:
            del self._keys[second]
        elif len(keys) & (len(keys) - 1) == 0:  # a set never gives back room by itself: copy the rest
            self._keys[second] = set(keys)

    def online(self, now: int) -> int:
        """How many keys' latest second is less than five minutes from `now`."""
        if self._online is None or self._online[0] != now:
            count = sum(len(keys) for second, keys in self._keys.items() if is_online(second, now))
            self._online = now, count
        return self._online[1]

    def latest(self) -> Mapping[int, int]:
        return dict(self._latest)

    def by_second(self) -> Iterable[tuple[int, list[int]]]:
        return ((second, sorted(keys)) for second, keys in sorted(self._keys.items()))
