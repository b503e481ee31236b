"""What becomes of an import whose job ended badly, and of one nobody wants any more."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.choices import ChangeState
from townsite.common.actors import Actor
from townsite.imports.actions.locking import locked_import
from townsite.imports.choices import ImportStatus
from townsite.imports.models import Import
from townsite.jobs.choices import JobState
from townsite.jobs.models import Job

BACK_TO = {
    ImportStatus.CHECKING: ImportStatus.MAPPING,
    ImportStatus.COMMITTING: ImportStatus.REVIEW,
    ImportStatus.UNDOING: ImportStatus.COMMITTED,
}
WAITING = tuple(BACK_TO)


@transaction.atomic
def settle(import_: Import) -> Import:
    """The import, put back to the step before when its job failed or was cancelled.

    The job took back everything it wrote; only the step shown is behind.
    """
    if import_.status == ImportStatus.SUBMITTED:
        return _given_up(import_)
    if import_.status not in WAITING:
        return import_
    job = Job.objects.filter(pk=import_.job_id).first() if import_.job_id else None
    if job is not None and (job.is_open or job.state == JobState.SUCCEEDED):
        return import_
    locked = Import.objects.select_for_update(of=("self",)).get(pk=import_.pk)
    if locked.status != import_.status or locked.job_id != import_.job_id:
        return locked
    before = ImportStatus(locked.status)
    is_checked = before == ImportStatus.CHECKING and locked.checked_at is not None
    locked.status = ImportStatus.REVIEW if is_checked else BACK_TO[before]
    locked.message = (job.error or job.message) if job else "The job was lost."
    locked.save(update_fields=["status", "message"])
    return locked


def _given_up(import_: Import) -> Import:
    """Back to the review once its change set was rejected or cancelled."""
    row = import_.change_set
    if row is not None and row.state not in (ChangeState.REJECTED, ChangeState.CANCELLED):
        return import_
    locked = Import.objects.select_for_update(of=("self",)).get(pk=import_.pk)
    if locked.status != ImportStatus.SUBMITTED:
        return locked
    said = f"Change set {row} was {row.get_state_display().lower()}." if row else ""
    locked.status, locked.message, locked.change_set = ImportStatus.REVIEW, said, None
    locked.save(update_fields=["status", "message", "change_set"])
    return locked


@transaction.atomic
def discard(*, import_: Import, by: Actor, at: datetime) -> None:
    """Removes an import that was not committed, with its file and rows.

    Raises WrongState when it is running, or has been committed: then undo it instead.
    """
    found = locked_import(import_, ImportStatus.MAPPING, ImportStatus.REVIEW, ImportStatus.UNDONE)
    record_event(EventType.IMPORT_DISCARDED, target=found, by=by, at=at)
    found.delete()
