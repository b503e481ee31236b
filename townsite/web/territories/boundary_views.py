"""Boundaries: what is wrong with them, and every way to change them by form."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.common.rendering import dumps
from townsite.territories.boundaries.coverage import coverage_at
from townsite.territories.boundaries.problems import boundary_problems
from townsite.web.territories.boundary_forms import (
    AssembleForm,
    BoundaryForm,
    GrowForm,
    UnitsForm,
)
from townsite.web.territories.collections import collection
from townsite.web.territories.proposal_views import proposal_page

GEOJSON = "application/geo+json"
FORMS: dict[str, type[BoundaryForm]] = {"units": UnitsForm, "table": AssembleForm, "grow": GrowForm}


@require_GET
def boundaries_page(request: HttpRequest) -> HttpResponse:
    """Overlaps and gaps, and every way to change boundaries without a pointer."""
    return _forms_page(request, _forms())


@require_GET
def problems_geojson(request: HttpRequest) -> HttpResponse:
    """Overlaps and gaps in force as a FeatureCollection (RFC 7946)."""
    features = [problem.feature() for problem in boundary_problems(clock.now())]
    return _geojson({"type": "FeatureCollection", "features": features})


@require_GET
def coverage_geojson(request: HttpRequest) -> HttpResponse:
    """The innermost shapes in reach, thinned for the screen with their common borders kept."""
    return _geojson(collection(coverage_at(clock.now())))


@require_POST
@needs(Permission.CHANGE_PROPOSE)
def boundary_form(request: HttpRequest, kind: str) -> HttpResponse:
    """The preview of what a form asks for, or the forms again with what is wrong."""
    forms = _forms(kind, request.POST)
    form = forms.get(kind)
    if form is not None and form.is_valid():
        text = orjson.dumps({"strokes": [form.stroke()], "locked": form.locked()}).decode()
        try:
            return proposal_page(request, text)
        except Problem as problem:
            form.add_error(None, problem.detail)
    return _forms_page(request, forms, status=422)


def _forms(kind: str = "", sent: QueryDict | None = None) -> dict[str, BoundaryForm]:
    """All of them, the one of `kind` with what was sent."""
    return {name: form(sent if name == kind else None, prefix=name) for name, form in FORMS.items()}


def _forms_page(
    request: HttpRequest, forms: dict[str, BoundaryForm], *, status: int = 200
) -> HttpResponse:
    context = {
        "problems": boundary_problems(clock.now()),
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "territories/boundaries.html", context, status=status)


def _geojson(value: dict[str, Any]) -> HttpResponse:
    return HttpResponse(
        dumps(value), content_type=GEOJSON, headers={"Cache-Control": "private, no-cache"}
    )
