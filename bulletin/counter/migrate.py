"""Moves all that is known of a site from one store to another, and makes sure that it has arrived."""

from collections.abc import Iterator
from contextlib import contextmanager

from bulletin.counter.store import Snapshot, Store, StoreError


class NotEmptyError(StoreError):
    """The target has figures of its own, which would be mixed with those that come."""


class NotTheSameError(StoreError):
    """What arrived is not what was sent: somebody counted in the meantime."""


class TargetError(StoreError):
    """The target cannot be read or written. Plain StoreErrors are the source's."""


@contextmanager
def at_target() -> Iterator[None]:
    """Turns a StoreError into a TargetError, so that the right store is named."""
    try:
        yield
    except StoreError as fault:
        raise TargetError(str(fault)) from fault


def migrate(source: Store, target: Store) -> Snapshot:
    """Copy everything; the source stays as it is. Nobody may count meanwhile.

    Raises NotEmptyError, NotTheSameError, TargetError, and StoreError when the source fails.
    """
    with at_target():
        is_empty = target.snapshot().is_empty
    if not is_empty:
        raise NotEmptyError("the target is not empty")
    snapshot = source.snapshot()
    with at_target():
        target.restore(snapshot)
        arrived = target.snapshot()
    if arrived != snapshot or source.snapshot() != snapshot:
        raise NotTheSameError("the stores differ")
    return snapshot
