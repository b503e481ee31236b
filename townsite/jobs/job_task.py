"""Declaring what can run as a job."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate

from townsite.common.errors import NotFound
from townsite.jobs.progress import Progress, reporting_to

# A job's answer goes into the job row as JSON.
Result = dict[str, Any] | None
JobFunction = Callable[Concatenate[Progress, ...], Result]


@dataclass(frozen=True)
class JobTask:
    """A function that can run as a job; calling it runs it here and now."""

    name: str
    function: JobFunction
    retries: int
    backoff_seconds: float
    queue: str

    def __call__(self, progress: Progress, **arguments: Any) -> Result:
        with reporting_to(progress):
            return self.function(progress, **arguments)

    @property
    def max_attempts(self) -> int:
        """Tries in all, the first one counted."""
        return self.retries + 1

    def delay_seconds(self, attempt: int) -> float:
        """The pause after the failed attempt of this number: doubling (domain section 6)."""
        return self.backoff_seconds * 2.0 ** (attempt - 1)


_tasks: dict[str, JobTask] = {}


def job_task(
    name: str, *, retries: int = 2, backoff_seconds: float = 2, queue: str = "default"
) -> Callable[[JobFunction], JobTask]:
    """A decorator that makes a function a job; put it into the `tasks` module of its part.

    The function gets a `Progress` and JSON arguments by keyword, runs in one transaction under
    the scope of whoever started it, and answers with a JSON mapping or nothing. Whatever it raises
    takes everything back; a Problem ends the job, anything else is tried again `retries` times.
    """

    def declare(function: JobFunction) -> JobTask:
        task = JobTask(name, function, retries, backoff_seconds, queue)
        _tasks[name] = task
        return task

    return declare


def task_named(name: str) -> JobTask:
    """The declared task. Raises NotFound when this version of the program has none."""
    if name not in _tasks:
        raise NotFound(f"No part declares the job “{name}”. Maybe the worker runs an old version.")
    return _tasks[name]
