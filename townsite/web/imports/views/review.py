"""The review: tiles, alike problems, and the grid of rows."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import NotFound
from townsite.imports.actions.decide import edit_cell
from townsite.imports.choices import ImportStatus
from townsite.imports.fields import FIELDS
from townsite.imports.models import Import, ImportRow
from townsite.imports.queries import RowFilter, import_with_id, issue_groups, row_of, rows_of
from townsite.web.imports.presenting import (
    label_of,
    shown_fields,
    shown_groups,
    shown_rows,
)
from townsite.web.imports.views.journey import page_of
from townsite.web.person import wants_fragment

GRID_ROWS = 25
MOST_DIGITS = 9  # of a row number: what an int column holds


@require_GET
@needs(Permission.IMPORT)
def review(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What the import would do, with everything found; filters and place live in the URL."""
    found = import_with_id(import_id)
    if found.status != ImportStatus.REVIEW:
        return redirect(page_of(found))
    context = {**_grid(request, found), **_summary(found)}
    is_grid = wants_fragment(request) and request.headers.get("HX-Target") == "import-grid"
    return render(request, "imports/review.html" + ("#grid" if is_grid else ""), context)


def _summary(found: Import) -> dict[str, Any]:
    return {"import": found, "counts": found.counts, "groups": shown_groups(issue_groups(found))}


def _grid(request: HttpRequest, found: Import) -> dict[str, Any]:
    rows = RowFilter(
        action=request.GET.get("action", ""),
        code=request.GET.get("code", "")[:40],
        field=request.GET.get("field", "")[:40],
        severity=request.GET.get("severity", "")
        if request.GET.get("severity") in ("error", "warn", "info")
        else "",
    )
    after = request.GET.get("after", "")
    page = rows_of(
        found,
        rows,
        after=int(after) if after.isdecimal() and len(after) <= MOST_DIGITS else 0,
        limit=GRID_ROWS + 1,
    )
    query = request.GET.copy()
    query.pop("after", None)
    return {
        "filter": rows,
        "query": query.urlencode(),
        "is_filtered": bool(query),
        "labels": [label_of(key) for key in shown_fields(found)],
        "rows": shown_rows(found, page[:GRID_ROWS]),
        "next": page[GRID_ROWS - 1].row_number if len(page) > GRID_ROWS else None,
        "after": after,
    }


@require_GET
@needs(Permission.IMPORT)
def row(request: HttpRequest, import_id: UUID, row_number: int) -> HttpResponse:
    """One row of the grid as it stands, for leaving an editor."""
    found = import_with_id(import_id)
    return row_answer(request, found, row_of(found, row_number), is_changed=False)


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT)
def cell(request: HttpRequest, import_id: UUID, row_number: int, field: str) -> HttpResponse:
    """An editor in place of a cell; sending it checks the row again."""
    found = import_with_id(import_id)
    if field not in FIELDS:
        raise NotFound(f"There is no field “{field}”.")
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\x00", "")
        changed = edit_cell(
            import_=found, row_number=row_number, field=field, text=text, at=clock.now()
        )
        return row_answer(request, found, changed)
    staged = row_of(found, row_number)
    context = {
        "import": found,
        "number": row_number,
        "key": field,
        "field": FIELDS[field],
        "text": _text(found, staged, field),
    }
    return render(request, "imports/review.html#editor", context)


def row_answer(
    request: HttpRequest, found: Import, staged: ImportRow, *, is_changed: bool = True
) -> HttpResponse:
    """One row of the grid, and with a change the tiles beside it."""
    found.refresh_from_db()
    context = {
        "import": found,
        "counts": found.counts,
        "row": shown_rows(found, [staged])[0],
        "labels": [label_of(key) for key in shown_fields(found)],
        "is_swapped": is_changed,
    }
    return render(request, "imports/review.html#row_answer", context)


def _text(found: Import, staged: ImportRow, field: str) -> str:
    """What stands in the cell: typed, or cleaned, or as the file has it."""
    typed = staged.edits.get(field, staged.values.get(field))
    if field == "annual_revenue" and field not in staged.edits and typed is not None:
        return f"{int(typed) / 100:.2f}"
    if typed is not None:
        return "; ".join(typed) if isinstance(typed, list) else str(typed)
    columns = found.column_map["columns"]
    place = columns.index(field) if field in columns else len(staged.raw)
    return str(staged.raw[place]) if place < len(staged.raw) else ""
