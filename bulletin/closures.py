"""What a template is made from: its own words, those of all that it names, and what it asks of the frame.

The frame is the same for every page, but few templates show all of it: where it is only ever asked for
by name, `frame.tagline`, what is not asked for cannot be on the page. Shared parts are not looked into:
they are told apart by their bytes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import NamedTuple

import jinja2
from jinja2 import meta, nodes

from bulletin.fingerprint import Fingerprints, digest
from bulletin.structured import TOLD
from bulletin.views import Frame

FRAME = "frame"
_FIELDS = tuple(f.name for f in fields(Frame))


class _Uses(NamedTuple):
    """Of one template: those that it names (None: one made up at run time), and fields of the frame."""

    others: frozenset[str | None]
    asked: frozenset[str]


MOST = 256  # templates of which is kept what they use
_KNOWN: dict[bytes, _Uses] = {}  # by the digest of a template


def learned() -> dict[bytes, tuple[tuple[str | None, ...], tuple[str, ...]]]:
    """What is known of templates, as plain values."""
    return {mark: (tuple(u.others), tuple(u.asked)) for mark, u in list(_KNOWN.items())[-MOST:]}


def learn(rows: Mapping[bytes, tuple[Iterable[str | None], Iterable[str]]]) -> None:
    """The inverse of `learned`, for another process."""
    _KNOWN.update(
        {mark: _Uses(frozenset(others), frozenset(asked)) for mark, (others, asked) in rows.items()}
    )


def template_marks(env: jinja2.Environment, frame: Frame) -> Mapping[str, bytes]:
    """For each template a digest: of itself, of all that it extends, includes and imports, of their frame."""
    loader = env.loader
    assert loader  # noqa: S101
    digests: dict[str, bytes] = {}
    uses: dict[str, _Uses] = {}

    def look(name: str) -> None:
        """Also at what is not listed: a file behind a link to a folder, or one that is not there."""
        digests[name], uses[name] = b"", _Uses(frozenset(), frozenset())
        try:
            text = loader.get_source(env, name)[0]
            digests[name] = digest(text.encode())
            known = _KNOWN.get(digests[name])
            if known is None:
                known = _KNOWN[digests[name]] = _uses(env.parse(text))
            uses[name] = known
        except jinja2.TemplateNotFound:
            pass
        except (jinja2.TemplateError, OSError, UnicodeDecodeError):  # said where a page needs it
            uses[name] = _Uses(frozenset({None}), frozenset(_FIELDS))

    names = loader.list_templates()
    for name in names:
        look(name)

    def made_of(name: str) -> list[str]:
        found, waiting = {name}, [name]
        while waiting:
            for other in uses[waiting.pop()].others:
                if other is None:  # a name made up at run time: it may be any
                    return names
                if other not in found:
                    if other not in uses:
                        look(other)
                    found.add(other)
                    waiting.append(other)
        return sorted(found)

    prints = Fingerprints()

    def mark(parts: Iterable[str]) -> bytes:
        asked = sorted(frozenset(TOLD).union(*(uses[part].asked for part in parts)))
        words = b"".join(part.encode() + b"\0" + digests[part] for part in parts)
        return digest(words + prints.of(*((field, getattr(frame, field)) for field in asked)))

    return {name: mark(made_of(name)) for name in names}


def _uses(tree: nodes.Template) -> _Uses:
    named = sum(node.name == FRAME for node in tree.find_all(nodes.Name))
    asked = [
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == FRAME
    ]
    is_whole = len(asked) != named or not set(asked) <= set(_FIELDS)
    return _Uses(frozenset(meta.find_referenced_templates(tree)), frozenset(_FIELDS if is_whole else asked))
