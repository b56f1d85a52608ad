"""Views to bytes. Pure: a template sees its view and the frame, and can reach nothing else.

What many pages share (the sidebar, the foot) is a *slot*: a template of its own that sees the
frame, the side and no page. It is rendered once for each depth and section and put into the
pages; where it lies in a page is noted, so that another build can exchange it there.
"""

import re
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import jinja2
import markupsafe
from jinja2 import compiler, nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from bulletin.compiled import COMPILED
from bulletin.fingerprint import digest
from bulletin.names import nearest
from bulletin.numbers import number
from bulletin.ownviews import Shown
from bulletin.problem import Place, Problem, error
from bulletin.rows import Key, Slot
from bulletin.structured import Structured
from bulletin.views import Frame, Side

_UNDEFINED = re.compile(r"has no attribute '(\w+)'|'(\w+)' is undefined")
_OF_A_PAGE = ("head", "page")  # what no shared part sees
_MARK = re.compile("\x00(\\d+)\x00")  # no text of a site has a NUL
# What an expression in a template can raise besides: a mistake of the template too.
_IN_TEMPLATES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError, OSError)


@dataclass(frozen=True, slots=True)
class Text:
    """A rendered page."""

    data: bytes
    slots: tuple[Slot, ...]


class _FaultError(Exception):
    """A template's mistake, as the problem that it is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(escape(text)))


def escaped(value: object) -> str:
    """As `markupsafe.escape`, but a plain text stays one: pages are joined from thousands of them."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)  # type: ignore[arg-type]
    return value if kind is Markup else escape(value)  # type: ignore[return-value]


class _Generator(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: compiler.Frame, finalize: Any) -> None:
        """Where Jinja would write a call of `escape`, one of ours."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Environment(jinja2.Environment):
    code_generator_class = _Generator
    escaped = staticmethod(escaped)


def environment(folders: Iterable[Path]) -> jinja2.Environment:
    """Templates from the first folder that has them. An undefined name is a mistake, never nothing."""
    env = _Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=COMPILED,
    )
    env.filters["number"] = number
    return env


class Renderer:
    """Renders the pages of one site."""

    def __init__(self, env: jinja2.Environment, frame: Frame, side: Side) -> None:
        self._env, self._frame, self._side = env, frame, side
        self._slots: dict[Key, tuple[bytes, bytes]] = {}  # bytes and their digest
        self._keys: list[Key] = []
        self._numbers: dict[Key, int] = {}
        env.globals["shared"] = self._shared

    def render(self, template: str, shown: Shown, up: str) -> Text | Problem:
        """The page, or the problem that its template has."""
        head = replace(shown.head, structured=Structured(self._frame, shown.head, shown.view))
        try:
            found = self._env.get_template(template)
            text = found.render(frame=self._frame, head=head, page=shown.view, up=up)
            return self.filled(text)
        except _FaultError as fault:
            return fault.problem
        except (jinja2.TemplateError, *_IN_TEMPLATES) as fault:
            return self._problem(template, fault, (shown.view, head, self._frame))

    def slot(self, key: Key) -> tuple[bytes, bytes]:
        """A shared part as bytes, and their digest. Raises _FaultError."""
        made = self._slots.get(key)
        if made is None:
            name, up, section = key
            values = {"frame": self._frame, "side": self._side, "up": up, "section": section}
            try:
                data = self._env.get_template(name).render(values).encode()
            except (jinja2.TemplateError, *_IN_TEMPLATES) as fault:
                problem = self._problem(name, fault, (self._side, self._frame))
                wanted = dict(problem.values).get("name")
                if problem.kind.startswith("template-name") and wanted in _OF_A_PAGE:
                    problem = error(problem.place, "template-shared", name=wanted)
                raise _FaultError(problem) from None
            made = self._slots[key] = data, digest(data)
        return made

    def current(self, slots: tuple[Slot, ...]) -> tuple[Slot, ...] | Problem:
        """The same slots with the digests of today's shared parts."""
        try:
            return tuple([slot._replace(digest=self.slot(slot.key)[1]) for slot in slots])
        except _FaultError as fault:
            return fault.problem

    def exchanged(self, data: bytes, slots: Iterable[Slot]) -> Text:
        """A page made before, with today's shared parts, which `current` found good, for those of then."""
        pieces: list[bytes] = []
        kept: list[Slot] = []
        end = size = 0
        for old in slots:
            part, mark = self.slot(old.key)
            pieces += (data[end : old.offset], part)
            size += old.offset - end
            kept.append(Slot(size, len(part), old.key, mark))
            size += len(part)
            end = old.offset + old.length
        return Text(b"".join((*pieces, data[end:])), tuple(kept))

    @jinja2.pass_context
    def _shared(self, context: jinja2.runtime.Context, name: str, section: str = "") -> Markup:
        key = (name, str(context["up"]), section)
        place = self._numbers.get(key)
        if place is None:
            place = self._numbers[key] = len(self._keys)
            self._keys.append(key)
        return Markup(f"\x00{place}\x00")  # noqa: S704  # a mark, exchanged for the part

    def filled(self, text: str) -> Text:
        """A template's text with the shared parts in their places."""
        if "\x00" not in text:
            return Text(text.encode(), ())
        pieces: list[bytes] = []
        slots: list[Slot] = []
        size = 0
        for i, piece in enumerate(_MARK.split(text)):
            if i % 2:
                key = self._keys[int(piece)]
                data, mark = self.slot(key)
                slots.append(Slot(size, len(data), key, mark))
            else:
                data = piece.encode()
            pieces.append(data)
            size += len(data)
        return Text(b"".join(pieces), tuple(slots))

    def _problem(self, template: str, fault: Exception, seen: Iterable[object]) -> Problem:
        """Where it is: the template's own line for syntax, else the innermost template frame."""
        if isinstance(fault, jinja2.TemplateSyntaxError):
            return error(
                Place(f"templates/{fault.name}", fault.lineno), "template-syntax", detail=fault.message or ""
            )
        if isinstance(fault, UnicodeDecodeError):
            return error(Place(f"templates/{template}"), "file-encoding")
        if isinstance(fault, OSError) and not isinstance(fault, jinja2.TemplateError):
            return error(Place(f"templates/{template}"), "file-unreadable")
        place, said = _place_in(template), str(fault)
        if isinstance(fault, jinja2.TemplateNotFound):
            return error(place, "template-missing", name=fault.name or template)
        if isinstance(fault, RecursionError):
            place = Place(f"templates/{template}")
        if isinstance(fault, jinja2.UndefinedError) and (name := _UNDEFINED.search(said)):
            known = {f.name for value in seen for f in fields(value)}  # type: ignore[arg-type]
            guess = nearest(name[1] or name[2], known)
            kind = "template-name-guess" if guess else "template-name"
            return error(place, kind, name=name[1] or name[2], guess=guess or "")
        return error(place, "template-failed", detail=said)


def _place_in(template: str) -> Place:
    frames = traceback.extract_tb(sys.exc_info()[2])
    inside = [f for f in frames if "/templates/" in f.filename.replace("\\", "/")]
    if not inside:
        return Place(f"templates/{template}")
    name = inside[-1].filename.replace("\\", "/").rpartition("/templates/")[2]
    return Place(f"templates/{name}", inside[-1].lineno or 0)
