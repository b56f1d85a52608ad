"""A page as the preview's browser gets it: the file's bytes, a script, and a policy that lets it listen.

Pure: bytes in, bytes out. The file stays what it is.
"""

import html
import re
from dataclasses import dataclass
from hashlib import blake2b

OWN = "/.bantin-preview/"  # addresses that no build ever makes: their first letter is a dot
SOCKET = "/livereload"

_POLICY = re.compile(rb'(<meta\s+http-equiv="Content-Security-Policy"\s+content=")([^"]*)(")', re.IGNORECASE)
_COUNTER = re.compile(rb'<meta name="bantin-counter"[^>]*>\n?')
_STYLE = re.compile(rb'<link\b[^>]*\brel="stylesheet"[^>]*>\s*', re.IGNORECASE)
_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells a browser whether its page is another now: of the whole file, and without its styles."""

    page: str
    rest: str


def marks(data: bytes) -> Marks:
    return Marks(_digest(data), _digest(_STYLE.sub(b"", data)))


def shaped(data: bytes, host: str, build: int, lost: str) -> bytes:
    """A page for the browser that asked `host`, made by build number `build`.

    `lost` is what the page says when nobody answers it any more. What is looked at here is not
    counted as a visit.
    """
    found = marks(data)
    data = _COUNTER.sub(b"", data)
    data = _POLICY.sub(lambda found: found[1] + _policy(found[2], host) + found[3], data, count=1)
    told = {"page": found.page, "rest": found.rest, "build": str(build), "lost": lost}
    attributes = "".join(f' data-{name}="{html.escape(value)}"' for name, value in told.items())
    script = f'<script defer src="{OWN}preview.js"{attributes}></script>\n'.encode()
    end = _HEAD_END.search(data)
    at = end.start() if end else len(data)
    return data[:at] + script + data[at:]


def _policy(content: bytes, host: str) -> bytes:
    """The page's policy: it may ask this server, also by a socket, and nobody else."""
    rules = []
    for rule in html.unescape(content.decode("utf-8", "replace")).split(";"):
        name = rule.strip().partition(" ")[0].lower()
        if name not in ("connect-src", "script-src", "style-src", ""):
            rules.append(rule.strip())
    # 'self' means ws: too, but not yet to every phone. https://www.w3.org/TR/CSP3/#match-url-to-source-expression
    rules += [f"connect-src 'self' ws://{host}", "script-src 'self'", "style-src 'self'"]
    return html.escape("; ".join(rules)).encode()


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=9).hexdigest()
