"""Working on a draft: beginning it, describing it, giving it up."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.choices import ChangeState, ParticipantRole, Trigger
from townsite.changes.models import ChangeSet, Participant
from townsite.changes.queries import is_author
from townsite.changes.states import in_state, keep, locked, move
from townsite.common.errors import Forbidden, Invalid

DESCRIBED = ("title", "reason", "trigger", "handover_plan", "effective_at")


@transaction.atomic
def start_change_set(
    *, title: str, reason: str, by: User, at: datetime, trigger: str = Trigger.REVIEW
) -> ChangeSet:
    """An empty draft of a person. Raises Invalid without a title or reason."""
    values = {"title": title.strip(), "reason": reason.strip(), "trigger": trigger}
    _check(values)
    row = ChangeSet.objects.create(number=_next_number(), created_by=by, created_at=at, **values)
    Participant.objects.create(change_set=row, user=by, role=ParticipantRole.AUTHOR)
    record_event(EventType.CHANGE_SET_DRAFTED, target=row, by=by, at=at, reason=row.reason)
    return row


@transaction.atomic
def describe_change_set(
    *, change_set: ChangeSet, values: dict[str, Any], by: User, at: datetime, version: int | None
) -> ChangeSet:
    """The draft with another title, reason, trigger, handover plan or date of effect.

    The handover plan may still be written until it is scheduled. Raises Stale, Forbidden for
    somebody who is no author, WrongState, Invalid.
    """
    unknown = sorted(set(values) - set(DESCRIBED))
    if unknown:
        raise Invalid(f"These cannot be changed here: {', '.join(unknown)}.")
    row = locked(change_set, version=version)
    refuse_strangers(row, by)
    late = (ChangeState.SUBMITTED, ChangeState.APPROVED) if set(values) <= {"handover_plan"} else ()
    in_state(row, ChangeState.DRAFT, *late)
    _check(values)
    changes = {
        name: [getattr(row, name), value]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    if changes:
        keep(row, **values)
        record_event(EventType.CHANGE_SET_CHANGED, target=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def take_back(*, change_set: ChangeSet, by: User, at: datetime) -> ChangeSet:
    """The change set as a draft again, to be worked on; approvals given so far are void."""
    row = locked(change_set)
    refuse_strangers(row, by)
    row.approvals.all().delete()
    row.deadlines.all().delete()
    before = row.state
    move(row, ChangeState.DRAFT, at=at, submitted_at=None, decided_at=None, effective_at=None)
    changes = {"state": [before, row.state]}
    record_event(EventType.CHANGE_SET_CHANGED, target=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def cancel_change_set(
    *, change_set: ChangeSet, by: User, at: datetime, reason: str = ""
) -> ChangeSet:
    """The change set given up. Raises WrongState once it is effective; revert it then."""
    row = locked(change_set)
    refuse_strangers(row, by)
    move(row, ChangeState.CANCELLED, at=at)
    record_event(EventType.CHANGE_SET_CANCELLED, target=row, by=by, at=at, reason=reason)
    return row


def refuse_strangers(change_set: ChangeSet, by: User) -> None:
    """Raises Forbidden unless the person is an author."""
    if not is_author(change_set, by.pk):
        raise Forbidden(
            f"Only the authors of change set {change_set.number} work on it. "
            "Ask one of them to add you."
        )


def _check(values: dict[str, Any]) -> None:
    fields: dict[str, list[str]] = {
        name: [f"Give the change set a {name}."]
        for name in ("title", "reason")
        if name in values and not values[name].strip()
    }
    if "trigger" in values and values["trigger"] not in Trigger.values:
        fields["trigger"] = [f"“{values['trigger']}” is no trigger."]
    if fields:
        raise Invalid(" ".join(said for group in fields.values() for said in group), fields=fields)


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('changes_number_seq')")
        return int(cursor.fetchone()[0])
