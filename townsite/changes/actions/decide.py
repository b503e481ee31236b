"""Deciding: approve, reject, delegate."""

from datetime import datetime

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.actions.approved import become_approved
from townsite.changes.actions.follow_up import meet_deadline
from townsite.changes.actions.schedule import ask_revert
from townsite.changes.choices import ChangeState, DeadlineKind, Decision, ParticipantRole
from townsite.changes.entitled import refuse_unentitled
from townsite.changes.errors import WrongState
from townsite.changes.models import Approval, ChangeSet, Participant
from townsite.changes.queries import is_author
from townsite.changes.states import in_state, locked, move
from townsite.common.errors import Conflict, Forbidden, Invalid

# An emergency is decided upon after it took effect.
DECIDABLE = (ChangeState.SUBMITTED, ChangeState.SCHEDULED, ChangeState.EFFECTIVE)


@transaction.atomic
def approve(*, approval: Approval, by: User, at: datetime, comment: str = "") -> ChangeSet:
    """The change set, approved once nobody else has to decide, and then scheduled as wished.

    Raises OwnProposal for an author, Forbidden for somebody not entitled, Conflict while an
    earlier approval is open.
    """
    row, held = _held(approval, by, at)
    _decide(held, Decision.APPROVED, by, at, comment)
    record_event(EventType.CHANGE_SET_APPROVED, target=row, by=by, at=at, reason=comment)
    if row.approvals.filter(decision=Decision.OPEN).exists():
        return row
    if row.is_emergency:
        review = row.deadlines.filter(kind=DeadlineKind.EMERGENCY_REVIEW, done_at=None).first()
        if review:
            meet_deadline(deadline=review, note=comment or "Approved.", by=by, at=at)
        return row
    return become_approved(row, by=by, at=at)


@transaction.atomic
def reject(*, approval: Approval, by: User, at: datetime, comment: str) -> ChangeSet:
    """The change set, rejected with a reason; an emergency that is in force is reverted.

    Raises as `approve`, and Invalid without a reason.
    """
    if not comment.strip():
        raise Invalid("Say why you reject it.", fields={"comment": ["Say why you reject it."]})
    row, held = _held(approval, by, at)
    _decide(held, Decision.REJECTED, by, at, comment)
    record_event(EventType.CHANGE_SET_REJECTED, target=row, by=by, at=at, reason=comment)
    if row.state == ChangeState.EFFECTIVE:
        return ask_revert(change_set=row, by=by, at=at, reason=comment)
    gone = ChangeState.CANCELLED if row.is_emergency else ChangeState.REJECTED
    return move(row, gone, at=at)


@transaction.atomic
def delegate(*, approval: Approval, to: User, by: User, at: datetime) -> Approval:
    """The approval, which `to` may now decide as well. Raises Conflict for an author."""
    row, held = _held(approval, by, at)
    if is_author(row, to.pk):
        raise Conflict(f"{to} wrote change set {row.number}, so cannot decide on it (R-13).")
    if held.in_place_of:
        raise Forbidden(f"You decide in {held.in_place_of}'s place, so only they can delegate it.")
    before, held.delegate, held.delegated_by = held.delegate, to, by
    held.save(update_fields=["delegate", "delegated_by"])
    Participant.objects.get_or_create(
        change_set=row, user=to, defaults={"role": ParticipantRole.DELEGATE}
    )
    changes = {"delegate": [str(before) if before else None, to.actor_label]}
    record_event(EventType.CHANGE_SET_DELEGATED, target=row, by=by, at=at, changes=changes)
    return held


def _held(approval: Approval, by: User, at: datetime) -> tuple[ChangeSet, Approval]:
    row = locked(approval.change_set)
    held = row.approvals.select_related("territory", "change_set").get(pk=approval.pk)
    in_state(row, *(DECIDABLE if row.is_emergency else (ChangeState.SUBMITTED,)))
    if held.decision != Decision.OPEN:
        raise WrongState(f"{held} has already {held.get_decision_display().lower()} it.")
    earlier = row.approvals.filter(order__lt=held.order, decision=Decision.OPEN).first()
    if earlier:
        raise Conflict(f"The {earlier.get_role_display()} decides first: {earlier}.")
    held.in_place_of = refuse_unentitled(held, by, at=at)
    return row, held


def _decide(held: Approval, decision: Decision, by: User, at: datetime, comment: str) -> None:
    held.decision, held.by, held.at, held.comment = decision, by, at, comment.strip()
    held.save()
