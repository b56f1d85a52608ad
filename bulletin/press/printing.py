"""Issues set and kept: what the site shows of them.

A set issue is kept in `.bantin/press/` under a key of all that it is made from, so a build sets only
what has changed and loads no engine otherwise. What was found while setting is kept with it.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from bulletin.article import State
from bulletin.bodyview import PictureView
from bulletin.edition import Edition
from bulletin.media import Media
from bulletin.model import Library
from bulletin.outputs import Copied, Printed
from bulletin.ownfiles import is_link
from bulletin.packs import Stored
from bulletin.press import checks
from bulletin.press.content import Binder
from bulletin.press.materials import colours, engine_versions, is_there, presenter, templates
from bulletin.problem import Place, Problem, Problems, Severity, WorldError, warning
from bulletin.theme import Theme

Tell = Callable[[int, int], None]
Load = Callable[[Stored], bytes]  # the text of a body; may raise DamagedError
COVERS = ((480, "webp"), (960, "webp"), (960, "jpg"))


class Press:
    """Sets the issues that a site shows; given to `site.build` by the command line."""

    def __init__(self, root: Path) -> None:
        self._folder = root / ".bantin" / "press"

    def __call__(
        self, library: Library, theme: Theme, now: datetime, load: Load, tell: Tell
    ) -> tuple[tuple[Printed, ...], Problems]:
        """Each published issue as a PDF; one that cannot be set is a problem and has none."""
        editions = [e for e in library.editions if e.parts and e.state is not State.DRAFT]
        problems: list[Problem] = []
        if not editions:
            return (), ()
        if not is_there():
            return (), (warning(Place(editions[0].path), "print-no-engine"),)
        present, ink, forms = presenter(library, theme), colours(theme), templates(theme)
        engine = engine_versions()
        made = []
        for done, edition in enumerate(editions, 1):
            binder = Binder(edition, library, present, ink, load=load)
            key = binder.key(forms, engine)
            kept = self._folder / f"{edition.name}-{key}"
            if not (kept / "facts.json").is_file():
                problems += self._set(edition, library, binder, forms, kept)
            printed, wrong = _recall(kept, edition)
            problems += [*wrong, *_always(edition, library, now.date())]
            if printed:
                problems += checks.length(edition, library.settings.printing, printed.pages)
                made.append(printed)
            tell(done, len(editions))
        return tuple(made), tuple(problems)

    def _set(
        self, edition: Edition, library: Library, binder: Binder, forms: Mapping[str, bytes], kept: Path
    ) -> Problems:
        from bulletin.press.boxes import page_count
        from bulletin.press.typeset import typeset

        if is_link(self._folder.parent) or is_link(self._folder):
            raise WorldError("output-link", path=self._folder)
        settings = library.settings.printing
        made, problems = typeset(
            binder.job(), forms, ("screen",), edition.at, settings, edition.path, has_thumb=True
        )
        if made is None:
            return problems  # not kept: the cause may lie outside, and is looked for again
        pdf = made.pdfs["screen"]
        rows = [[p.place.path, p.place.line, p.kind, p.values, p.severity] for p in problems]
        files = {"issue.pdf": pdf, **covers(made.cover)}
        facts = {"pages": page_count(pdf), "problems": rows, "height": _height(files["cover-960.jpg"])}
        _keep(kept, {**files, "facts.json": json.dumps(facts, ensure_ascii=False).encode()})
        _prune(self._folder, edition.name, kept)
        return ()


def _always(edition: Edition, library: Library, today: date) -> Problems:
    """What is wrong with the issue whatever it says: its imprint, its paper, its licence, its approval.

    A reminder is for whoever prints; what nobody approved must not get out where that is required.
    """
    settings = library.settings.printing
    found = (*checks.imprint(edition, settings, today), *checks.trim(edition, settings, edition.format))
    return (*found, *(p for p in checks.approvals(edition, settings) if p.severity is Severity.ERROR))


def covers(png: bytes) -> dict[str, bytes]:
    """The cover's thumbnails."""
    from PIL import Image

    made = {}
    with Image.open(io.BytesIO(png)) as opened:
        image = opened.convert("RGB")
    for width, form in COVERS:
        small = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "WEBP" if form == "webp" else "JPEG", quality=82)
        made[f"cover-{width}.{form}"] = out.getvalue()
    return made


def _height(jpg: bytes) -> int:
    from PIL import Image

    with Image.open(io.BytesIO(jpg)) as image:
        return image.height


def _keep(folder: Path, files: Mapping[str, bytes]) -> None:
    """All or nothing: written beside, then moved in. Raises OSError."""
    beside = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for name, data in files.items():
        (beside / name).write_bytes(data)
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)


def _prune(folder: Path, name: str, current: Path) -> None:
    """Of each issue the last two settings stay: going back a step costs nothing."""
    with contextlib.suppress(OSError):
        pattern = f"{name}-" + "[0-9a-f]" * 24
        old = sorted((p for p in folder.glob(pattern) if p != current), key=lambda p: p.stat().st_mtime)
        for path in old[:-1]:
            shutil.rmtree(path, ignore_errors=True)


def _recall(kept: Path, edition: Edition) -> tuple[Printed | None, Problems]:
    """The kept issue as files of the site; None when there is none or it cannot be believed."""
    try:
        facts = json.loads((kept / "facts.json").read_bytes())
        problems = tuple(
            Problem(Place(path, line), kind, tuple((k, v) for k, v in values), Severity(severity))
            for path, line, kind, values, severity in facts["problems"]
        )
        pages, height = int(facts["pages"]), int(facts["height"])
        data = {f"cover-{w}.{form}": (kept / f"cover-{w}.{form}").read_bytes() for w, form in COVERS}
        pdf = (kept / "issue.pdf").read_bytes()
    except (OSError, ValueError, KeyError, TypeError):
        return None, ()
    origin = Place(edition.path, 1)

    def copied(url: str, name: str, content: bytes) -> Copied:
        return Copied(url, Media(name, kept / name, hashlib.sha256(content).hexdigest()), origin)

    mark = hashlib.sha256(pdf).hexdigest()[:10]
    document = copied(f"{edition.url}ban-tin-{edition.name}.pdf", "issue.pdf", pdf)
    urls = {name: f"anh/ban-tin-{edition.name}-{mark}-{name.removeprefix('cover-')}" for name in data}
    view = PictureView(
        urls["cover-960.jpg"],
        960,
        height,
        ((urls["cover-480.webp"], 480), (urls["cover-960.webp"], 960)),
        f"Bìa số {edition.label}",
    )
    files = (document, *(copied(urls[name], name, content) for name, content in data.items()))
    return Printed(edition.path, pages, len(pdf), document.path, view, files), problems
