"""The reviewed rows become sites, all of them or none."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.choices import ChangeState
from townsite.common.actors import Actor
from townsite.common.errors import Conflict
from townsite.imports.actions.change_set import propose
from townsite.imports.actions.locking import locked_import
from townsite.imports.choices import ImportStatus
from townsite.imports.column_map import ColumnMap
from townsite.imports.errors import WrongState
from townsite.imports.models import Import
from townsite.imports.writing.events import record_site_events
from townsite.imports.writing.facets import begin_facets
from townsite.imports.writing.numbers import allot_numbers
from townsite.imports.writing.people import link_people, write_people
from townsite.imports.writing.sites import write_sites
from townsite.imports.writing.work import Work
from townsite.jobs.actions import start_job
from townsite.jobs.progress import Progress
from townsite.sites.quality import refresh_quality
from townsite.territories.actions import assign_new_sites, reassign_sites

COMMIT = "imports.commit"
# From here on it matters that the planner knows of the rows just written (migration 0003).
MANY = 1_000
STEPS = ("Allotting numbers", "Writing contacts", "Writing sites", "Recording events",
         "Assigning districts", "Measuring quality")  # fmt: skip

# New sites are written with their territory; the others move from the one they had.
_NEW_DISTRICTS = """
SELECT n.site_id, t.id, n.values ->> 'district' FROM pg_temp.import_new n
LEFT JOIN territories_territory t ON t.code = n.values ->> 'district' WHERE n.values ? 'district'
"""
_CHANGED_DISTRICTS = """
SELECT n.site_id, t.id, n.diff #>> '{district,1}' FROM pg_temp.import_changed n
LEFT JOIN territories_territory t ON t.code = n.diff #>> '{district,1}'
WHERE n.diff #>> '{district,1}' IS NOT NULL
"""
# The planner needs no new statistics of tables that have not grown by much: that takes 1.5 s.
_REFRESH_STATISTICS = """
SELECT townsite_refresh_statistics() WHERE EXISTS (
    SELECT 1 FROM pg_class
    WHERE reltuples < 4 * (SELECT count(*) FROM pg_temp.import_new)
      AND (oid = 'sites_site'::regclass OR oid = 'sites_sitecontact'::regclass
           AND EXISTS (SELECT 1 FROM pg_temp.import_people)))
"""
_CHANGED = "SELECT site_id FROM pg_temp.import_changed"


@transaction.atomic
def start_commit(*, import_: Import, by: User, at: datetime) -> Import:
    """The import with its commit begun as a job, or submitted where the policy asks for approval.

    Raises WrongState when it is not reviewed, or nothing in it would change anything.
    """
    found = locked_import(import_, ImportStatus.REVIEW)
    if not found.counts.get("create") and not found.counts.get("update"):
        raise WrongState(
            f"“{found}” would change nothing: {found.counts.get('unchanged', 0):,} rows are "
            f"unchanged, {found.counts.get('error', 0):,} have errors and "
            f"{found.counts.get('skip', 0):,} are skipped."
        )
    # Proposed before anybody writes: only in this status can it become part of a change set.
    _keep(found, status=ImportStatus.COMMITTING, message="", job_id=None)
    proposed = transaction.savepoint()
    row = propose(found, by=by, at=at)
    if row.state != ChangeState.APPROVED:
        return _keep(found, status=ImportStatus.SUBMITTED, change_set=row)
    # Nobody has to approve: the job proposes and publishes in its own transaction, or does neither.
    transaction.savepoint_rollback(proposed)
    job = start_job(COMMIT, title=f"Import {found}", by=by, at=at, import_id=str(found.pk))
    return _keep(found, job_id=job.pk)


def _keep(found: Import, **values: Any) -> Import:
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=list(values))
    return found


@transaction.atomic
def commit_rows(*, import_: Import, by: Actor, at: datetime, progress: Progress) -> dict[str, Any]:
    """The numbers of sites made and changed.

    Raises Stale when a site moved on since the check, Conflict when a number or key was taken
    meanwhile or belongs to a site out of reach; nothing is written then.
    """
    found = locked_import(import_, ImportStatus.COMMITTING)
    work = Work(
        import_id=found.pk,
        file_name=found.file_name,
        system=ColumnMap.from_json(found.column_map).external_system,
        by=by,
        at=at,
    )
    try:
        with transaction.atomic():
            done = _write(work, progress)
    except IntegrityError as error:
        raise Conflict(_told(error)) from error
    found.status, found.committed_at = ImportStatus.COMMITTED, at
    found.save(update_fields=["status", "committed_at"])
    changes = {name: [None, number] for name, number in done.items()}
    record_event(EventType.IMPORT_COMMITTED, target=found, by=by, at=at, changes=changes)
    return done


def _write(work: Work, progress: Progress) -> dict[str, Any]:
    new, changed = work.gather()
    progress.expect(len(STEPS), STEPS[0])
    allotted = allot_numbers()
    _step(progress, 1)
    write_people(work)
    # Linked before their sites are there, contacts give the directory's trigger nothing to do,
    # which saves a third of the commit; row security lets only holders of everything do so.
    is_linked = work.reaches_everything()
    if is_linked:
        link_people(work)
    _step(progress, 2)
    write_sites(work, changed=changed)
    begin_facets(work)
    if new > MANY:
        work.run(_REFRESH_STATISTICS)
    if not is_linked:
        link_people(work)
    _step(progress, 3)
    record_site_events(work)
    _step(progress, 4)
    assigned = _assign(work)
    _step(progress, 5)
    _measure(work, assigned)
    progress.advance(1)
    return {
        "created": new,
        "updated": changed,
        "numbers_allotted": allotted,
        "assigned": len(assigned),
    }


def _measure(work: Work, assigned: set[UUID]) -> None:
    """Refreshes the quality of changed sites; new and assigned ones are measured already."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED)
        sites = {row[0] for row in cursor.fetchall()}
    if sites - assigned:
        refresh_quality(sites - assigned, at=work.at)


def _step(progress: Progress, place: int) -> None:
    progress.raise_if_cancelled()
    progress.advance(1, STEPS[place])


def _assign(work: Work) -> set[UUID]:
    """The sites whose row names a district, assigned to it."""
    told: dict[str, Any] = {"by": work.by, "at": work.at, "reason": work.values["reason"]}
    new, moved = _districts(_NEW_DISTRICTS), _districts(_CHANGED_DISTRICTS)
    assign_new_sites(site_ids=new, **told)
    reassign_sites(targets=moved, **told)
    return {*new, *moved}


def _districts(statement: str) -> dict[UUID, UUID]:
    """The territory of each site. Raises Conflict for one that was closed to us since the check."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall()
    if lost := sorted({code for _, territory, code in rows if territory is None}):
        raise Conflict(
            f"There is no territory {', '.join(lost)} in your reach any more. Check the import "
            "again; nothing was written."
        )
    return {site: territory for site, territory, _ in rows}


def _told(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    detail = getattr(diagnosis, "message_detail", None) or str(error).splitlines()[0]
    return (
        f"The portfolio refused a row: {detail} It may have been taken meanwhile, or belong to a "
        "site out of your reach. Check the import again; nothing was written."
    )
