"""Jobs that keep what a policy says and no longer."""

from datetime import timedelta

from townsite.jobs.actions import purge_jobs
from townsite.jobs.job_task import Result, job_task
from townsite.jobs.periodic import run_periodically
from townsite.jobs.progress import Progress
from townsite.policies.queries import policies_at


@job_task("policies.remove_old_jobs")
def remove_old_jobs(progress: Progress) -> Result:
    """Removes finished jobs older than the policy for monitoring data (R-29)."""
    kept_days = policies_at(progress.at).number("retention.monitoring_days")
    return {"removed": purge_jobs(before=progress.at - timedelta(days=kept_days))}


run_periodically(remove_old_jobs, cron="40 3 * * *", title="Remove old jobs")
