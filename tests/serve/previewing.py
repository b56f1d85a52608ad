"""`serve` as an editor starts it: a process of its own, whose words and address a test can ask for."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.building import write_site

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = '[site]\nname = "Bản tin"\naddress = "https://xa.example/"\n[pictures]\nshare_cards = false\n'
PATIENCE = 60.0  # seconds: a loaded machine is slow, and a test that waits in vain fails all the same


class Preview:
    def __init__(self, root: Path, *words: str, quietly: bool = True) -> None:
        """`quietly`: without a browser."""
        self.root = root
        command = [sys.executable, "-m", "bulletin", "serve", "--site", str(root)]
        command += ["--no-open"] if quietly else []
        command += [] if "--lang" in words else ["--lang", "en"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [*command, *words],
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._ear = threading.Thread(target=self._listen, daemon=True)
        self._ear.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(iter(self.process.stdout.readline, ""))  # type: ignore[arg-type]

    @property
    def said(self) -> str:
        return "".join(self.lines)

    @property
    def address(self) -> str:
        """Where it serves, once it says so."""
        eventually(lambda: "The preview is at" in self.said or self.process.poll() is not None, self._seen)
        assert "The preview is at" in self.said, self.said
        return self.said.partition("The preview is at ")[2].partition(". ")[0]

    def _seen(self) -> str:
        return self.said

    def stop(self) -> int:
        """As Ctrl-C does it: the whole group hears it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        self._ear.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def previewed(root: Path, files: Mapping[str, str | bytes], *words: str) -> Iterator[Preview]:
    preview = Preview(write_site(root, {"site.toml": SETTINGS, **files}), *words)
    try:
        yield preview
    finally:
        preview.kill()


def eventually(condition: Callable[[], object], tell: Callable[[], object] = lambda: "") -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, tell()
        time.sleep(0.02)
