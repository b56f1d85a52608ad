"""`python3 build.py serve`: words to work, and its end to an exit code."""

import argparse
import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from bulletin.locking import try_lock
from bulletin.messages import Catalogue
from bulletin.ownfiles import open_lock, own_folder, write_own
from bulletin.problem import UsageError, WorldError
from bulletin.report import Report
from bulletin.request import Request
from bulletin.serve import lan, overlay
from bulletin.serve.desk import Desk, started
from bulletin.serve.watch import Watcher
from bulletin.serve.wire import Asked
from bulletin.still import is_site
from bulletin.write import world_error

PREVIEW = ".bantin/preview"  # not output/: what is shown here is not for readers yet
OWN = ".bantin/serve"  # the lock, and the address for a second one to open
LOCAL = "http://127.0.0.1:{port}/"  # "localhost" is first looked for at another address by some browsers


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    parser.add_argument("--port", type=_port, default=0, metavar="N", help=words.word("help-serve-port"))
    parser.add_argument("--lan", action="store_true", help=words.word("help-serve-lan"))
    parser.add_argument("--no-open", action="store_true", help=words.word("help-serve-no-open"))


def run(
    arguments: argparse.Namespace,
    words: Catalogue,
    report: Report,
    clock: Callable[[], datetime],
    press: Callable[..., Any],
) -> int:
    """Serve until Ctrl-C, which is its usual end: 0. Raises WorldError."""
    root = Path(arguments.site).resolve()
    if not is_site(root):
        raise UsageError("no-site", folder=root)
    address = lan.own_address() if arguments.lan else ""
    if arguments.lan and not address:
        raise WorldError("serve-no-lan")
    with _world(root):
        folder = own_folder(root, OWN)
        preview = own_folder(root, PREVIEW)
        lock = open_lock(folder / "lock")
    with lock:
        if not try_lock(lock):
            return _join(folder, report, is_wanted=not arguments.no_open)
        request = Request(
            root=root,
            output=preview,
            now=clock(),
            drafts=True,
            future=True,
            workers=arguments.workers,
            press=press,
        )
        try:
            with started(_asked(preview, arguments, words)) as server:
                url = LOCAL.format(port=server.port())
                with _world(root):
                    write_own(folder / "address", url.encode())

                def begin() -> None:
                    _announce(url, address, report, shows=not arguments.no_open)

                desk = Desk(request, clock, server, words, report, arguments.debug)
                watcher = Watcher(root)
                try:
                    desk.run(watcher, begin)
                except KeyboardInterrupt:
                    signal.signal(signal.SIGINT, signal.SIG_IGN)  # pressed once more while it ends
                    raise
                finally:
                    watcher.close()
        except KeyboardInterrupt:
            report.say("serve-stopped")
        finally:
            with suppress(OSError):
                (folder / "address").unlink()
    return 0


def _asked(preview: Path, arguments: argparse.Namespace, words: Catalogue) -> Asked:
    return Asked(
        folder=preview,
        port=arguments.port,
        is_open=arguments.lan,
        lost=words.word("serve-lost"),
        refused=words.word("serve-refused"),
        waiting=overlay.waiting(words),
    )


def _announce(url: str, address: str, report: Report, *, shows: bool) -> None:
    """Where the preview is; `address` is this machine's own in the network, "" if that is shut."""
    report.say("serve-at", address=url)
    if address:
        there = f"http://{address}:{url.rpartition(':')[2]}"
        report.show(lan.code(there, is_coloured=lan.has_colours()))
        report.say("serve-lan", address=there)
    if shows:
        show(url)


def _join(folder: Path, report: Report, *, is_wanted: bool) -> int:
    """Another one serves this bulletin already: open its page. Raises WorldError if it has none yet."""
    try:
        url = (folder / "address").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        url = ""
    if not url.startswith(LOCAL.partition("{")[0]):
        raise WorldError("serve-running")
    report.say("serve-again", address=url)
    if is_wanted:
        show(url)
    return 0


def show(url: str) -> None:
    """Open the browser; never one that would live in this terminal."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    if sys.platform != "linux" or any(os.environ.get(name) for name in screens):
        import webbrowser

        with suppress(OSError, webbrowser.Error):
            webbrowser.open(url)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port < 65536:
        raise ValueError(text)
    return port


@contextmanager
def _world(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno == errno.ELOOP:
            raise WorldError("output-link", path=fault.filename) from None
        raise world_error(fault, root) from None
