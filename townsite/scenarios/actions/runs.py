"""Starting and stopping runs."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict
from townsite.jobs.actions import start_job
from townsite.scenarios.actions.describe import owned
from townsite.scenarios.brief import brief_of
from townsite.scenarios.choices import FIND_PLANS
from townsite.scenarios.errors import RunIsOpen
from townsite.scenarios.models import Run, Scenario
from townsite.scenarios.queries import is_running


@transaction.atomic
def start_run(*, scenario: Scenario, by: Actor, at: datetime, seconds: float | None = None) -> Run:
    """A run that waits for a worker; `seconds` limits its time as well as its steps.

    Raises RunIsOpen while another one has not ended, Forbidden for somebody who does not own it.
    """
    row = owned(scenario, by)
    if any(is_running(run) for run in row.runs.filter(finished_at=None)):
        raise RunIsOpen(
            f"A run of {row} has not ended yet. Wait for it, stop it or cancel its job."
        )
    run = Run.objects.create(
        scenario=row,
        brief=brief_of(row.brief).model_dump(mode="json"),
        started_by_label=by.actor_label[:200],
        created_at=at,
    )
    limit = {} if seconds is None else {"seconds": seconds}
    title = f"Plans for {row}"
    job = start_job(FIND_PLANS, title=title, by=by, at=at, run_id=str(run.pk), **limit)
    run.job_id = job.pk
    run.save(update_fields=["job_id"])
    record_event(EventType.SCENARIO_RUN, target=row, by=by, at=at)
    return run


@transaction.atomic
def stop_run(*, run: Run, by: Actor, at: datetime) -> Run:
    """Asks the run to end now and to keep the plans found so far. Raises Conflict once ended."""
    owned(run.scenario, by)
    if run.finished_at or not is_running(run):
        raise Conflict("This run has ended already.")
    Run.objects.filter(pk=run.pk).update(stop_asked=True)
    run.refresh_from_db()
    return run
