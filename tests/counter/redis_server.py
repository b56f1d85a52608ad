"""A Redis server of the tests' own, on a free port of this machine, with nothing of anybody else in it."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BUS = 10_000  # a node of a cluster listens at its port and at this much above it
TRIES = 5  # a port that was free may be somebody else's a moment later


@contextmanager
def running(program: str, folder: Path, *words: str, port: int = 0) -> Iterator[str]:
    """The server until the block ends; its address. It keeps everything in memory unless told otherwise."""
    options = ["--bind", "127.0.0.1", "--dir", str(folder), "--save", "", *words]
    with (folder / "redis.log").open("w+b") as log:
        for _ in range(TRIES):
            at = port or (free_pair() if "--cluster-enabled" in words else free_port())
            server = subprocess.Popen([program, "--port", str(at), *options], stdout=log, stderr=log)
            if listens(server, at):
                break
        else:
            raise AssertionError((folder / "redis.log").read_text())
        try:
            yield f"redis://127.0.0.1:{at}/0"
        finally:
            server.terminate()
            server.wait(10)


def listens(server: "subprocess.Popen[bytes]", port: int) -> bool:
    """Whether it does before it dies; one that does neither is ended."""
    end = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return server.poll() is None
    server.kill()
    server.wait(10)
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_pair() -> int:
    """A free port whose cluster bus is free too, and is a port at all."""
    while True:
        with socket.socket() as probe, socket.socket() as bus:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            try:
                bus.bind(("127.0.0.1", port + BUS))
            except (OSError, OverflowError):
                continue
            return port
