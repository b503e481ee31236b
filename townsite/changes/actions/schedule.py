"""Choosing the moment of effect, and asking for a revert; a job carries both out."""

from datetime import datetime

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.actions.revert import refuse_later, refuse_obstacles
from townsite.changes.choices import ChangeState, Decision
from townsite.changes.entitled import holds_role
from townsite.changes.models import ChangeSet
from townsite.changes.notice import needs_handover, notice_of
from townsite.changes.outright import may_do_outright
from townsite.changes.queries import is_author
from townsite.changes.states import in_state, keep, locked, move
from townsite.common.actors import Actor
from townsite.common.errors import Forbidden, Invalid
from townsite.common.scope import Scope, scoped


@transaction.atomic
def schedule_change_set(
    *, change_set: ChangeSet, effective_at: datetime, by: User, at: datetime
) -> ChangeSet:
    """The change set with its date; a moment that has passed means as soon as may be.

    Raises Invalid without a handover plan or before the notice has run (R-14), Forbidden for
    somebody who neither wrote nor approved it.
    """
    row = locked(change_set)
    in_state(row, ChangeState.APPROVED)
    if not (is_author(row, by.pk) or row.approvals.filter(by=by).exists()):
        raise Forbidden("Only an author or an approver chooses the date.")
    _check(row, max(effective_at, at), at)
    move(row, ChangeState.SCHEDULED, at=at, effective_at=max(effective_at, at), refusal="")
    changes = {"effective_at": [None, row.effective_at]}
    record_event(EventType.CHANGE_SET_SCHEDULED, target=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def refuse_publication(*, change_set: ChangeSet, by: Actor, at: datetime, reason: str) -> None:
    """Puts a scheduled change set back to approved, with the reason why it was not published."""
    row = locked(change_set)
    move(row, ChangeState.APPROVED, at=row.decided_at or at, refusal=reason, effective_at=None)
    record_event(EventType.CHANGE_SET_REFUSED, target=row, by=by, at=at, reason=reason)


@transaction.atomic
def ask_revert(
    *, change_set: ChangeSet, by: User, at: datetime, reason: str, with_later: bool = False
) -> ChangeSet:
    """The change set, to be reverted by the next run of the job.

    Raises Invalid without a reason, RevertRefused naming later change sets unless `with_later` and
    with what was changed since, Forbidden for somebody who could not have approved it.
    """
    if not reason.strip():
        raise Invalid("Say why it is reverted.", fields={"reason": ["Say why it is reverted."]})
    row = locked(change_set)
    in_state(row, ChangeState.EFFECTIVE)
    refuse_revert_by(row, by, at=at)
    with scoped(Scope.system("whether it can be reverted")):
        if not refuse_later(row, with_later=with_later):
            refuse_obstacles(row, at=at)
    keep(
        row,
        revert_asked_at=at,
        revert_asked_by_label=by.actor_label,
        revert_reason=reason.strip(),
        revert_with_later=with_later,
        refusal="",
    )
    record_event(EventType.CHANGE_SET_REVERT_ASKED, target=row, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def refuse_revert(*, change_set: ChangeSet, by: Actor, at: datetime, reason: str) -> None:
    """Takes the wish for a revert back, with the reason why it could not be fulfilled."""
    row = locked(change_set)
    keep(row, revert_asked_at=None, refusal=reason)
    record_event(EventType.CHANGE_SET_REFUSED, target=row, by=by, at=at, reason=reason)


def _check(row: ChangeSet, effective_at: datetime, at: datetime) -> None:
    fields = what_is_missing(row, effective_at=effective_at, at=at)
    if fields:
        raise Invalid(" ".join(said for group in fields.values() for said in group), fields=fields)


def what_is_missing(
    row: ChangeSet, *, effective_at: datetime, at: datetime
) -> dict[str, list[str]]:
    """By field, why it cannot take effect then: no handover plan, or notice that runs (R-14)."""
    fields: dict[str, list[str]] = {}
    if needs_handover(row) and not row.handover_plan.strip():
        fields["handover_plan"] = ["Write the handover plan first (R-14)."]
    notice = notice_of(row, at=at)
    if notice.is_binding and effective_at < notice.earliest:
        day = f"{notice.earliest:%B %-d, %Y}"
        said = f"A reassignment needs {notice.days} days' notice: not before {day} (R-14)."
        fields["effective_at"] = [said]
    return fields


def refuse_revert_by(row: ChangeSet, by: User, *, at: datetime) -> None:
    """Raises Forbidden for somebody who may not have it reverted.

    Who decided, or could decide, may also take it back; all approvals' scopes count.

    Where nobody had to, whoever may make each of its changes outright may take them back.
    """
    asked = row.approvals.select_related("territory")
    if not asked.exists() and may_do_outright(row, by, at=at):
        return
    decided = asked.filter(by=by, decision__in=(Decision.APPROVED, Decision.REJECTED)).exists()
    if not decided and not any(holds_role(each, by, at=at) for each in asked):
        raise Forbidden("Only somebody who may approve this change set may have it reverted.")
