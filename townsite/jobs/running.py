"""Running one job: claim it, set its scope, run it in one transaction, settle it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast
from uuid import UUID

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from townsite.audit.actions import Origin, origin
from townsite.common import clock
from townsite.common.actors import Actor, System
from townsite.common.errors import Problem
from townsite.common.scope import Scope, scoped
from townsite.jobs import actions
from townsite.jobs.control_line import ControlLine
from townsite.jobs.errors import JobCancelled, WorkerStopping
from townsite.jobs.job_task import task_named
from townsite.jobs.models import Job
from townsite.jobs.progress import Progress

log = structlog.get_logger(__name__)
SETTLING = Scope.system("job control")


class ScopeSource(Protocol):
    """What the setting JOB_SCOPE names: `access` lies above this part."""

    def __call__(self, *, kind: str, started_by_id: UUID | None) -> Scope: ...


@dataclass(frozen=True)
class Starter:
    """The person who started a job, as events name them."""

    pk: UUID | None
    actor_label: str


def starter_of(job: Job) -> Actor:
    """Who the job's own events name."""
    if job.started_by_id is None:
        return System(job.kind)
    return Starter(job.started_by_id, job.started_by_label)


def run_job(job_id: UUID, *, is_worker_stopping: Callable[[], bool] = lambda: False) -> None:
    """Runs the job unless it has ended, was cancelled, or another worker has it.

    Raises what the task raised, once that is written down; a Problem is an answer, not a fault.
    """
    with ControlLine(job_id) as line:
        if not line.claim():
            log.info("job skipped", job_id=str(job_id))
            return
        with scoped(SETTLING):
            job = Job.objects.get(pk=job_id)
        progress = Progress(starter_of(job), clock.now(), line.write, is_worker_stopping)
        with structlog.contextvars.bound_contextvars(job_id=str(job_id), kind=job.kind):
            _run_and_settle(job, progress)


def _run_and_settle(job: Job, progress: Progress) -> None:
    try:
        _run(job, progress)
    except JobCancelled:
        _settle(actions.settle_cancelled, job=job)
    except WorkerStopping:
        _settle(actions.hand_back, job=job)
    except Problem as problem:
        log.info("job refused", reason=problem.detail)
        _settle(actions.fail_job, job=job, error=problem.detail, by=progress.by)
    except Exception as error:
        _settle_failure(job, error, progress.by)
        raise


def _run(job: Job, progress: Progress) -> None:
    """The task and its success, in one transaction under the starter's scope."""
    task = task_named(job.kind)
    source = cast("ScopeSource", import_string(settings.JOB_SCOPE))
    scope = source(kind=job.kind, started_by_id=job.started_by_id)
    with origin(Origin(job_id=str(job.id))), scoped(scope):
        result = task(progress, **cast("Mapping[str, Any]", job.arguments))
        progress.raise_if_cancelled()
        with scoped(SETTLING):
            actions.finish_job(job=job, result=result, report=progress.report, at=clock.now())


def _settle_failure(job: Job, error: Exception, by: Actor) -> None:
    """Another try after a pause, or the end."""
    task = task_named(job.kind)
    told = f"{type(error).__name__}: {error}"
    if job.attempts >= task.max_attempts:
        _settle(actions.fail_job, job=job, error=told, by=by)
        return
    delay = task.delay_seconds(job.attempts)
    message = f"Try {job.attempts} of {task.max_attempts} failed ({told}); next in {delay:g} s."
    _settle(actions.put_back, job=job, message=message, delay_seconds=delay)


def _settle(action: Callable[..., None], **given: Any) -> None:
    with scoped(SETTLING):
        action(**given, at=clock.now())
