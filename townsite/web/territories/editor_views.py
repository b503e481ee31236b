"""The editor of borders: its page, and the answer to every stroke."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem, http_status
from townsite.common.rendering import dumps
from townsite.sites.models import Site
from townsite.territories.boundaries.problems import boundary_problems
from townsite.territories.boundaries.units import UnitKind
from townsite.territories.figures import territory_figures
from townsite.territories.models import Territory
from townsite.web.person import person_in
from townsite.web.territories.collections import collection
from townsite.web.territories.map_views import bounds_of, on_map
from townsite.web.territories.redraw import edit_of, own_draft, redraw_of

MOST_LISTED = 300


@require_GET
@needs(Permission.CHANGE_PROPOSE)
def boundary_editor(request: HttpRequest) -> HttpResponse:
    """The map on which borders are moved; with `change_set` it goes on with that draft."""
    figures = territory_figures(clock.now())
    number = request.GET.get("change_set", "")
    draft = own_draft(number, by=person_in(request)) if number else None
    context = {
        "figures": figures,
        "on_map": on_map(figures),
        "bounds": bounds_of(figures),
        "draft": draft,
        "problems": boundary_problems(clock.now()),
        "units": UnitKind.choices,
    }
    return render(request, "territories/boundary_editor.html", context)


@require_GET
@needs(Permission.CHANGE_PROPOSE)
def editor_sites(request: HttpRequest) -> HttpResponse:
    """The sites of a territory as rows to tick, for giving them to another."""
    code, text = request.GET.get("territory", ""), request.GET.get("q", "").strip()
    own = Territory.objects.filter(code=code).values("pk")
    rows = Site.objects.filter(territory_id__in=own, location__isnull=False)
    rows = rows.exclude(status="merged")
    if text:
        rows = rows.filter(name__icontains=text) | rows.filter(number=text)
    found = rows.order_by("number").only("number", "name", "city", "state")[: MOST_LISTED + 1]
    context = {"sites": list(found)[:MOST_LISTED], "more": len(found) > MOST_LISTED, "code": code}
    return render(request, "territories/editor_sites.html", context)


@require_POST
@needs(Permission.CHANGE_PROPOSE)
def boundary_edit(request: HttpRequest) -> HttpResponse:
    """The shapes after the strokes sent as JSON, with what they mean for those concerned."""
    at = clock.now()
    try:
        edit, _ = edit_of(request.body, by=person_in(request), at=at)
        done = redraw_of(edit, at=at)
    except Problem as problem:
        body = {"title": problem.title, "detail": problem.detail}
        return HttpResponse(
            dumps(body), status=http_status(problem), content_type="application/problem+json"
        )
    answer = {"changed": collection(done.shapes), **done.as_json()}
    return HttpResponse(dumps(answer), content_type="application/json")
