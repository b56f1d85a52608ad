"""The files that `print` makes of one issue, for the screen, the print shop and the copier."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bulletin.edition import Edition
from bulletin.model import Library
from bulletin.press import checks
from bulletin.press.content import Binder
from bulletin.press.materials import colours, presenter, templates
from bulletin.problem import Problems
from bulletin.theme import Theme

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sheets:
    """One file for the printers: its name, what it is for, its bytes."""

    name: str
    purpose: str
    data: bytes


def print_edition(
    edition: Edition,
    library: Library,
    theme: Theme,
    wanted: Sequence[str],
    form: str,
    today: date,
    tell: Tell,
) -> tuple[tuple[Sheets, ...], int, Problems]:
    """The files that were asked for, the number of pages, and what should be looked at before printing.

    `wanted` are words of WANTED; `form` a format, "" for the issue's own.
    """
    from bulletin.press.boxes import booklet, page_count, press_ready
    from bulletin.press.typeset import typeset

    settings = library.settings.printing
    form = form or edition.format
    binder = Binder(edition, library, presenter(library, theme), colours(theme), form)
    job = binder.job()
    purposes = sorted({NEEDS[word] for word in wanted}, key=("screen", "press", "grey").index)
    problems = [*checks.imprint(edition, settings, today), *checks.trim(edition, settings, form)]
    problems += checks.approvals(edition, settings)
    if not set(wanted) <= {"screen"}:
        problems += checks.pictures(job, settings)
    has_guide = bool({"booklet", "grey"} & set(wanted))
    made, wrong = typeset(
        job, templates(theme), purposes, edition.at, settings, edition.path, has_guide=has_guide, tell=tell
    )
    problems += wrong
    if made is None:
        return (), 0, tuple(problems)
    pages = page_count(next(iter(made.pdfs.values())))
    problems += checks.length(edition, settings, pages)
    name = f"ban-tin-{edition.name}" + ("" if form == edition.format else f"-{form.replace('.', '_')}")
    files = []
    if "screen" in wanted:
        files.append(("screen", made.pdfs["screen"]))
    if "press" in wanted:
        files.append(("press", press_ready(made.pdfs["press"])))
    if "booklet" in wanted:
        files.append(("booklet", booklet(made.pdfs["press"], settings.creep)))
    if "grey" in wanted:
        files.append(("grey", made.pdfs["grey"]))
        files.append(("grey-booklet", booklet(made.pdfs["grey"], settings.creep)))
    if has_guide:
        files.append(("guide", made.guide))
    sheets = [Sheets(f"{name}-{_SUFFIX[purpose]}.pdf", purpose, data) for purpose, data in files]
    return tuple(sheets), pages, tuple(problems)


NEEDS: Mapping[str, str] = {"screen": "screen", "press": "press", "booklet": "press", "grey": "grey"}
WANTED = (*NEEDS, "all")
_SUFFIX: Mapping[str, str] = {  # of a file's name, by what it is for
    "screen": "man-hinh",
    "press": "nha-in",
    "booklet": "gap-sach",
    "grey": "den-trang",
    "grey-booklet": "den-trang-gap-sach",
    "guide": "huong-dan-in",
}
SUFFIXES = tuple(_SUFFIX.values())
