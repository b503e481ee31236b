"""Overdue approvals go to the superior: the next role above in which somebody can decide."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from townsite.access.choices import Role
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.choices import ChangeState, Decision
from townsite.changes.clocks import due_at
from townsite.changes.entitled import SENIORITY, holders
from townsite.changes.models import Approval
from townsite.changes.queries import authors_of
from townsite.common.actors import Actor
from townsite.policies.queries import policies_at

DONE = (ChangeState.CANCELLED, ChangeState.REJECTED, ChangeState.REVERTED)


@transaction.atomic
def escalate_overdue(*, by: Actor, at: datetime) -> int:
    """How many overdue approvals went one step up; each step has its own time to decide (R-13).

    An author is no superior of their own change set, so a role that only authors hold is passed
    over. At the top it stays where it is, and is not escalated again.
    """
    overdue = (
        Approval.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(Q(escalated_at=None, due_at__lte=at) | Q(escalated_due_at__lte=at))
        .filter(decision=Decision.OPEN)
        .exclude(change_set__state__in=DONE)
        .select_related("change_set", "territory")
    )
    found = list(overdue)
    for approval in found:
        _step_up(approval, at)
        told = [str(approval), approval.get_escalated_to_display() or "nobody above"]
        changes: dict[str, list[Any]] = {
            "approval": told,
            "due": [f"{approval.due_at:%F %H:%M} UTC", None],
        }
        target = approval.change_set
        record_event(EventType.CHANGE_SET_ESCALATED, target=target, by=by, at=at, changes=changes)
    Approval.objects.bulk_update(found, ["escalated_at", "escalated_to", "escalated_due_at"])
    return len(found)


def _step_up(approval: Approval, at: datetime) -> None:
    role = superior_role(approval, at=at)
    approval.escalated_at = at
    approval.escalated_to = role or approval.escalated_to
    hours = policies_at(at).number("approval.decision_hours")
    approval.escalated_due_at = (
        due_at(hours, clock="decision", territory=approval.territory, at=at) if role else None
    )


def superior_role(approval: Approval, *, at: datetime) -> Role | None:
    """The next role above with somebody in it who may decide; None at the top."""
    authors = set(authors_of(approval.change_set).values_list("pk", flat=True))
    present = Role(approval.escalated_to or approval.role)
    for role in SENIORITY[SENIORITY.index(present) + 1 :]:
        if holders(approval, {role}, at=at) - authors:
            return role
    return None
