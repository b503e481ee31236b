"""The changes of a draft: adding, removing, reordering."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.actions.draft import refuse_strangers
from townsite.changes.actions.touches import touch
from townsite.changes.choices import ChangeState
from townsite.changes.models import Change, ChangeSet
from townsite.changes.outline import Outline, base_of, lay_out_changes
from townsite.changes.states import in_state, keep, locked
from townsite.common.errors import Invalid, NotFound

Given = tuple[str, dict[str, Any]]


@transaction.atomic
def add_changes(
    *,
    change_set: ChangeSet,
    changes: Sequence[Given],
    by: User,
    at: datetime,
    version: int | None = None,
) -> list[Change]:
    """The new changes, after those that are there; one or ten thousand in a few statements.

    Raises Invalid with every problem, and nothing is added then.
    """
    row = _open(change_set, by, version)
    present = list(row.changes.all())
    start = max((each.position for each in present), default=0) + 1
    added = [
        Change(change_set=row, position=start + n, type=kind, payload=payload)
        for n, (kind, payload) in enumerate(changes)
    ]
    outline = lay_out_changes([*present, *added], at=at)
    entries = outline.entries[len(present) :]
    problems = [line for entry in entries for line in entry.problems]
    if problems:
        raise Invalid(" ".join(problems), fields={"changes": problems})
    for change, entry in zip(added, entries, strict=True):
        change.payload = entry.type.model_dump(mode="json")
        change.base = base_of(entry, outline.world)
    Change.objects.bulk_create(added, batch_size=1_000)
    _settle(row, outline, by, at, {"changes": [len(present), len(present) + len(added)]})
    return added


@transaction.atomic
def remove_change(
    *, change_set: ChangeSet, change_id: UUID, by: User, at: datetime, version: int | None = None
) -> None:
    """Takes one change out of the draft. Raises NotFound."""
    row = _open(change_set, by, version)
    present = list(row.changes.all())
    kept = [each for each in present if each.pk != change_id]
    if len(kept) == len(present):
        raise NotFound(f"Change set {row.number} has no such change; maybe it was removed already.")
    row.changes.filter(pk=change_id).delete()
    outline = lay_out_changes(kept, at=at)
    _settle(row, outline, by, at, {"changes": [len(present), len(kept)]})


@transaction.atomic
def reorder_changes(
    *,
    change_set: ChangeSet,
    order: Sequence[UUID],
    by: User,
    at: datetime,
    version: int | None = None,
) -> None:
    """Puts the changes into this order. Raises Invalid unless it names each of them once."""
    row = _open(change_set, by, version)
    present = {each.pk: each for each in row.changes.all()}
    if set(order) != set(present) or len(order) != len(present):
        raise Invalid("The order has to name each change of the draft once. Load the page again.")
    before = [str(each) for each in present]
    for position, key in enumerate(order, start=1):
        present[key].position = position
    Change.objects.bulk_update(present.values(), ["position"], batch_size=1_000)
    outline = lay_out_changes([present[key] for key in order], at=at)
    _settle(row, outline, by, at, {"order": [before, [str(each) for each in order]]})


def _open(change_set: ChangeSet, by: User, version: int | None) -> ChangeSet:
    row = locked(change_set, version=version)
    in_state(row, ChangeState.DRAFT)
    refuse_strangers(row, by)
    return row


def _settle(
    row: ChangeSet, outline: Outline, by: User, at: datetime, changes: dict[str, list[Any]]
) -> None:
    touch(row, outline.diff, afresh=True)
    keep(row, refusal="")
    record_event(EventType.CHANGE_SET_CHANGED, target=row, by=by, at=at, changes=changes)
