"""What must be right before an issue is printed. Pure: values in, problems out. The limits are settings."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from bulletin.dates import short
from bulletin.edition import FORMATS, Edition
from bulletin.frontmatter import key_for
from bulletin.press.job import Job
from bulletin.press.nodes import strings
from bulletin.problem import Place, Problem, error, warning
from bulletin.settings import Printing

# Signs that are never seen by themselves: what says how a letter before them looks, and joins.
UNSEEN = frozenset({0x200B, 0x200C, 0x200D, 0x2060, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})
STANDS_IN = "☐"
_NEEDED = {
    "responsible": "Chịu trách nhiệm xuất bản",
    "licence": "Giấy phép",
    "printer": "Nơi in",
    "run": "Số bản in",
}


def imprint(edition: Edition, settings: Printing, today: date) -> Iterator[Problem]:
    """Fields that the law wants and nobody gave; a licence that ends, or has ended on the day of issue."""
    for name, label in _NEEDED.items():
        if not getattr(edition.imprint, name):
            yield warning(edition.source.place(name), "print-imprint", field=label)
    last = edition.imprint.licence_until
    place = edition.source.place("licence_until")
    if last and last < edition.at.date():
        yield warning(place, "print-licence-over", date=short(last))
    elif last and (last - today).days <= settings.licence_days and last >= today:
        yield warning(place, "print-licence-ends", date=short(last), days=(last - today).days)


def approvals(edition: Edition, settings: Printing) -> Iterator[Problem]:
    """Articles of which nobody says that they may be printed, or that were changed after somebody did."""
    if settings.approval == "none":
        return
    say = error if settings.approval == "required" else warning
    for article in (part.article for part in edition.parts):
        source, at = article.source, article.approved_on
        lacking = [name for name in ("approved_by", "approved_on") if not getattr(article, name)]
        if lacking or at is None:
            named = {name: key_for(source.fields, name) for name in ("approved_by", "approved_on")}
            keys = ", ".join(named[name] for name in lacking)
            values = {"keys": keys, "by": named["approved_by"], "on": named["approved_on"]}
            yield say(source.last_place(), "print-approval", **values)
        elif article.updated and article.updated.at.date() > at.at.date():
            changed, approved = short(article.updated.at.date()), short(at.at.date())
            yield say(source.place("approved_on"), "print-approval-old", changed=changed, approved=approved)


def trim(edition: Edition, settings: Printing, form: str) -> Iterator[Problem]:
    """Paper larger than a bulletin may have."""
    width, height = FORMATS[form]
    if width > settings.widest or height > settings.tallest:
        yield warning(
            edition.source.place("format"),
            "print-trim",
            format=f"{width / 10:g} × {height / 10:g} cm".replace(".", ","),
            limit=f"{settings.widest / 10:g} × {settings.tallest / 10:g} cm".replace(".", ","),
        )


def length(edition: Edition, settings: Printing, pages: int) -> Iterator[Problem]:
    if pages > settings.most_pages:
        yield warning(edition.source.place("articles"), "print-pages", pages=pages, limit=settings.most_pages)


def missing_letters(job: Job, known: Collection[int], edition: str) -> dict[str, str]:
    """For each source the letters that no font has, in their order, without signs never seen."""
    found: dict[str, dict[str, None]] = {}
    parts = job.issue["parts"]
    front = {name: value for name, value in job.issue.items() if name != "parts"}
    for path, node in ((edition, front), *zip(job.paths, parts, strict=True)):
        for text in strings(node):
            for letter in text:
                if ord(letter) not in known and ord(letter) not in UNSEEN and letter != "\n":
                    found.setdefault(path, {})[letter] = None
    own = found.pop(edition, {})  # the cover and the contents repeat titles of articles
    if alone := [letter for letter in own if not any(letter in signs for signs in found.values())]:
        found[edition] = dict.fromkeys(alone)
    return {path: "".join(signs) for path, signs in found.items()}


def letters(missing: Mapping[str, str]) -> Iterator[Problem]:
    """One warning a source: which letters, with their numbers, since a screen may not show them either."""
    for path, signs in sorted(missing.items()):
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs[:8])
        more = f" … +{len(signs) - 8}" if len(signs) > 8 else ""
        yield warning(Place(path, 1), "print-letters", letters=named + more)


def stand_ins(job: Job, known: Collection[int]) -> dict[int, str]:
    """What is set for each letter that no font has: nothing for signs never seen, else a box."""
    used = {ord(letter) for text in strings(job.issue) for letter in text}
    box = STANDS_IN if ord(STANDS_IN) in known else "?"
    return {
        code: "" if code in UNSEEN else box for code in used if code not in known and code not in (10, 0x200B)
    }


def pictures(job: Job, settings: Printing) -> Iterator[Problem]:
    """Pictures with fewer pixels than print wants, at the width that they may have on the page."""
    for picture in job.pictures:
        shape = picture.media.shape
        if shape is None:
            continue
        # The layout never enlarges beyond the least; what is left is how much is short of the aim.
        ppi = max(settings.least_ppi, round(shape.width / (picture.width / 25.4)))
        if ppi < settings.ppi:
            wanted = round(picture.width / 25.4 * settings.ppi)
            yield warning(
                picture.place, "print-picture", name=picture.media.path.rpartition("/")[2],
                width=shape.width, ppi=ppi, wanted=wanted, aim=settings.ppi,
            )  # fmt: skip
