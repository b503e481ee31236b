"""Reading imports; row-level security shows each person their own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from townsite.accounts.models import User
from townsite.common.errors import NotFound
from townsite.imports.choices import RowAction
from townsite.imports.column_map import ColumnMap
from townsite.imports.issues import ALIKE_BY_MENDING, MENDING
from townsite.imports.models import Import, ImportFile, ImportRow, RememberedMap

PAGE = 50
SPELLINGS = 6


def imports_seen(*, before: UUID | None = None, limit: int = PAGE) -> list[Import]:
    """The imports in scope, newest first; `before` is the id of the last one already read."""
    found = Import.objects.select_related("author", "change_set").order_by("-id")
    return list((found.filter(id__lt=before) if before else found)[:limit])


def import_with_id(import_id: UUID) -> Import:
    """One import in scope. Raises NotFound."""
    found = Import.objects.select_related("author", "change_set").filter(pk=import_id).first()
    if found is None:
        raise NotFound(f"There is no import {import_id}, or it is somebody else's.")
    return found


def packed_file(import_: Import) -> bytes:
    """The upload as it is stored. Raises NotFound when it was discarded."""
    stored = ImportFile.objects.filter(of=import_).first()
    if stored is None:
        raise NotFound(f"The file of “{import_}” is no longer kept. Upload it again.")
    return bytes(stored.packed)


def remembered_map(user: User, signature: str) -> ColumnMap | None:
    """How this person last mapped a file with the same header."""
    found = RememberedMap.objects.filter(author=user, signature=signature).first()
    return ColumnMap.from_json(found.column_map) if found else None


@dataclass(frozen=True)
class RowFilter:
    """Which rows to show: of one action, or with one problem."""

    action: str = ""
    code: str = ""
    field: str = ""
    severity: str = ""


def rows_of(
    import_: Import, rows: RowFilter, *, after: int = 0, limit: int = PAGE
) -> list[ImportRow]:
    """Rows in the order of the file; `after` is the number of the last one already read."""
    return list(
        _filtered(import_, rows).filter(row_number__gt=after).order_by("row_number")[:limit]
    )


def _filtered(import_: Import, rows: RowFilter) -> QuerySet[ImportRow]:
    found = ImportRow.objects.filter(of=import_)
    if rows.action in RowAction.values:
        found = found.filter(action=rows.action)
    wanted = {name: getattr(rows, name) for name in ("code", "severity") if getattr(rows, name)}
    if rows.code:
        wanted["field"] = rows.field
    return found.filter(issues__contains=[wanted]) if wanted else found


def row_of(import_: Import, row_number: int) -> ImportRow:
    """One staged row. Raises NotFound."""
    found = ImportRow.objects.filter(of=import_, row_number=row_number).first()
    if found is None:
        raise NotFound(f"“{import_}” has no row {row_number:,}.")
    return found


_GROUPS = f"""
SELECT i ->> 'code', i ->> 'field', i ->> 'severity',
       CASE WHEN i ->> 'code' = ANY (%(by_mending)s) THEN {MENDING} END AS mending,
       count(*), count(*) FILTER (WHERE i ? 'fix'), coalesce((
           array_agg(DISTINCT i ->> 'value') FILTER (WHERE i ->> 'code' = ANY (%(by_mending)s))
       )[1:%(spellings)s], '{{}}'),
       (array_agg(jsonb_build_object('row', row_number, 'issue', i) ORDER BY row_number))[1:3]
FROM imports_importrow, jsonb_array_elements(issues) AS i
WHERE of_id = %(import)s AND action <> 'skip'
GROUP BY 1, 2, 3, 4
ORDER BY array_position(ARRAY['error', 'warn', 'info'], i ->> 'severity'), count(*) DESC, 1, 2, 4
LIMIT %(limit)s
"""


@dataclass(frozen=True)
class IssueGroup:
    """Problems that are alike.

    `mending` is set when only those with the same suggestion, or value, are decided together;
    `spellings` are then some of the values that the file has for it.
    """

    code: str
    field: str
    severity: str
    mending: str | None
    count: int
    fixable: int
    spellings: list[str]
    examples: list[dict[str, Any]]


def issue_groups(import_: Import, *, limit: int = 200) -> list[IssueGroup]:
    """All problems of the rows that are not skipped, alike ones together, worst first."""
    values: dict[str, Any] = {
        "import": import_.pk,
        "by_mending": sorted(ALIKE_BY_MENDING),
        "limit": limit,
        "spellings": SPELLINGS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, values)
        return [_group(*row) for row in cursor.fetchall()]


def _group(*row: Any) -> IssueGroup:
    code, field, severity, mending, count, fixable, spellings, examples = row
    return IssueGroup(code, field, severity, mending, count, fixable, spellings, _parsed(examples))


def _parsed(found: Any) -> list[dict[str, Any]]:
    return [json.loads(each) if isinstance(each, str) else each for each in found]


def created_numbers(import_: Import, *, limit: int = 12) -> list[tuple[str, str]]:
    """Numbers and names of some sites that the import made or changed, for links."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.number, s.name FROM imports_importrow r JOIN sites_site s ON s.id = r.site_id"
            " WHERE r.of_id = %s AND r.action IN ('create', 'update') ORDER BY r.row_number LIMIT %s",
            [import_.pk, limit],
        )
        return [(str(number), str(name)) for number, name in cursor.fetchall()]


def error_rows(import_: Import) -> Iterator[list[str]]:
    """The rows that were not imported: the file's own columns, then the problems in words."""
    yield [*import_.header, "Row", "Problems"]
    rows = ImportRow.objects.filter(of=import_, action__in=[RowAction.ERROR, RowAction.SKIP])
    for row in rows.order_by("row_number").iterator(chunk_size=2_000):
        width = len(import_.header)
        cells = [*row.raw, *[""] * (width - len(row.raw))]
        problems = [f"{issue['severity']}: {issue['message']}" for issue in row.issues]
        if row.action == RowAction.SKIP:
            problems.insert(0, "skipped")
        yield [*cells[:width], str(row.row_number), " | ".join([*problems, *cells[width:]])]
