"""The steps of an import: upload, columns, progress, result, undo."""

import zlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.imports.actions.check import save_map
from townsite.imports.actions.commit import start_commit
from townsite.imports.actions.settle import WAITING, discard, settle
from townsite.imports.actions.undo import obstacles, start_undo
from townsite.imports.actions.upload import guesses, reopened, upload
from townsite.imports.choices import Blank, ImportStatus, MatchKey
from townsite.imports.column_map import ColumnMap
from townsite.imports.errors import FileRefused, MappingRefused
from townsite.imports.fields import grouped_fields
from townsite.imports.models import Import
from townsite.imports.queries import (
    PAGE,
    created_numbers,
    import_with_id,
    imports_seen,
    packed_file,
)
from townsite.imports.reading.limits import MAX_BYTES, MEBIBYTE, check_size
from townsite.jobs.actions import cancel_job
from townsite.jobs.models import Job
from townsite.web.imports.column_form import columns_of, constants_of, read_columns
from townsite.web.person import person_in, wants_fragment

UNPROCESSABLE = 422
PAGES = {
    ImportStatus.MAPPING: "imports:columns",
    ImportStatus.REVIEW: "imports:review",
    ImportStatus.COMMITTED: "imports:result",
    ImportStatus.UNDONE: "imports:result",
}


@require_GET
@needs(Permission.IMPORT)
def import_list(request: HttpRequest) -> HttpResponse:
    """The imports in scope, newest first."""
    before = request.GET.get("before", "")
    found = imports_seen(before=_uuid(before), limit=PAGE + 1)
    context = {
        "imports": [settle(each) for each in found[:PAGE]],
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
    }
    return render(request, "imports/import_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT)
def import_new(request: HttpRequest) -> HttpResponse:
    """The upload page; a refused file comes back with the reason."""
    context: dict[str, Any] = {"limit": MAX_BYTES // MEBIBYTE}
    if request.method == "GET":
        return render(request, "imports/import_new.html", context)
    try:
        found = _upload(request)
    except FileRefused as refusal:
        context["refusal"] = refusal.detail
        return render(request, "imports/import_new.html", context, status=UNPROCESSABLE)
    return redirect("imports:columns", found.pk)


def _upload(request: HttpRequest) -> Import:
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        check_size(int(request.META.get("CONTENT_LENGTH") or 0) or 1)
        raise FileRefused("No file arrived. Choose one, or drop it on the field.")
    check_size(file.size or 0)
    name = file.name or "file"
    return upload(content=file.read(), file_name=name, by=person_in(request), at=clock.now())


@require_GET
@needs(Permission.IMPORT)
def import_detail(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """To the page of the step at which the import stands."""
    return redirect(page_of(settle(import_with_id(import_id))))


def page_of(found: Import) -> str:
    """The address of the page for the import's present step."""
    if found.status == ImportStatus.SUBMITTED and found.change_set:
        return reverse("changes:detail", args=[found.change_set.number])
    return reverse(PAGES.get(ImportStatus(found.status), "imports:progress"), args=[found.pk])


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT)
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Which column becomes which field; sending it begins the dry run."""
    found = import_with_id(import_id)
    if found.status not in (ImportStatus.MAPPING, ImportStatus.REVIEW):
        return redirect(page_of(found))
    if request.method == "GET":
        return _columns_page(request, found, ColumnMap.from_json(found.column_map), {})
    chosen = read_columns(request.POST, len(found.header))
    try:
        save_map(import_=found, column_map=chosen, by=person_in(request), at=clock.now())
    except MappingRefused as refusal:
        return _columns_page(request, found, chosen, refusal.fields, status=UNPROCESSABLE)
    return redirect("imports:progress", found.pk)


def _columns_page(
    request: HttpRequest,
    found: Import,
    column_map: ColumnMap,
    problems: dict[str, list[str]],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "import": found,
        "columns": columns_of(guesses(reopened(found)), column_map, problems),
        "constants": constants_of(column_map, problems),
        "groups": grouped_fields(),
        "map": column_map,
        "match_keys": MatchKey.choices,
        "blanks": Blank.choices,
        "problems": [text for texts in problems.values() for text in texts],
    }
    return render(request, "imports/columns.html", context, status=status)


@require_POST
@needs(Permission.IMPORT)
def sheet(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Takes another sheet of the same workbook: a new import instead of this one."""
    found = import_with_id(import_id)
    by, at = person_in(request), clock.now()
    again = upload(
        content=zlib.decompress(packed_file(found)),
        file_name=found.file_name,
        sheet=request.POST.get("sheet", ""),
        by=by,
        at=at,
    )
    discard(import_=found, by=by, at=at)
    return redirect("imports:columns", again.pk)


@require_GET
@needs(Permission.IMPORT)
def progress(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """How far the running step is; HTMX asks again until it has ended and then goes on."""
    found = settle(import_with_id(import_id))
    if found.status not in WAITING:
        if not wants_fragment(request):
            return redirect(page_of(found))
        return HttpResponse(headers={"HX-Redirect": page_of(found)})
    job = Job.objects.filter(pk=found.job_id).first() if found.job_id else None
    template = "imports/progress.html" + ("#progress" if wants_fragment(request) else "")
    return render(request, template, {"import": found, "job": job})


@require_POST
@needs(Permission.IMPORT)
def cancel(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Asks the running step to stop; everything it wrote is taken back."""
    found = import_with_id(import_id)
    job = Job.objects.filter(pk=found.job_id).first() if found.job_id else None
    if job is not None and job.is_open:
        cancel_job(job=job, by=person_in(request), at=clock.now())
    return redirect("imports:progress", found.pk)


@require_POST
@needs(Permission.IMPORT)
def import_discard(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Removes the import with its file."""
    found = import_with_id(import_id)
    discard(import_=found, by=person_in(request), at=clock.now())
    messages.success(request, f"“{found}” is discarded. The portfolio was not touched.")
    return redirect("imports:list")


@require_POST
@needs(Permission.IMPORT)
def import_commit(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Begins the commit."""
    found = start_commit(import_=import_with_id(import_id), by=person_in(request), at=clock.now())
    return redirect("imports:progress", found.pk)


@require_GET
@needs(Permission.IMPORT)
def result(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What the import did, with its undo."""
    found = settle(import_with_id(import_id))
    if found.status not in (ImportStatus.COMMITTED, ImportStatus.UNDONE):
        return redirect(page_of(found))
    return _result_page(request, found, {})


def _result_page(
    request: HttpRequest, found: Import, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    is_done = found.status == ImportStatus.COMMITTED
    context |= {
        "import": found,
        "changed": sum(found.counts.get(name, 0) for name in ("create", "update")),
        "sites": created_numbers(found) if is_done else [],
        "obstacles": obstacles(found) if is_done else [],
    }
    return render(request, "imports/result.html", context, status=status)


@require_POST
@needs(Permission.IMPORT)
def import_undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Begins the undo; without a reason the page comes back."""
    found = import_with_id(import_id)
    reason = request.POST.get("reason", "")
    try:
        start_undo(import_=found, reason=reason, by=person_in(request), at=clock.now())
    except Problem as refusal:
        context = {"refusal": refusal.detail, "reason": reason}
        return _result_page(request, found, context, status=UNPROCESSABLE)
    return redirect("imports:progress", found.pk)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
