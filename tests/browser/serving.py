"""A host of the tests' own: a built site on 127.0.0.1, served as a plain Apache with compression would."""

import gzip
import mimetypes
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
}
SQUEEZED = {".html", ".css", ".js", ".xml", ".txt", ".svg", ".json"}
FINGERPRINTED = re.compile(r"[.-][0-9a-f]{10}(-\d+)?\.\w+$")


def headers_of(folder: Path) -> dict[str, str]:
    """What the site's own .htaccess tells Apache to send with every answer: name -> value."""
    file = folder / ".htaccess"
    text = file.read_text("utf-8") if file.is_file() else ""
    line = re.compile(r'(?im)^\s*Header\s+(?:always\s+)?set\s+([\w-]+)\s+"((?:[^"\\]|\\.)*)"\s*$')
    return {name: re.sub(r"\\(.)", r"\1", value) for name, value in line.findall(text)}


class Host(ThreadingHTTPServer):
    """Serves `folder`: index.html for a folder, 404.html with its status for what is not there."""

    daemon_threads = True
    request_queue_size = 64  # a page's pictures all ask at once

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.folder = folder
        self.headers = headers_of(folder)
        self.address = f"http://127.0.0.1:{self.server_address[1]}/"
        self.read = lru_cache(maxsize=None)(self._read)
        # What may go wrong on the way: it waits, gives what is answered instead, or raises ConnectionError.
        self.mishap: Callable[[str], bytes | None] = lambda path: None

    def _read(self, path: Path) -> tuple[bytes, bytes | None]:
        """A file's bytes, and the same compressed where that is worth it."""
        data = path.read_bytes()
        return data, gzip.compress(data, 9, mtime=0) if path.suffix in SQUEEZED else None


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Host

    def do_GET(self) -> None:
        self.answer()

    def do_HEAD(self) -> None:
        self.answer()

    def answer(self) -> None:
        host, path = self.server, unquote(urlsplit(self.path).path)
        try:
            instead = host.mishap(path)
        except ConnectionError:
            self.close_connection = True
            return
        if instead is not None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(instead)))
            self.end_headers()
            self.wfile.write(instead)
            return
        file = (host.folder / path.lstrip("/")).resolve()
        status = 200
        if file.is_dir() and not path.endswith("/"):
            self.send_response(301)
            self.send_header("Location", quote(path) + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if file.is_dir():
            file = file / "index.html"
        if not file.is_file() or not file.is_relative_to(host.folder.resolve()):
            file, status = host.folder / "404.html", 404
        data, squeezed = host.read(file)
        compressed = squeezed is not None and "gzip" in self.headers.get("Accept-Encoding", "")
        body = squeezed if squeezed is not None and compressed else data
        self.send_response(status)
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if squeezed is not None:
            self.send_header("Vary", "Accept-Encoding")
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        forever = FINGERPRINTED.search(file.name)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if forever else "max-age=60")
        for name, value in host.headers.items():
            if name.lower() not in ("cache-control", "content-type", "vary"):
                self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the browser says what went wrong."""


@contextmanager
def served(folder: Path) -> Iterator[Host]:
    """The site in `folder` on a free port, until the block ends; `address` ends with a slash."""
    host = Host(folder)
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.shutdown()
        host.server_close()
        thread.join()
