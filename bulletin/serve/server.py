"""The second process: answers browsers from the preview's folder, and tells them of each build.

livereload's socket and protocol, on tornado. Only this machine may ask, unless the first process
said otherwise; by which name is looked at too, or a page of somebody else's could ask for ours
under a name that it made to mean this machine (DNS rebinding).
"""

import asyncio
import errno
import ipaddress
import logging
import os
import signal
import socket
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from livereload.handlers import LiveReloadHandler
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.websocket import WebSocketHandler

from bulletin.serve.shape import OWN, SOCKET, marks, shaped
from bulletin.serve.wire import Asked, News

PORTS = range(8000, 8020)  # tried in turn; then any that is free
TYPES = {  # a Windows machine's registry may say otherwise of some of these
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


@dataclass(slots=True)
class _Served:
    asked: Asked
    news: News


def run(pipe: "Connection[Any, Any]", asked: Asked) -> None:
    """Send ("at", port) or ("no", errno) into `pipe`, then hear `News` from it until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's to handle
    for name in ("tornado.access", "tornado.general", "livereload"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        sockets = bound(asked)
    except OSError as fault:
        pipe.send(("no", fault.errno or 0))
        return
    pipe.send(("at", sockets[0].getsockname()[1]))
    asyncio.run(_serve(pipe, _Served(asked, News(0, "")), sockets))


def bound(asked: Asked) -> list[socket.socket]:
    """Raises OSError when the port that was asked for is not to be had."""
    address = "0.0.0.0" if asked.is_open else "127.0.0.1"  # noqa: S104  # asked for with --lan
    for port in () if asked.port else PORTS:
        try:
            return bind_sockets(port, address, socket.AF_INET)
        except OSError as fault:
            if fault.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    return bind_sockets(asked.port, address, socket.AF_INET)


async def _serve(pipe: "Connection[Any, Any]", served: _Served, sockets: list[socket.socket]) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def listen() -> None:
        try:
            while True:
                loop.call_soon_threadsafe(_tell, served, pipe.recv())
        except (EOFError, OSError):
            loop.call_soon_threadsafe(ended.set)

    server = HTTPServer(application(served))
    server.add_sockets(sockets)
    threading.Thread(target=listen, daemon=True).start()
    await ended.wait()
    server.stop()
    await server.close_all_connections()


def application(served: _Served) -> web.Application:
    own = {"path": str(Path(__file__).parent / "page"), "served": served}
    site = {"path": str(served.asked.folder), "served": served}
    return web.Application(
        [
            (SOCKET, _Socket, {"served": served}),
            (f"{OWN}(preview\\.(?:js|css))", _Own, own),
            ("/(.*)", _Site, site),
        ],
        log_function=lambda _: None,
    )


def _tell(served: _Served, news: News) -> None:
    served.news = news
    for waiter in LiveReloadHandler.waiters.copy():
        waiter.say(news)


def is_ours(host: str, *, is_open: bool) -> bool:
    """Whether a Host header names this machine, and not a name that somebody else gave it.

    An address in figures cannot be made to mean another machine; `is_open` lets those of the network in.
    """
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or is_open


class _Guarded(web.RequestHandler):
    served: _Served

    def prepare(self) -> None:
        asked = self.served.asked
        if not is_ours(self.request.host, is_open=asked.is_open):
            self.set_status(403)
            self.set_header("Content-Type", TYPES[".txt"])
            self.finish(asked.refused + "\n")

    def set_default_headers(self) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "strict-origin-when-cross-origin")
        self.set_header("Content-Security-Policy", "frame-ancestors 'self'")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cache-Control", "no-cache")
        self.clear_header("Server")


class _Socket(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    def initialize(self, served: _Served) -> None:
        self.served = served

    def check_origin(self, origin: str) -> bool:
        """livereload lets every page listen; what is laid over ours is nobody else's business."""
        return WebSocketHandler.check_origin(self, origin)

    def on_message(self, message: str | bytes) -> None:
        super().on_message(message)
        if self in LiveReloadHandler.waiters:  # it has just come
            self.say(self.served.news)

    def say(self, news: News) -> None:
        """Ours first, which other clients of the protocol pass over."""
        self.send_message({"command": "bantin", "build": news.build, "panel": news.panel})
        if news.build:
            self.send_message({"command": "reload", "path": "*", "liveCSS": True, "liveImg": True})


class _Files(_Guarded, web.StaticFileHandler):
    def initialize(self, path: str, served: _Served) -> None:  # type: ignore[override]
        super().initialize(path)
        self.served = served

    def get_content_type(self) -> str:
        suffix = os.path.splitext(self.absolute_path or "")[1].lower()  # noqa: PTH122
        return TYPES.get(suffix, "application/octet-stream")

    def compute_etag(self) -> str | None:
        """By the file's stamp: tornado would remember the digest of the file's first state for ever."""
        path = getattr(self, "absolute_path", None)
        if path is None:  # a page, which is always sent anew
            return None
        status = Path(path).stat()
        return f'"{status.st_mtime_ns:x}-{status.st_size:x}"'

    def get_modified_time(self) -> None:
        """Seconds are too coarse for files that change twice in one; the tag says it."""


class _Own(_Files):
    """The preview's script and style sheet."""


class _Site(_Files):
    async def get(self, path: str, include_body: bool = True) -> None:
        file = located(self.served.asked.folder, self.request.path)
        if file is not None and file.is_dir():
            if not self.request.path.endswith("/"):
                self.set_header("Cache-Control", "no-store")
                return self.redirect(self._below(self.request.path) + "/")
            file /= "index.html"
        if file is None or not file.is_file():
            return self._missing()
        if file.suffix == ".html":
            return self._page(file, 200)
        self._file = file
        await super().get(path, include_body)
        return None

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        return path

    def validate_absolute_path(self, root: str, absolute_path: str) -> str:
        return str(self._file)

    @staticmethod
    def _below(path: str) -> str:
        """`//host` at the beginning would lead to another machine."""
        return "/" + path.strip("/")

    def _missing(self) -> None:
        lost = self.served.asked.folder / "404.html"
        if lost.is_file():
            self._page(lost, 404)
        else:
            self._send(self.served.asked.waiting.encode(), 503)

    def _page(self, file: Path, status: int) -> None:
        try:
            data = file.read_bytes()
        except OSError:  # exchanged for another just now, or removed
            raise web.HTTPError(503) from None
        self._send(data, status)

    def _send(self, data: bytes, status: int) -> None:
        served = self.served
        self.set_status(status)
        self.set_header("Content-Type", TYPES[".html"])
        self.set_header("Cache-Control", "no-store")
        found = marks(data)
        self.set_header("X-Bantin-Page", found.page)
        self.set_header("X-Bantin-Rest", found.rest)
        self.finish(shaped(data, self.request.host, served.news.build, served.asked.lost))


def located(folder: Path, url: str) -> Path | None:
    """The file or folder of the preview that a url's path names; None for what nobody may have.

    Nothing outside the folder, whatever dots, links or strange names lead there, and none of the
    bookkeeping: no part of the name may begin with a dot.
    """
    name = unquote_to_bytes(url).decode("utf-8", "replace")
    parts = [part for part in name.split("/") if part]
    if any(part.startswith(".") or set(part) & set('\\:\0*?"<>|') for part in parts):
        return None
    try:
        base = os.path.realpath(folder)
        real = os.path.realpath(os.path.join(base, *parts))  # noqa: PTH118
        inside = os.path.relpath(real, base)
    except (OSError, ValueError):
        return None
    if inside != "." and any(part.startswith(".") for part in Path(inside).parts):
        return None
    return Path(real)
