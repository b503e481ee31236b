"""The one place that talks to the queue (procrastinate), in the caller's own transaction."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

RUN = "jobs.run"
LIVE_WORKER_SECONDS = 60  # workers send a heartbeat every 10 seconds


def enqueue(job_id: UUID, *, queue: str, not_before: datetime | None = None) -> None:
    """Puts the job into the queue when the present transaction commits, not earlier.

    Inside a worker the program's own connector is another one and would not be transactional.
    """
    manager = JobManager(DjangoConnector(alias="default"))
    configure_task(name=RUN, job_manager=manager, queue=queue, schedule_at=not_before).defer(
        job_id=str(job_id)
    )


_STRAYED = """
SELECT job.id FROM jobs_job job WHERE job.state = 'queued' AND NOT EXISTS (
    SELECT FROM procrastinate_jobs entry
    LEFT JOIN procrastinate_workers worker ON worker.id = entry.worker_id
    WHERE entry.task_name = %s AND entry.args->>'job_id' = job.id::text AND (
        entry.status = 'todo' OR entry.status = 'doing'
        AND worker.last_heartbeat > now() - make_interval(secs => %s)))
"""
_CLOSE = """
SELECT procrastinate_finish_job_v1(id, 'failed', false) FROM procrastinate_jobs
WHERE task_name = %s AND args->>'job_id' = %s AND status = 'doing'
"""


def strayed_jobs() -> list[UUID]:
    """Jobs that wait although the queue holds no live entry for them."""
    with connection.cursor() as cursor:
        cursor.execute(_STRAYED, [RUN, LIVE_WORKER_SECONDS])
        return [row[0] for row in cursor.fetchall()]


def close_entries(job_id: UUID) -> None:
    """Ends what a dead worker left open in the queue."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [RUN, str(job_id)])
