"""The change set by which an import is written."""

from datetime import datetime

from townsite.accounts.models import User
from townsite.changes.actions import (
    add_changes,
    start_change_set,
    submit_at_once,
    submit_change_set,
)
from townsite.changes.actions.edit import Given
from townsite.changes.models import ChangeSet
from townsite.imports.models import Import


def propose(import_: Import, *, by: User, at: datetime) -> ChangeSet:
    """The change set submitted, without taking effect."""
    row = start_change_set(title=_title(import_), reason=_reason(import_), by=by, at=at)
    add_changes(change_set=row, changes=[_change(import_)], by=by, at=at)
    return submit_change_set(change_set=row, by=by, at=at)


def publish(import_: Import, *, by: User, at: datetime) -> ChangeSet:
    """The change set, in effect where nobody has to approve it."""
    return submit_at_once(
        title=_title(import_), reason=_reason(import_), changes=[_change(import_)], by=by, at=at
    )


def _title(import_: Import) -> str:
    return f"Import {import_.file_name}"[:200]


def _reason(import_: Import) -> str:
    counts = import_.counts
    return (
        f"Import of {import_.file_name}: {counts.get('create', 0):,} new sites, "
        f"{counts.get('update', 0):,} changed."
    )


def _change(import_: Import) -> Given:
    return ("bulk_versions", {"source": "import", "bulk": str(import_.pk)})
