"""The shell around the engine: a fresh folder of copies, a child process under limits, bytes back.

The engine follows links inside its folder, so nothing but plain copies made here is ever in it.
Pictures go through the site's own pipeline: upright, sRGB, blurred where an editor said so, no metadata.
"""

import io
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin.pictures import PictureError, decode, height_at
from bulletin.press import checks
from bulletin.press.engine import Engine, Set, Task, letters
from bulletin.press.job import Job, Picture, as_json, single
from bulletin.press.nodes import replaced
from bulletin.problem import Place, Problem, Problems, error
from bulletin.settings import Printing
from bulletin.workers import Cause, Failure, Limit, run_each

if TYPE_CHECKING:
    from PIL import Image

PURPOSES = ("screen", "press", "grey")
TALLEST = 280.0  # mm, of a picture on any paper
QUALITY = {"screen": 80, "press": 92, "grey": 85}
_CULPRIT = 90  # articles at most that are tried alone to find the one at fault


@dataclass(frozen=True, slots=True)
class Made:
    """The PDF of each purpose, and the cover as a PNG where it was asked for."""

    pdfs: Mapping[str, bytes]
    cover: bytes = b""
    guide: bytes = b""


def typeset(
    job: Job,
    templates: Mapping[str, bytes],
    purposes: Sequence[str],
    moment: datetime,
    settings: Printing,
    edition: str,
    *,
    has_thumb: bool = False,
    has_guide: bool = False,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Made | None, Problems]:
    """Set `job`; `edition` is the path of its file, for problems. Letters no font has are replaced."""
    known = letters()
    problems = list(checks.letters(checks.missing_letters(job, known, edition)))
    job = replace(job, issue=replaced(job.issue, checks.stand_ins(job, known)))
    with tempfile.TemporaryDirectory(prefix="bantin-press-") as name:
        folder = Path(name).resolve()
        for file, data in templates.items():
            (folder / file).write_bytes(data)
        (folder / "issue.json").write_bytes(as_json(job))
        singles = []
        for i in range(min(len(job.paths), _CULPRIT)):
            singles.append(f"single-{i}.json")
            (folder / singles[-1]).write_bytes(as_json(single(job, i)))
        problems += _copy_pictures(job, folder, purposes, settings, tell)
        _draw_codes(job, folder)
        if problems and any(p.severity == "error" for p in problems):
            return None, tuple(problems)
        task = Task(folder, tuple(purposes), moment, tuple(singles), has_thumb, has_guide)
        limit = Limit(settings.seconds * len(purposes), settings.megabytes)
        [(_, result)] = run_each(Engine, (), [task], limit, 1)
        wrong = _wrong(result, job, edition, settings)
        if wrong:
            return None, (*problems, *wrong)
        pdfs = {purpose: (folder / f"{purpose}.pdf").read_bytes() for purpose in purposes}
        cover = (folder / "cover.png").read_bytes() if has_thumb else b""
        guide = (folder / "guide.pdf").read_bytes() if has_guide else b""
        return Made(pdfs, cover, guide), tuple(problems)


def _wrong(result: Set | Failure, job: Job, edition: str, settings: Printing) -> Problems:
    """What kept the issue from being set, at the article that it is about where that is known."""
    place = Place(edition, 1)
    if isinstance(result, Failure):
        if result.cause is Cause.TIME:
            return (error(place, "print-time", seconds=settings.seconds),)
        if result.cause in (Cause.MEMORY, Cause.CRASH):
            return (error(place, "print-memory", megabytes=settings.megabytes),)
        return (error(place, "print-failed", detail=result.detail.strip().rsplit("\n", 1)[-1]),)
    if not result.fault:
        return ()
    if result.culprits and len(result.culprits) < len(job.paths):
        return tuple(
            error(Place(job.paths[i], 1), "print-article", detail=result.fault) for i in result.culprits
        )
    if result.where:
        name, _, line = result.where.partition(":")
        return (error(Place(f"templates/press/{name}", int(line)), "print-template", detail=result.fault),)
    return (error(place, "print-failed", detail=result.fault),)


def _copy_pictures(
    job: Job,
    folder: Path,
    purposes: Sequence[str],
    settings: Printing,
    tell: Callable[[int, int], None],
) -> list[Problem]:
    for purpose in purposes:
        (folder / "pictures" / purpose).mkdir(parents=True)

    def copy(picture: Picture) -> Problem | None:
        try:
            for purpose, data in derived(picture, purposes, settings).items():
                (folder / "pictures" / purpose / picture.file).write_bytes(data)
        except (PictureError, OSError) as fault:
            kind = fault.kind if isinstance(fault, PictureError) else "media-unreadable"
            return error(picture.place, kind, name=picture.media.path)
        return None

    wrong = []
    with ThreadPoolExecutor(cpu_count()) as pool:
        for done, problem in enumerate(pool.map(copy, job.pictures), 1):
            tell(done, len(job.pictures))
            if problem:
                wrong.append(problem)
    return wrong


def derived(picture: Picture, purposes: Sequence[str], settings: Printing) -> dict[str, bytes]:
    """The picture for each purpose, from one decoding; never enlarged. Raises PictureError."""
    from PIL import Image

    shape = picture.media.shape
    assert shape  # noqa: S101  # the binder takes no picture without one
    sizes = {}
    for purpose in purposes:
        ppi = settings.screen_ppi if purpose == "screen" else settings.ppi
        width = min(shape.width, round(picture.width / 25.4 * ppi))
        tallest = round(TALLEST / 25.4 * ppi)
        if height_at(shape, width) > tallest:
            width = max(1, round(width * tallest / height_at(shape, width)))
        sizes[purpose] = (width, height_at(shape, width))
    largest = max(sizes.values())
    try:
        image = decode(picture.media.disk.read_bytes(), *largest, picture.blur)
        made = {}
        for purpose, size in sizes.items():
            small = image.resize(size, Image.Resampling.LANCZOS) if image.size != size else image
            made[purpose] = _encoded(_on_paper(small, purpose), purpose)
        return made
    except (SyntaxError, ValueError, KeyError, TypeError, EOFError, Image.DecompressionBombError):
        raise PictureError("picture-broken") from None


def _on_paper(image: "Image.Image", purpose: str) -> "Image.Image":
    """Without clear parts; for the copier in tones, from near white to near black, the shadows opened."""
    from PIL import Image, ImageOps

    if image.mode == "RGBA":
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image)
        image = white.convert("RGB")
    if purpose != "grey":
        return image
    toned = ImageOps.autocontrast(image.convert("L"), cutoff=(0.5, 0.5))
    # A copier swallows shadows: middle tones are lifted, black stays short of full.
    return toned.point([round(18 + 232 * (value / 255) ** 0.82) for value in range(256)])


def _encoded(image: "Image.Image", purpose: str) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY[purpose], optimize=True)
    return out.getvalue()


def _draw_codes(job: Job, folder: Path) -> None:
    import segno

    (folder / "pictures").mkdir(exist_ok=True)
    for code in job.codes:
        made = segno.make(code.address, error="m", micro=False)
        made.save(str(folder / "pictures" / code.file), kind="png", scale=6, border=2)
