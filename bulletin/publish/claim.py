"""One publisher at a time: a file on the host says who is at work.

No clocks are compared, since the host's may be wrong: a claim that does not change while it is watched
is dead. No exclusive file is asked for, since not all hosts know one: a claim is believed after a moment,
and whoever holds it looks at it again and again, and stops when it is another's.
"""

import getpass
import json
import platform
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from bulletin.problem import WorldError
from bulletin.publish.record import FOLDER
from bulletin.publish.remote import Remote, Upload

FILE = f"{FOLDER}/lock.json"
WATCH = 120.0  # seconds for which another's claim must be still, to be dead
LOOK = 5.0  # seconds between looks at it
SETTLE = 0.25  # seconds after which another who came at the same moment has written his claim over ours
BEAT = 15.0  # seconds after which a holder shows that it lives


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take; tests are in a hurry."""

    watch: float = WATCH
    look: float = LOOK
    beat: float = BEAT
    settle: float = SETTLE


class Claim:
    """The host is ours from `take` to `release`."""

    def __init__(
        self, remote: Remote, token: str, on_wait: Callable[[str], None], pace: Pace | None = None
    ) -> None:
        self._remote, self._token, self._on_wait, self._pace = remote, token, on_wait, pace or Pace()
        self._beats, self._last = 0, 0.0

    def take(self) -> None:
        """Raises WorldError when another is at work; waits to see whether a claim is alive."""
        held = self._remote.read(FILE)
        if held is not None and _token(held) != self._token:
            self._watch(held)
        for is_last in (False, True):
            refused = self._written()
            time.sleep(self._pace.settle)
            held = self._remote.read(FILE)
            if _token(held) == self._token:
                return
            if refused is None or held is not None:
                raise WorldError("publish-busy", who=_who(held))
            if is_last:
                raise refused

    def _written(self) -> WorldError | None:
        """Write the claim. A refusal comes back: perhaps another has only moved what we had sent."""
        try:
            self._write()
        except WorldError as fault:
            if fault.kind == "publish-lost":
                raise
            return fault
        return None

    def beat(self) -> None:
        """Show that we live, if it is time. Raises WorldError when the claim is another's by now."""
        if time.monotonic() - self._last >= self._pace.beat:
            self.check()
            self._write()

    def check(self) -> None:
        """Raises WorldError when the claim is another's by now."""
        held = self._remote.read(FILE)
        if _token(held) != self._token:
            raise WorldError("publish-busy", who=_who(held))

    def release(self) -> None:
        self._remote.remove([FILE], lambda *_: None)

    def give_back(self) -> None:
        """Release it after something was refused. Raises WorldError when another's work was the reason."""
        try:
            held = self._remote.read(FILE)
        except WorldError:
            return
        if held is not None and _token(held) != self._token:
            raise WorldError("publish-busy", who=_who(held)) from None
        with suppress(WorldError):
            self.release()

    def _watch(self, held: bytes) -> None:
        self._on_wait(_who(held))
        until = time.monotonic() + self._pace.watch
        while time.monotonic() < until:
            time.sleep(self._pace.look)
            now = self._remote.read(FILE)
            if now is None:
                return
            if now != held:
                raise WorldError("publish-busy", who=_who(now))

    def _write(self) -> None:
        self._beats += 1
        self._last = time.monotonic()
        data = json.dumps({"token": self._token, "who": _me(), "beat": self._beats}).encode()
        self._remote.put([Upload(FILE, lambda: data)], lambda *_: None)


def _me() -> str:
    user = ""
    with suppress(OSError, KeyError, ImportError):
        user = getpass.getuser()
    return f"{user}@{platform.node()}" if user else platform.node()


def _token(held: bytes | None) -> str:
    return _told(held, "token")


def _who(held: bytes | None) -> str:
    shown = "".join(sign for sign in _told(held, "who") if sign.isprintable())
    return shown[:60] or "?"


def _told(held: bytes | None, key: str) -> str:
    try:
        told = json.loads(held or b"")
    except (ValueError, RecursionError):
        return ""
    return str(told.get(key, "")) if isinstance(told, dict) else ""
