"""How much one reader may ask, in memory that never grows.

Each limit is a row of slots, chosen by a hash: each holds how many hits are left, and when that was so.
Two readers may share a slot, and then share what it allows; with 65,536 slots that is rare.
"""

from array import array

SLOTS = 1 << 16


class Limit:
    """`burst` hits at once, then `per_minute`; 0: no limit. Not exact between threads, and need not be."""

    def __init__(self, per_minute: int, burst: int) -> None:
        self._rate, self._burst = per_minute / 60, float(burst)
        self._left = array("d", [self._burst]) * SLOTS
        self._when = array("d", [0.0]) * SLOTS

    def allows(self, key: int, now: float) -> bool:
        """Take one hit of `key` (any whole number); False when it has none left. `now` in seconds."""
        if not self._rate:
            return True
        slot = key % SLOTS
        passed = now - self._when[slot]
        # A clock that is set back gives nothing and takes nothing.
        left = min(self._burst, self._left[slot] + max(0.0, passed) * self._rate)
        self._when[slot] = now
        allowed = left >= 1
        self._left[slot] = left - 1 if allowed else left
        return allowed
