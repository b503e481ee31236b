"""Jobs that start by the clock."""

from collections.abc import Callable
from datetime import datetime

from procrastinate.contrib.django import app

from townsite.common import clock
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped
from townsite.jobs.actions import start_job
from townsite.jobs.job_task import JobTask
from townsite.jobs.queries import has_open_job


def start_if_idle(task: JobTask, *, title: str) -> bool:
    """Whether a job was started: not while one of its kind waits or runs."""
    with scoped(Scope.system(task.name)):
        if has_open_job(task.name):
            return False
        start_job(task, title=title, by=System(task.name), at=clock.now())
        return True


def run_periodically(task: JobTask, *, cron: str, title: str) -> None:
    """Starts a system job of `task` at the times of `cron` (UTC, five fields).

    Call it beside the task, at import. However many workers run, each time starts one job.
    """

    @app.periodic(cron=cron, periodic_id=task.name)
    @app.task(name=f"{task.name}.tick", queueing_lock=f"{task.name}.tick")
    def tick(timestamp: int) -> None:
        start_if_idle(task, title=title)


def look_every_minute(name: str, look: Callable[[datetime], None]) -> None:
    """Calls `look` with the present moment each minute, in everybody's place.

    For a quick question whose answer seldom starts a job: it leaves no job row behind.
    """

    @app.periodic(cron="* * * * *", periodic_id=name)
    @app.task(name=name, queueing_lock=name)
    def tick(timestamp: int) -> None:
        with scoped(Scope.system(name)):
            look(clock.now())
