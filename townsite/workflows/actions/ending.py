"""How joint work ends: by its leader with an outcome, or by its date; and what is overdue."""

from datetime import datetime

from django.db import transaction

from townsite.access.choices import Role
from townsite.accounts.models import User
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.workflows.actions.steps import locked, require_side, step
from townsite.workflows.choices import EntryKind, Outcome, RequestState, Side
from townsite.workflows.models import CoordinationRequest


@transaction.atomic
def end_request(
    *, request: CoordinationRequest, outcome: Outcome, text: str, by: User, at: datetime
) -> CoordinationRequest:
    """The joint work, ended by the side that leads it, with its outcome.

    Raises Forbidden for the other side, Invalid without words on what came of it.
    """
    if outcome == Outcome.LAPSED or not text.strip():
        said = "Say whether it is resolved, and what came of it."
        raise Invalid(said, fields={"text": [said]})
    row = locked(request, RequestState.ACCEPTED)
    asks = row.protocol.leads == Side.ASKING
    require_side(row.asking_id if asks else row.answering_id, row.leader_label)
    row.state, row.outcome, row.closed_at = RequestState.ENDED, outcome, at
    row.save()
    step(row, EntryKind.ENDED, EventType.COORDINATION_ENDED, by=by, at=at, text=text)
    return row


@transaction.atomic
def keep_time(*, by: Actor, at: datetime) -> tuple[int, int]:
    """How many unanswered requests were escalated, and how many works ended by their date.

    Each is escalated once, to the regional VPs above the answering territory (A-76).
    """
    rows = CoordinationRequest.objects.select_for_update(of=("self",), skip_locked=True)
    overdue = list(rows.filter(state=RequestState.OPEN, due_at__lte=at, escalated_at=None))
    for row in overdue:
        row.escalated_at, row.escalated_to = at, Role.REGIONAL_VP
        row.save()
        said = f"No answer by {row.due_at:%F %H:%M} UTC."
        step(row, EntryKind.ESCALATED, EventType.COORDINATION_ESCALATED, by=by, at=at, text=said)
    over = list(rows.filter(state=RequestState.ACCEPTED, ends_at__lte=at))
    for row in over:
        row.state, row.outcome, row.closed_at = RequestState.ENDED, Outcome.LAPSED, at
        row.save()
        step(row, EntryKind.ENDED, EventType.COORDINATION_ENDED, by=by, at=at, text="By its date.")
    return len(overdue), len(over)
