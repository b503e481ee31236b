"""Runs of scenarios as jobs."""

from typing import Any
from uuid import UUID

from townsite.jobs.job_task import job_task
from townsite.jobs.progress import Progress
from townsite.scenarios.actions import find_plans
from townsite.scenarios.actions.runs import FIND_PLANS
from townsite.scenarios.models import Run


@job_task(FIND_PLANS, retries=1)
def find(progress: Progress, *, run_id: str, seconds: float | None = None) -> dict[str, Any]:
    """How the run ended and how many plans it found."""
    run = Run.objects.select_related("scenario__territory").get(pk=UUID(run_id))
    return find_plans(run=run, progress=progress, seconds=seconds)
