"""What the engine is given to set one issue: the values of a job, and the text that it reads."""

import json
from dataclasses import dataclass, replace

from bulletin.media import Media
from bulletin.pixels import Box
from bulletin.press.tree import Node
from bulletin.problem import Place


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to copy into the engine's folder, `width` mm wide at most when printed."""

    file: str
    media: Media
    blur: tuple[Box, ...]
    width: float
    place: Place


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: the file's name, and what a phone reads in it."""

    file: str
    address: str


@dataclass(frozen=True, slots=True)
class Job:
    """All that one issue is set from. `paths` are the sources of its parts, in order."""

    issue: Node
    pictures: tuple[Picture, ...]
    codes: tuple[Code, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Colours:
    """#rrggbb, as the site's theme has them."""

    accent: str
    panel: str
    on_panel: str
    panel_accent: str


def as_json(job: Job) -> bytes:
    return json.dumps(job.issue, ensure_ascii=False, sort_keys=True).encode()


def single(job: Job, index: int) -> Job:
    """The same issue with one article alone."""
    return replace(job, issue={**job.issue, "parts": [job.issue["parts"][index]]})
