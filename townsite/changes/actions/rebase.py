"""Bringing a draft up to date with what others published meanwhile, field by field."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.actions.draft import refuse_strangers
from townsite.changes.actions.touches import touch
from townsite.changes.choices import ChangeState
from townsite.changes.facts import Fact
from townsite.changes.models import Change, ChangeSet
from townsite.changes.outline import Conflict, lay_out
from townsite.changes.states import in_state, keep, locked


@transaction.atomic
def rebase(
    *,
    change_set: ChangeSet,
    mine: Collection[Fact],
    by: User,
    at: datetime,
    version: int | None = None,
) -> int:
    """How many conflicts were settled: the facts in `mine` stay proposed, the others are given up.

    What did not conflict is as before. Raises Stale when the draft was changed meanwhile.
    """
    row = locked(change_set, version=version)
    in_state(row, ChangeState.DRAFT)
    refuse_strangers(row, by)
    conflicts = lay_out(row, at=at).conflicts
    for conflict in conflicts:
        _settle(conflict, is_mine=conflict.fact in mine)
    changed = {each.change.pk: each.change for each in conflicts}
    Change.objects.bulk_update(changed.values(), ["base", "dropped"], batch_size=1_000)
    touch(row, lay_out(row, at=at).diff, afresh=True)
    keep(row, refusal="")
    told = {"rebased": [None, [each.sentence for each in conflicts]]}
    record_event(EventType.CHANGE_SET_CHANGED, target=row, by=by, at=at, changes=told)
    return len(conflicts)


def _settle(conflict: Conflict, *, is_mine: bool) -> None:
    kind, subject = conflict.fact
    if is_mine:
        conflict.change.base[kind][subject] = conflict.now
    else:
        conflict.change.dropped.setdefault(kind, []).append(subject)
