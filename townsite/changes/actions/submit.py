"""Submission: the change set is classified, measured, and waits for those who decide."""

from datetime import datetime

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.actions.approved import become_approved
from townsite.changes.actions.draft import refuse_strangers
from townsite.changes.actions.outright import refuse_beyond_reach
from townsite.changes.actions.publish import refuse_unfit
from townsite.changes.approvers import Needed, needed_approvals
from townsite.changes.choices import ChangeClass, ChangeState
from townsite.changes.classify import classes_of, is_reassignment
from townsite.changes.facts import Diff, World
from townsite.changes.impact.measure import Impact, impact_of
from townsite.changes.models import Approval, ChangeSet
from townsite.changes.outline import Outline, lay_out
from townsite.changes.outright import may_do_outright
from townsite.changes.states import in_state, locked, move
from townsite.common.scope import Scope, scoped


@transaction.atomic
def submit_change_set(
    *, change_set: ChangeSet, by: User, at: datetime, version: int | None = None
) -> ChangeSet:
    """The change set as submitted, with the approvals it needs, in order; approved without any.

    Where the policies ask nobody and the author may make each change outright, it is approved.
    An emergency takes effect at once and is reviewed afterwards (R-13): whoever submits it must be
    allowed to do each of its changes outright. Raises Conflicting, Invalid with every problem,
    Stale, WrongState, Forbidden for somebody who is no author.
    """
    row = locked(change_set, version=version)
    in_state(row, ChangeState.DRAFT)
    refuse_strangers(row, by)
    outline = lay_out(row, at=at)
    refuse_unfit(outline)
    impact = impact_of(outline)
    classes = classes_with_impact(outline, impact, is_emergency=row.is_emergency)
    row.impact = {**impact.as_json(), "reassigned": is_reassignment(outline.diff)}
    row.classes = [each.value for each in classes]
    if row.is_emergency:
        _act_first(row, outline, at)
    else:
        move(row, ChangeState.SUBMITTED, at=at, refusal="")
    needed = approvals_of(
        classes,
        outline.world,
        is_emergency=row.is_emergency,
        is_outright=may_do_outright(row, by, at=at),
    )
    _ask(row, needed)
    record_event(
        EventType.CHANGE_SET_SUBMITTED,
        target=row,
        by=by,
        at=at,
        reason=row.reason,
        changes={"classes": [None, row.classes]},
    )
    return row if needed or row.is_emergency else become_approved(row, by=by, at=at)


def classes_with_impact(
    outline: Outline, impact: Impact, *, is_emergency: bool
) -> dict[ChangeClass, Diff]:
    """The facts of each class; a blocking rule that is broken makes all of them an exception."""
    classes = classes_of(outline.diff, outline.world)
    if impact.needs_exception:
        classes[ChangeClass.EXCEPTION] = outline.diff
    if is_emergency:
        classes[ChangeClass.EMERGENCY] = outline.diff
    return classes


def approvals_of(
    classes: dict[ChangeClass, Diff],
    world: World,
    *,
    is_emergency: bool = False,
    is_outright: bool = True,
) -> list[Needed]:
    """Who has to approve, whoever asks; `is_outright` if the author may do all of it anyway."""
    deciding: dict[ChangeClass, Diff] = {
        each: diff for each, diff in classes.items() if each != ChangeClass.EMERGENCY
    }
    with scoped(Scope.system("who approves")):
        return needed_approvals(deciding, world, is_emergency=is_emergency, is_outright=is_outright)


def _act_first(row: ChangeSet, outline: Outline, at: datetime) -> None:
    refuse_beyond_reach(outline)
    move(row, ChangeState.SCHEDULED, at=at, submitted_at=at, effective_at=at, refusal="")


def _ask(row: ChangeSet, needed: list[Needed]) -> None:
    rows = [
        Approval(
            change_set=row,
            change_class=each.change_class,
            role=each.role,
            territory=each.territory,
            order=order,
            due_at=each.due_at,
        )
        for order, each in enumerate(needed, start=1)
    ]
    with scoped(Scope.system("who approves")):
        Approval.objects.bulk_create(rows)
