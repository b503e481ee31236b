"""The long steps of an import, as jobs."""

from typing import Any
from uuid import UUID

from townsite.changes.actions import revert_change_set
from townsite.changes.choices import ChangeState
from townsite.changes.queries import person_behind
from townsite.common.errors import Conflict
from townsite.imports.actions.change_set import publish
from townsite.imports.actions.check import CHECK, check_rows
from townsite.imports.actions.commit import COMMIT
from townsite.imports.actions.decide import RECHECK
from townsite.imports.actions.remove_old_files import remove_old_files
from townsite.imports.actions.undo import UNDO
from townsite.imports.choices import ImportStatus
from townsite.imports.models import Import
from townsite.imports.queries import import_with_id
from townsite.jobs.job_task import job_task
from townsite.jobs.periodic import run_periodically
from townsite.jobs.progress import Progress
from townsite.policies.queries import policies_at

KEPT = "retention.exchanged_files_days"


@job_task(CHECK, retries=0)
def check(progress: Progress, *, import_id: str) -> dict[str, Any]:
    """The counts of the dry run."""
    found = import_with_id(UUID(import_id))
    return check_rows(import_=found, at=progress.at, progress=progress)


@job_task(COMMIT, retries=0)
def commit(progress: Progress, *, import_id: str) -> dict[str, Any]:
    """The numbers of sites made and changed, and the change set that did it.

    Where somebody has to approve after all, the change set waits, and the import with it.
    """
    found = import_with_id(UUID(import_id))
    row = publish(found, by=person_behind(progress.by), at=progress.at)
    values: dict[str, Any] = {"change_set": row}
    if row.state != ChangeState.EFFECTIVE:
        values["status"] = ImportStatus.SUBMITTED
    Import.objects.filter(pk=found.pk).update(**values)
    return {
        "created": found.counts.get("create", 0),
        "updated": found.counts.get("update", 0),
        "change_set": row.number,
        "state": row.state,
    }


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
    if found.change_set is None:
        raise Conflict("This import was written by no change set, so none can be reverted.")
    revert_change_set(change_set=found.change_set, by=progress.by, at=progress.at, reason=reason)
    return {"removed": found.counts.get("create", 0), "restored": found.counts.get("update", 0)}
