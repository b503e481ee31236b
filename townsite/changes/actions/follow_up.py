"""Duties that follow a change set: who is told and what is reviewed, by when (R-13, R-14)."""

from datetime import datetime, timedelta

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.choices import ChangeClass, DeadlineKind
from townsite.changes.clocks import due_at
from townsite.changes.entitled import refuse_own
from townsite.changes.models import ChangeSet, Deadline
from townsite.common.errors import Conflict, Invalid
from townsite.policies.queries import policies_at

ASSIGNING = frozenset({ChangeClass.CROSS_TERRITORY, ChangeClass.EXCEPTION, ChangeClass.STANDARD})


def open_customer_notice(change_set: ChangeSet, *, at: datetime) -> None:
    """Opens the clock in which customers hear of an approved reassignment (R-14)."""
    if ASSIGNING & set(change_set.classes):
        hours = policies_at(at, keys=["notice.customer_hours"]).number("notice.customer_hours")
        due = due_at(hours, clock="customer", territory=change_set.territory, at=at)
        _open(change_set, DeadlineKind.CUSTOMER_TOLD, due)


def open_deadlines(change_set: ChangeSet, *, at: datetime) -> None:
    """Opens what follows the effect: a review of assignments, the clocks of an emergency."""
    policies = policies_at(at)
    if ASSIGNING & set(change_set.classes):
        days = policies.number("notice.performance_review_days")
        _open(change_set, DeadlineKind.PERFORMANCE_REVIEW, at + timedelta(days=days))
    if change_set.is_emergency:
        clock = policies.numbers("approval.emergency")
        review = at + timedelta(hours=clock["review_hours"])
        permanent = at + timedelta(days=clock["permanent_days"])
        _open(change_set, DeadlineKind.EMERGENCY_REVIEW, review)
        _open(change_set, DeadlineKind.PERMANENT_SOLUTION, permanent)
        open_customer_notice(change_set, at=at)


@transaction.atomic
def meet_deadline(*, deadline: Deadline, note: str, by: User, at: datetime) -> Deadline:
    """The deadline as met, with a note on how. Raises Conflict when it was met before.

    An author does not review their own emergency: raises OwnProposal (R-13).
    """
    row = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    if row.done_at:
        raise Conflict(f"“{row.get_kind_display()}” was already done on {row.done_at:%F}.")
    if row.kind == DeadlineKind.EMERGENCY_REVIEW:
        refuse_own(row.change_set, by, at=at)
    if not note.strip():
        raise Invalid("Say how it was done.", fields={"note": ["Say how it was done."]})
    row.done_at, row.done_by, row.note = at, by, note.strip()
    row.save()
    changes = {row.kind: [None, row.note]}
    record_event(
        EventType.CHANGE_SET_DEADLINE_DONE, target=row.change_set, by=by, at=at, changes=changes
    )
    return row


def _open(change_set: ChangeSet, kind: DeadlineKind, due_at: datetime) -> None:
    Deadline.objects.get_or_create(change_set=change_set, kind=kind, defaults={"due_at": due_at})
