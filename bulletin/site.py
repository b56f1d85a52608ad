"""The door of a build: nothing to do, a text to exchange, or the whole road."""

import gc

from bulletin.memory import Memory
from bulletin.packs import DamagedError
from bulletin.request import Listener, Outcome, Request
from bulletin.still import is_site, look, outcome_again


def build(request: Request, listener: Listener) -> Outcome:
    """Build or check the site. Raises WorldError; what is wrong with the content comes back."""
    # What a build makes it keeps to the end: to look for garbage would cost and find nothing.
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        return _build(request, listener)
    finally:
        if was_collecting:
            gc.enable()


def _build(request: Request, listener: Listener) -> Outcome:
    remember = request.remember and is_site(request.root)
    with Memory(request.root, request.output, remember=remember) as memory:
        seen = look(request, memory)
        if seen.is_still:
            return outcome_again(request, memory)
        # Only now what is heavy: Markdown, templates, pictures.
        from bulletin import compiled, mend, road

        compiled.recall(memory)
        try:
            done = mend.mend(request, listener, memory, seen) if seen.edited else None
            outcome = done or road.build(request, listener, memory, seen)
        except DamagedError:
            memory.forget()
            outcome = road.build(request, listener, memory, seen)
        compiled.keep(memory)
        return outcome
