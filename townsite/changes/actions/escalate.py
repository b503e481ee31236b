"""Overdue approvals: everybody hears that they wait."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.choices import ChangeState, Decision
from townsite.changes.models import Approval
from townsite.common.actors import Actor


@transaction.atomic
def escalate_overdue(*, by: Actor, at: datetime) -> int:
    """How many open approvals were marked as overdue; each is escalated once (R-13).

    Those above may decide in any case; the event tells them that they now have to.
    """
    overdue = (
        Approval.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(decision=Decision.OPEN, escalated_at=None, due_at__lte=at)
        .exclude(change_set__state__in=(ChangeState.CANCELLED, ChangeState.REJECTED))
        .select_related("change_set", "territory")
    )
    found = list(overdue)
    for approval in found:
        approval.escalated_at = at
        changes = {"approval": [str(approval), f"due {approval.due_at:%F %H:%M} UTC"]}
        record_event(
            EventType.CHANGE_SET_ESCALATED,
            target=approval.change_set,
            by=by,
            at=at,
            changes=changes,
        )
    Approval.objects.bulk_update(found, ["escalated_at"])
    return len(found)
