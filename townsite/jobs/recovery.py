"""Finding jobs whose worker died, and giving them another try or an honest end."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from townsite.common.actors import System
from townsite.common.scope import Scope, scoped
from townsite.jobs.actions import fail_job, put_back, settle_cancelled
from townsite.jobs.choices import JobState
from townsite.jobs.control_line import is_free
from townsite.jobs.job_task import task_named
from townsite.jobs.models import Job
from townsite.jobs.queries import running_job_ids
from townsite.jobs.queue import close_entries, strayed_jobs

BY = System("job recovery")


@dataclass
class Recovered:
    """How many jobs were put back into the queue, and how many were given up."""

    put_back: int = 0
    failed: int = 0


def recover_jobs(*, at: datetime) -> Recovered:
    """Settles every job that no live worker works on although it says so.

    A worker holds the job's lock on a connection of its own; a killed worker loses it, and its
    transaction is taken back, so the job can safely start again.
    """
    outcome = Recovered()
    with scoped(Scope.system(BY.name)):
        for job_id in running_job_ids():
            _recover(job_id, outcome, at)
        for job_id in strayed_jobs():
            close_entries(job_id)
            put_back(job=Job.objects.get(pk=job_id), message="Queued again.", at=at)
            outcome.put_back += 1
    return outcome


@transaction.atomic
def _recover(job_id: UUID, outcome: Recovered, at: datetime) -> None:
    if not is_free(job_id):
        return
    # Settled since it was listed: the lock was free for that reason.
    job = Job.objects.select_for_update().filter(pk=job_id, state=JobState.RUNNING).first()
    if job is None:
        return
    close_entries(job_id)
    tries = task_named(job.kind).max_attempts
    if job.cancel_requested:
        settle_cancelled(job=job, at=at)
    elif job.attempts >= tries:
        error = (
            f"The worker stopped in the middle of try {job.attempts} of {tries}. Start it again."
        )
        fail_job(job=job, error=error, by=BY, at=at)
        outcome.failed += 1
    else:
        put_back(job=job, message="The worker stopped in the middle; it starts again.", at=at)
        outcome.put_back += 1
