"""What people decide in the review: type a value, skip a row, accept a suggestion for all alike."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from townsite.accounts.models import User
from townsite.common.errors import Invalid
from townsite.imports.actions.check import recheck_rows
from townsite.imports.actions.locking import locked_import
from townsite.imports.choices import ImportStatus
from townsite.imports.cleaning.text import tidy
from townsite.imports.fields import FIELDS
from townsite.imports.issues import MENDING
from townsite.imports.models import Import, ImportRow
from townsite.imports.queries import row_of
from townsite.imports.reading.limits import MAX_CELL_CHARACTERS
from townsite.jobs.actions import start_job

RECHECK = "imports.recheck"
AT_ONCE = 1_500  # rows whose check a page can wait for; more are checked in a job

# The fix of the alike problem, laid over what was typed before; one more step for all its rows.
_ACCEPT = f"""
UPDATE imports_importrow r SET edits = r.edits || fixes.fix
FROM (SELECT row_number, i -> 'fix' AS fix
      FROM imports_importrow, jsonb_array_elements(issues) AS i
      WHERE of_id = %(import)s AND action <> 'skip' AND i ->> 'code' = %(code)s
        AND i ->> 'field' = %(field)s AND i ? 'fix'
        AND (%(mending)s::text IS NULL OR {MENDING} = %(mending)s)) fixes
WHERE r.of_id = %(import)s AND r.row_number = fixes.row_number
RETURNING r.row_number
"""
_SKIP = f"""
UPDATE imports_importrow r SET edits = r.edits || '{{"$skip": true}}'
WHERE r.of_id = %(import)s AND action <> 'skip' AND EXISTS (
    SELECT 1 FROM jsonb_array_elements(issues) AS i
    WHERE i ->> 'code' = %(code)s AND i ->> 'field' = %(field)s
      AND (%(mending)s::text IS NULL OR {MENDING} = %(mending)s))
RETURNING r.row_number
"""


@transaction.atomic
def edit_cell(
    *, import_: Import, row_number: int, field: str, text: str, at: datetime
) -> ImportRow:
    """The row, checked again with what a person typed into a field.

    Raises Invalid for an unknown field or a text of more than 10,000 characters.
    """
    if field not in FIELDS:
        raise Invalid(f"There is no field “{field}”.")
    if len(text) > MAX_CELL_CHARACTERS:
        raise Invalid(
            f"{len(text):,} characters are more than the {MAX_CELL_CHARACTERS:,} that fit."
        )
    return _change(import_, row_number, {field: tidy(text)}, at)


@transaction.atomic
def skip_row(*, import_: Import, row_number: int, at: datetime) -> ImportRow:
    """The row, left out of the import."""
    return _change(import_, row_number, {"$skip": True}, at)


@transaction.atomic
def restore_row(*, import_: Import, row_number: int, at: datetime) -> ImportRow:
    """The row as the file has it: nothing skipped, typed or accepted."""
    locked = locked_import(import_, ImportStatus.REVIEW)
    row = row_of(locked, row_number)
    row.edits = {}
    return _keep(locked, row, at)


@transaction.atomic
def accept_fix(*, import_: Import, row_number: int, place: int, at: datetime) -> ImportRow:
    """The row with the suggestion of one of its problems taken. `place` counts from 0.

    Raises Invalid when there is no such suggestion, for example because the row changed meanwhile.
    """
    locked = locked_import(import_, ImportStatus.REVIEW)
    row = row_of(locked, row_number)
    issues = row.issues
    fix = issues[place].get("fix") if 0 <= place < len(issues) else None
    if fix is None:
        raise Invalid(f"Row {row_number:,} no longer has this suggestion. Reload the page.")
    row.edits = {**row.edits, **fix}
    return _keep(locked, row, at)


@transaction.atomic
def accept_alike(
    *, import_: Import, code: str, field: str, mending: str | None, by: User, at: datetime
) -> int:
    """How many rows take the suggestion of all problems that are alike, as `issue_groups` says."""
    return _for_all(_ACCEPT, import_, code, field, mending, by=by, at=at)


@transaction.atomic
def skip_alike(
    *, import_: Import, code: str, field: str, mending: str | None, by: User, at: datetime
) -> int:
    """How many rows are left out because they have this problem."""
    return _for_all(_SKIP, import_, code, field, mending, by=by, at=at)


def recheck_edited(*, import_: Import, rows: Iterable[int], at: datetime) -> None:
    """Checks the given rows again, and those that claimed to be doubles of any row."""
    found = ImportRow.objects.filter(of=import_)
    numbers = set(rows)
    for code in ("double_key", "double_row", "double_site"):
        doubles = found.filter(issues__contains=[{"code": code}])
        numbers.update(doubles.values_list("row_number", flat=True)[:AT_ONCE])
    recheck_rows(
        import_=import_,
        rows=list(found.filter(row_number__in=numbers).order_by("row_number")),
        at=at,
    )


def _change(import_: Import, row_number: int, edits: dict[str, Any], at: datetime) -> ImportRow:
    locked = locked_import(import_, ImportStatus.REVIEW)
    row = row_of(locked, row_number)
    row.edits = {**row.edits, **edits}
    return _keep(locked, row, at)


def _keep(import_: Import, row: ImportRow, at: datetime) -> ImportRow:
    row.save(update_fields=["edits"])
    recheck_edited(import_=import_, rows=[row.row_number], at=at)
    return row_of(import_, row.row_number)


def _for_all(
    statement: str,
    import_: Import,
    code: str,
    field: str,
    mending: str | None,
    *,
    by: User,
    at: datetime,
) -> int:
    locked = locked_import(import_, ImportStatus.REVIEW)
    values: dict[str, Any] = {"import": locked.pk, "code": code, "field": field, "mending": mending}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = [row[0] for row in cursor.fetchall()]
    if len(rows) <= AT_ONCE:
        recheck_edited(import_=locked, rows=rows, at=at)
    else:
        _recheck_in_job(locked, by, at)
    return len(rows)


def _recheck_in_job(import_: Import, by: User, at: datetime) -> None:
    job = start_job(RECHECK, title=f"Check {import_}", by=by, at=at, import_id=str(import_.pk))
    import_.status, import_.job_id = ImportStatus.CHECKING, job.pk
    import_.save(update_fields=["status", "job_id"])
