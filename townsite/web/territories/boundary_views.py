"""Boundaries: what is wrong with them, editing by form and by map, preview and saving."""

from typing import Any

import orjson
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem, Stale, http_status
from townsite.common.rendering import dumps
from townsite.territories.actions import publish_boundaries
from townsite.territories.boundaries.coverage import boundary_versions, coverage_at
from townsite.territories.boundaries.edit import Edit
from townsite.territories.boundaries.geometry import Coverage
from townsite.territories.boundaries.preview import Effect, effects
from townsite.territories.boundaries.problems import boundary_problems, gaps_in
from townsite.web.territories.boundary_forms import AssembleForm, GrowForm, SaveForm, UnitsForm
from townsite.web.territories.collections import collection

GEOJSON = "application/geo+json"


@require_GET
def boundaries_page(request: HttpRequest) -> HttpResponse:
    """Overlaps and gaps, and every way to change boundaries without a pointer."""
    context = {
        "problems": boundary_problems(clock.now()),
        "units_form": UnitsForm(prefix="units"),
        "assemble_form": AssembleForm(prefix="table"),
        "grow_form": GrowForm(prefix="grow"),
    }
    return render(request, "territories/boundaries.html", context)


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
@needs(Permission.TERRITORY_EDIT)
def boundary_edit(request: HttpRequest) -> HttpResponse:
    """The shapes after the strokes sent as JSON, with what they mean for sites and revenue."""
    at = clock.now()
    try:
        shapes = Edit.read(request.body, at=at).changed(at=at)
        found = effects(shapes, at=at) if shapes else []
    except Problem as problem:
        body = {"title": problem.title, "detail": problem.detail}
        return HttpResponse(
            dumps(body), status=http_status(problem), content_type="application/problem+json"
        )
    answer = {"changed": collection(shapes), "effects": [_effect(each) for each in found]}
    return HttpResponse(dumps(answer), content_type="application/json")


@require_POST
@needs(Permission.TERRITORY_EDIT)
def boundary_form(request: HttpRequest, kind: str) -> HttpResponse:
    """The preview of what a form asks for, or the forms again with what is wrong."""
    forms = {
        "units": UnitsForm(request.POST if kind == "units" else None, prefix="units"),
        "table": AssembleForm(request.POST if kind == "table" else None, prefix="table"),
        "grow": GrowForm(request.POST if kind == "grow" else None, prefix="grow"),
    }
    form = forms.get(kind)
    if form is not None and form.is_valid():
        text = orjson.dumps({"strokes": [form.stroke()], "locked": form.locked()}).decode()
        try:
            return _preview(request, text, SaveForm(initial={"edit": text}))
        except Problem as problem:
            form.add_error(None, problem.detail)
    context = {
        "problems": boundary_problems(clock.now()),
        "units_form": forms["units"],
        "assemble_form": forms["table"],
        "grow_form": forms["grow"],
    }
    return render(request, "territories/boundaries.html", context, status=422)


@require_POST
@needs(Permission.TERRITORY_EDIT)
def boundary_preview(request: HttpRequest) -> HttpResponse:
    """Who gains and loses what, before anything is saved."""
    text = request.POST.get("edit", "")
    return _preview(request, text, SaveForm(initial={"edit": text}))


@require_POST
@needs(Permission.TERRITORY_EDIT)
def boundary_save(request: HttpRequest) -> HttpResponse:
    """Puts the edit into force; refused when somebody changed these boundaries meanwhile."""
    form = SaveForm(request.POST)
    text = request.POST.get("edit", "")
    if not form.is_valid():
        return _preview(request, text, form, status=422)
    at = clock.now()
    try:
        with transaction.atomic():
            shapes = Edit.read(text, at=at).changed(at=at)
            if _base(shapes) != form.cleaned_data["base"]:
                raise Stale(
                    "Somebody changed these boundaries meanwhile. Look at the preview again."
                )
            done = publish_boundaries(
                shapes=shapes,
                by=_person(request),
                at=at,
                reason=form.cleaned_data["reason"],
                by_boundary=form.cleaned_data["by_boundary"],
            )
    except Problem as problem:
        form.add_error(None, problem.detail)
        return _preview(request, text, form, status=http_status(problem))
    messages.success(
        request,
        f"{len(done.boundaries)} boundaries changed, {done.sites_moved} sites changed hands.",
    )
    return redirect("territories:map")


def _preview(request: HttpRequest, text: str, form: SaveForm, *, status: int = 200) -> HttpResponse:
    at = clock.now()
    before = coverage_at(at)
    after = Edit.read(text, at=at).applied(before)
    shapes = {code: shape for code, shape in after.items() if shape is not before.get(code)}
    found = effects(shapes, at=at)
    moving = [site for effect in found for site in effect.gained]
    context = {
        "effects": found,
        "moving": moving,
        "gaps": gaps_in(after),
        "form": form,
        "edit": text,
        "base": _base(shapes),
        "before": collection({code: before[code] for code in shapes if code in before}),
        "after": collection(shapes),
        "unknown": sorted(set(shapes) - {effect.code for effect in found}),
    }
    return render(request, "territories/boundary_preview.html", context, status=status)


def _base(shapes: Coverage) -> str:
    """The versions that the edit starts from; another text once somebody changed one."""
    found = boundary_versions(shapes, at=clock.now())
    return " ".join(f"{code}:{found.get(code, 0)}" for code in sorted(shapes))


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "code": effect.code,
        "name": effect.name,
        "sites_before": effect.sites_before,
        "sites_after": effect.sites_after,
        "revenue_before_cents": effect.revenue_before_cents,
        "revenue_after_cents": effect.revenue_after_cents,
        "gained": [site.number for site in effect.gained],
        "lost": [site.number for site in effect.lost],
    }


def _geojson(value: dict[str, Any]) -> HttpResponse:
    return HttpResponse(
        dumps(value), content_type=GEOJSON, headers={"Cache-Control": "private, no-cache"}
    )


def _person(request: HttpRequest) -> Any:
    return request.user
