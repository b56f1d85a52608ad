"""Which addresses are those of a film or a recording, and where it lies."""

import re

_YOUTUBE = re.compile(
    r"(?:(?:https?:)?//)?(?:(?:www|m|music)\.)?"
    r"(?:youtube(?:-nocookie)?\.com/(?:watch/?\?(?:[^#\s]*&)?v=|shorts/|embed/|live/|v/)|youtu\.be/)"
    r"(?!videoseries)([A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"(?![a-z][a-z0-9+.-]*:|//)[^?#]+\.(?:(mp4|webm|m4v)|mp3|m4a|ogg|opus)(?:[?#].*)?\Z", re.IGNORECASE
)


def youtube(target: str) -> str:
    """The eleven signs that name a film of YouTube; "" for any other address."""
    found = _YOUTUBE.match(target)
    return found[1] if found else ""


def whole(target: str) -> str:
    """An address of YouTube with its https://, which people leave out."""
    if target.startswith("//"):
        return "https:" + target
    return target if re.match("https?:", target, re.IGNORECASE) else "https://" + target


def local(target: str) -> str:
    """ "video" or "audio" for a file of the site's own that a browser plays; else ""."""
    found = _LOCAL.match(target)
    return "" if not found else "video" if found[1] else "audio"


def is_player(target: str) -> bool:
    return bool(youtube(target) or local(target))
