"""Answering a request: accepted until a day, or declined with a reason."""

from datetime import datetime, timedelta

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.event_types import EventType
from townsite.common.errors import Forbidden, Invalid
from townsite.workflows.actions.steps import locked, require_side, step
from townsite.workflows.choices import EntryKind, RequestState
from townsite.workflows.models import CoordinationRequest


@transaction.atomic
def accept(
    *,
    request: CoordinationRequest,
    by: User,
    at: datetime,
    ends_at: datetime | None = None,
    text: str = "",
) -> CoordinationRequest:
    """The request, accepted until `ends_at`, else for the longest time of its protocol.

    Raises Forbidden for the asking side and for who opened it, Invalid for too long a time.
    """
    row = _held(request, by)
    longest = at + timedelta(days=row.protocol.longest_days)
    ends_at = ends_at or longest
    if not at < ends_at <= longest:
        said = (
            f"Joint work under “{row.protocol}” ends by {longest:%F} at the latest, and not before "
            f"it begins; {ends_at:%F} does not do."
        )
        raise Invalid(said, fields={"ends_at": [said]})
    row.state, row.answered_at, row.ends_at = RequestState.ACCEPTED, at, ends_at
    row.save()
    step(row, EntryKind.ACCEPTED, EventType.COORDINATION_ANSWERED, by=by, at=at, text=text)
    return row


@transaction.atomic
def decline(
    *, request: CoordinationRequest, text: str, by: User, at: datetime
) -> CoordinationRequest:
    """The request, declined. Raises as `accept`, and Invalid without a reason."""
    if not text.strip():
        raise Invalid("Say why you decline.", fields={"text": ["Say why you decline."]})
    row = _held(request, by)
    row.state, row.answered_at, row.closed_at = RequestState.DECLINED, at, at
    row.save()
    step(row, EntryKind.DECLINED, EventType.COORDINATION_ANSWERED, by=by, at=at, text=text)
    return row


def _held(request: CoordinationRequest, by: User) -> CoordinationRequest:
    row = locked(request, RequestState.OPEN)
    require_side(row.answering_id, row.answering_label)
    if row.opened_by_id == by.pk:
        raise Forbidden(f"You opened request {row.number}, so somebody else answers it (R-13).")
    return row
