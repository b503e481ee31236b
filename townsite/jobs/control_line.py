"""A connection of a running job's own, beside its transaction.

What goes over it is seen at once by everybody; and as long as it is open, it holds the job's lock,
so that a second worker cannot run the same job, and a dead worker's job is known by its free lock.
"""

from types import TracebackType
from typing import Self
from uuid import UUID

import psycopg
from django.db import connection, connections
from psycopg.types.json import Jsonb

from townsite.common.scope import Scope
from townsite.jobs.progress import Report

LOCK_KEY = "hashtextextended('job ' || %s, 0)"
LOCK_TIMEOUT = "5s"


def is_free(job_id: UUID) -> bool:
    """Whether no worker holds the job; if so, the present transaction holds it from now on."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({LOCK_KEY})", [str(job_id)])
        row = cursor.fetchone()
    return bool(row and row[0])


class ControlLine:
    """Open while one job runs."""

    def __init__(self, job_id: UUID) -> None:
        self.job_id = str(job_id)

    def __enter__(self) -> Self:
        parameters = connections["default"].get_connection_params()
        # Django's own cursor and type context are of no use outside its connection.
        wanted = {k: v for k, v in parameters.items() if k not in ("cursor_factory", "context")}
        self.connection = psycopg.connect(**wanted, autocommit=True)
        # Settings of the session are safe here: nobody gets this connection after us.
        session = {**Scope.system("job control").settings(), "lock_timeout": LOCK_TIMEOUT}
        for name, value in session.items():
            self.connection.execute("SELECT set_config(%s, %s, false)", [name, value])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def claim(self) -> bool:
        """Whether the job is ours: it waits, and no other worker has it. It runs from then on."""
        return self._is_queued() and self._lock() and self._start()

    def _is_queued(self) -> bool:
        row = self.connection.execute(
            "SELECT state = 'queued' FROM jobs_job WHERE id = %s", [self.job_id]
        ).fetchone()
        return bool(row and row[0])

    def _lock(self) -> bool:
        """Waits a moment: a worker that has just put the job back is about to let go of it."""
        try:
            self.connection.execute(f"SELECT pg_advisory_lock({LOCK_KEY})", [self.job_id])
        except psycopg.errors.LockNotAvailable:
            return False
        return True

    def _start(self) -> bool:
        started = self.connection.execute(
            "UPDATE jobs_job SET state = 'running', attempts = attempts + 1, done = 0, error = '',"
            " started_at = coalesce(started_at, now()) WHERE id = %s AND state = 'queued'",
            [self.job_id],
        )
        return started.rowcount == 1

    def write(self, report: Report) -> bool:
        """Shows the report to everybody; answers whether cancellation was asked for."""
        row = self.connection.execute(
            "UPDATE jobs_job SET done = %s, total = %s, message = %s, figures = %s"
            " WHERE id = %s AND state = 'running' RETURNING cancel_requested",
            [report.done, report.total, report.message, Jsonb(report.figures), self.job_id],
        ).fetchone()
        # A row that is no longer running was taken from us: stop.
        return row is None or bool(row[0])
