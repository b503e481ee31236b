"""`?dry_run=true`: the write is carried out, answered and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rehearsed(*, dry_run: bool) -> Iterator[None]:
    """A block whose writes are undone at its end when `dry_run`."""
    savepoint = transaction.savepoint()
    yield
    if dry_run:
        transaction.savepoint_rollback(savepoint)
    else:
        transaction.savepoint_commit(savepoint)
