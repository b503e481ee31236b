"""The dry run: every row checked and compared; nothing of the portfolio is touched."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction

from townsite.accounts.models import User
from townsite.imports.actions.locking import locked_import
from townsite.imports.actions.upload import reopened
from townsite.imports.checking import Checked
from townsite.imports.choices import ImportStatus
from townsite.imports.column_map import ColumnMap, checked_map
from townsite.imports.models import Import, ImportRow, RememberedMap
from townsite.imports.reading.table import Row
from townsite.imports.staging.beside import Given, Recipe, checked, checked_chunks
from townsite.imports.staging.copying import Staged, begin_staging, stage
from townsite.imports.staging.flagging import flag
from townsite.imports.staging.judging import keep_judged
from townsite.imports.staging.locating import place_rows
from townsite.imports.staging.lookups import districts, gazetteer
from townsite.imports.staging.matching import match
from townsite.jobs.actions import start_job
from townsite.jobs.progress import Progress

T = TypeVar("T")
CHUNK = 2_000
CHECK = "imports.check"

_COUNTS = """
SELECT count(*) FILTER (WHERE action = 'create'), count(*) FILTER (WHERE action = 'update'),
       count(*) FILTER (WHERE action = 'unchanged'), count(*) FILTER (WHERE action = 'skip'),
       count(*) FILTER (WHERE action = 'error'),
       count(*) FILTER (WHERE action NOT IN ('skip', 'error')
                        AND issues @> '[{"severity": "warn"}]'),
       count(*) FILTER (WHERE action = 'create' AND NOT values ? 'number'),
       count(*)
FROM imports_importrow WHERE of_id = %s
"""
COUNTED = ("create", "update", "unchanged", "skip", "error", "warned", "to_number", "rows")


@transaction.atomic
def save_map(*, import_: Import, column_map: ColumnMap, by: User, at: datetime) -> Import:
    """The import with its columns mapped, and a check of all rows begun as a job.

    The map is remembered for this person and header. Raises MappingRefused.
    """
    found = locked_import(import_, ImportStatus.MAPPING, ImportStatus.REVIEW)
    checked = checked_map(column_map, found.header)
    found.column_map, found.status, found.message = checked.as_json(), ImportStatus.CHECKING, ""
    RememberedMap.objects.update_or_create(
        author=by,
        signature=found.signature,
        defaults={"column_map": found.column_map, "updated_at": at},
    )
    job = start_job(CHECK, title=f"Check {found}", by=by, at=at, import_id=str(found.pk))
    found.job_id = job.pk
    found.save(update_fields=["column_map", "status", "message", "job_id"])
    return found


@transaction.atomic
def check_rows(*, import_: Import, at: datetime, progress: Progress) -> dict[str, int]:
    """The counts after checking every row of the file anew; what people typed is kept."""
    found = locked_import(import_, ImportStatus.CHECKING)
    begin_staging()
    _stage_file(found, progress)
    progress.advance(0, "Comparing with the portfolio")
    ImportRow.objects.filter(of=found).delete()
    _compare(found, at=at, is_new=True)
    progress.raise_if_cancelled()
    return _finish(found, at=at)


def recheck_rows(*, import_: Import, rows: Sequence[ImportRow], at: datetime) -> None:
    """Checks some staged rows again after their edits changed, and counts anew."""
    if not rows:
        return
    begin_staging()
    checker = _recipe(import_).checker()
    for chunk in _chunks(iter(rows), CHUNK):
        given = [(Row(row.row_number, tuple(row.raw)), row.edits) for row in chunk]
        _stage(given, checked(checker, given))
    _compare(import_, at=at, is_new=False)
    Import.objects.filter(pk=import_.pk).update(counts=counts_of(import_))


def counts_of(import_: Import) -> dict[str, int]:
    """Rows by action, rows with warnings, new sites without a number, and all rows."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [import_.pk])
        return dict(zip(COUNTED, cursor.fetchone(), strict=True))


def _recipe(import_: Import) -> Recipe:
    return Recipe(
        ColumnMap.from_json(import_.column_map),
        width=len(import_.header),
        delimiter=import_.delimiter,
        gazetteer=gazetteer(),
        districts=districts().names,
    )


def _stage_file(found: Import, progress: Progress) -> None:
    """Reads and checks the whole file; its text is out of memory before rows are compared."""
    progress.expect(found.row_count, "Reading and checking rows")
    edits = dict(_edited(found))
    given = ((row, edits.get(row.number, {})) for row in reopened(found).rows())
    chunks = checked_chunks(_recipe(found), _chunks(given, CHUNK), rows=found.row_count)
    for chunk, answers in chunks:
        _stage(chunk, answers)
        progress.advance(len(chunk))
        progress.raise_if_cancelled()


def _stage(given: Sequence[Given], answers: Sequence[Checked]) -> None:
    place_rows(answers)
    stage(
        Staged(row.number, row.cells, edits, each)
        for (row, edits), each in zip(given, answers, strict=True)
    )


def _compare(import_: Import, *, at: datetime, is_new: bool) -> None:
    column_map = ColumnMap.from_json(import_.column_map)
    match(key=column_map.match_key, system=column_map.external_system)
    flag(import_id=import_.pk, system=column_map.external_system, at=at)
    keep_judged(import_id=import_.pk, at=at, is_new=is_new)


def _finish(import_: Import, *, at: datetime) -> dict[str, int]:
    counts = counts_of(import_)
    import_.counts, import_.status, import_.checked_at = counts, ImportStatus.REVIEW, at
    import_.save(update_fields=["counts", "status", "checked_at"])
    return counts


def _edited(import_: Import) -> Iterator[tuple[int, dict[str, Any]]]:
    rows = ImportRow.objects.filter(of=import_).exclude(edits={})
    yield from rows.values_list("row_number", "edits")


def _chunks(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while chunk := list(islice(rows, size)):
        yield chunk
