"""Publication, revert and escalation by the clock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from townsite.changes.actions import place_best, publish_change_set, revert_change_set
from townsite.changes.actions.escalate import escalate_overdue
from townsite.changes.actions.locking import lock_places
from townsite.changes.actions.schedule import refuse_publication, refuse_revert
from townsite.changes.bulk import carry_out_bulk
from townsite.changes.choices import ChangeState
from townsite.changes.models import ChangeSet
from townsite.changes.queries import person_behind
from townsite.changes.queries.due import due_change_sets
from townsite.changes.states import locked
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.errors import Problem
from townsite.common.scope import Scope, scoped
from townsite.jobs.actions import start_job
from townsite.jobs.choices import OPEN_STATES
from townsite.jobs.job_task import job_task
from townsite.jobs.models import Job
from townsite.jobs.periodic import look_every_minute
from townsite.jobs.progress import Progress
from townsite.territories.hierarchies import hierarchy_named
from townsite.territories.placement.asked_sites import unassigned_ids

CARRY_OUT = "changes.carry_out"
BY = System("changes")


@job_task(CARRY_OUT)
def carry_out(progress: Progress, *, change_set_id: str) -> dict[str, Any]:
    """Publishes a change set that is due, or reverts one that is to be reverted.

    The row's lock and state let it happen once, however often the job runs; the job's transaction
    takes everything back when the worker dies.
    """
    row = ChangeSet.objects.filter(pk=UUID(change_set_id)).first()
    if row is None:
        return {"done": "nothing"}
    row = locked(row)
    # The moment of effect lies behind the wait for these locks, or facts that somebody else wrote
    # meanwhile would begin after it.
    lock_places([row])
    at = max(progress.at, clock.now())
    if row.state == ChangeState.SCHEDULED and row.effective_at and row.effective_at <= at:
        return _publish(row, at)
    if row.state == ChangeState.EFFECTIVE and row.revert_asked_at:
        return _revert(row, at)
    return {"done": "nothing", "state": row.state}


def _publish(row: ChangeSet, at: datetime) -> dict[str, Any]:
    try:
        with transaction.atomic():
            publish_change_set(change_set=row, by=BY, at=at)
    except (Problem, IntegrityError) as problem:
        reason = _why(problem)
        refuse_publication(change_set=row, by=BY, at=at, reason=reason)
        return {"done": "refused", "reason": reason}
    return {"done": "published", "number": row.number}


def _revert(row: ChangeSet, at: datetime) -> dict[str, Any]:
    try:
        with transaction.atomic():
            done = revert_change_set(
                change_set=row,
                by=BY,
                at=at,
                reason=row.revert_reason,
                with_later=row.revert_with_later,
            )
    except (Problem, IntegrityError) as problem:
        reason = _why(problem)
        refuse_revert(change_set=row, by=BY, at=at, reason=reason)
        return {"done": "refused", "reason": reason}
    return {"done": "reverted", "numbers": [each.number for each in done]}


def _why(problem: Problem | IntegrityError) -> str:
    """The refusal in words; what the database refused is told as well, not tried for ever."""
    if isinstance(problem, Problem):
        return problem.detail
    return f"The database refused it: {str(problem).splitlines()[0]}"


@job_task("changes.bulk", retries=0)
def bulk(progress: Progress, **given: Any) -> dict[str, Any]:
    """How many sites a bulk action changed or proposes, and by which change set."""
    author = person_behind(progress.by)
    progress.expect(1, f"Changing {given['expected']:,} sites")
    done = carry_out_bulk(by=author, at=progress.at, **given)
    progress.advance(1)
    return done.as_result()


@job_task("changes.place_all", retries=0)
def place_all(progress: Progress, *, with_warnings: bool, hierarchy: str = "") -> dict[str, Any]:
    """How many of the starter's unassigned sites go to their best territory, and how many stay.

    One run: each site counts in its territory before the next one is judged.
    """
    author, tree = person_behind(progress.by), hierarchy_named(hierarchy)
    ids = unassigned_ids(limit=None, hierarchy=tree)
    progress.expect(len(ids), "Placing sites")
    done = place_best(
        site_ids=ids, by=author, at=progress.at, with_warnings=with_warnings, hierarchy=tree
    )
    progress.advance(len(ids))
    row, word = done.change_set, "placed" if done.is_effective else "proposed"
    told = {"change_set": row.number, "state": row.state} if row else {}
    return {word: done.sites, "left": done.left, **told}


def start_due(*, at: datetime) -> int:
    """How many jobs were started: one for each change set that is due and has none yet."""
    open_jobs = Job.objects.filter(kind=CARRY_OUT, state__in=OPEN_STATES)
    taken = {job.arguments["change_set_id"] for job in open_jobs}
    due = [row for row in due_change_sets(at=at) if str(row.pk) not in taken]
    for row in due:
        verb = "Publish" if row.state == ChangeState.SCHEDULED else "Revert"
        start_job(
            carry_out, title=f"{verb} change set {row}", by=BY, at=at, change_set_id=str(row.pk)
        )
    return len(due)


def carry_out_soon(*, at: datetime) -> None:
    """Starts what is due with the present transaction's commit, instead of within the minute."""
    with scoped(Scope.system("changes.look")):
        start_due(at=at)


def look(at: datetime) -> None:
    """What the clock asks for this minute."""
    start_due(at=at)
    escalate_overdue(by=BY, at=at)


look_every_minute("changes.look", look)
