"""Files to take away: the template, and the rows that were not imported."""

import io
from uuid import UUID

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.audit.exports import record_export
from townsite.common import clock
from townsite.common.errors import NotFound
from townsite.common.tabular import csv_lines
from townsite.imports.queries import error_rows, import_with_id
from townsite.web.imports.template_rows import template_rows
from townsite.web.person import person_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@needs(Permission.IMPORT)
def template(request: HttpRequest, form: str) -> HttpResponse:
    """An empty table with every column's name and one made-up example."""
    if form == "csv":
        return _csv("".join(csv_lines(template_rows())), "townsite-template.csv")
    if form != "xlsx":
        raise NotFound(f"There is no template as “{form}”. Take csv or xlsx.")
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Sites")
        text = book.add_format({"num_format": "@"})  # text, so that leading zeros stay
        page.set_column(0, len(template_rows()[0]) - 1, 18, text)
        page.freeze_panes(1, 0)
        for number, row in enumerate(template_rows()):
            page.write_row(number, 0, row)
    answer = HttpResponse(target.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="townsite-template.xlsx"'
    return answer


@require_GET
@needs(Permission.IMPORT)
def errors(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The rows left behind, to be mended and uploaded again."""
    found = import_with_id(import_id)
    rows = list(error_rows(found))
    record_export(
        "rows left behind",
        rows=len(rows) - 1,
        form="csv",
        question=f"import of {found.file_name}",
        by=person_in(request),
        at=clock.now(),
    )
    lines = "".join(csv_lines(rows))
    stem = "".join(sign if sign.isalnum() else "-" for sign in found.file_name.rpartition(".")[0])
    return _csv(lines, f"{stem[:60] or 'import'}-errors.csv")


def _csv(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
