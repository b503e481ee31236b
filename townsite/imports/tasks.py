"""The long steps of an import, as jobs."""

from typing import Any
from uuid import UUID

from townsite.imports.actions.check import CHECK, check_rows
from townsite.imports.actions.commit import COMMIT, commit_rows
from townsite.imports.actions.decide import RECHECK
from townsite.imports.actions.undo import UNDO, undo_rows
from townsite.imports.queries import import_with_id
from townsite.jobs.job_task import job_task
from townsite.jobs.progress import Progress


@job_task(CHECK, retries=0)
def check(progress: Progress, *, import_id: str) -> dict[str, Any]:
    """The counts of the dry run."""
    found = import_with_id(UUID(import_id))
    return check_rows(import_=found, at=progress.at, progress=progress)


@job_task(COMMIT, retries=0)
def commit(progress: Progress, *, import_id: str) -> dict[str, Any]:
    """The numbers of sites made and changed."""
    found = import_with_id(UUID(import_id))
    return commit_rows(import_=found, by=progress.by, at=progress.at, progress=progress)


@job_task(RECHECK, retries=0)
def recheck(progress: Progress, *, import_id: str) -> dict[str, Any]:
    """The counts after rows were decided upon; all are checked, since doubles reach anywhere."""
    found = import_with_id(UUID(import_id))
    return check_rows(import_=found, at=progress.at, progress=progress)


@job_task(UNDO, retries=0)
def undo(progress: Progress, *, import_id: str, reason: str) -> dict[str, Any]:
    """The numbers of sites removed and restored."""
    found = import_with_id(UUID(import_id))
    return undo_rows(
        import_=found, reason=reason, by=progress.by, at=progress.at, progress=progress
    )
