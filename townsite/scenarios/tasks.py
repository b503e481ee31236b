"""Runs of scenarios as jobs, and what looks after them at night.

Every process learns the tasks when it starts. The engine, with its compiler and solvers, takes
150 MB and seconds; so each task brings what it does only when it runs.
"""

from typing import Any
from uuid import UUID

from townsite.jobs.job_task import job_task
from townsite.jobs.periodic import run_periodically
from townsite.jobs.progress import Progress
from townsite.scenarios.choices import FIND_PLANS
from townsite.scenarios.models import Run


@job_task(FIND_PLANS, retries=1)
def find(progress: Progress, *, run_id: str, seconds: float | None = None) -> dict[str, Any]:
    """How the run ended and how many plans it found."""
    from townsite.scenarios.actions import find_plans  # noqa: PLC0415 - the engine, see above

    run = Run.objects.select_related("scenario__territory").get(pk=UUID(run_id))
    return find_plans(run=run, progress=progress, seconds=seconds)


@job_task("scenarios.watch_imbalance")
def watch_imbalance(progress: Progress) -> dict[str, Any]:
    """For how many districts out of balance a scenario was filed; none is ever published by itself."""
    from townsite.scenarios.actions.watch_imbalance import (  # noqa: PLC0415 - the engine, see above
        file_scenarios,
    )

    return {"filed": len(file_scenarios(by=progress.by, at=progress.at))}


@job_task("scenarios.measure_outcomes")
def measure(progress: Progress) -> dict[str, Any]:
    """How many published plans were measured against their prediction."""
    from townsite.scenarios.actions.measure_outcomes import (  # noqa: PLC0415 - the engine, see above
        measure_outcomes,
    )

    return {"measured": measure_outcomes(by=progress.by, at=progress.at)}


# After the watch over balance (02:31), whose findings it reads.
run_periodically(watch_imbalance, cron="51 2 * * *", title="Scenarios for districts out of balance")
run_periodically(measure, cron="11 3 * * *", title="Measure published plans")
