"""Starting, cancelling and settling jobs."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.jobs.choices import OPEN_STATES, JobState
from townsite.jobs.errors import JobNotOpen
from townsite.jobs.job_task import JobTask, Result, task_named
from townsite.jobs.models import Job
from townsite.jobs.progress import Report
from townsite.jobs.queue import enqueue

ERROR_LENGTH = 2_000


@transaction.atomic
def start_job(task: JobTask | str, *, title: str, by: Actor, at: datetime, **arguments: Any) -> Job:
    """The queued job; a worker starts it once the caller's transaction has committed.

    `arguments` are handed to the task and must be JSON. Raises NotFound for an unknown task.
    """
    known = task_named(task) if isinstance(task, str) else task
    job = Job.objects.create(
        kind=known.name,
        title=title[:200],
        arguments=arguments,
        started_by_id=by.pk,
        started_by_label=by.actor_label[:200],
        created_at=at,
    )
    record_event(EventType.JOB_STARTED, target=job, by=by, at=at)
    enqueue(job.id, queue=known.queue)
    return job


@transaction.atomic
def cancel_job(*, job: Job, by: Actor, at: datetime) -> Job:
    """The job: cancelled if it still waits, else asked to stop at its next step.

    Raises JobNotOpen when it has ended already.
    """
    row = Job.objects.select_for_update().get(pk=job.pk)
    if not row.is_open:
        raise JobNotOpen(f"“{row.title}” has already {row.state}, so it cannot be cancelled.")
    row.cancel_requested = True
    if row.state == JobState.QUEUED:
        row.state, row.finished_at = JobState.CANCELLED, at
        row.message = "Cancelled before it began."
    row.save(update_fields=["cancel_requested", "state", "finished_at", "message"])
    record_event(EventType.JOB_CANCELLED, target=row, by=by, at=at)
    return row


def finish_job(*, job: Job, result: Result, report: Report, at: datetime) -> None:
    """Marks success; called inside the job's own transaction, so that both commit or neither."""
    Job.objects.filter(pk=job.pk).update(
        state=JobState.SUCCEEDED,
        result=result,
        done=report.done,
        total=report.total,
        message=report.message,
        finished_at=at,
    )


@transaction.atomic
def settle_cancelled(*, job: Job, at: datetime) -> None:
    """Marks a running job as cancelled; its own transaction is already taken back."""
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
        state=JobState.CANCELLED,
        message="Cancelled; everything it had done is taken back.",
        finished_at=at,
    )


@transaction.atomic
def fail_job(*, job: Job, error: str, by: Actor, at: datetime) -> None:
    """Marks the job as failed, with a sentence for people."""
    Job.objects.filter(pk=job.pk, state__in=OPEN_STATES).update(
        state=JobState.FAILED, error=error[:ERROR_LENGTH], finished_at=at
    )
    record_event(EventType.JOB_FAILED, target=job, by=by, at=at, reason=error[:ERROR_LENGTH])


@transaction.atomic
def put_back(*, job: Job, message: str, at: datetime, delay_seconds: float = 0) -> None:
    """Puts a job into the queue again, to run after a pause."""
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, message=message[:500])
    later = at + timedelta(seconds=delay_seconds) if delay_seconds else None
    enqueue(job.id, queue=task_named(job.kind).queue, not_before=later)


@transaction.atomic
def hand_back(*, job: Job, at: datetime) -> None:
    """Puts back a job whose worker shuts down in order; the try does not count."""
    Job.objects.filter(pk=job.pk).update(attempts=job.attempts - 1)
    put_back(job=job, message="The worker shut down; another one starts it again.", at=at)


@transaction.atomic
def purge_jobs(*, before: datetime) -> int:
    """How many finished jobs were removed because they ended before `before` (R-29)."""
    removed, _ = Job.objects.filter(finished_at__lt=before).delete()
    return removed
