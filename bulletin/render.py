"""Outputs to bytes. Pure: a template sees its view and the frame, and can reach nothing else."""

import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import jinja2

from bulletin.feed import render_feed
from bulletin.names import nearest
from bulletin.numbers import number
from bulletin.outputs import Copied, Derived, Feed, Output, Page, ShareCard, Sitemap, Static
from bulletin.pictures import PictureError
from bulletin.problem import Place, Problem, error
from bulletin.sitemap import render_sitemap
from bulletin.views import Frame

_UNDEFINED = re.compile(r"has no attribute '(\w+)'|'(\w+)' is undefined")
# What an expression in a template can raise besides: a mistake of the template too.
_IN_TEMPLATES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError, OSError)
Load = Callable[[Copied | Derived | ShareCard], bytes]  # gives a file's bytes; may raise PictureError


def environment(folders: Iterable[Path]) -> jinja2.Environment:
    """Templates from the first folder that has them. An undefined name is a mistake, never nothing."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters["number"] = number
    return env


def render(
    outputs: Iterable[Output], frame: Frame, env: jinja2.Environment, load: Load
) -> Iterator[tuple[Output, bytes | Problem]]:
    """Each output with its bytes, or with the problem that its template or picture has."""
    for output in outputs:
        yield output, render_one(output, frame, env, load)


def render_one(output: Output, frame: Frame, env: jinja2.Environment, load: Load) -> bytes | Problem:
    match output:
        case Page():
            try:
                template = env.get_template(output.template)
                text = template.render(frame=frame, head=output.head, page=output.view, up=output.up)
            except (jinja2.TemplateError, *_IN_TEMPLATES) as fault:
                return _template_problem(output, frame, fault)
            return text.encode()
        case Static():
            return output.data
        case Feed():
            return render_feed(output)
        case Sitemap():
            return render_sitemap(output)
        case Copied() | Derived() | ShareCard():
            try:
                return load(output)
            except PictureError as fault:
                name = output.media.path if output.media else output.path
                return error(output.origin, fault.kind, name=name)


def _template_problem(page: Page, frame: Frame, fault: Exception) -> Problem:
    """Where the mistake is: the template's own line for syntax, the innermost template frame otherwise."""
    if isinstance(fault, jinja2.TemplateSyntaxError):
        return error(
            Place(f"templates/{fault.name}", fault.lineno), "template-syntax", detail=fault.message or ""
        )
    if isinstance(fault, UnicodeDecodeError):
        return error(Place(f"templates/{page.template}"), "file-encoding")
    if isinstance(fault, OSError) and not isinstance(fault, jinja2.TemplateError):
        return error(Place(f"templates/{page.template}"), "file-unreadable")
    if isinstance(fault, jinja2.TemplateNotFound):
        return error(_frame_of(page), "template-missing", name=fault.name or page.template)
    place, said = _frame_of(page), str(fault)
    if isinstance(fault, RecursionError):
        place = Place(f"templates/{page.template}")
    if isinstance(fault, jinja2.UndefinedError) and (name := _UNDEFINED.search(said)):
        known = {f.name for value in (page.view, page.head, frame) for f in fields(value)}
        guess = nearest(name[1] or name[2], known)
        kind = "template-name-guess" if guess else "template-name"
        return error(place, kind, name=name[1] or name[2], guess=guess or "")
    return error(place, "template-failed", detail=said)


def _frame_of(page: Page) -> Place:
    frames = traceback.extract_tb(sys.exc_info()[2])
    inside = [f for f in frames if "/templates/" in f.filename.replace("\\", "/")]
    if not inside:
        return Place(f"templates/{page.template}")
    name = inside[-1].filename.replace("\\", "/").rpartition("/templates/")[2]
    return Place(f"templates/{name}", inside[-1].lineno or 0)
