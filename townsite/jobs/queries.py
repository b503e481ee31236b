"""Reads of the jobs; row-level security shows each person their own."""

from uuid import UUID

from django.db.models import QuerySet

from townsite.jobs.choices import OPEN_STATES
from townsite.jobs.errors import JobUnknown
from townsite.jobs.models import Job


def jobs_seen(*, state: str = "", kind: str = "") -> QuerySet[Job]:
    """The jobs in scope, the latest first."""
    jobs = Job.objects.order_by("-id")
    if state:
        jobs = jobs.filter(state=state)
    return jobs.filter(kind=kind) if kind else jobs


def job_with_id(job_id: UUID) -> Job:
    """One job in scope. Raises JobUnknown."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        raise JobUnknown(f"There is no job {job_id}, or it is somebody else's.")
    return job


def has_open_job(kind: str) -> bool:
    """Whether a job of this kind waits or runs already."""
    return Job.objects.filter(kind=kind, state__in=OPEN_STATES).exists()


def running_job_ids() -> list[UUID]:
    """The jobs that say they run."""
    return list(Job.objects.filter(state="running").values_list("id", flat=True))
