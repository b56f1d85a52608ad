"""The counter as it ships: `bantin counter serve` in a process of its own, to be asked over HTTP and killed."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asking import FIREFOX
from redis_server import free_port

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """\
[site]
name = "Bản tin"
address = "https://xa.example/"

[counter]
address = "http://127.0.0.1/"
trusted_proxies = ["127.0.0.1", "::1"]
article_views = true
per_minute = 100000
"""


@dataclass
class Shipped:
    port: int
    process: "subprocess.Popen[bytes]"
    host: str = "127.0.0.1"
    opened: list[http.client.HTTPConnection] = field(default_factory=list)

    def connect(self) -> http.client.HTTPConnection:
        """A connection, closed when the server's block ends."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        self.opened.append(connection)
        return connection

    def hit(
        self, connection: http.client.HTTPConnection, page: str = "/", reader: int = 0, **headers: str
    ) -> tuple[int, Any]:
        address = f"10.{reader >> 16 & 255}.{reader >> 8 & 255}.{reader & 255}"
        usual = {"Origin": "https://xa.example", "User-Agent": FIREFOX, "X-Forwarded-For": address}
        connection.request("POST", f"/hit?{page}", headers={**usual, **headers})
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, json.loads(body)

    def pids(self) -> list[int]:
        """The server and its workers: all of its process group."""
        found = []
        for folder in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[2]) == self.process.pid:
                    found.append(int(folder.name))
        return found

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def shipped(
    folder: Path,
    *words: str,
    settings: str | None = SETTINGS,
    port: int = 0,
    host: str = "127.0.0.1",
    before: Callable[[], None] | None = None,
) -> Iterator[Shipped]:
    """A server for the site in `folder`, until the block ends. `before` runs in its process, first."""
    (folder / "content").mkdir(exist_ok=True)
    if settings is not None:
        (folder / "site.toml").write_text(settings, "utf-8")
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "bulletin",
        "counter",
        "serve",
        "--site",
        str(folder),
        "--port",
        str(port),
        *words,
    ]
    with (folder / "said").open("ab") as said:
        process = subprocess.Popen(
            command, stdout=said, stderr=said, cwd=ROOT, start_new_session=True, preexec_fn=before
        )
    server = Shipped(port, process, host)
    try:
        for _ in range(600):
            assert process.poll() is None, (folder / "said").read_text("utf-8")
            with suppress(OSError, http.client.HTTPException):
                connection = server.connect()
                connection.request("GET", "/")
                if connection.getresponse().read() == b"{}":
                    break
            time.sleep(0.05)
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
        server.kill()
        for connection in server.opened:
            connection.close()
