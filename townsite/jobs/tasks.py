"""The queue's entry to our jobs, and the recovery that runs every minute."""

from uuid import UUID

from procrastinate import JobContext
from procrastinate.contrib.django import app

from townsite.common import clock
from townsite.jobs.queue import RUN
from townsite.jobs.recovery import recover_jobs
from townsite.jobs.running import run_job

# Procrastinate's own rows carry nothing people read; the job rows are kept by policy.
KEEP_QUEUE_HOURS = 48


@app.task(name=RUN, pass_context=True)
def run(context: JobContext, job_id: str) -> None:
    """Runs one of our jobs in a worker."""
    run_job(UUID(job_id), is_worker_stopping=context.should_abort)


@app.periodic(cron="* * * * *", periodic_id="jobs.recover")
@app.task(name="jobs.recover", queueing_lock="jobs.recover")
def recover(timestamp: int) -> None:
    """Settles jobs whose worker died."""
    recover_jobs(at=clock.now())


@app.periodic(cron="17 3 * * *", periodic_id="jobs.sweep_queue")
@app.task(name="jobs.sweep_queue", queueing_lock="jobs.sweep_queue", pass_context=True)
async def sweep_queue(context: JobContext, timestamp: int) -> None:
    """Removes ended entries of the queue itself."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_QUEUE_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
