"""Decisions on rows: skip, restore, accept one suggestion, or all alike."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.imports.actions.decide import (
    accept_alike,
    accept_fix,
    restore_row,
    skip_alike,
    skip_row,
)
from townsite.imports.queries import import_with_id
from townsite.web.imports.views.review import row_answer
from townsite.web.person import person_in


@require_POST
@needs(Permission.IMPORT)
def skip(request: HttpRequest, import_id: UUID, row_number: int) -> HttpResponse:
    """The row, left out."""
    found = import_with_id(import_id)
    return row_answer(
        request, found, skip_row(import_=found, row_number=row_number, at=clock.now())
    )


@require_POST
@needs(Permission.IMPORT)
def restore(request: HttpRequest, import_id: UUID, row_number: int) -> HttpResponse:
    """The row as the file has it."""
    found = import_with_id(import_id)
    return row_answer(
        request, found, restore_row(import_=found, row_number=row_number, at=clock.now())
    )


@require_POST
@needs(Permission.IMPORT)
def accept(request: HttpRequest, import_id: UUID, row_number: int, place: int) -> HttpResponse:
    """The row with one suggestion taken."""
    found = import_with_id(import_id)
    changed = accept_fix(import_=found, row_number=row_number, place=place, at=clock.now())
    return row_answer(request, found, changed)


@require_POST
@needs(Permission.IMPORT)
def alike(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """All rows with a problem take its suggestion, or are left out."""
    found = import_with_id(import_id)
    decide = skip_alike if request.POST.get("do") == "skip" else accept_alike
    count = decide(
        import_=found,
        code=request.POST.get("code", "")[:40],
        field=request.POST.get("field", "")[:40],
        mending=request.POST["mending"][:300] if "mending" in request.POST else None,
        by=person_in(request),
        at=clock.now(),
    )
    done = "left out" if decide is skip_alike else "changed as suggested"
    messages.success(request, f"{count:,} row{'' if count == 1 else 's'} {done}.")
    return redirect("imports:detail", found.pk)
