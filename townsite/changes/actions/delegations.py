"""Naming a delegate for a period, for all approvals that come meanwhile."""

from datetime import datetime

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.models import Delegation
from townsite.common.errors import Conflict, Forbidden, Invalid
from townsite.common.periods import between, ended


@transaction.atomic
def name_delegate(
    *,
    person: User,
    delegate: User,
    begins: datetime,
    until: datetime,
    at: datetime,
    reason: str = "",
) -> Delegation:
    """The delegation by `person`, who acts themselves.

    The delegate never decides on what either of the two wrote. Raises Invalid for oneself or a time
    that is over, Conflict when somebody is named for that time already.
    """
    if person == delegate:
        raise Invalid("Name somebody else; you decide for yourself anyway.")
    if until <= at:
        raise Invalid(f"{until:%F %H:%M} has passed. Choose a later end.")
    period = between(max(begins, at), until)
    held = Delegation.objects.filter(person=person, valid_during__overlap=period).first()
    if held:
        raise Conflict(
            f"{held.delegate} decides for you from {held.valid_during.lower:%F} until "
            f"{held.valid_during.upper:%F} already. End that first."
        )
    row = Delegation.objects.create(
        person=person, delegate=delegate, valid_during=period, reason=reason.strip()
    )
    changes = {"delegate": [None, delegate.actor_label]}
    record_event(
        EventType.DELEGATION_BEGUN, target=row, by=person, at=at, reason=reason, changes=changes
    )
    return row


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: User, at: datetime) -> None:
    """Ends it at `at`; one that has not begun is taken away. Raises Forbidden for somebody else's."""
    rows = Delegation.objects.select_for_update(of=("self",)).filter(pk=delegation.pk)
    row = rows.first()
    if row is None or row.person_id != by.pk:
        raise Forbidden("Only the person who named the delegate ends the delegation.")
    changes = {"delegate": [row.delegate.actor_label, None]}
    record_event(EventType.DELEGATION_ENDED, target=row, by=by, at=at, changes=changes)
    if row.valid_during.lower >= at:
        row.delete()
        return
    row.valid_during = ended(row.valid_during, at=at)
    row.save(update_fields=["valid_during"])
