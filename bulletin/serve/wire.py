"""What goes between the two processes. Small: the first one imports neither tornado nor livereload."""

from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """What the second process is to do. `port` 0: the first of the usual ones that is free, else any."""

    folder: Path
    port: int
    is_open: bool  # to other devices on the network
    lost: str  # what a page says when nobody answers it any more
    refused: str
    waiting: str  # the page (HTML) for the time when there is none


@dataclass(frozen=True, slots=True)
class News:
    """After a build: its number, and what to lay over the pages (HTML, or nothing)."""

    build: int
    panel: str


def main(pipe: "Connection[Any, Any]", asked: Asked) -> None:
    """The second process: ("at", port) or ("no", errno) goes into `pipe`, then `News` comes from it."""
    from bulletin.serve.server import run

    run(pipe, asked)
