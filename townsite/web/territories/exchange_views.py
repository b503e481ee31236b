"""Boundaries from and to files."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.audit.exports import record_export
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.territories.boundaries.exchange.checking import check_boundaries
from townsite.territories.boundaries.exchange.reading import read_boundaries
from townsite.territories.boundaries.exchange.storing import store, stored
from townsite.territories.boundaries.exchange.writing import KINDS, written_boundaries
from townsite.web.territories.collections import collection
from townsite.web.territories.filters import AsOf


@require_POST
@needs(Permission.CHANGE_PROPOSE)
def boundary_upload(request: HttpRequest) -> HttpResponse:
    """Keeps the file and goes to its dry run. Raises Invalid without one."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("Choose a file: GeoJSON, GeoPackage, KML or a zipped Shapefile.")
    content = file.read()
    read_boundaries(content)
    return redirect("territories:boundary_check", name=store(content))


@require_GET
@needs(Permission.CHANGE_PROPOSE)
def boundary_check(request: HttpRequest, name: str) -> HttpResponse:
    """The dry run: every row with its problems, what was mended, before and after on the map."""
    checked = check_boundaries(read_boundaries(stored(name)), column=request.GET.get("column", ""))
    stroke = {"kind": "file", "file": name, "column": checked.column}
    mended = [each for each in checked.candidates if each.before_repair is not None]
    context = {
        "checked": checked,
        "edit": orjson.dumps({"strokes": [stroke], "locked": []}).decode(),
        "before": collection(
            {c.code: c.before_repair for c in mended if c.before_repair}, thin=False
        ),
        "after": collection(checked.shapes(), thin=False),
        "mended": len(mended),
    }
    return render(request, "territories/boundary_check.html", context)


@require_GET
@needs(Permission.EXPORT)
def boundary_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The boundaries in reach as a file, in force now or at `as_of`."""
    moment = AsOf.read(request)
    content, count = written_boundaries(kind, at=moment.at)
    record_export(
        "boundaries",
        rows=count,
        form=KINDS[kind].label,
        question=f"in force at {moment.at:%Y-%m-%d %H:%M} UTC",
        by=_person(request),
        at=clock.now(),
    )
    day = timezone.localtime(moment.at).date().isoformat()
    disposition = f'attachment; filename="boundaries-{day}{KINDS[kind].suffix}"'
    return HttpResponse(
        content,
        content_type=KINDS[kind].content_type,
        headers={"Content-Disposition": disposition, "Cache-Control": "private, no-store"},
    )


def _person(request: HttpRequest) -> Any:
    return request.user
