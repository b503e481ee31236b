"""Taking a whole import back: made sites are removed, changed ones get their values again."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.actions.revert import refuse_later
from townsite.changes.actions.schedule import refuse_revert_by
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.imports.actions.locking import locked_import
from townsite.imports.choices import ImportStatus
from townsite.imports.column_map import ColumnMap
from townsite.imports.errors import UndoRefused
from townsite.imports.models import Import, Made
from townsite.imports.writing.facets import follow_changed
from townsite.imports.writing.taking_back import OBSTACLES, REMOVE, RESTORE, RESTORED_DISTRICTS
from townsite.imports.writing.work import Work
from townsite.jobs.actions import start_job
from townsite.jobs.progress import Progress
from townsite.sites.quality import refresh_quality
from townsite.territories.actions import assign_sites, unassign_sites
from townsite.territories.models import Territory

UNDO = "imports.undo"
NAMED = 8


@transaction.atomic
def start_undo(*, import_: Import, reason: str, by: User, at: datetime) -> Import:
    """The import with its undo begun as a job.

    An undo is the revert of the import's change set. Raises Invalid without a reason, UndoRefused
    with the reasons when later work depends on it, RevertRefused naming change sets that build on
    it: on the change set's page all of them can be reverted together.
    """
    if not reason.strip():
        raise Invalid("Say why the import is undone.", fields={"reason": ["Say why."]})
    found = locked_import(import_, ImportStatus.COMMITTED)
    if found.change_set:
        refuse_revert_by(found.change_set, by, at=at)
        refuse_later(found.change_set, with_later=False)
    refuse_obstacles(found)
    title = f"Undo import {found}"
    job = start_job(UNDO, title=title, by=by, at=at, import_id=str(found.pk), reason=reason)
    found.status, found.job_id, found.message = ImportStatus.UNDOING, job.pk, ""
    found.save(update_fields=["status", "job_id", "message"])
    return found


@transaction.atomic
def undo_rows(
    *, import_: Import, reason: str, by: Actor, at: datetime, progress: Progress
) -> dict[str, Any]:
    """The numbers of sites removed and restored. Raises UndoRefused as `start_undo` does."""
    found = locked_import(import_, ImportStatus.COMMITTED, ImportStatus.UNDOING)
    refuse_obstacles(found)
    work = Work(
        import_id=found.pk,
        file_name=f"{found.file_name} undone: {reason}",
        system=ColumnMap.from_json(found.column_map).external_system,
        by=by,
        at=at,
    )
    new, changed = work.gather()
    progress.expect(3, "Restoring changed sites")
    work.run(*RESTORE)
    follow_changed(work)
    _assign_back(work)
    progress.advance(1, "Removing new sites")
    work.run(*REMOVE)
    progress.advance(1, "Measuring quality")
    _measure(work)
    progress.advance(1)
    progress.raise_if_cancelled()
    Made.objects.filter(of=found).delete()
    found.status, found.undone_at = ImportStatus.UNDONE, at
    found.save(update_fields=["status", "undone_at"])
    done = {"removed": new, "restored": changed}
    changes = {name: [None, number] for name, number in done.items()}
    record_event(
        EventType.IMPORT_UNDONE, target=found, by=by, at=at, reason=reason, changes=changes
    )
    return done


def refuse_obstacles(import_: Import) -> None:
    """Raises UndoRefused with each reason and the sites it concerns."""
    told = [f"{why}: {_listed(sites)}" for why, sites in obstacles(import_)]
    if told:
        raise UndoRefused(
            f"“{import_}” can no longer be undone as one. {'; '.join(told)}. "
            "Change those sites by hand, or undo the later work first."
        )


def obstacles(import_: Import) -> list[tuple[str, list[str]]]:
    """Why the import cannot be undone: each reason with the numbers of its sites."""
    found = []
    with connection.cursor() as cursor:
        for why, statement in OBSTACLES.items():
            cursor.execute(statement, {"import": import_.pk})
            numbers = [str(row[0]) for row in cursor.fetchall()]
            if numbers:
                found.append((why, numbers))
    return found


def _listed(numbers: list[str]) -> str:
    more = f" and {len(numbers) - NAMED:,} more" if len(numbers) > NAMED else ""
    return ", ".join(numbers[:NAMED]) + more


def _assign_back(work: Work) -> None:
    """Facts have a time: the site goes back to its former district from now on."""
    with connection.cursor() as cursor:
        cursor.execute(RESTORED_DISTRICTS)
        wanted = cursor.fetchall()
    territories = Territory.objects.in_bulk([code for code, _ in wanted if code], field_name="code")
    shared: dict[str, Any] = {"by": work.by, "at": work.at, "reason": work.values["reason"]}
    for code, sites in wanted:
        if code:
            assign_sites(site_ids=sites, territory=territories[code], **shared)
        else:
            unassign_sites(site_ids=sites, **shared)


def _measure(work: Work) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT site_id FROM pg_temp.import_changed")
        sites = [row[0] for row in cursor.fetchall()]
    if sites:
        refresh_quality(sites, at=work.at)
