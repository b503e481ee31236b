"""Jobs report over a second connection, so their tests commit, and clear up as the owner."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from townsite.common import clock
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped
from townsite.jobs import job_task as declared
from townsite.jobs.actions import start_job
from townsite.jobs.models import Job

BY = System("test")
TABLES = ("procrastinate_jobs", "jobs_job", "audit_event")


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database whose writes stay until the end of the test."""
    with django_db_blocker.unblock():
        yield
        with connections["owner"].cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DELETE FROM {table}")
        for alias in connections:
            connections[alias].close()


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Like `job_task`, but the task is forgotten after the test."""
    monkeypatch.setattr(declared, "_tasks", dict(declared._tasks))
    return declared.job_task


@pytest.fixture
def queued(committed: None) -> Callable[..., Job]:
    """`queued(task, **arguments)`: a committed job of the system, waiting."""

    def queue(task: Any, **arguments: Any) -> Job:
        with scoped(Scope.system("test")):
            return start_job(task, title="A test job", by=BY, at=clock.now(), **arguments)

    return queue


def reread(job: Job) -> Job:
    """The job as it is now, in a transaction of its own."""
    with scoped(Scope.system("test")):
        return Job.objects.get(pk=job.pk)
