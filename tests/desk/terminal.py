"""A terminal with a program on it, and somebody who reads the screen and types."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

PATIENCE = 300.0  # seconds: other work may have the machine
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def _sit_down() -> None:
    """In the new process: its Ctrl-C comes from the terminal, even where the tests' own is ignored."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    def __init__(self, command: Sequence[str], folder: Path, **environment: str) -> None:
        ours, theirs = pty.openpty()
        self._terminal = ours
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "200", **environment},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_sit_down,
        )
        os.close(theirs)
        self._raw = b""
        self._read_to = 0

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._terminal)

    @property
    def screen(self) -> str:
        return _CONTROL.sub("", self._raw.decode("utf-8", "replace")).replace("\r\n", "\n")

    def expect(self, text: str) -> str:
        """Wait until `text` stands on the screen, after what was expected before; what stands there by then."""
        until = time.monotonic() + PATIENCE
        while (at := self.screen.find(text, self._read_to)) < 0:
            assert time.monotonic() < until, f"no “{text}” on:\n{self.screen}"
            assert self._more(1.0) or self._process.poll() is None, f"no “{text}” on:\n{self.screen}"
        self._read_to = at + len(text)
        return self.screen

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def interrupt(self) -> int:
        """Ctrl-C, as often as people press it, and the exit code: one between two reads can be lost."""
        until = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            assert time.monotonic() < until, self.screen
            self.type("\x03")
            time.sleep(1)
        return self.end()

    def end(self) -> int:
        """Wait for the program's end; its exit code."""
        until = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            assert time.monotonic() < until, self.screen
            self._more(0.2)
        while self._more(0.1):
            pass
        return self._process.returncode

    def _more(self, seconds: float) -> bool:
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        with contextlib.suppress(OSError):  # Linux's word for the end
            data = os.read(self._terminal, 65536)
            self._raw += data
            return bool(data)
        return False
