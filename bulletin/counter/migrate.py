"""Moves all that is known of a site from one store to another, and makes sure that it has arrived."""

from bulletin.counter.store import Snapshot, Store, StoreError


class NotEmptyError(StoreError):
    """The target has figures of its own, which would be mixed with those that come."""


class NotTheSameError(StoreError):
    """What arrived is not what was sent: somebody counted in the meantime."""


def migrate(source: Store, target: Store) -> Snapshot:
    """Copy everything; the source stays as it is. Raises StoreError. Nobody may count meanwhile."""
    if not target.snapshot().is_empty:
        raise NotEmptyError("the target is not empty")
    snapshot = source.snapshot()
    target.restore(snapshot)
    if target.snapshot() != snapshot or source.snapshot() != snapshot:
        raise NotTheSameError("the stores differ")
    return snapshot
