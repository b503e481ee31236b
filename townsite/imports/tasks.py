"""The long steps of an import, as jobs."""

from typing import Any
from uuid import UUID

from townsite.imports.actions.check import CHECK, check_rows
from townsite.imports.actions.commit import COMMIT, commit_rows
from townsite.imports.actions.decide import RECHECK
from townsite.imports.actions.remove_old_files import remove_old_files
from townsite.imports.actions.undo import UNDO, undo_rows
from townsite.imports.queries import import_with_id
from townsite.jobs.actions import start_job
from townsite.jobs.job_task import job_task
from townsite.jobs.periodic import run_periodically
from townsite.jobs.progress import Progress
from townsite.policies.queries import policies_at
from townsite.sites.tasks import rescore

KEPT = "retention.exchanged_files_days"


@job_task(CHECK, retries=0)
def check(progress: Progress, *, import_id: str) -> dict[str, Any]:
    """The counts of the dry run."""
    found = import_with_id(UUID(import_id))
    return check_rows(import_=found, at=progress.at, progress=progress)


@job_task(COMMIT, retries=0)
def commit(progress: Progress, *, import_id: str) -> dict[str, Any]:
    """The numbers of sites made and changed; their scores follow in a job."""
    found = import_with_id(UUID(import_id))
    done = commit_rows(import_=found, by=progress.by, at=progress.at, progress=progress)
    start_job(rescore, title="Score imported sites", by=progress.by, at=progress.at)
    return done


@job_task(RECHECK, retries=0)
def recheck(progress: Progress, *, import_id: str) -> dict[str, Any]:
    """The counts after rows were decided upon; all are checked, since doubles reach anywhere."""
    found = import_with_id(UUID(import_id))
    return check_rows(import_=found, at=progress.at, progress=progress)


@job_task("imports.remove_files")
def remove_files(progress: Progress) -> dict[str, Any]:
    """How many uploads were removed because they are old."""
    days = policies_at(progress.at, keys=[KEPT]).number(KEPT)
    return {"removed": remove_old_files(at=progress.at, days=days)}


run_periodically(remove_files, cron="51 2 * * *", title="Remove old uploads")


@job_task(UNDO, retries=0)
def undo(progress: Progress, *, import_id: str, reason: str) -> dict[str, Any]:
    """The numbers of sites removed and restored."""
    found = import_with_id(UUID(import_id))
    done = undo_rows(
        import_=found, reason=reason, by=progress.by, at=progress.at, progress=progress
    )
    start_job(rescore, title="Score restored sites", by=progress.by, at=progress.at)
    return done
