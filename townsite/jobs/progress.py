"""How a running job tells how far it is, and hears that it should stop."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from townsite.common.actors import Actor
from townsite.jobs.errors import JobCancelled, WorkerStopping

WRITE_EVERY_SECONDS = 0.25  # people see no more, and the database is spared the rest
MESSAGE_LENGTH = 500


@dataclass
class Report:
    """What the job row shows."""

    done: int = 0
    total: int = 0
    message: str = ""
    figures: dict[str, Any] = field(default_factory=dict)


# Takes the report to where others can read it; answers whether cancellation was asked for.
Sink = Callable[[Report], bool]


def _nowhere(_report: Report) -> bool:
    return False


def _never() -> bool:
    return False


@dataclass
class Progress:
    """Handed to every job. `by` and `at` are for the actions that the job calls.

    With the default sink it reports to nobody: for tests, and for calling a task directly.
    """

    by: Actor
    at: datetime
    sink: Sink = _nowhere
    is_worker_stopping: Callable[[], bool] = _never
    report: Report = field(default_factory=Report)
    _is_cancelled: bool = False
    _written_at: float = 0.0

    def expect(self, total: int, message: str = "") -> None:
        """Says how much there is to do in all; counting starts at nothing."""
        self.report.done, self.report.total = 0, total
        self._say(message)
        self._write()

    def advance(self, amount: int = 1, message: str = "") -> None:
        """Says that `amount` more is done."""
        self.report.done += amount
        self._say(message)
        self._write_if_due()

    def show(self, figures: dict[str, Any]) -> None:
        """Puts figures on the job row, JSON, for the page that follows this kind of job."""
        self.report.figures = figures
        self._write_if_due()

    def raise_if_cancelled(self) -> None:
        """Stops the job here when somebody asked for it, or when the worker shuts down.

        Call it between steps: everything the job wrote is then taken back.
        Raises JobCancelled or WorkerStopping.
        """
        self._write_if_due()
        if self._is_cancelled:
            raise JobCancelled
        if self.is_worker_stopping():
            raise WorkerStopping

    def _say(self, message: str) -> None:
        if message:
            self.report.message = message[:MESSAGE_LENGTH]

    def _write_if_due(self) -> None:
        if time.monotonic() - self._written_at >= WRITE_EVERY_SECONDS:
            self._write()

    def _write(self) -> None:
        self._is_cancelled = self.sink(self.report)
        self._written_at = time.monotonic()


_current: ContextVar[Progress | None] = ContextVar("progress", default=None)


@contextmanager
def reporting_to(progress: Progress) -> Iterator[None]:
    """A block whose long steps tell this job how far they are."""
    token = _current.set(progress)
    try:
        yield
    finally:
        _current.reset(token)


def current_progress() -> Progress | None:
    """The job that runs here, for work that is called through parts which know of no jobs."""
    return _current.get()
